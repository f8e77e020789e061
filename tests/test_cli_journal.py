"""The `journal` commands as people and scripts use them: in this process, and as real ones."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.entry import Draft, EntryKind
from assistant.people import People
from tests.own_space import *  # noqa: F403 -- fixtures
from tests.own_space import MARTINS, PRIYAS, Given, contents
from tests.running import Done, Run, refused
from tests.test_cli_pair import alone
from tests.test_layers import _COMMAND, MODEL, imported
from tests.test_terminal import Terminal
from tui.cli_journal_files import _in_order
from tui.journal_options import KINDS

WORDS = "I told him that the roadmap bored me."


@pytest.fixture
def journal(run: Run, priyas: Path, given: Given) -> Run:
    """Runs a journal command with Priya's passphrase."""

    def call(command: str, *arguments: object, stdin: bytes | None = None) -> Done:
        return run("journal", command, *arguments, "--passphrase-fd", given(PRIYAS), stdin=stdin)

    return call


def added(done: Done) -> str:
    assert (done.code, done.err) == (0, ""), done
    assert re.fullmatch(r"[0-9a-f]{16}\n", done.out)
    return done.out.strip()


# --- adding and showing --------------------------------------------------------------------------


def test_an_entry_is_added_listed_shown_and_found(journal: Run, home: Path) -> None:
    options = ("--kind", "reflection", "--mood", "4", "--tag", "#Trust", "--tag", "road map")
    entry = added(
        journal("add", *options, "--date", "2026-11-03T14:05+01:00", stdin=WORDS.encode())
    )
    listed = journal("list")
    assert (
        listed.out
        == f"{entry[:8]}  Tue  3 Nov 2026 14:05  reflection  good (4)  #trust #road-map\n"
    )
    assert WORDS not in listed.out + journal("list", "--json").out
    assert WORDS in journal("list", "--titles").out
    shown = journal("show", entry[:6])
    assert shown.out.endswith(f"\n\n{WORDS}\n")
    told = json.loads(journal("show", entry, "--json").out)
    assert told.pop("kept")
    assert told == {
        "id": entry,
        "at": "2026-11-03T14:05:00+01:00",
        "kind": "reflection",
        "mood": 4,
        "tags": ["trust", "road-map"],
        "prompts": [],
        "session": None,
        "text": WORDS,
        "edits": 0,
        "captured": False,
    }
    found = json.loads(journal("search", "-", "--json", stdin=b"boring road maps").out)
    assert (found["query"], found["mode"]) == ("boring road maps", "semantic")
    (hit,) = found["results"]
    assert (hit["id"], hit["passage"], hit["title"]) == (entry, WORDS, WORDS)
    assert 0 < hit["score"] <= 1
    assert WORDS in journal("search", "roadmap").out
    assert b"roadmap" not in contents(home)


def test_the_text_is_never_an_argument(journal: Run) -> None:
    said = refused(journal("add", WORDS), 2)
    assert "roadmap" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "the entry is empty"),
        (b" \n\x1b\x00 ", "the entry is empty"),
        (b"caf\xe9", "not UTF-8"),
        (b"x" * 1_000_001, "longer than 1,000,000 characters"),
        ("é".encode() * 3_000_000, "longer than 1,000,000 characters"),
    ],
)
def test_what_cannot_be_an_entry(journal: Run, text: bytes, said: str) -> None:
    assert said in refused(journal("add", stdin=text), 2)
    assert journal("list").out == "Nothing is written yet.\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--mood", "6"), "1<=x<=5"),
        (("--kind", "poem"), "is not one of"),
        (("--date", "yesterday"), "is no date"),
        (("--date", "0001-01-01"), "is no date"),
        ([part for number in range(31) for part in ("--tag", f"t{number}")], "up to 30 tags"),
    ],
)
def test_options_that_cannot_be(run: Run, priyas: Path, options: list[str], said: str) -> None:
    assert said in refused(run("journal", "add", "--locked", *options, stdin=b"Words."), 2)
    assert not list((priyas / "private").rglob("inbox/*"))


def test_a_day_alone_is_its_noon(journal: Run) -> None:
    entry = added(journal("add", "--date", "2026-11-03", stdin=b"Words."))
    assert json.loads(journal("show", entry, "--json").out)["at"] == "2026-11-03T12:00:00+00:00"


def test_a_megabyte_is_kept_whole(journal: Run) -> None:
    text = ("Long words, " * 83_334)[:999_999] + "ß"
    entry = added(journal("add", stdin=f"{text}\n".encode()))
    assert json.loads(journal("show", entry, "--json").out)["text"] == text


def test_hostile_text_is_text(journal: Run) -> None:
    hostile = "a\x1b]52;c;AAAA\x07b \x9b2J[/] [bold] \u202eright\u202c \x00NUL 👩‍💻 שלום\r\nend"
    entry = added(journal("add", "--tag", "\x1b[31mred[/]", stdin=hostile.encode()))
    told = json.loads(journal("show", entry, "--json").out)
    assert told["text"] == Draft(text=hostile).text
    for done in (journal("show", entry), journal("list", "--titles"), journal("search", "NUL")):
        assert done.code == 0
        assert not set("\x00\x07\x1b\x9b\u202e\r") & set(re.sub(r"\x1b\[[01]m", "", done.out))
    assert "[/] [bold]" in journal("show", entry).out


def test_kinds_and_moods_are_those_of_entries() -> None:
    assert set(KINDS) == {kind.value for kind in EntryKind}


def test_a_wrong_passphrase_keeps_nothing_and_shows_nothing(
    run: Run, priyas: Path, given: Given
) -> None:
    for command in (("add",), ("list",), ("search", "x"), ("export", "-"), ("captured",)):
        fd = ("--passphrase-fd", given("a wrong one"))
        said = refused(run("journal", *command, *fd, stdin=WORDS.encode()), 1)
        assert "does not open it" in said
    assert not list((priyas / "private").rglob("inbox/*"))


def test_an_entry_there_is_not(journal: Run) -> None:
    for command in (("show", "0123456789abcdef"), ("show", "../x"), ("delete", "", "--yes")):
        assert "no entry of that id" in refused(journal(*command), 2)


def test_each_opens_their_own(run: Run, both: Path, given: Given) -> None:
    run("journal", "add", "--passphrase-fd", given(PRIYAS), stdin=b"Mine, says Priya.")
    assert run("journal", "list", "--passphrase-fd", given(MARTINS)).out.startswith("Nothing is")
    mine = run("journal", "list", "--titles", "--passphrase-fd", given(PRIYAS))
    assert "Mine, says Priya." in mine.out


# --- lists ---------------------------------------------------------------------------------------


def test_lists_are_filtered(journal: Run, home: Path) -> None:
    today = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
    year_ago = today - timedelta(days=1461)  # four years: the same day, also on 29 February
    opened = People(home).unlock(PRIYAS)
    opened.journal.add_all(
        [
            Draft(text=kind, kind=EntryKind(kind), tags=(tag,), at=day)
            for day, kind, tag in (
                (today, "note", "one"),
                (today - timedelta(days=1), "preparation", "two"),
                (year_ago, "reflection", "two"),
            )
        ]
    )
    opened.close()

    def kinds(*options: object) -> list[str]:
        listed = json.loads(journal("list", "--json", *options).out)["entries"]
        return [entry["kind"] for entry in listed]

    assert kinds() == ["note", "preparation", "reflection"]
    assert kinds("--limit", 1) == ["note"]
    assert kinds("--tag", "#Two") == ["preparation", "reflection"]
    assert kinds("--kind", "reflection") == ["reflection"]
    yesterday = (today - timedelta(days=1)).date()
    assert kinds("--since", yesterday) == ["note", "preparation"]
    assert kinds("--until", yesterday) == ["preparation", "reflection"]
    assert kinds("--on-this-day") == ["reflection"]
    assert journal("list", "--tag", "three").out == "No entry fits all of these.\n"
    found = json.loads(journal("search", "--tag", "two", "--kind", "note", "--json", "note").out)
    assert found["results"] == []
    assert refused(journal("list", "--since", "soon"), 2)


def test_versions_are_shown_the_first_one_first(journal: Run, home: Path) -> None:
    entry = added(journal("add", stdin=b"At first."))
    opened = People(home).unlock(PRIYAS)
    opened.journal.keep(opened.journal.get(entry).draft().model_copy(update={"text": "At last."}))
    opened.close()
    told = json.loads(journal("show", entry, "--versions", "--json").out)
    assert [one["text"] for one in told["versions"]] == ["At first.", "At last."]
    assert (told["text"], told["edits"]) == ("At last.", 1)
    shown = journal("show", entry, "--versions").out
    assert 0 <= shown.index("Version 1 of 2") < shown.index("At first.") < shown.index("At last.")
    assert "changed once" in journal("show", entry).out


def test_damage_is_told_beside_what_can_be_read(journal: Run, home: Path) -> None:
    entry = added(journal("add", stdin=b"Words."))
    (segment,) = (home / "private").rglob("j-0001.age")
    segment.write_bytes(segment.read_bytes()[:-7])
    for older in segment.parent.glob("j-0001.age.*"):
        older.unlink()
    done = journal("list")
    assert done.code == 0
    assert entry[:8] not in done.out
    assert "j-0001.age" in done.err


# --- while locked --------------------------------------------------------------------------------


def test_a_note_is_taken_while_locked_and_joins_on_assent(
    run: Run, journal: Run, home: Path
) -> None:
    for text in ("First note.", "Second note.", "Third note."):
        done = run("journal", "add", "--locked", "--tag", "late", stdin=text.encode())
        assert (done.code, done.out) == (0, "")
        assert "stayed locked" in done.err
    assert b"Second note" not in contents(home)
    assert "3 notes taken while locked" in journal("list").err
    notes = json.loads(journal("captured", "--json").out)["captured"]
    assert [one["text"] for one in notes] == ["First note.", "Second note.", "Third note."]
    assert notes[0]["tags"] == ["late"]
    first, second, third = (one["id"] for one in notes)
    assert f"{third[:8]}  " in journal("captured").out
    for wrong in ("1", "-1", "../x", "all of them"):
        assert refused(journal("captured", "--admit", wrong), 2)
    # What one id names stays the same when others have gone.
    admitted = added(journal("captured", "--admit", first[:8].upper()))
    shown = json.loads(journal("show", admitted, "--json").out)
    assert (shown["captured"], shown["text"]) == (True, "First note.")
    assert "no such note" in refused(journal("captured", "--admit", first), 2)
    admitted = added(journal("captured", "--admit", second))
    assert json.loads(journal("show", admitted, "--json").out)["text"] == "Second note."
    dismissed = journal("captured", "--dismiss", third, "--yes", "--json")
    assert dismissed.out == '{\n  "dismissed": 1\n}\n'
    assert journal("captured").out == "No notes taken while locked.\n"
    assert len(json.loads(journal("list", "--json").out)["entries"]) == 2


def test_all_notes_join_or_are_dismissed_at_once(run: Run, journal: Run) -> None:
    for option in (("--admit", "all"), ("--dismiss", "all", "--yes")):
        for text in (b"One.", b"Two."):
            run("journal", "add", "--locked", stdin=text)
        assert journal("captured", *option).code == 0
        assert journal("captured").out == "No notes taken while locked.\n"
    assert len(json.loads(journal("list", "--json").out)["entries"]) == 2


def test_an_id_that_fits_several_notes_chooses_none(run: Run, journal: Run, priyas: Path) -> None:
    run("journal", "add", "--locked", stdin=b"Words.")
    (note,) = (priyas / "private").rglob("inbox/*.age")
    twin = note.with_name(f"{note.stem[:12]}{'0000' if note.stem[12:] != '0000' else '1111'}.age")
    twin.write_bytes(note.read_bytes())
    assert "begins so" in refused(journal("captured", "--admit", note.stem[:8]), 2)
    assert note.stem in journal("captured").out
    added(journal("captured", "--admit", note.stem))


def test_a_note_that_another_process_takes_meanwhile_is_no_defect(
    run: Run, priyas: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("journal", "add", "--locked", stdin=b"Words.")
    opened = People(priyas).unlock(PRIYAS)
    notes = opened.captured()
    notes[0].path.unlink()
    monkeypatch.setattr(opened, "captured", lambda: notes)
    assert _in_order(opened) == notes
    opened.close()


def test_without_a_terminal_or_a_passphrase_it_is_captured(
    viceversa: list[str], priyas: Path
) -> None:
    reading, writing = os.pipe()
    os.write(writing, WORDS.encode())
    os.close(writing)
    with os.fdopen(reading) as text:
        done = alone([*viceversa, "journal", "add", "--home", priyas], stdin=text)
    assert (done.returncode, done.stdout) == (0, "")
    assert "stayed locked" in done.stderr
    opened = People(priyas).unlock(PRIYAS)
    (note,) = opened.captured()
    assert note.draft.text == WORDS
    opened.close()


def test_of_two_nobody_can_tell_whose_note_it_is(run: Run, both: Path) -> None:
    said = refused(run("journal", "add", "--locked", stdin=b"Words."), 2)
    assert "whose note this is" in said
    members = json.loads(run("pair", "list", "--json").out)["pairs"][0]["members"]
    member = members[0]["member"]
    assert run("journal", "add", "--locked", "--pair", member[:6], stdin=b"Words.").code == 0
    (note,) = (both / "private").rglob("inbox/*.age")
    assert note.parent.parent.name == member


def test_a_second_process_captures_what_it_cannot_keep(
    viceversa: list[str], priyas: Path, given: Given
) -> None:
    first = People(priyas).unlock(PRIYAS)
    try:
        number = given(PRIYAS)
        add = ("journal", "add", "--home", priyas, "--passphrase-fd", number)
        reading, writing = os.pipe()
        os.write(writing, WORDS.encode())
        os.close(writing)
        with os.fdopen(reading) as text:
            done = alone([*viceversa, *add], stdin=text, pass_fds=[number])
        assert (done.returncode, done.stdout) == (0, "")
        assert "open in another window" in done.stderr
        assert [note.draft.text for note in first.captured()] == [WORDS]
        number = given(PRIYAS)
        dismiss = ("journal", "captured", "--dismiss", "all", "--yes", "--home", priyas)
        done = alone([*viceversa, *dismiss, "--passphrase-fd", number], pass_fds=[number])
        assert done.returncode == 1
        assert "Only for reading" in done.stderr
    finally:
        first.close()


def test_passphrase_and_text_may_come_on_one_stream(viceversa: list[str], priyas: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, f"{PRIYAS}\n{WORDS}\nAnd more.\n".encode())
    os.close(writing)
    with os.fdopen(reading) as stream:
        add = ("journal", "add", "--home", priyas, "--passphrase-fd", "0")
        assert alone([*viceversa, *add], stdin=stream).returncode == 0
    opened = People(priyas).unlock(PRIYAS)
    assert [entry.text for entry in opened.journal.entries] == [f"{WORDS}\nAnd more."]
    opened.close()


def test_what_is_being_written_in_the_app_stays_a_draft(journal: Run, home: Path) -> None:
    opened = People(home).unlock(PRIYAS)
    opened.journal.keep_draft(Draft(text="Half a thought"))
    opened.close()
    added(journal("add", stdin=b"Another thing."))
    opened = People(home).unlock(PRIYAS)
    draft = opened.journal.draft()
    assert draft is not None
    assert draft.text == "Half a thought"
    opened.close()


# --- in and out ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "name"), [("markdown", "journal.md"), ("json", "journal.json")])
def test_what_is_exported_comes_back(
    journal: Run, home: Path, tmp_path: Path, form: str, name: str
) -> None:
    for text in ("First.\n\n## A heading -->", "Zweiter, mit ß und 👩‍💻."):
        added(journal("add", "--mood", "2", "--tag", "t", stdin=text.encode()))
    done = journal("export", tmp_path, "--format", form)
    assert (done.out, "not encrypted" in done.err) == (f"{tmp_path / name}\n", True)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    again = journal("export", tmp_path, "--format", form)
    assert again.out == f"{tmp_path / name.replace('.', '-2.')}\n"
    printed = journal("export", "-", "--format", form)
    assert printed.out == (tmp_path / name).read_text(encoding="utf-8")
    before = json.loads(journal("export", "-", "--format", "json").out)["entries"]
    for entry in before:
        erased = journal("delete", entry["id"], "--yes")
        assert "It is gone from every file here" in erased.out
    told = json.loads(journal("import", tmp_path / name, "--yes", "--json").out)
    assert (told["kind"], told["entries"], told["imported"]) == ("vice versa", 2, True)
    after = json.loads(journal("export", "-", "--format", "json").out)["entries"]
    for entry in (*before, *after):
        del entry["id"], entry["kept"]
    assert sorted(after, key=str) == sorted(before, key=str)


def test_a_place_that_cannot_be_written_is_told(journal: Run, tmp_path: Path) -> None:
    added(journal("add", stdin=b"Words."))
    assert "could not be written" in refused(journal("export", tmp_path / "no" / "such.md"), 1)


def test_an_import_is_told_before_it_is_taken(
    viceversa: list[str], journal: Run, priyas: Path, tmp_path: Path, given: Given
) -> None:
    diary = tmp_path / "2026-11-03.md"
    diary.write_text(WORDS, encoding="utf-8")
    number = given(PRIYAS)
    command = ("journal", "import", diary, "--home", priyas, "--passphrase-fd", number)
    unasked = alone([*viceversa, *command], pass_fds=[number])
    assert (unasked.returncode, unasked.stdout) == (2, "")
    assert "This is markdown: 1 entry of 3 November 2026." in unasked.stderr
    assert "Nothing was imported. There is no terminal" in unasked.stderr
    assert journal("list").out == "Nothing is written yet.\n"
    assert journal("import", diary, "--yes").out == "Imported 1 entry of 3 November 2026.\n"
    assert "Tue  3 Nov 2026" in journal("list").out


def test_what_is_in_the_journal_already_is_not_taken_in_twice(journal: Run, tmp_path: Path) -> None:
    for text in (b"First.", b"Second."):
        added(journal("add", stdin=text))
    exported = tmp_path / "journal.json"
    journal("export", exported, "--format", "json")

    def count() -> int:
        return len(json.loads(journal("list", "--json").out)["entries"])

    again = journal("import", exported, "--yes")
    assert (again.out, count()) == ("Nothing was imported.\n", 2)
    assert "All of them seem to be in your journal already. Left out; `--all`" in again.err
    journal("delete", json.loads(journal("list", "--json").out)["entries"][0]["id"], "--yes")
    some = journal("import", exported, "--yes", "--json")
    told = json.loads(some.out)
    assert (told["entries"], told["already"], told["imported"], count()) == (1, 1, True, 2)
    assert "1 of them seems to be in your journal already." in some.err
    told = json.loads(journal("import", exported, "--all", "--yes", "--json").out)
    assert (told["entries"], told["already"], told["imported"], count()) == (2, 2, True, 4)


def test_a_damaged_import_is_told_with_its_place_and_nothing_of_it(
    journal: Run, tmp_path: Path
) -> None:
    broken = tmp_path / "day.json"
    broken.write_text('{"entries": [{"text": "a secret"')
    said = refused(journal("import", broken, "--yes"), 1)
    assert "line 1" in said
    assert "secret" not in said
    assert "Nothing was imported" in refused(journal("import", tmp_path / "none.md", "--yes"), 1)


def test_erasing_asks_first_and_leaves_nothing(
    viceversa: list[str], journal: Run, priyas: Path, tmp_path: Path, given: Given
) -> None:
    entry = added(journal("add", stdin=WORDS.encode()))
    journal("search", "roadmap")  # vectors are kept now
    number = given(PRIYAS)
    command = ["journal", "delete", entry, "--home", str(priyas)]
    unasked = alone([*viceversa, *command, "--passphrase-fd", number], pass_fds=[number])
    assert unasked.returncode == 2
    for answer, said in (("n\n", "Nothing was erased."), ("yes\n", "It is gone")):
        with Terminal([*viceversa, *command], tmp_path) as terminal:
            terminal.sees("Passphrase:")
            terminal.press(f"{PRIYAS}\n")
            terminal.sees(f"Erase {entry[:8]}, ")
            terminal.press(answer)
            terminal.sees(said)
            assert terminal.ended() == 0
            assert b"roadmap" not in terminal.raw
    assert journal("list").out == "Nothing is written yet.\n"


# --- at a terminal -------------------------------------------------------------------------------


def test_the_text_is_piped_and_the_passphrase_typed(
    viceversa: list[str], priyas: Path, tmp_path: Path
) -> None:
    command = f"echo '{WORDS}' | {viceversa[0]} journal add --home {priyas}"
    with Terminal(["sh", "-c", command], tmp_path) as terminal:
        terminal.sees("Passphrase:")
        terminal.press(f"{PRIYAS}\n")
        assert terminal.ended() == 0
        assert b"walnut" not in terminal.raw
    opened = People(priyas).unlock(PRIYAS)
    assert [entry.text for entry in opened.journal.entries] == [WORDS]
    opened.close()


def test_an_entry_is_written_on_the_page(
    viceversa: list[str], priyas: Path, tmp_path: Path
) -> None:
    command = [*viceversa, "journal", "add", "--mood", "5", "--home", str(priyas)]
    with Terminal(command, tmp_path) as terminal:
        terminal.sees("Passphrase:")
        terminal.press(f"{PRIYAS}\n")
        terminal.sees("only you will ever read")
        terminal.press("The zebra came.")
        terminal.sees("The zebra came.")
        terminal.press("\x1b")
        assert terminal.ended() == 1
        left = terminal.raw.rpartition(b"\x1b[?1049l")[2]
        assert b"draft is kept" in b" ".join(left.split())
        assert b"zebra" not in left
    with Terminal(command, tmp_path) as terminal:
        terminal.sees("Passphrase:")
        terminal.press(f"{PRIYAS}\n")
        terminal.sees("Your draft is back.")
        terminal.sees("The zebra came.")
        terminal.press(" And went.")
        terminal.sees("And went.")
        terminal.press("\x13")
        assert terminal.ended() == 0
        assert b"zebra" not in terminal.raw.rpartition(b"\x1b[?1049l")[2]
    opened = People(priyas).unlock(PRIYAS)
    (entry,) = opened.journal.entries
    assert (entry.text, entry.mood) == ("The zebra came. And went.", 5)
    assert opened.journal.draft() is None
    opened.close()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_window_that_is_closed_keeps_the_draft(
    viceversa: list[str], priyas: Path, tmp_path: Path, name: str
) -> None:
    number = getattr(signal, name)
    with Terminal([*viceversa, "journal", "add", "--home", str(priyas)], tmp_path) as terminal:
        terminal.sees("Passphrase:")
        terminal.press(f"{PRIYAS}\n")
        terminal.sees("only you will ever read")
        terminal.press("The zebra came.")
        terminal.sees("The zebra came.")
        terminal.signal(number)
        assert terminal.ended() == 128 + number
    opened = People(priyas).unlock(PRIYAS)
    draft = opened.journal.draft()
    assert draft is not None
    assert draft.text == "The zebra came."
    opened.close()


def test_what_the_disk_refuses_stays_on_the_page(
    viceversa: list[str], priyas: Path, tmp_path: Path
) -> None:
    (inbox,) = (path / "inbox" for path in (priyas / "private").glob("*/*"))
    inbox.write_bytes(b"")  # no folder can be made there
    command = [*viceversa, "journal", "add", "--locked", "--home", str(priyas)]
    with Terminal(command, tmp_path) as terminal:
        terminal.sees("only you will ever read")
        terminal.press("The zebra came.\x13")
        terminal.sees("The system refused to save it")
        terminal.sees("The zebra came.")
        inbox.unlink()
        terminal.press("\x13")
        terminal.sees("stayed locked")
        assert terminal.ended() == 0
        assert b"zebra" not in terminal.raw.rpartition(b"\x1b[?1049l")[2]
    opened = People(priyas).unlock(PRIYAS)
    assert [note.draft.text for note in opened.captured()] == ["The zebra came."]
    opened.close()


def test_an_entry_that_cannot_be_kept_stays_a_draft(
    viceversa: list[str], priyas: Path, tmp_path: Path
) -> None:
    command = [*viceversa, "journal", "add", "--home", str(priyas)]
    with Terminal(command, tmp_path) as terminal:
        terminal.sees("Passphrase:")
        terminal.press(f"{PRIYAS}\n")
        terminal.sees("only you will ever read")
        (segment,) = (path / "j-0001.age" for path in (priyas / "private").glob("*/*"))
        segment.mkdir()  # nothing can be put in its place
        terminal.press("The zebra came.\x13")
        terminal.sees("The system refused to save it")
        terminal.press("\x1b")
        assert terminal.ended() == 1
    segment.rmdir()
    opened = People(priyas).unlock(PRIYAS)
    draft = opened.journal.draft()
    assert draft is not None
    assert draft.text == "The zebra came."
    opened.close()


def test_nothing_is_written_that_could_be_kept_for_nobody(
    viceversa: list[str], both: Path, tmp_path: Path
) -> None:
    members = [places.writer for places in People(both).places]
    for path in (both / "private").glob(f"*/{members[0]}/owner.json*"):
        path.unlink()
    for pair, said in (((), "Several journals"), (("--pair", members[0]), "owner.json")):
        command = [*viceversa, "journal", "add", "--locked", *pair, "--home", str(both)]
        with Terminal(command, tmp_path) as terminal:
            terminal.sees(said)
            assert terminal.ended() in {1, 2}
            assert b"only you will ever read" not in terminal.raw


def test_lines_are_taken_where_the_page_cannot_be_drawn(
    viceversa: list[str], priyas: Path, tmp_path: Path
) -> None:
    command = f"{viceversa[0]} journal add --locked --home {priyas} > {tmp_path / 'out'}"
    with Terminal(["sh", "-c", command], tmp_path) as terminal:
        terminal.sees("Ctrl+D on a line of its own")
        terminal.press("One line.\nTwo lines.\n\x04")
        terminal.sees("stayed locked")
        assert terminal.ended() == 0
    opened = People(priyas).unlock(PRIYAS)
    assert [note.draft.text for note in opened.captured()] == ["One line.\nTwo lines."]
    opened.close()


# --- what it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["journal", "pair"])
def test_help_of_these_commands_imports_next_to_nothing(group: str) -> None:
    heavy = {"pydantic", "textual", "rich", "numpy", "yaml", "tinydb", "pyrage", "cryptography"}
    assert not imported(_COMMAND, group, "--help") & (MODEL | heavy)
