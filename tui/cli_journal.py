"""The `journal` commands for entries: add, list, show, search, and what was taken while locked."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import Trouble, wrong_usage
from tui.cli_journal_files import captured, delete, export, import_journal
from tui.journal_options import filters, kind_option, limit_option, moment
from tui.opening import at_terminal
from tui.options import folders, json_option, telling, text_or_stdin, workspace_opener
from tui.passphrase import can_unlock, need_somebody, of_a_person, pair_asked, secret, unlocked

if TYPE_CHECKING:
    from assistant.entry import Draft
    from assistant.journal_search import JournalFilters
    from assistant.pair_space import PairSpace
    from assistant.workspace import Workspace


@click.group(invoke_without_command=True)
@folders
@click.pass_context
def journal(context: click.Context) -> None:
    """Write, read and search your private journal."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


# --- writing -------------------------------------------------------------------------------------


@journal.command()
@kind_option
@click.option("--mood", default=None, type=click.IntRange(1, 5), help="1 low to 5 bright.")
@click.option("--tag", "tags", multiple=True, metavar="T", help="A tag; may be repeated.")
@click.option(
    "--date", "at", metavar="ISO", default=None, callback=moment, help="What moment it tells of."
)
@click.option("--locked", is_flag=True, help="Ask for no passphrase; it joins when you agree.")
@of_a_person
def add(
    kind: str | None, mood: int | None, tags: tuple[str, ...], at: datetime | None, locked: bool
) -> None:
    """Keep an entry: its text is read from standard input, or written in an editor at a terminal.

    Without a passphrase it is sealed for you and waits: `viceversa journal captured`.
    """
    from tui import plain

    work = workspace_opener()()
    people = work.people
    need_somebody(people)
    passphrase = None if locked or not can_unlock() else secret("passphrase", "--passphrase-fd")
    given = {"kind": kind, "mood": mood, "tags": tags, "at": at}
    # What is wrong with an option, or with whose note it is, is told before anything is written.
    _draft("", None, given)
    if passphrase is None:
        people.note_taker(pair_asked())
    text = None if at_terminal() else _piped()
    if passphrase is None:
        seal = partial(people.capture, member=pair_asked())
        _capture(seal, text, given, "The journal stayed locked.")
        return
    with unlocked(people, passphrase) as opened:
        del passphrase
        if opened.read_only:
            _capture(opened.capture, text, given, opened.why_read_only)
        elif text is None:
            plain.echo(_written(opened, given, work.settings.lock_after))
        else:  # `keep` would let go of the draft of something else that is being written
            plain.echo(opened.journal.add_all([_draft(text, None, given)])[0].id)


def _editor() -> Callable[..., None]:
    """The page to write on, once nothing that is typed on it can leak."""
    from tui.opening import close_leaks

    close_leaks()
    from tui.editor import written

    return written


def _written(opened: PairSpace, given: dict[str, Any], idle_minutes: int) -> str:
    """The id of the entry that is written on the page now, going on with the draft there is."""
    journal = opened.journal
    before = journal.draft()
    kept: list[str] = []

    def keep_draft(text: str) -> None:
        journal.keep_draft(_draft(text, before, given))

    def keep(text: str) -> None:
        kept.append(journal.keep(_draft(text, before, given)).id)

    _editor()(keep, keep_draft, before.text if before else "", idle_minutes)
    return kept[0]


def _capture(
    seal: Callable[[Draft], None], text: str | None, given: dict[str, Any], why: str
) -> None:
    """Seal `text`, or what is written on the page now."""
    from tui import plain

    def keep(written: str) -> None:
        seal(_draft(written, None, given))

    if text is None:
        _editor()(keep)
    else:
        keep(text)
    plain.note(f"{why} The entry is sealed, and joins it once you agree: `journal captured`.")


def _draft(text: str, before: Draft | None, given: dict[str, Any]) -> Draft:
    """What was written, with the options given, or else what the draft `before` says.

    Raises Trouble that says what is wrong with it, and quotes nothing.
    """
    from pydantic import ValidationError

    from assistant.entry import MAX_TAGS, MAX_TEXT, Draft

    fields = {name: getattr(before, name) for name in Draft.model_fields} if before else {}
    fields |= {name: value for name, value in given.items() if value not in {None, ()}}
    try:
        return Draft(**{**fields, "text": text.rstrip()})
    except ValidationError as error:
        field = str(error.errors(include_input=False, include_url=False)[0]["loc"][0])
    if field == "text":
        raise wrong_usage(
            f"The entry is longer than {MAX_TEXT:,} characters; nothing was kept.",
            "Keep it in parts.",
        )
    raise wrong_usage(f"An entry has up to {MAX_TAGS} tags.")


def _piped() -> str:
    """All that stands on standard input. Raises Trouble where it is not text."""
    from assistant.entry import MAX_TEXT
    from tui import plain

    if sys.stdin.isatty():
        plain.note("Type the entry; Ctrl+D on a line of its own ends it. It stays in this window.")
    data = sys.stdin.buffer.read(4 * MAX_TEXT + 1024)
    try:
        # What was cut off in the middle of a character is too long in any case.
        return data.decode("utf-8", "ignore" if len(data) > 4 * MAX_TEXT else "strict")
    except UnicodeDecodeError:
        pass
    raise wrong_usage("The text on standard input is not UTF-8; nothing was kept.")


# --- reading -------------------------------------------------------------------------------------


@journal.command("list")
@filters
@click.option("--on-this-day", is_flag=True, help="This day of earlier months and years.")
@limit_option
@click.option("--titles", is_flag=True, help="Show titles: whoever sees the screen reads them.")
@json_option
@of_a_person
def list_entries(
    on_this_day: bool, limit: int | None, titles: bool, as_json: bool, **asked: Any
) -> None:
    """List your entries, newest first: dates, moods and tags, but no titles unless asked."""
    from assistant.clock import now
    from tui import plain
    from tui.plain_journal import line_json, print_list
    from tui.plain_pair import print_captured_count

    wanted = _filters_of(**asked)
    with unlocked(workspace_opener()().people) as opened:
        known = opened.journal.entries
        listed = opened.journal.on_this_day(now().date()) if on_this_day else known
        found = [entry for entry in listed if wanted.admits(entry)][:limit]
        if as_json:
            plain.json_out({"entries": [line_json(entry, titles=titles) for entry in found]})
        elif found:
            print_list(found, known, titles=titles)
        else:
            plain.echo("No entry fits all of these." if known else "Nothing is written yet.")
        waiting = len(opened.captured())
        if waiting:
            print_captured_count(waiting)


@journal.command()
@click.argument("entry", metavar="ID")
@click.option("--versions", is_flag=True, help="All versions, the first one first.")
@json_option
@of_a_person
def show(entry: str, versions: bool, as_json: bool) -> None:
    """Show one entry: ID as `journal list` prints it."""
    from tui import plain
    from tui.plain_journal import entry_json, print_entry, print_versions

    with unlocked(workspace_opener()().people) as opened:
        shown = opened.journal.get(entry)
        every = opened.journal.versions(shown.id) if versions else [shown]
        if as_json:
            told = entry_json(shown)
            plain.json_out({**told, "versions": list(map(entry_json, every))} if versions else told)
        elif versions:
            print_versions(every)
        else:
            print_entry(shown)


@journal.command()
@click.argument("text", nargs=-1)
@filters
@limit_option
@json_option
@of_a_person
def search(text: tuple[str, ...], limit: int | None, as_json: bool, **asked: Any) -> None:
    """Search your journal by words and by meaning. TEXT - reads standard input."""
    from assistant.wording import typed
    from tui import plain
    from tui.plain_journal import hit_json, print_hits

    wanted = _filters_of(**asked)
    need_somebody((work := workspace_opener()()).people)
    passphrase = secret("passphrase", "--passphrase-fd")
    query = typed(text_or_stdin(text, "search"), "search")
    with unlocked(work.people, passphrase) as opened:
        del passphrase
        _search_by_meaning(work, opened)
        started = time.perf_counter()
        hits = opened.search.find(query, filters=wanted, limit=limit or 5)
        elapsed = round((time.perf_counter() - started) * 1000, 2)
        if as_json:
            told = {"query": query, "mode": opened.search.mode.value}
            results = [hit_json(hit) for hit in hits]
            plain.json_out({**told, "results": results, "elapsed_ms": elapsed})
        else:
            print_hits(hits, opened.journal.entries)


def _search_by_meaning(work: Workspace, opened: PairSpace) -> None:
    """Have the journal searched by meaning too; a sentence on standard error where it is not."""
    from assistant.errors import KNOWN
    from tui import plain

    try:
        with telling("Preparing your journal", "entries") as shown:
            notice = opened.search.search_by(work.library.open_encoder(), shown)
    except (Trouble, KNOWN) as trouble:
        notice = f"{trouble} Searching by words instead."
    if notice:
        plain.note(f"viceversa: {notice}")


def _filters_of(
    kind: str | None, tag: str, since: date | None, until: date | None
) -> JournalFilters:
    from assistant.entry import EntryKind, tags_of
    from assistant.journal_search import JournalFilters

    return JournalFilters(EntryKind(kind) if kind else None, tags_of([tag]), None, since, until)


for _command in (captured, delete, export, import_journal):
    journal.add_command(_command)
