"""How long weigh.origins takes: a case of 2,000 claims, 300 sources, 40 recordings; growth; a long chain; and from the disk."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.desk.cases import new_case, open_case
from firsthand.desk.desk import Desk
from firsthand.desk.origins import matrix, origin_inputs, origins
from firsthand.desk.origins_gather import gather
from firsthand.desk.pen import pen
from firsthand.method.weigh.origins import ORIGINS
from firsthand.outside.keyring import Keyring
from firsthand.record.assessment import About, Answer, Consistency, Question, Weighing
from firsthand.record.claim import Basis, Claim, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.digest import sha256
from firsthand.record.finding import Finding, Found, Job, Outcome, outcome_wire

CLAIMS, SOURCES, RECORDINGS, COPIES, QUESTIONS, ANSWERS = 2000, 300, 40, 3, 8, 4
BASES = [
    Basis.FOOTAGE,
    Basis.OWN_WORK,
    Basis.ANOTHER_SOURCE,
    Basis.ANOTHER_SOURCE,
    Basis.ANOTHER_SOURCE,
    Basis.OWN_EYES,
    Basis.NONE_GIVEN,
]
ROUNDS = 5


def files(recording: int) -> list[str]:
    return [sha256(f"recording {recording} copy {copy}".encode()) for copy in range(COPIES)]


def web(claims: int, sources: list[str], seed: int = 1) -> list[dict[str, Any]]:
    """Claims that cite up to three earlier ones; half of them came through another source."""
    rng = np.random.default_rng(seed)
    made: list[dict[str, Any]] = []
    for number in range(claims):
        basis = BASES[rng.integers(len(BASES))]
        cites = [int(rng.integers(number)) for _ in range(rng.integers(1, 4))] if number else []
        on_footage = basis in (Basis.FOOTAGE, Basis.OWN_WORK)
        made.append(
            {
                "source": sources[rng.integers(len(sources))],
                "through": [sources[rng.integers(len(sources))]] if rng.random() < 0.5 else [],
                "basis": basis.value,
                "files": [files(int(rng.integers(RECORDINGS)))[rng.integers(COPIES)]] if on_footage else [],
                "cites": cites if basis is Basis.ANOTHER_SOURCE else [],
                "answer": (number % QUESTIONS, int(rng.integers(ANSWERS))),
                "stance": "for" if rng.random() < 0.7 else "against",
            }
        )
    return made


def plain(claims: int) -> dict[str, Any]:
    """The web as the method's inputs."""
    sources = [f"s{n}" for n in range(SOURCES)]
    rows = web(claims, sources)
    return {
        "claims": [
            {
                "id": f"c{number}",
                **{name: row[name] for name in ("source", "through", "basis", "files")},
                "rests_on": [f"c{cited}" for cited in row["cites"]],
                "speaks_to": [
                    {
                        "question": f"q{row['answer'][0]}",
                        "answer": "q{}a{}".format(*row["answer"]),
                        "stance": row["stance"],
                    }
                ],
            }
            for number, row in enumerate(rows)
        ],
        "exhibits": [],
        "sources": [{"id": name, "name": name, "is_a": "outlet"} for name in sources],
        "recordings": {
            "groups": [{"id": min(files(n)), "parts": files(n)} for n in range(RECORDINGS)],
            "compared": True,
        },
        "questions": [
            {"id": f"q{q}", "about": "what", "text": "?", "answers": [{"id": f"q{q}a{a}"} for a in range(ANSWERS)]}
            for q in range(QUESTIONS)
        ],
        "links": [],
    }


def chain(links: int) -> dict[str, Any]:
    made = plain(1)
    one = {
        "source": "s0",
        "basis": "another source",
        "speaks_to": [{"question": "q0", "answer": "q0a0", "stance": "for"}],
    }
    made["claims"] = [{**one, "id": f"c{n}", "rests_on": [f"c{n + 1}"]} for n in range(links)]
    made["claims"].append({**one, "id": f"c{links}", "basis": "footage", "files": ["clip"]})
    return made


def best(asked: Callable[[], Outcome], rounds: int = ROUNDS) -> tuple[float, Outcome]:
    """Seconds of the quickest and the last outcome."""
    times = []
    outcome = asked()
    for _ in range(rounds):
        began = time.perf_counter()
        outcome = asked()
        times.append(time.perf_counter() - began)
    return min(times), outcome


def on_disk(folder: Path) -> tuple[Desk, str]:
    """The same case, entered by a pen into files and index, with a weighing for every tenth claim; a question's id."""
    desk = new_case(folder / "case", author="Bench", ring=Keyring(folder / "keys"))
    writer = pen(desk)
    sources = [
        line.hash for line in writer.write([Source(name=f"Source {n}", is_a=SourceKind.OUTLET) for n in range(SOURCES)])
    ]
    questions = [
        line.hash for line in writer.write([Question(about=About.WHAT, text=f"What {n}?") for n in range(QUESTIONS)])
    ]
    given = [Answer(question=question, text=f"Answer {n}") for question in questions for n in range(ANSWERS)]
    answers = [line.hash for line in writer.write(given)]
    groups = [{"id": min(files(n)), "files": sorted(files(n)), "reasons": [], "details": {}} for n in range(RECORDINGS)]
    grouped = outcome_wire(Found(value={"recordings": groups, "rule": "made for the bench"}))
    writer.write([Finding(job=Job(method="trace.recordings", version=1, given={}, inputs={}), outcome=grouped)])
    ids: list[str] = []
    for row in web(CLAIMS, sources):
        question, answer = row["answer"]
        speaks = SpeaksTo(
            question=questions[question], answer=answers[question * ANSWERS + answer], stance=Stance(row["stance"])
        )
        # One at a time: a claim's id is known only when it is written, and the next may cite it.
        claim = Claim(
            source=row["source"],
            through=tuple(row["through"]),
            paraphrase=f"Claim {len(ids)}",
            basis=Basis(row["basis"]),
            files=tuple(row["files"]),
            rests_on=tuple(dict.fromkeys(ids[cited] for cited in row["cites"])),
            speaks_to=(speaks,),
        )
        ids.append(writer.write([claim])[0].hash)
    cells = [Weighing(evidence=one, answer=answers[0], consistency=Consistency.INCONSISTENT) for one in ids[::10]]
    writer.write(cells)
    return desk, questions[0]


def main() -> int:
    print(
        f"weigh.origins, {SOURCES} sources, {RECORDINGS} recordings in {COPIES} copies each; seconds, best of {ROUNDS}"
    )
    before = 0.0
    for claims in (CLAIMS // 2, CLAIMS, CLAIMS * 2, CLAIMS * 4):
        inputs = plain(claims)
        took, outcome = best(lambda inputs=inputs: ORIGINS.ask(ORIGINS.given(), inputs))  # type: ignore[misc]
        grown = f"   x{took / before:.2f} for twice the claims" if before else ""
        print(f"  {claims:6} claims  {took:7.3f}  {outcome.name}{grown}")
        before = took
    for links in (10_000, 20_000, 40_000):
        inputs = chain(links)
        took, outcome = best(lambda inputs=inputs: ORIGINS.ask(ORIGINS.given(), inputs), 2)  # type: ignore[misc]
        print(f"  a chain of {links:6} links  {took:7.3f}  {outcome.name}")
    with tempfile.TemporaryDirectory() as temp:
        desk, question = on_disk(Path(temp))
        desk = open_case(Path(temp) / "case", ring=Keyring(Path(temp) / "keys"))
        began, busy = time.perf_counter(), time.process_time()
        origins(desk)
        took, worked = time.perf_counter() - began, time.process_time() - busy
        print(
            f"  the same case from its files, all questions, asked the first time  {took:7.3f}, of it CPU {worked:.3f}"
        )
        took, outcome = best(lambda: origins(desk))
        print(f"  asked again in the same process  {took:7.3f}  {outcome.name}")
        began = time.perf_counter()
        found = gather(desk)
        gathered = time.perf_counter() - began
        began = time.perf_counter()
        origin_inputs(found)
        print(
            f"    of which reading and checking the entries {gathered:.3f}, into plain values {time.perf_counter() - began:.3f}"
        )
        took, outcome = best(lambda: matrix(desk, question))
        print(f"  weigh.matrix of one question from its files  {took:7.3f}  {outcome.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
