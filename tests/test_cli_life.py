"""The commands on a pair's life, over the sample pair in a home of its own."""

from __future__ import annotations

import json
import shutil
import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from assistant.people import People
from assistant.sample_pair import PASSPHRASES, make_sample
from assistant.wording import Side
from tests.own_space import *  # noqa: F403 -- fixtures
from tests.own_space import Given
from tests.running import Run, refused

PRIYA = PASSPHRASES[Side.MENTOR]
SHAPE = {"title", "minutes", "lead", "purpose", "prompts", "cards", "because"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, real_home: Path) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "home"
    shutil.copytree(real_home, folder)  # its index: building one takes half a minute
    make_sample(folder, lambda: datetime.now(UTC), zone="Europe/London").close()
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sample"
    shutil.copytree(made, folder)
    monkeypatch.setenv("VICEVERSA_HOME", str(folder))
    return folder


def test_an_agenda_is_made_on_the_pairs_records(run: Run, home: Path, given: Given) -> None:
    done = run("agenda", "--json", "--passphrase-fd", given(PRIYA))
    told = json.loads(done.out)
    assert done.code == 0
    assert told["minutes"] == sum(item["minutes"] for item in told["items"])
    assert all(set(item) == SHAPE for item in told["items"])
    assert any("Martin" in item["because"] for item in told["items"])
    usual = json.loads(run("agenda", "--json", "--stage", told["stage"]).out)
    assert usual["items"] != told["items"]


def test_a_length_a_stage_and_a_side_are_obeyed(run: Run, home: Path, given: Given) -> None:
    options = ("--minutes", "10", "--stage", "stuck", "--role", "mentee", "--pair", "Martin")
    done = run("agenda", "--json", *options, "--passphrase-fd", given(PRIYA))
    told = json.loads(done.out)
    assert (told["minutes"], told["stage"]) == (10, "stuck")
    said = refused(run("agenda", "--minutes", "9", "--passphrase-fd", given(PRIYA)), 2)
    assert "10 to 180" in said


def test_the_next_session_as_a_calendar(run: Run, home: Path, given: Given) -> None:
    bare = run("agenda", "--ics", "--passphrase-fd", given(PRIYA))
    (event,) = Calendar.from_ical(bare.out).walk("VEVENT")
    assert "DESCRIPTION" not in event
    with_it = run("agenda", "--ics", "--with-agenda", "--passphrase-fd", given(PRIYA))
    (told,) = Calendar.from_ical(with_it.out).walk("VEVENT")
    assert told["UID"] == event["UID"]
    assert told["DESCRIPTION"]
    for wrong in (("--ics", "--json"), ("--with-agenda",)):
        assert run("agenda", *wrong, "--passphrase-fd", given(PRIYA)).code == 2
    for unused in (("--minutes", "30"), ("--focus", "feedback"), ("--seed", "0")):
        done = run("agenda", "--ics", *unused, "--passphrase-fd", given(PRIYA))
        assert (done.code, f"leave out {unused[0]}." in done.err) == (2, True)


def test_showing_a_pair_says_where_it_is(
    run: Run, home: Path, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = json.loads(run("pair", "show", "--json", "--passphrase-fd", given(PRIYA)).out)["life"]
    assert told["sessions_held"] == 6
    assert told["charter_signed_by"] == ["mentee", "mentor"]
    assert told["next_session"]
    assert all(date.fromisoformat(one["since"]) for one in told["open_actions"])
    assert told["open_actions"]
    assert told["because"]
    said = run("pair", "show", "--passphrase-fd", given(PRIYA)).out
    assert "Charter: version 2, signed by Priya and Martin" in said
    first = told["open_actions"][0]
    assert f"{first['what']} · since " in " ".join(said.split())
    # By the clocks of the session's zone, which is named where this machine's show another time.
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Kathmandu")
        time.tzset()
        there = run("pair", "show", "--passphrase-fd", given(PRIYA)).out
    time.tzset()
    at = datetime.fromisoformat(told["next_session"]).astimezone(ZoneInfo("Europe/London"))
    assert f"{at:%H:%M} (Europe/London)" in there
    assert f"Sessions held: {told['sessions_held']}" in said


def test_a_review_as_markdown_and_html(run: Run, home: Path, given: Given) -> None:
    markdown = run("pair", "review", "--passphrase-fd", given(PRIYA)).out
    assert markdown.startswith("# ")
    html = run("pair", "review", "--html", "--ending", "--passphrase-fd", given(PRIYA)).out
    assert html.lower().startswith("<!doctype html>")
    assert "Martin" in html
    assert "Martin" in markdown


def test_ending_needs_the_name_and_then_leaves_nothing(run: Run, home: Path, given: Given) -> None:
    said = refused(run("pair", "end", "--passphrase-fd", given(PRIYA)), 2)
    assert "confirmation" in said
    refused(run("pair", "end", "--confirm", "Somebody", "--passphrase-fd", given(PRIYA)), 2)
    People(home).unlock(PRIYA).close()
    done = run("pair", "end", "--confirm", "martin", "--passphrase-fd", given(PRIYA))
    assert (done.code, done.out[:10]) == (0, "Destroyed:")
    (left,) = People(home).places  # Martin's own
    opened = People(home).unlock(PASSPHRASES[Side.MENTEE])
    assert opened.me.writer == left.writer
    opened.close()
