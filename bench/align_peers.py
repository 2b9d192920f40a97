"""The pairs of bench/align.py by other programs, each in an environment of its own: `make bench-align`, or `python -m bench.align_peers`.

PEERS names the Python of an environment that has syncstart, audio-offset-finder and audalign (`make bench-align` makes one);
what is not installed there is printed as not run. Each program gets the same two WAV files and is asked for one offset.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import scipy.io.wavfile

from bench._align_world import MADE, Pair, lag_at, pair
from firsthand.method.align.hear import ready
from firsthand.method.align.pair import compare
from firsthand.method.align.pair_form import Given
from firsthand.method.align.wave import RATE, Wave
from firsthand.record.finding import Found

PAIRS, ALONE = 8, 8  # of each kind; and of recordings that have nothing in common
NAMES = ("syncstart", "audio-offset-finder", "audalign correlation", "audalign fingerprint")
LIKELY = {"audio-offset-finder": 10.0}  # the score from which its own documentation calls an offset likely to be right
LIMIT_S = 1500

# Runs in the peers' environment: argv = program; on standard input a line a pair of WAV files; a line of JSON back for each:
# {"lag": seconds or null, "score": number or null, "spent": CPU seconds, "no": why not}.
ASK = r"""
import contextlib, io, json, os, resource, sys, warnings
warnings.simplefilter("ignore")
program = sys.argv[1]

def spent():
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))

def ask(one, two):
    if program == "syncstart":
        # Its own correlation on the samples: the door around it wants ffprobe on the machine.
        import scipy.io.wavfile, syncstart
        (rate, first), (_, second) = (scipy.io.wavfile.read(path) for path in (one, two))
        _, _, size, top, _ = syncstart.corrabs(first.astype(float), second.astype(float))
        return (size - top) / rate if top > size // 2 else -top / rate, None
    if program == "audio-offset-finder":
        from audio_offset_finder.audio_offset_finder import find_offset_between_files
        told = find_offset_between_files(one, two, trim=600)
        return -float(told["time_offset"]), float(told["standard_score"])
    import audalign
    kind = audalign.CorrelationRecognizer() if "correlation" in program else audalign.FingerprintRecognizer()
    kind.config.multiprocessing = False
    told = audalign.recognize(one, two, recognizer=kind)
    rows = list((told or {}).get("match_info", {}).values())
    return (float(rows[0]["offset_seconds"][0]), float(rows[0]["confidence"][0])) if rows else (None, None)

for row in sys.stdin:
    one, two = row.rstrip("\n").split("\t")
    before, made = spent(), {"lag": None, "score": None}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            made["lag"], made["score"] = ask(one, two)
        except Exception as no:
            made["no"] = f"{type(no).__name__}: {no}"
    sys.__stdout__.write(json.dumps({**made, "spent": spent() - before}) + "\n")
    sys.__stdout__.flush()
"""


def asked(python: str, program: str, pairs: list[tuple[Path, Path]]) -> list[dict[str, Any]] | str:
    """What a program says of each pair, as far as it came in LIMIT_S; or why it says nothing."""
    environment = {
        **os.environ, "PATH": f"{Path(python).parent}:{os.environ.get('PATH', '')}", "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1",
    }  # fmt: skip
    rows = "".join(f"{one}\t{two}\n" for one, two in pairs)
    try:
        ran = subprocess.run([python, "-c", ASK, program], input=rows, capture_output=True, text=True, timeout=LIMIT_S,
                             check=False, env=environment)  # fmt: skip
        out, bad = ran.stdout, ran.stderr
    except subprocess.TimeoutExpired as late:
        out, bad = (late.stdout or b"").decode() if isinstance(late.stdout, bytes) else late.stdout or "", "too slow"
    except OSError as no:
        return type(no).__name__
    made: list[dict[str, Any]] = [
        json.loads(each) for each in out.splitlines() if each.startswith("{") and each.endswith("}")
    ]
    if not made or all("no" in each for each in made):
        last = made[0]["no"] if made else (bad.strip().splitlines() or ["it ended without a word"])[-1]
        return str(last)[:160]
    return made


def written(folder: Path, name: str, wave: Wave) -> Path:
    path = folder / f"{name}.wav"
    scipy.io.wavfile.write(path, RATE, np.round(wave.samples * 32767).astype(np.int16))
    return path


def error(made: Pair, lag: float) -> float:
    """How far an offset is from the nearest source's, at the middle of what is in common."""
    at = max(0.0, (made.devices[1].start - made.devices[0].start) + 5.0)
    return min(abs(lag_at(*made.devices, source, at) - lag) for source in made.street.sources)


def ours(made: Pair) -> float | None:
    outcome = compare(Given(), "one", ready(made.waves[0]), "two", ready(made.waves[1]))
    if not isinstance(outcome, Found):
        return None
    best = outcome.value["sources"][0]["heard_s"]
    return float(best["low"] + best["high"]) / 2


def row(name: str, errors: list[float], of: int, alone: str, spent: float) -> str:
    off = np.array(errors or [np.inf])
    return (
        f"{name:36} | {len(errors):3} of {of} | {(off <= 1e-3).sum():3} | {(off <= 0.05).sum():3} | "
        f"{np.median(off) * 1e3:10.3f} | {alone} | {spent:6.2f}"
    )


def peer(
    name: str, python: str, pairs: list[Pair], files: list[tuple[Path, Path]], alone: list[tuple[Path, Path]]
) -> None:
    """A program's row, and one of what it calls likely itself, where it has such a score."""
    told = asked(python, name, files + alone) if python else "no environment for peers"
    if isinstance(told, str):
        print(f"{name:36} | not run: {told}", flush=True)
        return
    related, others = told[: len(files)], told[len(files) :]
    spent = float(np.median([each["spent"] for each in told]))
    for least in (None, LIKELY[name]) if name in LIKELY else (None,):

        def kept(each: dict[str, Any], least: float | None = least) -> bool:
            return each["lag"] is not None and (least is None or each["score"] >= least)

        errors = [error(made, each["lag"]) for made, each in zip(pairs, related, strict=False) if kept(each)]
        wrong = f"{sum(map(kept, others))} of {len(others)}"
        print(
            row(name if least is None else f"{name}, score {least:g} and above", errors, len(related), wrong, spent),
            flush=True,
        )


def main() -> int:
    python = os.environ.get("PEERS", "")
    pairs = [pair(number + 1, kind) for kind in MADE for number in range(PAIRS)]
    lone = [pair(900 + number, MADE[number % 3]) for number in range(ALONE)]
    apart = [(lone[k], lone[(k + 1) % ALONE]) for k in range(ALONE)]
    print(f"{len(pairs)} pairs (talk, mixed, shots; 0 to 20 dB; codecs), {len(apart)} unrelated pairs")
    print(
        "program                              | answered | 1 ms | 50 ms | median ms | an offset for unrelated | CPU-s a pair"
    )
    begun = time.process_time()
    answers = [(made, ours(made)) for made in pairs]
    spent = (time.process_time() - begun) / len(pairs)
    wrong = sum(
        isinstance(compare(Given(), "one", ready(a.waves[0]), "two", ready(b.waves[0])), Found) for a, b in apart
    )
    told = [error(made, lag) for made, lag in answers if lag is not None]
    print(row("align.pair", told, len(pairs), f"{wrong} of {len(apart)}", spent), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        files = [(written(work, f"{k}a", m.waves[0]), written(work, f"{k}b", m.waves[1])) for k, m in enumerate(pairs)]
        alone = [
            (written(work, f"x{k}a", a.waves[0]), written(work, f"x{k}b", b.waves[0])) for k, (a, b) in enumerate(apart)
        ]
        for name in sys.argv[1:] or NAMES:
            peer(name, python, pairs, files, alone)
    return 0


if __name__ == "__main__":
    sys.exit(main())
