"""The page of `viceversa journal add`: nothing written on it is lost, and nothing of it leaks."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from assistant.storage.troubles import NotKept
from tests.tui.driving import until
from tui.editor import Editor
from tui.idle import IdleWatch
from tui.widgets.page import Page

DISK = "no space left on device"


def dropped(_text: str) -> None:
    """For pages of which nothing is to be kept."""


def refuse(_text: str) -> None:
    raise NotKept(DISK)


def told(editor: Editor) -> str:
    return str(editor.query_one("#told", Static).render())


async def test_words_are_kept_by_a_key() -> None:
    kept: list[str] = []
    editor = Editor(kept.append)
    async with editor.run_test() as pilot:
        await pilot.press("ctrl+s")
        assert "nothing to keep yet" in told(editor)
        await pilot.press(*"Hello", "enter", *"you", "ctrl+s")
    assert (kept, editor.kept, editor.return_code) == (["Hello\nyou"], True, 0)


async def test_words_that_cannot_be_kept_stay_on_the_page() -> None:
    kept: list[str] = []
    full = True

    def keep(text: str) -> None:
        if full:
            raise NotKept(DISK)
        kept.append(text)

    editor = Editor(keep)
    async with editor.run_test() as pilot:
        await pilot.press(*"Words", "ctrl+s")
        assert editor.is_running
        assert DISK in told(editor)
        # The advice at its end is seen too.
        await until(pilot, lambda: editor.query_one("#told").size.height > 1)
        full = False
        await pilot.press("ctrl+s")
    assert (kept, editor.kept) == (["Words"], True)


async def test_what_is_kept_leaves_no_draft_behind() -> None:
    drafts: list[str] = []
    editor = Editor(dropped, drafts.append)
    async with editor.run_test() as pilot:
        await pilot.press(*"Words", "ctrl+s")
    editor.before_leaving()
    assert (editor.kept, drafts) == (True, [])


async def test_words_that_no_draft_keeps_are_not_left_by_one_key() -> None:
    editor = Editor(dropped)
    async with editor.run_test() as pilot:
        await pilot.press(*"Words", "escape")
        assert "Esc again leaves and loses it" in told(editor)
        await pilot.press("s", "escape")
        assert editor.is_running
        await pilot.press("escape")
    assert (editor.kept, editor.drafted) == (False, False)


async def test_an_empty_page_is_left_at_once() -> None:
    editor = Editor(dropped)
    async with editor.run_test() as pilot:
        await pilot.press("escape")
    assert not editor.kept


async def test_a_draft_is_kept_while_writing_and_on_leaving(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Editor, "AUTOSAVE_SECONDS", 0.01)
    drafts: list[str] = []
    editor = Editor(dropped, drafts.append, "Before. ")
    async with editor.run_test() as pilot:
        assert "Your draft is back." in told(editor)
        await pilot.press("A")
        await until(pilot, lambda: drafts == ["Before. A"], "a draft")
        await pilot.press("B", "escape")
    assert (drafts[-1], editor.kept, editor.drafted) == ("Before. AB", False, True)


async def test_whatever_ends_it_the_draft_is_kept() -> None:
    drafts: list[str] = []
    editor = Editor(dropped, drafts.append)
    async with editor.run_test() as pilot:
        await pilot.press("A")
        editor.exit(return_code=143)
    editor.before_leaving()
    assert (drafts, editor.return_code) == (["A"], 143)


async def test_words_stay_where_the_draft_cannot_be_kept() -> None:
    editor = Editor(dropped, refuse)
    async with editor.run_test() as pilot:
        await pilot.press("A", "escape")
        assert editor.is_running
        assert "no space left" in told(editor)
        await pilot.press("escape")
    assert (editor.kept, editor.drafted) == (False, False)


async def test_it_hides_and_then_leaves_when_nobody_is_there() -> None:
    now = [0.0]
    watch = IdleWatch(lambda: now[0], lambda: 0.0)
    watch.after = 60.0
    drafts: list[str] = []
    editor = Editor(dropped, drafts.append, watch=watch)
    async with editor.run_test() as pilot:
        page = editor.query_one(Page)

        def pass_time(seconds: int) -> None:
            for _ in range(seconds // 10):  # a longer gap is a sleeping computer
                now[0] += 10
                editor.look()

        await pilot.press("A")
        pass_time(40)
        assert not page.visible
        await pilot.press("B")
        assert (page.visible, page.text) == (True, "AB")
        pass_time(50)
        assert editor.is_running
        pass_time(10)
        await until(pilot, lambda: not editor.is_running, "the end")
    assert (drafts, editor.kept) == (["AB"], False)


async def test_pasted_codes_are_text_and_copies_stay_inside() -> None:
    kept: list[str] = []
    editor = Editor(kept.append)
    async with editor.run_test() as pilot:
        from textual.events import Paste

        editor.query_one(Page).post_message(Paste("a\x1b]52;c;AA\x07b \x9b2J[/]\u202e"))
        await until(pilot, lambda: "b" in editor.query_one(Page).text, "the paste")
        written: list[str] = []
        assert editor._driver is not None
        editor._driver.write = written.append  # type: ignore[assignment,method-assign]
        await pilot.press("f7", "ctrl+c")
        await pilot.pause()
        assert not any("\x1b]52" in data for data in written)
        assert editor.clipboard
        await pilot.press("end", "ctrl+s")
    assert not set("\x1b\x07\x9b\u202e") & set(*kept)


async def test_a_defect_tells_nothing_and_the_draft_stays(
    capsys: pytest.CaptureFixture[str],
) -> None:
    drafts: list[str] = []
    editor = Editor(dropped, drafts.append)
    with pytest.raises(ZeroDivisionError):
        async with editor.run_test() as pilot:
            await pilot.press(*"zebra")
            editor.call_later(lambda: 1 / 0)
            await pilot.pause()
    assert (editor.return_code, drafts) == (1, ["zebra"])
    assert "zebra" not in "".join(capsys.readouterr())
