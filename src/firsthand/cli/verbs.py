"""Every verb with its module and its one line of help: a module is read when its verb is called, so that the door opens at once."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

# Module -> verb -> its first sentence. The tests hold each to what the module really adds.
VERBS: Mapping[str, Mapping[str, str]] = {
    "case_verbs": {
        "new": "Opens a new case and your own log in it.",
        "join": "Opens your own log in a case that somebody else began.",
        "merge": "Takes in another copy of the case: the union of the logs, each checked first.",
        "preserve": "Takes bytes into the vault and every sighting into your log.",
        "examine": "Asks every method that applies.",
        "show": "Lists what the case holds, or one entry whole.",
    },
    "key_verbs": {
        "keys": "Lists the keys of this machine.",
        "key": "What an author says of keys.",
    },
    "align_verbs": {
        "align": "Puts recordings of one event on one clock by their sound and by anchors made by hand.",
        "together": "Plays the recordings of an event together: one film, a pane each, times burnt in, what is marked covered.",
        "voices": "Says where somebody may speak, and what a local model, where there is one, guesses at: an aid to searching.",
    },
    "anchor_verbs": {
        "anchor": "Marks one happening in a recording: where two recordings carry the same name, `align` puts them on one clock by it.",
        "distance": "Says how far a recording was made from the place of the bangs: `align` then takes the sound's way into account.",
        "stood": "Says how little what a recording hears moved against its microphone: `align` then tells its clock's rate.",
        "hour": "Says between which two instants a second of a recording lies (a clock in the picture): the event's clock becomes UTC.",
        "agree": "Says that the pictures of recordings were looked at and agree (or differ): sound alone may be a broadcast's or a dub's.",
        "standpoint": "Says where a camera stood, or where the bangs were: `align` corrects what the sound's way did to the clock.",
    },
    "bang_verbs": {
        "flash-bang": "Says how far away was what was seen to flash, from how much later it was heard: bounds, and a 90 % interval.",
        "crack-thump": "For experts: says how far away a supersonic shot was fired, from its crack and the thump that came later.",
    },
    "trace_verbs": {
        "trace": "Finds the copies of a file in the case and in your memories of known footage; writes nothing.",
        "copies": "Lists the recordings of the case with their files, offsets, edits and earliest known sighting.",
        "follow": "Decides how far a mark follows into a copy of its file.",
        "hashes": "Writes hashes of examined footage in the forms that others exchange.",
        "memory": "Known footage that is kept across cases: descriptors only, no pictures.",
    },
    "person_verbs": {
        "source": "Enters a source.",
        "claim": "Enters what a source says, where it says so, with its own hedges and the basis it gives.",
        "observe": "Enters what you saw or heard at a moment, in a stretch or in a box of a frame.",
        "ask": "Enters a question that the case must answer.",
        "answer": "Enters one of a question's competing answers; where and when with a region or a span, by which they are compared.",
        "assess": "Enters your judgement of one answer: likelihood and, apart from it, confidence.",
        "matrix": "Enters one cell of the matrix of evidence against competing answers.",
        "grade": "Changes a grade, with the reason; the history stays.",
        "review": "Enters your review of another author's entry.",
        "mark": "Marks a stretch of a file, or an entry: graphic, person at risk, sealed source.",
        "withdraw": "Takes back an entry of your own.",
        "reply": "Right of reply: who was asked what, when, and what came back.",
        "draft": "Enters one sentence of the coming report, with what it rests on.",
    },
    "weigh_verbs": {
        "origins": "Says on which independent origins each answer rests, and what is left if any one of them falls.",
        "matrix-of": "Shows a question's matrix: answers by what speaks against them, and which evidence tells them apart.",
        "suggest": "Preserves an article and suggests the claims in it, numbered.",
        "cite": "Enters a sighting of an article that is only spoken of; again with --published, it dates the claims taken from it.",
        "accept": "Enters one suggestion as a claim of yours: verbatim, with its hedges, tied to its characters in the article.",
        "dates": 'Lists when claims were said: words such as "on Monday" come to a day once their article\'s publication date is entered.',
        "export": "Writes claims, reviews or provenance for others' tools.",
    },
    "report_verbs": {
        "gate": "Says what the gate would refuse or mark now; enters nothing.",
        "correct": "Shows the sentences that the last edition printed, and what to type to correct one; enters nothing.",
        "publish": "Publishes the next edition through the gate, into a folder that anyone can recheck.",
        "recheck": "Checks everything again, trusting nobody: each line holds, is broken, withheld or cannot be checked.",
    },
    "place_verbs": {
        "where": "Says where (and when) it was, by all clues together: regions that hold 50, 80 and 95 %.",
        "when": "Says when it was: by a shadow at a known place, or not before and not after by all the evidence.",
        "gazetteer": "Places by name, offline.",
    },
    "pattern_verbs": {
        "pattern": "Looks on a map extract for things that stand as somebody described them; near misses are kept.",
    },
    "skyline_verbs": {
        "skyline": "Says from which places the ground would end against the sky as it was drawn; a clue among others, hardly an answer.",
    },
    "method_verbs": {
        "method": "Every method of the house, by its card.",
    },
    "serve_verbs": {
        "serve": "Opens the workbench: a page on 127.0.0.1 for one case.",
    },
    "demo_verbs": {
        "drill": "Writes an invented, harmless event: footage, a sheet of sightings, statements, and the truth about all of it.",
        "cell": "Says what protects this machine while a hostile file is open, layer by layer, and which learned weights read in it.",
        "demo": "Runs the main job on the drill (and on ../shared/footage where it is there), and rechecks the report as a stranger would.",
    },
}
MODULE = {verb: module for module, verbs in VERBS.items() for verb in verbs}


def commands_of(module: str) -> Mapping[str, Any]:
    """The commands that a module adds, by the verb's name."""
    made = typer.Typer(rich_markup_mode=None)
    import_module(f".{module}", __package__).add_to(made)
    return typer.main.get_group(made).commands


class Verbs(TyperGroup):
    """The verbs of the table; one that is called brings its module in, and with it what that module needs."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(MODULE)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in MODULE:
            return None
        if cmd_name not in self.commands:
            self.commands = {**self.commands, **commands_of(MODULE[cmd_name])}
        return self.commands[cmd_name]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        width = formatter.width - 6 - max(map(len, MODULE))
        with formatter.section("Commands"):
            formatter.write_dl([(verb, _short(VERBS[module][verb], width)) for verb, module in MODULE.items()])


def _short(text: str, width: int) -> str:
    """Whole words, as many as a line holds."""
    if len(text) <= width:
        return text
    return text[: width - 2].rsplit(" ", 1)[0] + "..."
