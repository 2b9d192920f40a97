"""Refuses a wheel without the workbench's built page: who installs the package never needs Node. Editable installs go without."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = "src/firsthand/web/static"


class Built(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        page = Path(self.root, PAGE)
        if not (page / "index.html").is_file() or not any((page / "assets").glob("*.js")):
            raise RuntimeError(
                f"a wheel carries the workbench's page, and {PAGE} holds none: run `make web` first (Node 20)"
            )
        build_data["artifacts"].append(f"/{PAGE}/**")
