"""The `journal` commands that let entries in and out: export, import, delete, captured notes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.errors import wrong_usage
from tui import keyboard
from tui.options import json_option, not_empty, workspace_opener
from tui.passphrase import need_somebody, of_a_person, unlocked

if TYPE_CHECKING:
    from assistant.journal import Captured, Journal
    from assistant.journal_import import Import
    from assistant.pair_space import PairSpace

_ID = re.compile("[0-9A-Fa-f]{4,16}")
_yes_option = click.option("--yes", is_flag=True, help="Agree beforehand: do not ask.")


@click.command()
@click.argument("path", default=".", metavar="[PATH|-]", callback=not_empty)
@click.option(
    "--format",
    "form",
    default="markdown",
    show_default=True,
    type=click.Choice(["markdown", "json"], case_sensitive=False),
    help="Both can be imported again.",
)
@of_a_person
def export(path: str, form: str) -> None:
    """Write all your entries to a file that anybody can read, or to standard output (-).

    Into a folder (the current one, unless named) it goes as journal.md or journal.json, beside what
    is there already.
    """
    from assistant.export import export_text
    from assistant.journal_export import json_text, markdown
    from tui import plain

    with unlocked(workspace_opener()().people) as opened:
        entries = opened.journal.entries
        text = markdown(entries) if form == "markdown" else json_text(entries)
        if path == "-":
            click.echo(text.encode(), nl=False)  # what comes back must be what went out
        else:
            name = "journal.md" if form == "markdown" else "journal.json"
            plain.echo(str(export_text(text, Path(path), name, "The journal")))
    plain.note("This is not encrypted: whoever gets hold of it can read all of it.")


@click.command("import")
@click.argument("path", callback=not_empty)
@click.option("--all", "every", is_flag=True, help="Also what is in the journal already.")
@_yes_option
@json_option
@of_a_person
def import_journal(path: str, every: bool, yes: bool, as_json: bool) -> None:
    """Take in Markdown files, or the export of jrnl, of Day One or of Vice Versa.

    Says first what comes in and what is left behind. What has the moment and the words of an entry
    that is there is left out, unless --all takes it too.
    """
    from assistant.clock import now
    from assistant.journal_import import read_import
    from tui import plain
    from tui.plain_journal import import_json

    people = workspace_opener()().people
    need_somebody(people)
    found = read_import(Path(path).expanduser(), now())
    plain.note(f"This is {found.kind.value}: {found.sentence}.")
    for left in found.left:
        plain.note(f"Left behind: {left}.")
    taken, known, imported = found, 0, False
    if found.drafts:
        with unlocked(people) as opened:
            taken, known = _new(found, opened.journal, every=every)
            imported = bool(taken.drafts) and keyboard.agrees(
                f"Take {taken.sentence} into your journal?",
                yes=yes,
                without="Nothing was imported.",
            )
            if imported:
                opened.journal.add_all(taken.drafts)
    if as_json:
        plain.json_out(import_json(taken, known, imported=imported))
    else:
        plain.echo(f"Imported {taken.sentence}." if imported else "Nothing was imported.")


def _new(found: Import, journal: Journal, *, every: bool) -> tuple[Import, int]:
    """What of `found` is to be taken in, and how much of it `journal` has already, which is told."""
    from assistant.journal_twins import told, without_twins
    from tui import plain

    new, known = without_twins(found, journal.entries)
    if known:
        left_out = "" if every else " Left out; `--all` takes in everything."
        plain.note(f"{told(known, found)}{left_out}")
    return (found if every else new), known


@click.command()
@click.argument("entry", metavar="ID")
@_yes_option
@of_a_person
def delete(entry: str, yes: bool) -> None:
    """Erase an entry for good, with all its versions."""
    from tui import plain
    from tui.plain_journal import about_entry

    with unlocked(workspace_opener()().people) as opened:
        gone = opened.journal.get(entry)
        question = f"Erase {about_entry(gone)}, for good, with all its versions?"
        if keyboard.agrees(question, yes=yes, without="Nothing was erased."):
            plain.echo(opened.journal.erase(gone.id))
        else:
            plain.echo("Nothing was erased.")


def _chosen(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None or value == "all" or _ID.fullmatch(value):
        return value
    raise click.BadParameter("takes an id as `journal captured` prints it, or all.")


@click.command()
@click.option("--admit", metavar="all|ID", default=None, callback=_chosen, help="Let it join.")
@click.option("--dismiss", metavar="all|ID", default=None, callback=_chosen, help="Erase it.")
@_yes_option
@json_option
@of_a_person
def captured(admit: str | None, dismiss: str | None, yes: bool, as_json: bool) -> None:
    """Show the notes taken while your journal was locked; let them join it, or dismiss them.

    They are sealed but not signed: anyone who can write to these files could have left one.
    """
    from tui import plain
    from tui.plain_journal import captured_json, print_captured

    if admit is not None and dismiss is not None:
        raise click.UsageError("--admit and --dismiss exclude each other.")
    with unlocked(workspace_opener()().people) as opened:
        notes = _in_order(opened)
        if admit is not None:
            entries = [opened.admit_captured(note) for note in _of(notes, admit)]
            if as_json:
                plain.json_out({"admitted": [entry.id for entry in entries]})
            else:
                for entry in entries:
                    plain.echo(entry.id)
        elif dismiss is not None:
            some = _of(notes, dismiss)
            what = "Dismiss 1 note" if len(some) == 1 else f"Dismiss {len(some)} notes"
            agreed = keyboard.agrees(f"{what} for good?", yes=yes, without="Nothing was dismissed.")
            gone = some if agreed else []
            for note in gone:
                opened.dismiss_captured(note)
            if as_json:
                plain.json_out({"dismissed": len(gone)})
            else:
                plain.note("Dismissed." if gone else "Nothing was dismissed.")
        elif as_json:
            plain.json_out({"captured": list(map(captured_json, notes))})
        else:
            print_captured(notes)


def _in_order(opened: PairSpace) -> list[Captured]:
    """The captured notes in the order they were left."""
    return sorted(opened.captured(), key=lambda note: (_left_at(note.path), note.path))


def _left_at(path: Path) -> int:
    """When a note was left, in nanoseconds; 0 where another process has taken it away meanwhile."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _of(notes: list[Captured], which: str) -> list[Captured]:
    """The note whose id begins with `which`, or all of them. Raises Trouble where it is not one."""
    if which == "all":
        return notes
    found = [note for note in notes if note.path.stem.startswith(which.lower())]
    if len(found) == 1:
        return found
    if found:
        raise wrong_usage("Several notes have an id that begins so.", "Give more of it.")
    raise wrong_usage("There is no such note.", "`viceversa journal captured` shows their ids.")
