"""What a file is by its first bytes, which formats and codecs are opened at all, and opening them so that nothing else is."""

import ctypes
import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.error
from av.container import InputContainer

from firsthand.record.fault import EmptyFile, NotFootage, PointsElsewhere

HEAD = 4096
MAX_PIXELS = 1 << 27  # of one picture
MAX_ALLOC = 1 << 30  # bytes that FFmpeg may ask for at once

# Demuxers by what the first bytes show. Those that follow names to other files (concat, HLS, DASH, image sequences, SVG)
# are not here, and are not reached by any other way: the demuxer is always named, never guessed.
FILM_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftyp", "mov"),
    (4, b"moov", "mov"),
    (4, b"mdat", "mov"),
    (4, b"wide", "mov"),
    (4, b"free", "mov"),
    (4, b"skip", "mov"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"OggS", "ogg"),
    (0, b"FLV\x01", "flv"),
    (0, b"\x00\x00\x01\xba", "mpeg"),
    (0, b"\x00\x00\x01\xb3", "mpegvideo"),
    (0, b"\x00\x00\x01\xb0", "m4v"),
    (0, b"\x00\x00\x01\xb6", "m4v"),
    (0, b"\x00\x00\x00\x01\x40\x01", "hevc"),
    (0, b"\x00\x00\x00\x01", "h264"),
    (0, b"\x00\x00\x01\x67", "h264"),
    (0, b"\x00\x00\x01\x27", "h264"),
    (0, b"\x00\x00\x01\x09", "h264"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "asf"),
    (0, b".RMF", "rm"),
    (0, b"DKIF", "ivf"),
    (0, b"\x06\x0e+4\x02\x05\x01\x01\x0d\x01\x02", "mxf"),
    (0, b"\x1f\x07\x00", "dv"),
    (0, b"YUV4MPEG2 ", "yuv4mpegpipe"),
    (0, b"nut/multimedia container\x00", "nut"),
    (0, b"ID3", "mp3"),
    (0, b"fLaC", "flac"),
    (0, b"caff", "caf"),
    (0, b"#!AMR", "amr"),
    (0, b".snd", "au"),
    (0, b"\x0bw", "ac3"),
    (0, b"wvpk", "wv"),
)
RIFF_KINDS = {b"AVI ": "avi", b"AVIX": "avi", b"WAVE": "wav"}
SOUND_FORMATS = {"mp3", "aac", "flac", "caf", "amr", "au", "ac3", "wv", "wav", "aiff"}
PICTURE_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
)
AVIF_BRANDS = {b"avif", b"avis"}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"}
ELSEWHERE = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:ffconcat|#EXTM3U|\[playlist\]|\[Reference\]|<\?xml|<svg|<smil|<MPD|<asx|<!DOCTYPE|v=0|rtsp:|"
    rb"file\s+['\"]|http)",
    re.IGNORECASE,
)
KNOWN = (
    (0, b"PK\x03\x04", "a ZIP archive or an office document"),
    (0, b"%PDF", "a PDF document"),
    (0, b"MZ", "a Windows program"),
    (0, b"\x7fELF", "a Linux program"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"Rar!", "a RAR archive"),
    (0, b"7z\xbc\xaf", "a 7z archive"),
    (0, b"SQLite format 3", "an SQLite database"),
    (257, b"ustar", "a tar archive"),
)

VIDEO_CODECS = frozenset(
    "h264 hevc vvc libdav1d av1 vp8 libvpx vp9 libvpx-vp9 vp6 vp6a vp6f vp7 mpeg4 mpeg1video mpeg2video mpegvideo msmpeg4 "
    "msmpeg4v1 msmpeg4v2 wmv1 wmv2 wmv3 vc1 mjpeg mjpegb prores dnxhd theora vp3 flv h263 h263i h263p h261 svq1 svq3 "
    "cinepak indeo2 indeo3 indeo4 indeo5 rv10 rv20 rv30 rv40 dvvideo huffyuv ffvhuff ffv1 utvideo rawvideo msvideo1 msrle qtrle "
    "rpza smc cfhd png zlib fraps lagarith flashsv flashsv2 tscc tscc2 screenpresso cavs jpeg2000 amv".split()
)
SOUND_CODECS = frozenset(
    "aac aac_latm aac_fixed mp3 mp3float mp2 mp2float mp1 mp1float ac3 ac3_fixed eac3 opus libopus vorbis flac alac amrnb amrwb "
    "libopencore_amrnb libopencore_amrwb adpcm_ms adpcm_ima_wav adpcm_ima_qt adpcm_swf adpcm_yamaha adpcm_g726 adpcm_g722 "
    "wmav1 wmav2 wmapro wmavoice wmalossless dca truehd mlp gsm gsm_ms speex nellymoser cook sipr qcelp qdm2 qdmc mace3 mace6 "
    "g722 g723_1 g726 g726le g729 real_144 real_288 dvaudio wavpack tta pcm_alaw pcm_mulaw pcm_u8 pcm_s8 pcm_s16le pcm_s16be "
    "pcm_s24le pcm_s24be pcm_s32le pcm_s32be pcm_f32le pcm_f32be pcm_f64le pcm_f64be pcm_u16le pcm_u16be pcm_dvd pcm_bluray "
    "pcm_s16le_planar pcm_s8_planar pcm_s24le_planar pcm_s32le_planar".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the first bytes show: `kind` film, sound or picture; `format` a demuxer of FFmpeg's or a format of Pillow's."""

    kind: str
    format: str
    size: int


def look(source: io.RawIOBase) -> Look:
    """Raises EmptyFile, PointsElsewhere (lists and pages that name other files), NotFootage."""
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    head = read_up_to(source, HEAD)
    source.seek(0)
    if not head:
        raise EmptyFile("the file holds no bytes at all")
    if head[:3] == b"ID3":
        source.seek(_after_id3(head))
        behind = read_up_to(source, HEAD)
        source.seek(0)
        head = behind if behind[:2] in (b"\xff\xf1", b"\xff\xf9") or behind[:4] == b"fLaC" else head
    kind, name = _sniff(head)
    return Look(kind=kind, format=name, size=size)


def _after_id3(head: bytes) -> int:
    """Where an ID3v2 tag ends: its size is written in sevens of bits."""
    return 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False))


def read_up_to(source: io.RawIOBase, count: int) -> bytes:
    """`count` bytes, or what there is."""
    parts, left = [], count
    while left > 0 and (part := source.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _sniff(head: bytes) -> tuple[str, str]:
    if ELSEWHERE.match(head):
        raise PointsElsewhere("a list or page that names other files or addresses, not footage itself")
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in AVIF_BRANDS:
            return "picture", "AVIF"
        return ("picture", "mov") if brand in HEIF_BRANDS else ("film", "mov")
    if head[:4] in (b"RIFF", b"RF64"):
        if head[8:12] == b"WEBP":
            return "picture", "WEBP"
        if head[8:12] in RIFF_KINDS:
            name = RIFF_KINDS[head[8:12]]
            return ("sound" if name == "wav" else "film"), name
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "sound", "aiff"
    for at, sign, name in PICTURE_SIGNS:
        if head[at : at + len(sign)] == sign:
            return "picture", name
    for at, sign, name in FILM_SIGNS:
        if head[at : at + len(sign)] == sign:
            return ("sound" if name in SOUND_FORMATS else "film"), name
    return _sniff_by_rhythm(head)


def _sniff_by_rhythm(head: bytes) -> tuple[str, str]:
    """Formats without a name of their own, told by bytes that come back."""
    for first, step in ((0, 188), (4, 192), (0, 204)):
        marks = head[first::step]
        if len(marks) >= 3 and set(marks[:5]) == {0x47}:
            return "film", "mpegts"
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return "sound", "aac"
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06 and head[2] & 0xF0 != 0xF0:
        return "sound", "mp3"
    for at, sign, words in KNOWN:
        if head[at : at + len(sign)] == sign:
            raise NotFootage(f"it looks like {words}")
    printable = sum(byte in b"\t\r\n" or 32 <= byte < 127 for byte in head)
    raise NotFootage(
        "it looks like text" if printable > 0.95 * len(head) else "its first bytes are those of no known footage"
    )


def open_container(source: Any, name: str) -> InputContainer:
    """The one demuxer that was sniffed, over this one file. Raises av.error.FFmpegError."""
    allowed = av.ContainerFormat(name, "r").name
    options = {
        "format_whitelist": allowed,
        "codec_whitelist": ",".join(sorted(VIDEO_CODECS | SOUND_CODECS)),
        "protocol_whitelist": "none",
        "max_pixels": str(MAX_PIXELS),
        "skip_loop_filter": "all",  # of the few frames that opening decodes, to learn their form, and throws away
    }
    container: InputContainer = av.open(
        source,
        mode="r",
        format=name,
        options=options,
        io_open=_refuse,
        buffer_size=1 << 18,
        metadata_errors="backslashreplace",
    )
    return container


def _refuse(url: str, flags: int, options: Mapping[str, str]) -> Any:
    """What FFmpeg calls to open anything besides the file it was given."""
    raise PermissionError("no other file or address is opened")


def limit_allocations() -> str:
    """Sets FFmpeg's largest single allocation in this process; says so, or why it could not. Called once, at import."""
    found = sorted((Path(av.__file__).parent.parent / "av.libs").glob("libavutil*.so*"))
    if not found:
        return "not set: FFmpeg's libavutil was not found beside PyAV"
    library = ctypes.CDLL(str(found[0]))
    library.av_max_alloc.argtypes = [ctypes.c_size_t]
    library.av_max_alloc.restype = None
    library.av_max_alloc(MAX_ALLOC)
    return str(MAX_ALLOC)
