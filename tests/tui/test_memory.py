"""After locking, the running app holds neither the passphrase, nor a code, nor what was written."""

from __future__ import annotations

import functools
import gc
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cached_cell_len
from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.widgets import Input, Select

from assistant.wording import Side
from tests.tui.driving import App, screen_text, text_of, type_text, until
from tests.tui.homes import PHRASE, MadeHome
from tests.tui.journal_driving import by_words, rows
from tui.memory import forget_drawn
from tui.screens.new_pair import NewPairScreen
from tui.screens.passphrase import PassphraseScreen
from tui.screens.writing import WritingScreen
from tui.widgets.page import Page
from tui.widgets.passphrase import SecretBox

WORDS = "quince kestrel 日本 words"  # drawn wide, which Rich remembers in one more place


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


def _texts() -> dict[int, str | bytes]:
    """Every text that is reached from what the collector knows, by its id."""
    gc.collect()
    gc.unfreeze()  # what is frozen is not told of
    texts: dict[int, str | bytes] = {}
    level, seen = gc.get_objects(), set[int]()
    while level:
        found = {id(one): one for one in gc.get_referents(*level)}
        # By the true type: some things answer with a warning when asked for their class.
        texts |= {at: one for at, one in found.items() if issubclass(type(one), str | bytes)}
        # Of what may hold others, the collector does not know some tuples and dictionaries.
        level = [one for at, one in found.items() if type(one) in {tuple, dict} and at not in seen]
        level = [one for one in level if not gc.is_tracked(one)]
        seen |= {id(one) for one in level}
    return texts


def held(*words: str) -> Counter[str]:
    """Every text in memory that has one of `words` in it; a test's own ones are there before."""
    read = (t if isinstance(t, str) else t.decode("latin-1") for t in _texts().values())
    return Counter(text[:200] for text in read if any(word in text for word in words))


def _caches() -> Iterator[tuple[str, Any]]:
    """Every function of Textual and Rich that remembers what it was called with."""
    for module in [one for name, one in sys.modules.items() if name.split(".")[0] in _LIBRARIES]:
        for thing in list(vars(module).values()):
            for one in (thing, *(vars(thing).values() if isinstance(thing, type) else ())):
                function = getattr(one, "__func__", one)
                if isinstance(function, functools._lru_cache_wrapper):
                    yield f"{module.__name__}.{function.__qualname__}", function


_LIBRARIES = frozenset({"rich", "textual"})
_TRIES = 5


def cached(*words: str) -> list[str]:
    """The caches that hold one of `words`, or a widget's own cache and with it the widget."""
    found = set()
    for name, function in _caches():
        for kept in gc.get_referents(function):
            keys = list(kept) if isinstance(kept, dict) else []
            if any(word in repr(key) for key in keys for word in words):
                found.add(name)
    return sorted(found)


async def nothing_left(pilot: Any, app: App, before: Counter[str], *words: str) -> None:
    """In no cache, and in a moment nowhere: a screen that was left is taken apart a little later."""
    for _ in range(_TRIES):
        await pilot.pause(0.1)
        app.tick()
        left = cached(*words) or held(*words) - before
        if not left:
            return
    raise AssertionError(f"still held: {left}")


async def unlock(pilot: Any, app: App) -> None:
    await pilot.press("3")
    await until(pilot, lambda: "u unlocks it" in screen_text(app))
    await pilot.press("u")
    await until(pilot, lambda: app.screen.query("#passphrase"))
    await type_text(pilot, PHRASE)
    await until(pilot, lambda: "•" * len(PHRASE) in screen_text(app))
    assert not cached(PHRASE[:6])
    await pilot.press("enter")
    await until(pilot, lambda: app.pair is not None, "unlocked")


async def test_after_locking_no_passphrase_and_no_text_is_held(made: MadeHome, home: Path) -> None:
    sought = (PHRASE[:7], WORDS[:7], "日本")
    async with by_words(made.copied(home)) as (app, pilot):
        before = held(*sought)
        await unlock(pilot, app)
        await until(pilot, lambda: rows(app) == 0)
        assert not cached(PHRASE[:6])
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WritingScreen))
        app.screen.query_one(Page).insert(WORDS)
        await type_text(pilot, " more")
        await until(pilot, lambda: f"{WORDS} more" in screen_text(app))
        await pilot.press("ctrl+s", "escape")
        await until(pilot, lambda: rows(app) == 1)
        await pilot.press("s")
        await until(pilot, lambda: WORDS in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: WORDS in screen_text(app) and app.screen.query("#entry"))
        await pilot.press("escape", "slash")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "find")
        await type_text(pilot, WORDS[:14])
        await until(pilot, lambda: WORDS[:14] in screen_text(app))
        assert WORDS[:7] in "".join(held(*sought) - before)  # they would be found
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None and "u unlocks it" in screen_text(app))
        await nothing_left(pilot, app, before, *sought)


async def test_after_changing_the_passphrase_neither_is_held(made: MadeHome, home: Path) -> None:
    new = "walnut ember 71 saffron meadow quill"
    sought = (PHRASE[:7], new[:7])
    async with by_words(made.copied(home)) as (app, pilot):
        app.take_pair(made.opened(home))
        before = held(*sought)
        app.action_passphrase()
        await until(pilot, lambda: isinstance(app.screen, PassphraseScreen))
        for typed in (PHRASE, new, new):
            await type_text(pilot, typed)
            if app.screen.focused is app.screen.query_one("#again"):
                await pilot.press("f2")
                await until(pilot, lambda: screen_text(app).count(new) == 2, "shown")
            await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, PassphraseScreen), "changed")
        await nothing_left(pilot, app, before, *sought)
        app.lock()


async def test_after_beginning_neither_phrase_nor_code_is_held(home: Path) -> None:
    async with by_words(home) as (app, pilot):
        await until(pilot, lambda: app.nobody)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, NewPairScreen))
        screen = app.screen
        assert isinstance(screen, NewPairScreen)
        await type_text(pilot, "Martin")
        screen.query_one("#role", Select).value = Side.MENTEE
        screen.query_one("#partner", Input).value = "Priya"
        await until(pilot, lambda: app.focused is not None and app.focused.id == "partner")
        screen.query_one("#again").focus()
        await pilot.press("f3")
        phrase = screen.query_one("#phrase", Input).value
        await until(pilot, lambda: phrase in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Your recovery code" in text_of(app, "#code-text"), "made")
        assert screen._made is not None
        last = screen._made.code.last_block
        await until(pilot, lambda: last in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "block")
        await type_text(pilot, last.lower())
        await pilot.press("enter")
        await until(pilot, lambda: app.pair is not None, "begun")
        await until(pilot, lambda: not isinstance(app.screen, NewPairScreen))
        del screen
        app.lock()
        sought = (phrase[:-1], last, last.lower())
        await nothing_left(pilot, app, Counter((phrase, *sought)), *sought)  # this test's own


async def test_a_hidden_box_measures_dots(home: Path) -> None:
    async with by_words(home) as (app, pilot):
        cached_cell_len.cache_clear()
        box = SecretBox("box")
        await app.screen.mount(box)
        box.focus()
        await type_text(pilot, "kestrels")
        await until(pilot, lambda: "•" * 8 in screen_text(app))
        assert not cached("kes")
        await pilot.press("home", "right", "right", "x")
        assert box.value == "kexstrels"
        assert not cached("kex")
        box.password = False
        await until(pilot, lambda: "kexstrels" in screen_text(app))
        assert cached("kexstrels")  # so the others are looked for in the right place
        assert StylesCache.get_inner_outer.cache_info().currsize


def test_lines_that_were_cut_are_forgotten() -> None:
    Segment(WORDS).split_cells(17)  # in the middle of what is drawn wide
    assert cached(WORDS[:7])
    forget_drawn()
    assert not cached(WORDS[:7])
