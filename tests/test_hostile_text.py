"""Text that people or files may bring, on every screen: markup, control codes, wide and right-to-left."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase

import pytest
from textual.widgets import Input, OptionList

from assistant.context import PairContext
from assistant.own_documents import DocumentHit
from assistant.workspace import Workspace
from tests.builders import card_text, write_guide
from tests.tui.driving import running, screen_text, text_of, until
from tui.text import lines, plain, said
from tui.widgets.passages import PassageOption, passage_content, passage_options

HOSTILE = [
    "[/x]",
    "[bold red]not[/] [/INST]",
    "[@click=app.quit]press[/]",
    "$title ${x} [$quiet]",
    "\x1b]52;c;Y2xpcGJvYXJk\x07\x1b[2J\x1b]0;title\x07",
    "\x9b31m \u202eback\u202c \u200bzero\ufeff",
    "日本語のとても長い題名" * 8,
    "שלום עולם مرحبا بالعالم",
    "👩‍👩‍👧‍👦 é e\u0301 👍🏽",
    "x" * 500,
    "\\[ [[ ]] \\",
]
Open = Callable[..., Workspace]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_door_reads_no_markup_and_lets_no_control_code_through(text: str) -> None:
    for content in (plain(text), said("[b]$words[/b]", words=text), lines(plain(text), plain("a"))):
        shown = content.plain
        assert not [c for c in shown if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)]
        assert not set(shown) & set("\u202e\u202c\u200b\ufeff")
        for piece in ("[/x]", "[bold red]", "[@click=app.quit]", "$title", "\\["):
            assert (piece in text) == (piece in shown)


@pytest.fixture
def hostile_guide(tmp_path: Path) -> Path:
    stages = ["before", "first", "early", "established", "stuck", "closing"]
    cards = {
        "kept-word": card_text(stages=stages),
        **{
            f"hostile-{number}": card_text(
                id=f"trust/hostile-{number}",
                title=f"{text[:300]} {number}",
                stages=stages,
                asks=[f"{text[:200]} {number} {more}" for more in range(6)],
                questions=[
                    {"side": "both", "type": "power", "text": f"{text[:200]} {number}?"},
                    {"side": "mentor", "type": "voice", "text": f"{text[:200]} m{number}?"},
                ],
                body=(
                    f"## Idea\n{text[:300].replace(chr(10), ' ')} idea {number}.\n\n## Try\n"
                    f"### For the mentor\n- {text[:200]} a{number}\n- b{number} {text[:200]}\n"
                    f"### For the mentee\n- {text[:200]} c{number}\n\n"
                    f"## Say\n### Together\n- {text[:200]} d{number}\n\n## Avoid\n- e {text[:200]}\n"
                ),
            )
            for number, text in enumerate(HOSTILE)
        },
    }
    return write_guide(tmp_path / "guide", **cards)


def visible(text: str) -> bool:
    return not [c for c in text if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)]


async def test_a_hostile_guide_is_shown_to_the_letter_on_every_screen(
    open_workspace: Open, hostile_guide: Path
) -> None:
    async with running(lambda: open_workspace(guide=hostile_guide)) as (app, pilot):
        for _ in HOSTILE:
            await pilot.press("n")
            assert visible(screen_text(app))
        await pilot.press("4")
        for _ in range(6):
            await pilot.press("n")
            assert visible(screen_text(app))
        await pilot.press("5")
        cards = app.screen.query_one("#cards", OptionList)
        await until(pilot, lambda: cards.option_count > len(HOSTILE))
        read = ""
        for size in ((60, 20), (120, 40)):
            await pilot.resize_terminal(*size)
            for place in range(1, cards.option_count):
                cards.highlighted = place
                await pilot.press("enter")
                await until(pilot, lambda: app.screen.query("#card"))
                assert visible(screen_text(app))
                read += text_of(app, "#card-text")
                await pilot.press("escape")
        for text in ("[/x]", "[bold red]not[/] [/INST]", "[@click=app.quit]press[/]", "שלום עולם"):
            assert text in read
        await pilot.press("f1")
        assert app.return_code is None


@pytest.mark.parametrize("text", [*HOSTILE, "\ud800 half"], ids=range(len(HOSTILE) + 1))
def test_passages_of_documents_are_shown_to_the_letter(text: str) -> None:
    """The name and the place of one are a line each, whatever is in them."""
    written = text.encode(errors="replace").decode()  # only names come with half characters
    hit = DocumentHit(f"/docs/{text}\nb.txt", f"{written}\nplace", plain(written).plain, 1.0)
    _, option = passage_options([hit])
    assert isinstance(option, PassageOption)
    shown = option.prompt
    assert len(str(shown).splitlines()) == 2
    whole = passage_content(hit).plain
    assert len(whole.splitlines()) == 7
    for content in (str(shown), whole):
        assert visible(content)
        assert not set(content) & set("\u202e\u202c\u200b\ufeff\ud800")
    for piece in ("[/x]", "[bold red]", "[@click=app.quit]", "$title", "\\["):
        assert (piece in text) == (piece in whole)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
async def test_hostile_documents_are_shown_on_the_screen(
    open_workspace: Open, tmp_path: Path
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    questions = []
    for letter, text in zip(ascii_lowercase, HOSTILE, strict=False):
        name = f"{text.replace('/', '')[:50]}\n{letter}.md"
        questions.append(f"bread{letter} butter{letter} breakfast{letter}")
        body = f"# {text}\n\n{questions[-1]}. {text[:200]}\n"
        (folder / name).write_text(body, encoding="utf-8")
    open_workspace().documents.add([folder])
    async with running(open_workspace) as (app, pilot):
        await until(pilot, lambda: app.model_state == "Searching by meaning and by words")
        await pilot.press("slash")
        read = ""
        for number, question in enumerate(questions):
            await pilot.resize_terminal(*((60, 20), (120, 40))[number % 2])
            cards = app.screen.query_one("#cards", OptionList)
            app.screen.query_one("#search", Input).value = question

            def found(cards: OptionList = cards, question: str = question) -> list[int]:
                return [
                    place
                    for place, option in enumerate(cards.options)
                    if isinstance(option, PassageOption) and question in option.hit.passage
                ]

            await until(pilot, found)
            assert visible(screen_text(app))
            cards.focus()
            cards.highlighted = found()[0]
            await pilot.press("enter")
            await until(pilot, lambda: app.screen.query_one("#preview").has_focus)
            assert question in text_of(app, "#card-text")
            assert visible(screen_text(app))
            read += text_of(app, "#card-text")
            await pilot.press("escape")
        for text in ("[/x]", "[bold red]not[/] [/INST]", "[@click=app.quit]press[/]", "שלום עולם"):
            assert text in read
        assert app.return_code is None


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 10_000], ids=range(len(HOSTILE) + 1))
async def test_hostile_text_typed_into_every_box(open_workspace: Open, text: str) -> None:
    pair = PairContext(mentor=text[:60] + ".", mentee=text[:60] + ".", named=True)
    async with running(lambda: open_workspace(pair=pair)) as (app, pilot):
        await pilot.press("slash")
        app.screen.query_one("#search", Input).value = text
        await pilot.press("enter")
        await pilot.press("4", "f")
        app.screen.query_one("#focus", Input).value = text
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#items", OptionList).option_count)
        app.screen.query_one("#length", Input).value = text
        await pilot.press("l", "enter")
        await until(pilot, lambda: text_of(app, "#said"))
        app.screen.query_one("#items").focus()
        await pilot.press("x")
        await until(pilot, lambda: app.screen.query("#path"))
        app.screen.query_one("#path", Input).value = f"/no/such/{text}"
        await pilot.press("enter")
        await until(pilot, lambda: "Enter writes" not in text_of(app, "#outcome"))
        assert visible(screen_text(app))
        assert app.return_code is None
