"""Verbs about keys: list, rotate, link, lost, compromised."""

from typing import Annotated

import typer

from firsthand.desk import keys
from firsthand.outside.keyring import keyring

from .opening import HERE, AsJson, Author, CaseDir, new_lock, opened
from .render import as_json, line

key = typer.Typer(help="What an author says of keys.", no_args_is_help=True)
Reason = Annotated[str, typer.Option("--reason", help="Why.")]
Log = Annotated[str, typer.Argument(metavar="LOG", help="A log's id (`firsthand show log`), or its first characters.")]


def keys_(json: AsJson = False) -> None:
    """Lists the keys of this machine. Give a fingerprint to readers by another way than the report."""
    rows = [{"author": i.name, "fingerprint": i.fingerprint, "locked": i.locked} for i in keyring().identities()]
    if json:
        as_json(rows)
        return
    for row in rows:
        line(row["fingerprint"], row["author"], "(locked)" if row["locked"] else "")


@key.command("rotate")
def rotate(
    lock: Annotated[bool, typer.Option("--lock", help="Guard the new key with a passphrase.")] = False,
    case: CaseDir = HERE,
    author: Author = None,
) -> None:
    """Hands your log in this case over to a new key."""
    _, made = keys.rotate(opened(case, author), keyring(), new_lock(lock))
    line("new key fingerprint", made.fingerprint)


@key.command("link")
def link(log: Log, reason: Reason, case: CaseDir = HERE, author: Author = None) -> None:
    """Says that another log of this case is yours too (another laptop). It counts once that log says so as well."""
    line("key-added", keys.link(opened(case, author), log, reason))


@key.command("lost")
def lost(
    old: Log,
    new: Annotated[str, typer.Argument(metavar="NEW_LOG", help="The log in which they go on.")],
    reason: Reason,
    case: CaseDir = HERE,
    author: Author = None,
) -> None:
    """Vouches for somebody else: they lost their key and go on in another log."""
    line("key-lost", keys.vouch_lost(opened(case, author), old, new, reason))


@key.command("compromised")
def compromised(
    log: Log,
    since: Annotated[int, typer.Option(help="From which entry on (its index) the log is not to be relied on.")],
    reason: Reason,
    case: CaseDir = HERE,
    author: Author = None,
) -> None:
    """Says that a log may have been written by other hands since."""
    line("key-compromised", keys.compromised(opened(case, author), log, since, reason))


def add_to(app: typer.Typer) -> None:
    app.command("keys")(keys_)
    app.add_typer(key, name="key")
