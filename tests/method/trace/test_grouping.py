"""Recordings made by chance, cut, put together and posted again: what was filmed by one is one, and two cameras never are."""

from dataclasses import dataclass
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from firsthand.method.trace.grouping import Group, Link, Shots, groups
from firsthand.method.trace.recordings import RECORDINGS, Given, _finding
from firsthand.record.digest import sha256
from firsthand.record.finding import Finding, Found, Job, outcome_wire

FRAME = 0.04
LEAST = 1.0


@dataclass(frozen=True)
class Piece:
    """Seconds of a recording that a film shows from its second `at` on."""

    of: str
    start: float
    end: float
    at: float


@dataclass(frozen=True)
class Film:
    name: str
    pieces: tuple[Piece, ...]

    @property
    def lasts(self) -> float:
        return self.pieces[-1].at + self.pieces[-1].end - self.pieces[-1].start

    @property
    def shots(self) -> Shots:
        cuts = tuple(piece.at for piece in self.pieces[1:])
        return Shots(cuts=cuts, clear=cuts, first=0.0, last=self.lasts)


def film(name: str, *parts: tuple[str, float, float]) -> Film:
    made, at = [], 0.0
    for of, start, end in parts:
        made.append(Piece(of, start, end, at))
        at += end - start
    return Film(name, tuple(made))


def links(one: Film, two: Film) -> list[Link]:
    """What a perfect comparison says of two films: the longest stretches that are the same, and why each ends."""
    found: list[list[float]] = []
    for a in one.pieces:
        for b in two.pieces:
            low, high = max(a.start, b.start), min(a.end, b.end)
            if a.of == b.of and high - low > 2 * FRAME:
                here, there = a.at + low - a.start, b.at + low - b.start
                last = found[-1] if found else None
                if last and abs(last[1] - here) < 1e-9 and abs(last[3] - there) < 1e-9:
                    last[1], last[3] = here + high - low, there + high - low
                else:
                    found.append([here, here + high - low, there, there + high - low])
    return [
        Link(one=one.name, two=two.name, in_one=(a, b), in_two=(c, d), reason=f"{one.name} is {two.name}",
             starts=_why(one, two, a, c), ends=_why(one, two, b, d))
        for a, b, c, d in found
    ]  # fmt: skip


def _why(one: Film, two: Film, here: float, there: float) -> str:
    cut = [any(abs(at - cut) < 1e-9 for cut in side.shots.cuts) for side, at in ((one, here), (two, there))]
    if cut[0] != cut[1]:
        return "splice one" if cut[0] else "splice two"
    at_end = [min(at, side.lasts - at) < 1e-9 for side, at in ((one, here), (two, there))]
    if at_end[0] and at_end[1]:
        return "file both"
    return "file one" if at_end[0] else "file two" if at_end[1] else ""


def grouped(films: list[Film]) -> list[Group]:
    said = [link for one, two in combinations(films, 2) for link in links(one, two)]
    return groups(said, {each.name: each.shots for each in films}, LEAST)


def files_of(group: Group) -> set[str]:
    return {end for link in group.links for end in (link.one, link.two)}


def cuts(recording: str, number: int) -> st.SearchStrategy[Film]:
    def made(span: tuple[int, int]) -> Film:
        return film(f"{recording}{number}", (recording, span[0] / 2, span[0] / 2 + span[1] / 2))

    return st.tuples(st.integers(0, 30), st.integers(4, 40)).map(made)


PIECE = st.tuples(st.sampled_from("ABC"), st.integers(0, 30), st.integers(4, 20)).map(
    lambda p: (p[0], p[1] / 2, p[1] / 2 + p[2] / 2)
)


def compilation(number: int) -> st.SearchStrategy[list[Film]]:
    """Pieces of several recordings, and perhaps the same posted again, or a stretch of it."""

    def apart(parts: list[tuple[str, float, float]]) -> bool:
        return all(a[0] != b[0] for a, b in pairwise(parts))

    def made(drawn: tuple[list[tuple[str, float, float]], int]) -> list[Film]:
        parts, again = drawn
        first = film(f"m{number}", *parts)
        films = [first]
        if again:
            films.append(film(f"n{number}", *parts))
        if again > 1:
            films.append(film(f"o{number}", *parts[1:]))
        return films

    return st.tuples(st.lists(PIECE, min_size=2, max_size=3).filter(apart), st.integers(0, 2)).map(made)


CASES = st.tuples(
    *(st.tuples(*(cuts(recording, number) for number in range(2))) for recording in "ABC"),
    st.tuples(*(compilation(number) for number in range(2))),
).map(lambda drawn: [*drawn[0], *drawn[1], *drawn[2], *(each for many in drawn[3] for each in many)])


def cameras(films: list[Film]) -> dict[str, str]:
    """The films that show one recording only."""
    return {each.name: each.pieces[0].of for each in films if len(each.pieces) == 1}


@given(CASES)
def test_two_cameras_in_one_compilation_never_become_one(films: list[Film]) -> None:
    of = cameras(films)
    for group in grouped(films):
        seen = {of[file] for file in files_of(group) if file in of}
        assert len(seen) <= 1, [(link.one, link.in_one, link.two, link.in_two) for link in group.links]
        assert all(other.one in of and other.two in of and of[other.one] == of[other.two]
                   for other in group.others if other.one in of and other.two in of)  # fmt: skip


@given(CASES)
def test_copies_that_share_a_second_are_one_recording(films: list[Film]) -> None:
    of, found = cameras(films), [files_of(group) for group in grouped(films)]
    by_name = {each.name: each for each in films}
    for one, two in combinations(sorted(of), 2):
        a, b = by_name[one].pieces[0], by_name[two].pieces[0]
        if of[one] == of[two] and min(a.end, b.end) - max(a.start, b.start) >= LEAST:
            assert any({one, two} <= files for files in found), (one, two)


@given(CASES, st.integers(0, 20))
def test_a_file_that_comes_later_makes_no_two_cameras_one(films: list[Film], place: int) -> None:
    of = cameras(films)
    fewer = [each for number, each in enumerate(films) if number != place % len(films)]
    for some in (fewer, films):
        for group in grouped(some):
            assert len({of[file] for file in files_of(group) if file in of}) <= 1


@given(CASES, st.randoms(use_true_random=False))
def test_the_order_of_what_was_said_does_not_matter(films: list[Film], chance: object) -> None:
    shuffled = list(films)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    def parts(made: list[Film]) -> list[list[str]]:
        return sorted(sorted(files_of(group)) for group in grouped(sorted(made, key=lambda each: each.name)))

    assert parts(films) == parts(shuffled)


@given(CASES)
def test_every_recording_has_a_name_of_its_own(films: list[Film]) -> None:
    digests = {each.name: sha256(each.name.encode()) for each in films}
    said = [_said(digests, link) for one, two in combinations(films, 2) for link in links(one, two)]
    said += [_shots(digests[each.name], each.shots) for each in films]
    outcome = RECORDINGS.ask(Given(), {"findings": _together(said)})
    if isinstance(outcome, Found):
        names = [made["id"] for made in outcome.value["recordings"]]
        assert len(names) == len(set(names))
        assert len(names) == len(grouped(films))


Said = tuple[str, Finding]


def _said(digests: dict[str, str], link: Link) -> Said:
    one, two = digests[link.one], digests[link.two]
    flip = one > two
    sides = (one, link.in_one), (two, link.in_two)
    first, second = sides[::-1] if flip else sides
    names = {"one": "two", "two": "one"} if flip else {"one": "one", "two": "two"}

    def why(text: str) -> str:
        what, _, of = text.partition(" ")
        return f"{what} {names.get(of, of)}".strip()

    copy = {
        "one": _stretch(*first), "two": _stretch(*second), "offset": "0/1", "speed": 1.0, "error": 0.04, "edits": [],
        "score": 0.9, "relation": "copy",
    }  # fmt: skip
    value = {"relation": "copy", "copies": [copy], "evidence": [{"starts": why(link.starts), "ends": why(link.ends)}]}
    return _finding("trace.pictures", one, two, Found(value=value))


def _stretch(file: str, span: tuple[float, float]) -> dict[str, str]:
    return {"file": file, "start": f"{round(span[0] * 1000)}/1000", "end": f"{round(span[1] * 1000)}/1000"}


def _shots(file: str, shots: Shots) -> Said:
    job = Job(method="read.shots", version=1, given={"profile": "full"}, inputs={"file": (file,)})
    rows = [{"after": _ratio(at - FRAME), "at": _ratio(at), "change": 60.0} for at in shots.cuts]
    value = {"cuts": rows, "frames": 9, "first": _ratio(shots.first), "last": _ratio(shots.last), "dropped": 0}
    return job.id, Finding(job=job, outcome=outcome_wire(Found(value=value)), files=(file,), profile="full")


def _ratio(seconds: float) -> str:
    return f"{round(seconds * 1000)}/1000"


def _together(said: list[Said]) -> tuple[Said, ...]:
    """One finding a pair, as trace.pictures has it: all of its stretches."""
    made: dict[tuple[str, ...], Said] = {}
    for entry, finding in said:
        before = made.get(finding.files)
        if before is None or finding.job.method == "read.shots":
            made[finding.files] = entry, finding
        else:
            old, new = before[1].outcome["value"], finding.outcome["value"]
            value = {**old, **{name: [*old[name], *new[name]] for name in ("copies", "evidence")}}
            made[finding.files] = (
                before[0],
                Finding(job=finding.job, outcome=outcome_wire(Found(value=value)), files=finding.files),
            )
    return tuple(made.values())


# --- other stretches ------------------------------------------------------------------------------------------------------------


def test_two_stretches_that_a_third_shows_in_one_go_are_of_one_recording() -> None:
    films = [film("whole", ("A", 0, 30)), film("early", ("A", 2, 10)), film("late", ("A", 20, 28))]
    (group,) = grouped(films)
    (other,) = group.others
    assert files_of(group) == {"whole", "early", "late"}
    assert (other.one, other.two, other.through, other.gap) == ("early", "late", "whole", 10.0)


def test_a_cut_between_them_leaves_it_open() -> None:
    """A compilation of two moments, or of two cameras: it shows a cut."""
    films = [film("both", ("A", 0, 10), ("B", 0, 10)), film("early", ("A", 2, 6)), film("late", ("B", 4, 8))]
    assert [group.others for group in grouped(films)] == [(), ()]


def test_what_goes_on_by_itself_past_the_third_s_end_tells_nothing() -> None:
    """The third was spliced there: the other files do not end, it does."""
    films = [film("both", ("A", 5, 10), ("B", 5, 10)), film("early", ("A", 0, 20)), film("late", ("B", 0, 20))]
    made = grouped(films)
    assert [group.others for group in made] == [(), ()] and len(made) == 2


def test_a_film_that_was_not_looked_through_for_cuts_tells_nothing() -> None:
    films = [film("whole", ("A", 0, 30)), film("early", ("A", 2, 10)), film("late", ("A", 20, 28))]
    said = [link for one, two in combinations(films, 2) for link in links(one, two)]
    assert [group.others for group in groups(said, {}, LEAST)] == [(), ()]


def test_what_may_be_laid_into_a_picture_is_not_joined_with_what_fills_it() -> None:
    def of(inset: str, *, linked: bool = False) -> int:
        said = [
            Link(one="host", two="shown", in_one=(0, 10), in_two=(0, 10), reason="", starts="file both", ends="file both"),
            Link(one="inset", two="shown", in_one=(0, 10), in_two=(0, 10), reason="", starts="file both", ends="file both",
                 part=inset),
        ]  # fmt: skip
        if linked:
            said.append(Link(one="host", two="inset", in_one=(0, 10), in_two=(0, 10), reason=""))
        return len(groups(said, {}, LEAST))

    assert of("shown") == 2
    assert of("") == 1
    assert of("shown", linked=True) == 1, "a part of the picture that is known to be the whole picture's own"
