"""What else than sound says that two recordings are of one event: pictures that agree, and people who have looked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from firsthand.record.finding import Finding, Found
from firsthand.record.observation import Observation

LOOKED = "pictures"  # the observation: details {"files": [digests], "agree": true or false}
PICTURES, LIGHTS, TRACE, RECORDINGS = "align.pictures", "align.lights", "trace.pictures", "trace.recordings"
Pair = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Pairs of files that pictures or people hold to be of one event, and such as people hold not to be; each with its entries."""

    shown: dict[Pair, list[str]]
    refused: dict[Pair, list[str]]

    def together(self, files: Iterable[str], *, besides: Iterable[Pair] = ()) -> list[set[str]]:
        """Files in groups that pictures or people join (`besides`: pairs joined by an anchor that was seen), the greatest first."""
        wanted, pairs = set(files), (*self.shown, *besides)
        groups = [{file} for file in sorted(wanted.union(*pairs))]  # a copy of one may stand for it
        for pair in pairs:
            met = [group for group in groups if group & pair]
            if len(met) > 1:
                groups = [group for group in groups if group not in met] + [set().union(*met)]
        groups = [group & wanted for group in groups if group & wanted]
        return sorted(groups, key=lambda group: (-len(group), min(group)))


def witness(findings: Sequence[tuple[str, Finding]], observations: Sequence[tuple[str, Observation]]) -> Witness:
    shown: dict[Pair, list[str]] = {}
    refused: dict[Pair, list[str]] = {}
    for entry, finding in findings:
        for pair in _pairs(finding):
            shown.setdefault(pair, []).append(entry)
    for entry, seen in observations:
        files, agree = seen.details.get("files"), seen.details.get("agree")
        if seen.what != LOOKED or not isinstance(files, list) or not isinstance(agree, bool):
            continue
        for one, two in combinations(sorted({file for file in files if isinstance(file, str)}), 2):
            (shown if agree else refused).setdefault(frozenset((one, two)), []).append(entry)
    for pair in refused:
        shown.pop(pair, None)  # a person who looked is taken before a machine; two people who differ: it stays refused
    return Witness(shown=shown, refused=refused)


def _pairs(finding: Finding) -> Iterator[Pair]:
    outcome, method = finding.result, finding.job.method
    if not isinstance(outcome, Found):
        return
    if method == TRACE and outcome.value.get("relation") != "copy":
        return  # the same scene at another moment is not the same event
    if method in (PICTURES, LIGHTS, TRACE) and len(set(finding.files)) == 2:
        yield frozenset(finding.files)
    elif method == RECORDINGS:
        for recording in outcome.value["recordings"]:
            for one, two in combinations(sorted(set(recording["files"])), 2):
                yield frozenset((one, two))
