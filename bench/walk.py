"""A user's walk through the command line with its times: 30 clips and a sheet to a corrected, merged, rechecked report."""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SHARED = Path(__file__).parents[2] / "shared" / "footage" / "threatexchange"
CLIPS = 30


class Person:
    """Somebody at a laptop of their own: types commands, and looks at the clock."""

    def __init__(self, home: Path) -> None:
        self.home, self.spent = home, list[tuple[str, float]]()

    def types(self, *words: str, at: Path, code: int = 0) -> str:
        before = time.perf_counter()
        env = {**os.environ, "FIRSTHAND_HOME": str(self.home), "COLUMNS": "200"}
        command = [sys.executable, "-m", "firsthand.cli.app", *words]
        ran = subprocess.run(command, cwd=at, env=env, capture_output=True, text=True, check=False)
        self.spent.append((words[0], time.perf_counter() - before))
        if ran.returncode != code:
            raise SystemExit(f"{' '.join(words)} ended with {ran.returncode}\n{ran.stdout}{ran.stderr}")
        return ran.stdout

    def enters(self, *words: str, at: Path) -> str:
        return str(json.loads(self.types(*words, "--json", at=at))["entry"])


def clips(folder: Path) -> Path:
    """The drill's sixteen files with their sheet, filled up to thirty from the shared clips or from copies of its own."""
    subprocess.run([sys.executable, "-m", "firsthand.cli.app", "drill", str(folder)], check=True, capture_output=True)
    sheet = folder / "sightings.csv"
    have = sorted((folder / "footage").iterdir())
    more = sorted(SHARED.glob("*.mp4")) if SHARED.is_dir() else [path for path in have if path.suffix == ".mp4"]
    with sheet.open("a", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        for number, path in enumerate((more * 3)[: CLIPS - len(have)]):
            shutil.copyfile(path, folder / "footage" / f"more-{number}.mp4")
            rows.writerow(
                [f"footage/more-{number}.mp4", f"https://example.org/{number}", "@more", "2024-08-25", "UTC", "", ""]
            )
    return sheet


def walk(work: Path) -> dict[str, Any]:
    sheet = clips(work / "clips")
    anna, ben, reader = Person(work / "anna"), Person(work / "ben"), Person(work / "reader")
    case = work / "case"
    anna.types("new", str(case), "--author", "Anna", at=work)
    anna.types("preserve", "--sheet", str(sheet), at=case)
    anna.types("examine", at=case)
    where = anna.enters("ask", "Where was the salute fired?", "--about", "where", at=case)
    square = anna.enters("answer", where, "Tower Square", at=case)
    bridge = anna.enters("answer", where, "the Canal Bridge", at=case)
    office = anna.enters("source", "Town Office", "--is", "official", at=case)
    north = anna.enters("source", "@northbank", "--is", "account", at=case)
    words = ("--basis", "own act", "--verbatim", "from the square")
    one = anna.enters("claim", "It was fired from the square", "--source", office, "--for", square, *words, at=case)
    two = anna.enters("claim", "It was fired from the bridge", "--source", north, "--for", bridge, at=case)
    grounds = ("--for", one, "--against", two, "--reasons", "The office and three cameras agree")
    judged = anna.enters("assess", square, "--likelihood", "very likely", "--confidence", "moderate", *grounds, at=case)
    sent = work / "sent" / "case"
    shutil.copytree(case, sent)
    ben.types("join", str(sent), "--author", "Ben", at=work)
    ben.enters("review", judged, "--agrees", "--reasons", "Went through the stretches", at=sent)
    dissent = (
        "--likelihood",
        "likely",
        "--confidence",
        "low",
        "--reasons",
        "One camera only",
        "--dissents-from",
        judged,
    )
    ben.enters("assess", square, *dissent, at=sent)
    anna.types("merge", str(sent), at=case)
    anna.enters("draft", "The salute in Lindholm", "--section", "title", at=case)
    both = ("--rests-on", judged, "--rests-on", one, "--rests-on", two, "--answers", where)
    said = "The salute was very likely fired from Tower Square, as the Town Office says; @northbank says it was the Canal Bridge."
    first = anna.enters("draft", said, *both, at=case)
    anna.enters("draft", "Who fired it is not known.", "--section", "not known", "--answers", where, at=case)
    anna.types("publish", "--out", str(work / "report-1"), at=case)
    later = said.replace("says it was", "says that it was")
    anna.enters("draft", later, *both, "--replaces", first, at=case)
    out = anna.types("publish", "--out", str(work / "report-2"), "--changed", "A word was added.", "--json", at=case)
    issued = json.loads(out)
    reader.types("recheck", str(work / "report-2"), "--key", issued["fingerprint"], at=work)
    return {"Anna": anna.spent, "Ben": ben.spent, "a reader": reader.spent, "counts": issued["counts"]}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = walk(Path(folder))
    counts = made.pop("counts")
    print(f"{CLIPS} clips, two analysts, two editions; entries shown {counts['shown']}, header only {counts['header']}")
    print(f"{'who':<10}{'command':<12}{'times':>6}{'seconds':>9}")
    for who, spent in made.items():
        for verb in dict.fromkeys(verb for verb, _ in spent):
            times = [seconds for said, seconds in spent if said == verb]
            print(f"{who:<10}{verb:<12}{len(times):>6}{sum(times):>9.1f}")
    print(f"in all, apart from thinking and typing: {sum(s for spent in made.values() for _, s in spent):.0f} s")


if __name__ == "__main__":
    main()
