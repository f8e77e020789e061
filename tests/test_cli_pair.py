"""The `pair` commands as people and scripts use them: in this process, and as real ones."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.people import People
from assistant.storage.recovery import RecoveryCode
from assistant.storage.troubles import WrongPassphrase
from tests.own_space import *  # noqa: F403 -- fixtures
from tests.own_space import MARTINS, NEW, PRIYAS, Given, contents
from tests.running import Run, refused
from tests.test_terminal import Terminal

ME = ("--me", "Priya", "--role", "mentor", "--partner", "Martin")


def alone(command: Sequence[object], **options: object) -> subprocess.CompletedProcess[str]:
    """A process of its own, without a terminal anywhere behind it."""
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [str(part) for part in command],
        start_new_session=True,
        stdin=options.pop("stdin", subprocess.DEVNULL),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        **options,
    )


# --- making --------------------------------------------------------------------------------------


def test_a_new_pair_is_told_once_and_nothing_of_it_lies_in_clear(
    run: Run, home: Path, given: Given
) -> None:
    done = run("pair", "new", *ME, "--passphrase-fd", given(PRIYAS), "--json")
    told = json.loads(done.out)
    assert (done.code, done.out.count("AGE-SECRET-KEY-1")) == (0, 1)
    assert set(told) == {"space", "member", "role", "me", "partner", "recovery_code", "home"}
    assert (told["me"], told["role"], told["partner"]) == ("Priya", "mentor", "Martin")
    assert told["home"] == str(home)
    opened = People(home).unlock(PRIYAS)
    assert (opened.id, opened.me.writer, opened.me.name) == (told["space"], told["member"], "Priya")
    opened.close()
    kept = contents(home)
    for secret in (PRIYAS, "Priya", "Martin", told["recovery_code"]):
        assert secret.encode() not in kept
        assert secret not in done.err


def test_the_code_as_printed_for_people_recovers(run: Run, home: Path, given: Given) -> None:
    done = run("pair", "new", *ME, "--passphrase-fd", given(PRIYAS))
    assert "Priya, mentor (junior)" in done.out
    _, _, blocks = done.out.partition("AGE-SECRET-KEY-1")
    typed = f"AGE-SECRET-KEY-1 {' '.join(blocks.split())}".lower()
    options = ("--code-fd", given(typed), "--new-passphrase-fd", given(NEW))
    assert run("pair", "recover", *options).code == 0
    People(home).unlock(NEW).close()


@pytest.mark.parametrize(
    "weak", ["brief", "priya martin 2026", "aaaaaaaaaaaaaaaaaaaa", " spaced out "]
)
def test_a_weak_passphrase_is_refused_with_the_reason(
    run: Run, home: Path, given: Given, weak: str
) -> None:
    said = refused(run("pair", "new", *ME, "--passphrase-fd", given(weak)), 2)
    assert weak not in said
    assert any(word in said for word in ("guessed", "shorter", "space"))
    assert not (home / "private").exists()


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--me", "", "Your name is empty"),
        ("--partner", "x" * 61, "longer than 60 characters"),
        ("--role", "coordinator", "is not one of"),
    ],
)
def test_names_and_roles_that_cannot_be(
    run: Run, home: Path, given: Given, option: str, value: str, said: str
) -> None:
    options = [*ME, option, value, "--passphrase-fd", given(PRIYAS)]
    assert said in refused(run("pair", "new", *options), 2)
    assert not (home / "private").exists()


# --- a passphrase from a descriptor --------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"", "empty"),
        (b"\r", "empty"),
        (b"\xff\xfe secret", "not UTF-8"),
        (b"x" * 5000, "too long"),
    ],
)
def test_what_is_no_passphrase(
    run: Run, priyas: Path, given: Given, line: bytes, said: str
) -> None:
    message = refused(run("journal", "list", "--passphrase-fd", given(line)), 2)
    assert said in message
    assert "secret" not in message


@pytest.mark.parametrize("number", ["-1", "987", "99999999999999999999"])
def test_a_descriptor_that_is_not_open(run: Run, priyas: Path, number: str) -> None:
    assert "nothing to read" in refused(run("pair", "show", "--passphrase-fd", number), 2)


def test_a_descriptor_is_a_number(run: Run, priyas: Path) -> None:
    assert refused(run("pair", "show", "--passphrase-fd", "three"), 2)


def test_a_wrong_passphrase_is_one_sentence(run: Run, priyas: Path, given: Given) -> None:
    said = refused(run("pair", "show", "--passphrase-fd", given("not the right one")), 1)
    assert "does not open it" in said
    assert "not the right one" not in said


def test_windows_lines_and_composed_letters_are_the_same_passphrase(
    run: Run, home: Path, given: Given
) -> None:
    words = "caf\u00e9 walnut harbour stubborn violin"
    assert run("pair", "new", *ME, "--passphrase-fd", given(words)).code == 0
    typed = words.replace("\u00e9", "e\u0301").encode() + b"\r"
    assert run("pair", "show", "--passphrase-fd", given(typed)).code == 0


@pytest.mark.parametrize(
    "command",
    [("pair", "show"), ("pair", "new", *ME), ("journal", "list"), ("pair", "recover")],
)
def test_without_a_terminal_it_is_said_what_to_give(
    viceversa: list[str], priyas: Path, command: tuple[str, ...]
) -> None:
    done = alone([*viceversa, *command, "--home", priyas])
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no terminal" in done.stderr
    assert "-fd N" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_neither_arguments_nor_environment_carry_a_passphrase(
    viceversa: list[str], priyas: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VICEVERSA_PASSPHRASE", PRIYAS)
    assert alone([*viceversa, "pair", "show", "--home", priyas]).returncode == 2
    done = alone([*viceversa, "pair", "show", "--passphrase", PRIYAS, "--home", priyas])
    assert done.returncode == 2
    assert PRIYAS not in done.stderr


def test_a_real_process_reads_its_descriptor(
    viceversa: list[str], priyas: Path, given: Given
) -> None:
    number = given(PRIYAS)
    command = [*viceversa, "pair", "show", "--json", "--home", priyas, "--passphrase-fd", number]
    done = alone(command, pass_fds=[number])
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["me"] == "Priya"


def test_nobody_is_asked_for_a_passphrase_where_nobody_is(run: Run, home: Path) -> None:
    for command in (("pair", "show"), ("journal", "list"), ("pair", "passphrase")):
        assert "no journal in this home yet" in refused(run(*command), 1)


# --- showing -------------------------------------------------------------------------------------


def test_a_list_names_nobody_without_a_passphrase(run: Run, both: Path, given: Given) -> None:
    told = json.loads(run("pair", "list", "--json").out)
    (pair,) = told["pairs"]
    assert (set(pair), pair["both_here"]) == ({"space", "both_here", "members"}, True)
    assert all(set(one) == {"member", "last_opened"} for one in pair["members"])
    assert all(name not in run("pair", "list").out for name in ("Priya", "Martin"))
    named = json.loads(run("pair", "list", "--json", "--passphrase-fd", given(MARTINS)).out)
    names = [one for one in named["pairs"][0]["members"] if "me" in one]
    assert [(one["me"], one["role"], one["partner"]) for one in names] == [
        ("Martin", "mentee", "Priya")
    ]
    assert (
        "Martin, mentee (senior), with Priya"
        in run("pair", "list", "--passphrase-fd", given(MARTINS)).out
    )


def test_a_list_tells_what_it_can_where_keys_are_damaged(
    run: Run, both: Path, given: Given
) -> None:
    opened = People(both).unlock(PRIYAS)
    priya = opened.me.writer
    opened.close()
    for path in (both / "private").rglob(f"{priya}/identity.age*"):
        path.write_bytes(b"rubbish")
    done = run("pair", "list", "--json", "--passphrase-fd", given(MARTINS))
    (pair,) = json.loads(done.out)["pairs"]
    assert [one["me"] for one in pair["members"] if "me" in one] == ["Martin"]
    assert f"{priya}: identity.age cannot be read" in done.err


def test_an_empty_home_says_how_to_begin(run: Run, home: Path) -> None:
    assert "viceversa pair new" in run("pair", "list").out
    assert json.loads(run("pair", "list", "--json").out) == {"pairs": []}


def test_both_are_shown_one_safety_number(run: Run, both: Path, given: Given) -> None:
    numbers = []
    for words, name in ((PRIYAS, "Priya"), (MARTINS, "Martin")):
        told = json.loads(run("pair", "show", "--json", "--passphrase-fd", given(words)).out)
        assert (told["me"], told["complete"], told["waiting"]) == (name, True, [])
        assert [one["you"] for one in told["members"]] == [True, False]
        numbers.append(told["safety_number"])
    assert numbers[0] == numbers[1]
    assert len(numbers[0].split()) == 6
    assert numbers[0] in run("pair", "show", "--passphrase-fd", given(PRIYAS)).out


# --- joining -------------------------------------------------------------------------------------


def test_a_partner_joins_at_once_when_the_other_is_there(
    run: Run, priyas: Path, given: Given
) -> None:
    fds = ("--passphrase-fd", given(MARTINS), "--inviter-passphrase-fd", given(PRIYAS))
    done = run("pair", "join", "--me", "Martin", "--json", *fds)
    told = json.loads(done.out)
    assert (done.code, told["role"], told["partner"]) == (0, "mentee", "Priya")
    assert "Priya has let you in." in done.err
    shown = json.loads(run("pair", "show", "--json", "--passphrase-fd", given(MARTINS)).out)
    assert (shown["complete"], shown["safety_number"]) == (True, told["safety_number"])
    again = ("--passphrase-fd", given(NEW), "--inviter-passphrase-fd", given(PRIYAS))
    assert "no pair here that waits" in refused(run("pair", "join", "--me", "Eve", *again), 1)


def test_a_partner_who_joined_alone_is_let_in_later(
    run: Run, priyas: Path, given: Given, viceversa: list[str]
) -> None:
    done = run(
        "pair", "join", "--me", "Martin", "--role", "mentee", "--passphrase-fd", given(MARTINS)
    )
    assert "viceversa pair admit" in done.err
    locked_out = run("pair", "show", "--passphrase-fd", given(MARTINS))
    assert "has not let you in yet" in locked_out.err
    waiting = json.loads(run("pair", "show", "--json", "--passphrase-fd", given(PRIYAS)).out)
    (newcomer,) = waiting["waiting"]
    assert (newcomer["name"], newcomer["role"]) == ("Martin", "mentee")
    number = given(PRIYAS)
    admit = ("pair", "admit", "--home", priyas, "--passphrase-fd", number)
    unasked = alone([*viceversa, *admit], pass_fds=[number])
    assert unasked.returncode == 2
    assert "Add --yes" in unasked.stderr
    agreed = run("pair", "admit", "--yes", "--passphrase-fd", given(PRIYAS))
    assert "Martin is let in." in agreed.out
    assert newcomer["number"] in agreed.out
    nobody = run("pair", "admit", "--yes", "--passphrase-fd", given(PRIYAS))
    assert (nobody.code, nobody.out) == (0, "Nobody waits to be let in.\n")
    shown = json.loads(run("pair", "show", "--json", "--passphrase-fd", given(MARTINS)).out)
    assert (shown["partner"], shown["notices"]) == ("Priya", [])


def test_what_a_newcomer_cannot_be(run: Run, priyas: Path, given: Given) -> None:
    join = ("pair", "join", "--me", "Martin")
    before = contents(priyas / "private")
    assert "--role" in refused(run(*join, "--passphrase-fd", given(MARTINS)), 2)
    fds = ("--passphrase-fd", given(MARTINS), "--inviter-passphrase-fd", given(PRIYAS))
    assert "is there already" in refused(run(*join, "--role", "mentor", *fds), 2)
    fds = ("--passphrase-fd", given(MARTINS), "--inviter-passphrase-fd", given("a wrong one"))
    assert "does not open it" in refused(run(*join, *fds), 1)
    fds = ("--passphrase-fd", given("martin"), "--inviter-passphrase-fd", given(PRIYAS))
    assert "shorter" in refused(run(*join, *fds), 2)
    assert contents(priyas / "private") == before


def test_who_asks_as_what_the_other_is_hears_what_to_do(
    run: Run, priyas: Path, given: Given
) -> None:
    join = ("pair", "join", "--me", "Martin", "--role")
    assert run(*join, "mentor", "--passphrase-fd", given(MARTINS)).code == 0
    shown = run("pair", "show", "--passphrase-fd", given(PRIYAS)).out
    assert "that is what you are" in shown
    assert "join again, as mentee (senior)" in " ".join(shown.split())
    said = refused(run("pair", "admit", "--yes", "--passphrase-fd", given(PRIYAS)), 1)
    assert "They have to join again as the mentee" in said
    assert run(*join, "mentee", "--passphrase-fd", given(NEW)).code == 0
    agreed = run("pair", "admit", "--yes", "--passphrase-fd", given(PRIYAS))
    assert "Martin is let in." in agreed.out
    told = run("pair", "show", "--json", "--passphrase-fd", given(PRIYAS))
    assert json.loads(told.out)["complete"] is True


def test_who_joins_while_the_pair_is_open_elsewhere_is_let_in_later(
    run: Run, priyas: Path, given: Given
) -> None:
    elsewhere = People(priyas).unlock(PRIYAS)
    fds = ("--passphrase-fd", given(MARTINS), "--inviter-passphrase-fd", given(PRIYAS))
    done = run("pair", "join", "--me", "Martin", *fds)
    elsewhere.close()
    assert done.code == 0
    assert "Whoever made the pair lets you in" in done.err
    assert "has let you in" not in done.err
    agreed = run("pair", "admit", "--yes", "--passphrase-fd", given(PRIYAS))
    assert "Martin is let in." in agreed.out


# --- keys ----------------------------------------------------------------------------------------


def test_a_passphrase_is_changed(run: Run, priyas: Path, given: Given) -> None:
    both_lines = given(PRIYAS, NEW)  # one descriptor may carry both
    fds = ("--passphrase-fd", both_lines, "--new-passphrase-fd", both_lines)
    done = run("pair", "passphrase", *fds)
    assert (done.code, "The passphrase is changed." in done.out) == (0, True)
    people = People(priyas)
    people.unlock(NEW).close()
    with pytest.raises(WrongPassphrase):
        people.unlock(PRIYAS)
    fds = ("--passphrase-fd", given(PRIYAS), "--new-passphrase-fd", given(MARTINS))
    refused(run("pair", "passphrase", *fds), 1)
    fds = ("--passphrase-fd", given(NEW), "--new-passphrase-fd", given("weak"))
    refused(run("pair", "passphrase", *fds), 2)
    people.unlock(NEW).close()


def test_a_code_of_another_pair_is_told_as_such(run: Run, priyas: Path, given: Given) -> None:
    other = RecoveryCode.generate().code
    options = ("--code-fd", given(other), "--new-passphrase-fd", given(NEW))
    said = refused(run("pair", "recover", *options), 1)
    assert "This code opens no journal here. Is it the one for this pair?" in said


def test_a_mistyped_code_changes_nothing(run: Run, priyas: Path, given: Given, code: str) -> None:
    wrong = code[:-1] + ("Q" if code[-1] != "Q" else "P")
    options = ("--code-fd", given(wrong), "--new-passphrase-fd", given(NEW))
    said = refused(run("pair", "recover", *options), 1)
    assert "block 7 of 7" in said
    assert code[20:30] not in said
    People(priyas).unlock(PRIYAS).close()


# --- at a terminal -------------------------------------------------------------------------------


def indented(terminal: Terminal) -> list[str]:
    lines = terminal.screen.display
    return [line.strip() for line in lines if line.startswith("    ") and line.strip()]


def last_block(terminal: Terminal) -> str:
    terminal.sees("Last block:")
    return indented(terminal)[-1].split()[-1]


def test_a_pair_is_made_at_a_terminal(viceversa: list[str], home: Path, tmp_path: Path) -> None:
    with Terminal([*viceversa, "pair", "new", *ME, "--home", str(home)], tmp_path) as terminal:
        terminal.sees("New passphrase:")
        terminal.press("martin\n")
        terminal.sees("It is shorter than 10")
        terminal.until(lambda shown: shown.count("New passphrase:") == 2, "asked again")
        terminal.press(f"{PRIYAS}\n")
        terminal.sees("Once more:")
        terminal.press(f"{PRIYAS}\n")
        block = last_block(terminal)
        assert not (home / "private").exists()
        terminal.press("QQQQQQQQ\n")
        terminal.sees("That is not the last block.")
        terminal.press(f"{block.lower()}\n")
        terminal.sees("Saved.")
        assert terminal.ended() == 0
        assert b"walnut" not in terminal.raw
    People(home).unlock(PRIYAS).close()


def test_the_offered_phrase_is_taken_and_learnt(
    viceversa: list[str], home: Path, tmp_path: Path
) -> None:
    with Terminal([*viceversa, "pair", "new", *ME, "--home", str(home)], tmp_path) as terminal:
        terminal.sees("New passphrase:")
        (offered,) = indented(terminal)
        terminal.press("\n")
        terminal.sees("Once more:")
        terminal.press("something else\n")
        terminal.sees("The two were not the same.")
        terminal.until(lambda shown: shown.count("New passphrase:") == 2, "asked again")
        terminal.press("\n")
        terminal.until(lambda shown: shown.count("Once more:") == 2, "asked once more")
        terminal.press(f"{offered}\n")
        terminal.sees("The passphrase still stands in this window: clear it")
        terminal.press(f"{last_block(terminal)}\n")
        terminal.sees("The code still stands in this window: clear it")
        assert terminal.ended() == 0
    People(home).unlock(offered).close()


def test_a_recovery_code_that_was_typed_is_said_to_stand_there(
    viceversa: list[str], priyas: Path, tmp_path: Path
) -> None:
    command = [*viceversa, "pair", "recover", "--home", str(priyas)]
    with Terminal(command, tmp_path) as terminal:
        terminal.sees("Recovery code (its spaces do not matter):")
        terminal.press("AGE-SECRET-KEY-1 QQQQ\n")
        terminal.sees("The code still stands in this window: clear it")
        assert terminal.ended() == 1


@pytest.mark.parametrize(("key", "ends"), [("\x03", 130), ("\x04", 1)])
def test_nothing_is_saved_before_the_code_is_on_paper(
    viceversa: list[str], home: Path, tmp_path: Path, key: str, ends: int
) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a program run in here ignores it
    with Terminal([*viceversa, "pair", "new", *ME, "--home", str(home)], tmp_path) as terminal:
        for asked in ("New passphrase:", "Once more:"):
            terminal.sees(asked)
            terminal.press(f"{PRIYAS}\n")
        terminal.sees("Last block:")
        terminal.press(key)
        assert terminal.ended() == ends
        assert b"Traceback" not in terminal.raw
    assert not (home / "private").exists()


def test_a_partner_is_admitted_at_a_terminal(
    viceversa: list[str], run: Run, priyas: Path, tmp_path: Path, given: Given
) -> None:
    run("pair", "join", "--me", "Martin", "--role", "mentee", "--passphrase-fd", given(MARTINS))
    for answer, said in (("\n", "Nobody was let in."), ("y\n", "Martin is let in.")):
        command = [*viceversa, "pair", "admit", "--home", str(priyas)]
        with Terminal(command, tmp_path) as terminal:
            terminal.sees("Passphrase:")
            terminal.press(f"{PRIYAS}\n")
            terminal.sees("[y/N]")
            terminal.press(answer)
            terminal.sees(said)
            assert terminal.ended() == 0


def test_joining_at_a_terminal_with_the_other_one(
    viceversa: list[str], priyas: Path, tmp_path: Path
) -> None:
    command = [*viceversa, "pair", "join", "--me", "Martin", "--home", str(priyas)]
    with Terminal(command, tmp_path, (80, 40)) as terminal:
        terminal.sees("Passphrase of the one who made the pair:")
        terminal.press(f"{PRIYAS}\n")
        for asked in ("New passphrase:", "Once more:"):
            terminal.sees(asked)
            terminal.press(f"{MARTINS}\n")
        terminal.press(f"{last_block(terminal)}\n")
        terminal.sees("Priya has let you in.")
        assert terminal.ended() == 0
