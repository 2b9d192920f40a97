"""Film and sound through PyAV: one demuxer, one thread, each frame with its exact time, each break in the bytes noted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av
import av.error
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame

from firsthand.method.read.fold import Bytes2, Frame, change_between

from .decode_facts import encoder_traces
from .decode_feed import Feed
from .decode_open import MAX_PIXELS
from .decode_planes import FramePixels, tiny
from .decode_sound import Resampled

# Formats that carry no times at all: what the demuxer gives is counted at a rate that it assumes.
COUNTED = frozenset(("h264", "hevc", "m4v", "mpegvideo", "dv"))
LAST_TIME = 10**9  # seconds; what lies beyond is no time of presentation
MOST_ERRORS = 2000  # in a row, without a frame between


@dataclass(slots=True)
class Clock:
    """Presentation times of one stream as ticks. `how` says whether the container states them."""

    base: Fraction
    how: str
    step: int
    tick: int | None = None
    decode: int | None = None
    untimed: int = 0
    last: int = 0  # ticks

    def __post_init__(self) -> None:
        self.last = int(LAST_TIME / self.base)

    def next(self, frame: VideoFrame) -> int:
        stated = frame.pts
        if self.how == "stated" and stated is not None and -self.last <= stated <= self.last:
            if self.tick is not None and 0 < stated - self.tick < 1 << 40:
                self.step = stated - self.tick
            self.tick = stated
            return stated
        if self.how == "stated":
            self.untimed += 1
        step = self._step(frame.dts)
        self.tick = 0 if self.tick is None else self.tick + step
        return self.tick

    def _step(self, decode: int | None) -> int:
        """AVI states only when a frame is decoded: frames come out in that order, as far apart."""
        if self.how != "decode order" or decode is None:
            return self.step
        before, self.decode = self.decode, decode
        return decode - before if before is not None and 0 < decode - before < 1 << 30 else self.step


@dataclass(slots=True)
class Film:
    """The pass over one opened container."""

    container: InputContainer
    feed: Feed
    picture: int | None
    sound: int | None
    triage: bool
    threads: int
    log: list[tuple[int, str, str]]  # what the libraries complain of
    clock: Clock | None = None
    shape: Fraction = Fraction(1)
    turn: int = 0
    before: tuple[Bytes2, Bytes2] | None = None
    resampled: Resampled | None = None
    fruitless: int = 0
    ticks: dict[int, float] = field(default_factory=dict)  # seconds of a stream's tick, for showing progress
    heads: dict[int, list[bytes]] = field(default_factory=dict)

    def run(self) -> None:
        """Reads to the end, to damage that cannot be passed, or until this process has spent its time."""
        streams = [self.container.streams[k] for k in (self.picture, self.sound) if k is not None]
        self._prepare()
        for count, packet in enumerate(self._packets(streams)):
            self._packet(packet)
            if self.log:
                self.feed.said(self.log)
            if count % 32 == 0 and self.feed.spent():
                self.feed.ending["stopped"] = "the processor time that a file of its size may cost was used up"
                break
            if self.fruitless > MOST_ERRORS:
                self.feed.ending["stopped"] = f"{MOST_ERRORS} errors without a frame between"
                break
        if self.resampled is not None:
            self._sound(self.resampled.rest())
        self._close()

    def _prepare(self) -> None:
        for k in (self.picture, self.sound):
            if k is not None:
                context = self.container.streams[k].codec_context
                context.thread_count = self.threads
                context.thread_type = "NONE" if self.threads == 1 else "AUTO"
                context.options = {"max_pixels": str(MAX_PIXELS)}
        if self.picture is None:
            return
        stream = self.container.streams.video[self._video(self.picture)]
        if self.triage:
            stream.codec_context.skip_frame = "NONKEY"
        ratio = stream.sample_aspect_ratio
        self.shape = ratio if ratio and Fraction(1, 4) <= ratio <= 4 else Fraction(1)
        rate = stream.average_rate or stream.guessed_rate or Fraction(25)
        base = stream.time_base or 1 / rate
        how = "stated"
        if self.container.format.name == "avi":
            how = "decode order"
        elif self.container.format.name in COUNTED or (
            stream.start_time is None and stream.duration is None and not base
        ):
            how, base = "assumed rate", 1 / rate
        step = 1 if how == "assumed rate" else max(1, round(1 / (rate * base)))
        self.clock = Clock(base=base, how=how, step=step)

    def _video(self, index: int) -> int:
        return next(k for k, stream in enumerate(self.container.streams.video) if stream.index == index)

    def _packets(self, streams: list[Any]) -> "Iterator[Packet[Any]]":
        """All packets; an error of the demuxer is noted and passed, as long as packets come."""
        fruitless = 0
        while fruitless < 8:
            try:
                for packet in self.container.demux(*streams):
                    fruitless = 0
                    yield packet
                return
            except av.error.FFmpegError as bad:
                fruitless += 1
                self.feed.damage.add("container", f"packets could not be read: {bad.strerror}")
        self._drain(streams)

    def _drain(self, streams: list[Any]) -> None:
        """What the decoders still hold, where the demuxer ended without asking for it."""
        for stream in streams:
            try:
                self._frames(stream.codec_context.decode(None))
            except av.error.FFmpegError as bad:
                self.feed.damage.add("container", f"the end could not be decoded: {bad.strerror}")

    def _packet(self, packet: "Packet[Any]") -> None:
        index = packet.stream_index
        if index == self.sound and "priming_trimmed" not in self.feed.ending:
            self.feed.ending["priming_trimmed"] = packet.has_sidedata("skip_samples")
        seen = self.heads.setdefault(index, [])
        if len(seen) < 3 and packet.size:
            seen.append(bytes(packet)[:4096])
        where = "picture" if index == self.picture else "sound"
        if packet.is_corrupt:
            self.feed.damage.add(where, "a packet marked as corrupt", None)
        if self.triage and index == self.picture and packet.size and not packet.is_keyframe:
            # Left to the demuxer (its own way of discarding), times would come out wrong for some files.
            self._passed(packet)
            return
        try:
            frames = packet.decode()
        except av.error.FFmpegError as bad:
            self.fruitless += 1
            self.feed.damage.add(where, f"could not be decoded: {bad.strerror}", self._when(packet))
            return
        self._frames(frames)
        if not frames:
            self._passed(packet)

    def _passed(self, packet: "Packet[Any]") -> None:
        pts, index = packet.pts, packet.stream_index
        if pts is not None:
            if index not in self.ticks:
                self.ticks[index] = float(packet.time_base or 0)
            self.feed.progress(pts * self.ticks[index])

    def _frames(self, frames: list[Any]) -> None:
        for frame in frames:
            self.fruitless = 0
            if isinstance(frame, VideoFrame):
                self._frame(frame)
            elif isinstance(frame, AudioFrame):
                self._samples(frame)

    def _when(self, packet: "Packet[Any]") -> str | None:
        if packet.pts is None or packet.time_base is None:
            return None
        at = packet.pts * packet.time_base
        return f"{at.numerator}/{at.denominator}"

    def _frame(self, frame: VideoFrame) -> None:
        assert self.clock is not None and self.picture is not None
        if self.before is None:
            self.turn = frame.rotation
        small, tint = tiny(frame)
        change = change_between(small, tint, *self.before) if self.before else 0.0
        self.before = (small, tint)
        made = Frame(
            tick=self.clock.next(frame),
            base=self.clock.base,
            key=frame.key_frame,
            tiny=small,
            tint=tint,
            change=change,
            pixels=FramePixels(frame, self.turn, self.shape),
        )
        if frame.is_corrupt:
            self.feed.damage.add("picture", "a frame that the decoder marks as corrupt", made.pts)
        self.feed.frame(made, stream=self.picture)

    def _samples(self, frame: AudioFrame) -> None:
        if self.resampled is None:
            self.resampled = Resampled()
        try:
            self._sound(self.resampled.take(frame))
        except (av.error.FFmpegError, ValueError) as bad:
            self.feed.damage.add("sound", f"samples could not be brought to 8 kHz: {bad}")

    def _sound(self, blocks: Any) -> None:
        for block in blocks:
            self.feed.sound(block)
            if self.picture is None:
                self.feed.progress(float(block.at))

    def _close(self) -> None:
        ending = self.feed.ending
        if self.clock is not None:
            ending["times"] = self.clock.how
            if self.clock.untimed:
                self.feed.damage.add(
                    "picture", f"{self.clock.untimed} frames without a time; counted on from the one before"
                )
        ending["turned"] = 180 if self.turn == -180 else self.turn
        ending["encoder_bytes"] = encoder_traces(self.container, self.heads)
