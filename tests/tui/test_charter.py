"""The charter: drafted, changed by section, signed by both, in versions, exported."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from textual.widgets import Input, Select

from assistant.life.charter import Charter
from assistant.life.charters import FIELDS, drafted, standing
from assistant.life.snapshot import PairLife
from assistant.wording import Side
from tests.pairs import START, MadePair
from tests.test_hostile_text import HOSTILE, visible
from tests.tui.driving import App, screen_text, text_of, until
from tests.tui.journal_driving import words_held
from tests.tui.pair_driving import Opened, form, in_hand, in_pair, shows, told
from tui.screens.charter import CharterScreen
from tui.screens.form import FormSheet
from tui.widgets.page import Page

FIRST = drafted(PairLife.of([], "Priya", "Martin"), START, Side.MENTOR, new_id="charter1")


async def to_charter(opened: Opened) -> None:
    app, pilot, _ = opened
    await pilot.press("c")
    await until(pilot, lambda: isinstance(app.screen, CharterScreen) and told(app, "purpose"))


def put(app: App, name: str, text: str) -> None:
    widget = app.screen.query_one(f"#field-{name}")
    if isinstance(widget, Page):
        widget.put(text)
    elif isinstance(widget, Input):
        widget.value = text


def sign_as_martin(pair: MadePair) -> None:
    martin = pair.open(pair.martin)
    latest = standing(martin.records.life).current
    assert latest is not None
    martin.records.sign(latest)
    martin.close()


async def test_a_draft_is_kept_only_when_asked_and_read_to_its_end(pair: MadePair) -> None:
    async with in_pair(pair, size=(60, 20)) as opened:
        app, pilot, space = opened
        await to_charter(opened)
        assert "Nothing of it is kept yet" in told(app, "#standing")
        assert not space.records.life.charters
        seen = ""
        for _ in range(120):
            seen += screen_text(app)
            await pilot.press("down")
        for heading in FIELDS.values():
            assert heading in seen
        assert "Must be passed on" in seen
        assert in_hand(app) == "exit"
        await pilot.press("k")
        await until(pilot, lambda: len(space.records.life.charters) == 1)
        assert "Neither of you has signed version 1" in told(app, "#standing")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "Nothing of it is kept yet" in told(app, "#standing"))


async def test_a_section_of_a_draft_is_changed(pair: MadePair) -> None:
    async with in_pair(pair) as opened:
        app, pilot, space = opened
        await to_charter(opened)
        await pilot.press("down", "down", "down")
        await until(pilot, lambda: in_hand(app) == "place")
        await form(pilot, app, "enter")
        assert "it stays version 1" in " ".join(screen_text(app).split())
        put(app, "place", "The small room [/x]")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "The small room [/x]" in told(app, "place"))
        (charter,) = space.records.life.charters
        assert (charter.number, charter.place) == (1, "The small room [/x]")


async def test_a_change_of_what_is_signed_is_another_version_for_both(pair: MadePair) -> None:
    async with in_pair(pair, [FIRST]) as opened:
        app, pilot, space = opened
        await to_charter(opened)
        await pilot.press("s")
        await shows(pilot, app, "mean to keep to it")
        await pilot.press("n")
        assert not space.records.life.signatures
        await pilot.press("s")
        await shows(pilot, app, "mean to keep to it")
        await pilot.press("y")
        await until(pilot, lambda: "Martin has not yet" in told(app, "#standing"))
        sign_as_martin(pair)
        app.look_again()
        await until(pilot, lambda: told(app, "#standing") == "Signed by both.")
        await form(pilot, app, "enter")
        note = " ".join(screen_text(app).split())
        assert "Priya and Martin have signed version 1. A change makes version 2" in note
        put(app, "purpose", "To learn [b]both[/b] ways.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(space.records.life.charters) == 2)
        now = standing(space.records.life)
        assert now.agreed == FIRST
        assert now.missing == {Side.MENTOR, Side.MENTEE}
        await until(pilot, lambda: "Changed since version 1" in told(app, "#standing"))
        assert "now: To learn [b]both[/b] ways." in told(app, "#standing")
        await pilot.press("v", "v")
        await until(pilot, lambda: "Version 1 of 2, signed by both" in told(app, "#standing"))
        await pilot.press("enter")
        assert isinstance(app.screen, CharterScreen)
        await pilot.press("escape")
        await until(pilot, lambda: "Neither of you" in told(app, "#standing"))
        await pilot.press("escape")
        await until(pilot, lambda: "Changed since version 1: Purpose." in told(app, "charter"))


async def test_a_signature_can_be_taken_back_at_once(pair: MadePair) -> None:
    async with in_pair(pair, [FIRST]) as opened:
        app, pilot, space = opened
        await to_charter(opened)
        await pilot.press("s")
        await shows(pilot, app, "Sign it")
        await pilot.press("y")
        await until(pilot, lambda: bool(space.records.life.signatures))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not space.records.life.signatures)
        assert space.records.life.charters == (FIRST,)


async def test_a_version_that_the_partner_wrote_is_signed(pair: MadePair) -> None:
    martin = pair.open(pair.martin)
    his = drafted(PairLife.of([], "Priya", "Martin"), START, Side.MENTEE)
    martin.records.keep(his)
    martin.close()
    async with in_pair(pair) as opened:
        app, pilot, space = opened
        await to_charter(opened)
        await pilot.press("s")
        await shows(pilot, app, "Sign it")
        await pilot.press("y")
        await until(pilot, lambda: standing(space.records.life).signed_by == {Side.MENTOR})
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not space.records.life.signatures)
        assert space.records.life.charters == (his,)


async def test_the_four_boxes_and_what_must_be_passed_on(pair: MadePair) -> None:
    async with in_pair(pair, [FIRST]) as opened:
        app, pilot, space = opened
        await to_charter(opened)
        await pilot.press(*("down",) * 20)
        app.screen.query_one("Sections").take("confidentiality")  # type: ignore[attr-defined]
        await until(pilot, lambda: in_hand(app) == "confidentiality")
        await form(pilot, app, "enter")
        put(app, "stays_here", "one\n\ntwo")
        put(app, "must_be_passed_on", "")
        await pilot.press("ctrl+s")
        await shows(pilot, app, "must be passed on is empty")
        assert space.records.life.charters == (FIRST,)
        app.screen.query_one("#field-nothing_passed_on", Select).value = "yes"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormSheet))
        boxes = space.records.life.charters[-1].confidentiality
        assert (boxes.stays_here, boxes.must_be_passed_on) == (("one", "two"), ())


async def test_what_the_partner_kept_meanwhile_is_not_lost(pair: MadePair) -> None:
    async with in_pair(pair, [FIRST]) as opened:
        app, pilot, space = opened
        await to_charter(opened)
        await form(pilot, app, "enter")
        put(app, "purpose", "Mine.")
        martin = pair.open(pair.martin)
        changed = {"id": "charter2", "number": 2, "purpose": "Theirs.", "written_by": Side.MENTEE}
        theirs = FIRST.model_copy(update=changed)
        martin.records.keep(theirs)
        martin.close()
        await pilot.press("ctrl+s")
        await shows(pilot, app, "Version 2 was kept meanwhile")
        assert app.screen.texts["purpose"] == "Mine."  # type: ignore[attr-defined]
        assert space.records.life.charters[-1] == theirs


async def test_it_is_exported_beside_a_file_that_is_there(pair: MadePair, tmp_path: Path) -> None:
    async with in_pair(pair, [FIRST]) as opened:
        app, pilot, _ = opened
        await to_charter(opened)
        (tmp_path / "charter-1.md").write_text("mine")
        await pilot.press("x")
        await until(pilot, lambda: bool(app.screen.query("#path")))
        app.screen.query_one("#path", Input).value = str(tmp_path)
        await pilot.press("enter")
        await until(pilot, lambda: "charter-1-2.md" in text_of(app, "#said"))
        written = (tmp_path / "charter-1-2.md").read_text()
        assert written.startswith("# How Priya and Martin work together")
        assert (tmp_path / "charter-1.md").read_text() == "mine"


async def test_hostile_words_and_nothing_left_after_a_lock(pair: MadePair) -> None:
    text = "\n".join(HOSTILE)[:3_000]
    lines = tuple(filter(None, (one[:300].strip("\x1b\x07") for one in HOSTILE)))
    later = START - timedelta(days=3)
    hostile = Charter(
        number=1,
        at=later,
        written_by=Side.MENTOR,
        purpose=f"zyqqword {text}",
        topics_in=lines,
        repair_phrase=lines[1],
    )
    next_one = hostile.model_copy(update={"id": "second", "number": 2, "purpose": "short"})
    async with in_pair(pair, [hostile, next_one], size=(60, 20)) as opened:
        app, pilot, _ = opened
        await to_charter(opened)
        await pilot.press("v")
        await until(pilot, lambda: "zyqqword [/x]" in told(app, "#standing"))
        for _ in range(60):
            await pilot.press("down")
            assert visible(screen_text(app))
        await pilot.press("pageup", "pagedown", "home", "ctrl+l")
        await until(pilot, lambda: app.pair is None)
        await shows(pilot, app, "u unlocks it")
        assert "zyqqword" not in words_held(app)
        assert app.return_code is None
