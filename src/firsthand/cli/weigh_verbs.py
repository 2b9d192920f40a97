"""Verbs that weigh: origins, matrix-of, suggest, accept, dates; and export, for others' tools."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk import origins as weighed
from firsthand.desk.desk import Desk, resolve, resolve_file
from firsthand.desk.exports import FORMS, export
from firsthand.desk.relative import dates
from firsthand.desk.report.words import count
from firsthand.desk.suggest import MOST, Chosen, Suggested, accept, cite, suggest
from firsthand.record.claim import Basis, Stance
from firsthand.record.finding import Outcome, outcome_wire

from .exits import INCOMPLETE, USAGE
from .opening import HERE, AsJson, Author, CaseDir, opened
from .render import as_json, line, note, table

Enter = Annotated[
    bool, typer.Option("--enter", help="Enter the outcome as a finding, with all that it was reached from.")
]
Published = Annotated[str, typer.Option("--published", help="When the article was published, as it states.")]
Zone = Annotated[
    str | None, typer.Option(help="The article's own zone: an IANA name (Europe/Kyiv), or an offset from UTC.")
]
Language = Annotated[str, typer.Option(help="Language of the article, as a BCP 47 tag without region.")]
Named = Mapping[str, str]


def origins(
    question: Annotated[str, typer.Argument(help="A question's id; all questions without it.")] = "",
    enter: Enter = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says on which independent origins each answer rests, and what is left if any one of them falls."""
    desk = opened(case, author)
    asked = resolve(desk, question, "question") if question else ""
    outcome = weighed.origins(desk, asked)
    entered = weighed.enter_origins(desk, asked) if enter else ""
    named = weighed.names(desk)
    if json:
        as_json({**outcome_wire(outcome), "names": _used(outcome, named), **_entered(entered)})
        return
    _outcome(outcome)
    value = getattr(outcome, "value", {})
    for found in value.get("questions", ()):
        _question(value, found, named)
    for circle in value.get("circles", ()):
        line(f"circle: {circle['says']}:", " <- ".join(named.get(e, e[:12]) for e in circle["sources"]), style="bold")
    if value and not value.get("compared", True):
        line("files were not compared for copies (`firsthand examine` does): each counts as a recording of its own")
    _say_entered(entered)


def _question(value: Mapping[str, Any], found: Mapping[str, Any], named: Named) -> None:
    line("")
    line(f"{found['about']}: {found['text']}", style="bold")
    for answer in found["answers"]:
        line(f"  {answer['text']}")
        for stance in ("for", "against"):
            _side(value, stance, answer[stance], named)
        for fell in answer["fell"]:
            if fell["says"]:
                line(f"      {fell['says']}")
    _side(value, "speaks to it without an answer", found["touching"], named)
    for fell in found["fell"]:
        if fell["says"]:
            line(f"  {fell['says']}")


def _side(value: Mapping[str, Any], stance: str, side: Mapping[str, Any], named: Named) -> None:
    if not (side["evidence"] or side["nothing"]):
        return
    roots = value["roots"]
    origins, rows = count(len(side["origins"]), "origin"), count(len(side["evidence"]), "entry", "entries")
    line(f"    {stance}: {origins}, {len(side['unknown'])} unknown, {rows}")
    for key in side["origins"]:
        root = roots[key]
        by = ", ".join(named.get(source, source[:12]) for source in root["said_by"])
        there = "" if root.get("here", True) else ", spoken of only: its bytes are not in the case"
        line(f"      {root['kind']}: {root['name']}{there}" + (f" (by {by})" if by else ""))
    for key in side["unknown"]:
        line(f"      unknown: {roots[key]['name']}: {roots[key]['why']}")
    for nothing in side["nothing"]:
        line(f"      counts for nothing: {named.get(nothing['evidence'], nothing['evidence'][:12])}: {nothing['why']}")
    if side["only_through"]:
        line("      known only through", ", ".join(named.get(s, s[:12]) for s in side["only_through"]))


def matrix_of(
    question: Annotated[str, typer.Argument(help="A question's id.")],
    enter: Enter = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Shows a question's matrix: answers by what speaks against them, and which evidence tells them apart."""
    desk = opened(case, author)
    asked = resolve(desk, question, "question")
    outcome = weighed.matrix(desk, asked)
    entered = weighed.enter_matrix(desk, asked) if enter else ""
    named = weighed.names(desk)
    if json:
        as_json({**outcome_wire(outcome), "names": _used(outcome, named), **_entered(entered)})
        return
    _outcome(outcome)
    value = getattr(outcome, "value", {})
    answers = [found["answer"] for found in value.get("ranking", ())]
    texts: dict[str, str] = {}
    if answers:
        table(
            ({"answer": f["text"], "against": _range(f["against"]), **_counted(f)} for f in value["ranking"]), "answers"
        )
        texts = {found["answer"]: f"{place}. {found['text'][:24]}" for place, found in enumerate(value["ranking"], 1)}
        table((_row(row, answers, texts, named) for row in value["evidence"]), "evidence")
    for pair in value.get("pairs", ()):
        if not pair["compete"]:
            line("overlap, and so do not compete:", " / ".join(texts[pair[end]] for end in ("one", "two")))
    _say_entered(entered)


def _range(against: Mapping[str, int]) -> str:
    least, most = against["least"], against["most"]
    return str(least) if least == most else f"{least} to {most}"


def _counted(found: Mapping[str, Any]) -> dict[str, str]:
    once = (f"{count(len(shared['evidence']), 'entry', 'entries')} of one origin" for shared in found["counted_once"])
    return {"counted once": "\n".join(once)}


def _row(row: Mapping[str, Any], answers: Iterable[str], texts: Named, named: Named) -> dict[str, str]:
    made = {"evidence": named.get(row["evidence"], row["evidence"][:12])[:60], "it": row["tells"]["says"]}
    for answer in answers:
        found = row["cells"][answer]
        both = (f"{named.get(by['by'], by['by'][:12])}: {by['consistency']}" for by in found["by"])
        made[texts[answer]] = "\n".join(both) if found["says"] == "inconclusive" else found["says"]
    return made


def suggest_(
    article: Annotated[str, typer.Argument(help="A text or HTML file, or - for what is pasted on standard input.")],
    url: Annotated[str | None, typer.Option(help="Where it was found.")] = None,
    published: Published = "",
    zone: Zone = None,
    encoding: Annotated[str, typer.Option(help="How its letters are written, where it does not say so.")] = "",
    language: Language = "en",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Preserves an article and suggests the claims in it, numbered. Nothing else is entered until you accept one."""
    desk = opened(case, author)
    given = sys.stdin.buffer.read(MOST + 1) if article == "-" else Path(article)
    found = suggest(desk, given, url=url, published=published, zone=zone, encoding=encoding, language=language)
    if json:
        as_json(_suggested(found))
        return
    line("article", found.article.file)
    _outcome(found.outcome)
    table((_suggestion(number, one) for number, one in enumerate(found.claims, 1)), "suggestions")
    line(f"firsthand accept {found.article.file[:12]} NUMBER --source SOURCE")


def _suggested(found: Suggested) -> dict[str, Any]:
    claims = [{"number": number, **one} for number, one in enumerate(found.claims, 1)]
    outcome = outcome_wire(found.outcome)
    return {
        "article": found.article.file,
        "sighting": found.article.sighting,
        "encoding": found.article.encoding,
        "outcome": outcome["outcome"],
        "why": outcome.get("why") or outcome.get("looked") or "",
        "suggestions": claims,
        "unread": outcome.get("value", {}).get("unread", []),
    }


def _suggestion(number: int, one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "no": str(number),
        "says": one["text"],
        "speaker": " < ".join((one["speaker"]["canonical"], *one["through"])),
        "kind": one["kind"],
        "hedges": ", ".join(hedge["text"] for hedge in one["hedges"]),
        "times": ", ".join(time["text"] for time in one["times"]),
    }


def cite_(
    name: Annotated[str, typer.Argument(help="What the article is called.")],
    url: Annotated[str | None, typer.Option(help="Where it is said to stand.")] = None,
    published: Published = "",
    zone: Zone = None,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Enters a sighting of an article that is only spoken of; again with --published, it dates the claims taken from it."""
    entry = cite(opened(case, author), name, url=url, published=published, zone=zone)
    as_json({"entry": entry, "kind": "sighting"}) if json else line("sighting", entry)


def accept_(
    article: Annotated[str, typer.Argument(help="The article's digest, or its first characters.")],
    number: Annotated[int, typer.Argument(help="The suggestion's number.")],
    by: Annotated[str, typer.Option("--source", help="The source whose claim it is.")],
    through: Annotated[
        list[str] | None, typer.Option(help="Sources it came through, nearest to the speaker first.")
    ] = None,
    answer: Annotated[list[str] | None, typer.Option("--for", help="An answer it speaks for.")] = None,
    against: Annotated[list[str] | None, typer.Option("--against", help="An answer it speaks against.")] = None,
    about: Annotated[
        list[str] | None, typer.Option("--about", help="A question it speaks to without answering.")
    ] = None,
    basis: Annotated[Basis, typer.Option(help="What the source says it rests on.")] = Basis.NONE_GIVEN,
    paraphrase: Annotated[str, typer.Option("--says", help="In your own words; else as the article has it.")] = "",
    said: Annotated[
        str | None, typer.Option(help='Words that say when it was said ("on Monday"); else those beside the verb.')
    ] = None,
    published: Published = "",
    zone: Zone = None,
    file: Annotated[list[str] | None, typer.Option(help="Footage it is about (digest).")] = None,
    rests_on: Annotated[list[str] | None, typer.Option("--rests-on", help="A further entry that it rests on.")] = None,
    language: Language = "en",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Enters one suggestion as a claim of yours: verbatim, with its hedges, tied to its characters in the article."""
    desk = opened(case, author)
    chosen = Chosen(
        source=resolve(desk, by, "source"),
        through=_all(desk, through, "source"),
        answers=(
            *((one, Stance.FOR) for one in _all(desk, answer, "answer")),
            *((one, Stance.AGAINST) for one in _all(desk, against, "answer")),
        ),
        about=_all(desk, about, "question"),
        basis=basis,
        paraphrase=paraphrase,
        said=said,
        published=published,
        zone=zone,
        files=tuple(resolve_file(desk, short) for short in file or ()),
        rests_on=_all(desk, rests_on),
        language=language,
    )
    made = accept(desk, resolve_file(desk, article), number, chosen)
    if json:
        as_json(
            {"entry": made.claim, "kind": "claim", "passage": made.passage, "new": made.new, "times": list(made.times)}
        )
        return
    line("claim", made.claim, "" if made.new else "(stood already)")
    for time in made.times:
        note(f"not taken as when it was said: {time['text']!r}; name it with --said if it is")


def _all(desk: Desk, shorts: Iterable[str] | None, *kinds: str) -> tuple[str, ...]:
    return tuple(resolve(desk, short, *kinds) for short in shorts or ())


def dates_(case: CaseDir = HERE, json: AsJson = False) -> None:
    """Lists when claims were said: words such as "on Monday" come to a day once their article's publication date is entered."""
    rows = list(dates(opened(case)))
    as_json(rows) if json else table(rows, "dates")


def export_(
    what: Annotated[str, typer.Argument(help=f"One of: {', '.join(FORMS)}.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write; it must not be there yet.")],
    withhold: Annotated[
        list[str] | None, typer.Option("--withhold", help="Leave out an entry (ID) or one sealed field (ID.field).")
    ] = None,
    case: CaseDir = HERE,
    json: AsJson = False,
) -> None:
    """Writes claims, reviews or provenance for others' tools. What a report would withhold is not in it."""
    if what not in FORMS:
        note(f"what can be exported: {', '.join(FORMS)}")
        raise typer.Exit(USAGE)
    desk = opened(case)
    kept = (text.partition(".") for text in withhold or ())
    made = export(desk, what, out, withhold=[resolve(desk, short) + dot + field for short, dot, field in kept])
    if json:
        as_json({"file": str(made.path), "bytes": made.size, "left_out": dict(made.left_out)})
    else:
        line(f"{made.path}: {made.size} bytes")
    for why, times in made.left_out.items():
        note(f"not in it: {times} {why}")
    if made.left_out:
        raise typer.Exit(INCOMPLETE)


# --- what the verbs share -----------------------------------------------------------------------------------------------------


def _outcome(outcome: Outcome) -> None:
    wire = outcome_wire(outcome)
    line(wire["outcome"], wire.get("why") or wire.get("looked") or "", style="bold")


def _used(outcome: Outcome, named: Named) -> dict[str, str]:
    """Names of the entries that the outcome speaks of."""
    said = repr(getattr(outcome, "value", {}))
    return {entry: name for entry, name in named.items() if entry in said}


def _entered(entry: str) -> dict[str, str]:
    return {"entry": entry} if entry else {}


def _say_entered(entry: str) -> None:
    if entry:
        line("finding", entry)


def add_to(app: typer.Typer) -> None:
    app.command("origins")(origins)
    app.command("matrix-of")(matrix_of)
    app.command("suggest")(suggest_)
    app.command("cite")(cite_)
    app.command("accept")(accept_)
    app.command("dates")(dates_)
    app.command("export")(export_)
