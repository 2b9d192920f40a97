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
from firsthand.method.align.pair import Given, compare
from firsthand.method.align.wave import RATE, Wave
from firsthand.record.finding import Found

PAIRS, ALONE = 8, 8  # of each kind; and of recordings that have nothing in common
NAMES = ("syncstart", "audio-offset-finder", "audalign correlation", "audalign fingerprint")
LIMIT_S = 300

# Runs in the peers' environment: argv = program, two WAV files; prints {"lag": seconds or null, "score": number or null}.
ASK = r"""
import contextlib, io, json, sys, warnings
warnings.simplefilter("ignore")
program, one, two = sys.argv[1:]
lag = score = None
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    if program == "syncstart":
        # Its own correlation on the samples: the door around it wants ffprobe on the machine.
        import scipy.io.wavfile, syncstart
        (rate, first), (_, second) = (scipy.io.wavfile.read(path) for path in (one, two))
        _, _, size, top, _ = syncstart.corrabs(first.astype(float), second.astype(float))
        lag = (size - top) / rate if top > size // 2 else -top / rate
    elif program == "audio-offset-finder":
        from audio_offset_finder.audio_offset_finder import find_offset_between_files
        told = find_offset_between_files(one, two, trim=600)
        lag, score = -float(told["time_offset"]), float(told["standard_score"])
    else:
        import audalign
        kind = audalign.CorrelationRecognizer() if "correlation" in program else audalign.FingerprintRecognizer()
        told = audalign.recognize(one, two, recognizer=kind)
        rows = list((told or {}).get("match_info", {}).values())
        if rows:
            lag = float(rows[0]["offset_seconds"][0])
            score = float(rows[0]["confidence"][0])
json.dump({"lag": lag, "score": score}, sys.stdout)
"""


def asked(python: str, program: str, files: tuple[Path, Path]) -> dict[str, Any] | str:
    """What a program says, or why it says nothing."""
    try:
        ran = subprocess.run(
            [python, "-c", ASK, program, *map(str, files)],
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
            env={**os.environ, "PATH": f"{Path(python).parent}:{os.environ.get('PATH', '')}", "OMP_NUM_THREADS": "1"},
        )
    except (OSError, subprocess.TimeoutExpired) as no:
        return type(no).__name__
    if ran.returncode:
        return (ran.stderr.strip().splitlines() or ["it ended without a word"])[-1][:160]
    made: dict[str, Any] = json.loads(ran.stdout)
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


def row(name: str, errors: list[float], none: int, alone: int, of: int, spent: float) -> str:
    off = np.array(errors or [np.inf])
    total = len(errors) + none
    return (
        f"{name:22} | {len(errors):3} of {total} | {(off <= 1e-3).sum():3} | {(off <= 0.05).sum():3} | "
        f"{np.median(off) * 1e3:10.3f} | {alone} of {of} | {spent / max(1, total):6.2f}"
    )


def main() -> int:
    python = os.environ.get("PEERS", "")
    pairs = [pair(number + 1, kind) for kind in MADE for number in range(PAIRS)]
    lone = [pair(900 + number, MADE[number % 3]) for number in range(ALONE)]
    apart = [(lone[k], lone[(k + 1) % ALONE]) for k in range(ALONE)]
    print(
        f"{len(pairs)} pairs (talk, mixed, shots; 0 to 20 dB; codecs), {len(apart)} unrelated pairs; seconds on this machine"
    )
    print("program                | answered | within 1 ms | 50 ms | median ms | an offset for unrelated | s a pair")
    begun = time.perf_counter()
    answers = [(made, ours(made)) for made in pairs]
    spent = time.perf_counter() - begun
    wrong = sum(
        isinstance(compare(Given(), "one", ready(a.waves[0]), "two", ready(b.waves[0])), Found) for a, b in apart
    )
    told = [error(made, lag) for made, lag in answers if lag is not None]
    print(row("align.pair", told, len(answers) - len(told), wrong, len(apart), spent), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        files = [(written(work, f"{k}a", m.waves[0]), written(work, f"{k}b", m.waves[1])) for k, m in enumerate(pairs)]
        alone = [
            (written(work, f"x{k}a", a.waves[0]), written(work, f"x{k}b", b.waves[0])) for k, (a, b) in enumerate(apart)
        ]
        for name in NAMES:
            first = asked(python, name, files[0]) if python else "no environment for peers"
            if isinstance(first, str):
                print(f"{name:22} | not run: {first}", flush=True)
                continue
            begun = time.perf_counter()
            lags = [asked(python, name, both) for both in files]
            spent = time.perf_counter() - begun
            heard = [(made, each["lag"]) for made, each in zip(pairs, lags, strict=True) if isinstance(each, dict)]
            errors = [error(made, lag) for made, lag in heard if lag is not None]
            others = [asked(python, name, both) for both in alone]
            wrong = sum(isinstance(each, dict) and each["lag"] is not None for each in others)
            print(row(name, errors, len(pairs) - len(errors), wrong, len(alone), spent), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
