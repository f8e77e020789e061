from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.agenda import Agenda
from assistant.context import PairContext
from assistant.export import agenda_json, agenda_markdown
from assistant.suggest import AgendaRequest, suggest_agenda
from assistant.wording import STAGES
from knowledge.catalogue import Catalogue
from knowledge.guide_files import embedded_guide, load
from knowledge.plain_text import one_line
from knowledge.skeleton import load_skeletons
from knowledge.vocabulary import Side, Stage

GUIDE: Catalogue = load()
PAIR = PairContext(mentor="Priya", mentee="Martin", named=True)
NASTY = [
    "[click](javascript:x)",
    "![pic](http://x/y.png)",
    "a | b",
    "# heading",
    "ends with #",
    "<b>bold</b> <script>",
    "*bold* _em_ **b** __b__ ~~gone~~",
    "`code` ```",
    "back\\slash \\*",
    "&lt;b&gt; &amp; R&D &#42;",
    "<https://example.org>",
    "- dash",
    "+ plus",
    "1. one",
    "2) two",
    "---",
    "===",
    "> quote",
    "| a | b |",
    "[x]: http://y",
    "2.5 degrees",
]


def agenda(minutes: int = 45, stage: Stage = Stage.EARLY, **changes: object) -> Agenda:
    request = AgendaRequest(minutes, stage)
    made = suggest_agenda(GUIDE, load_skeletons(embedded_guide()), request, {})
    return made.model_copy(update=changes)


PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLAIN = {"text", "softbreak", "text_special"}


def inlines(text: str) -> list[Token]:
    return [token for token in PARSER.parse(text) if token.type == "inline"]


def shown(text: str) -> str:
    """What a reader of the rendered Markdown sees; fails on anything but plain text."""
    for token in inlines(text):
        assert {child.type for child in token.children or []} <= PLAIN, token.content
    return "\n".join(
        "".join(child.content for child in token.children or []) for token in inlines(text)
    )


def outline(text: str) -> list[str]:
    return [f"{token.type} {token.level}" for token in PARSER.parse(text)]


@pytest.mark.parametrize("stage", list(Stage))
def test_markdown_shows_everything(stage: Stage) -> None:
    own = agenda(60, stage, focus="numbers")
    text = shown(agenda_markdown(own, PAIR, GUIDE))
    assert text.startswith(f"Priya and Martin: 60 minutes, {STAGES[stage]}")
    assert "Focus: numbers" in text
    start = 0
    leads = {"mentor": "Priya leads", "mentee": "Martin leads", "both": "together"}
    for number, item in enumerate(own.items, 1):
        assert f"{number}. {item.title} ({item.minutes} min, {leads[item.lead]})" in text
        assert f"Minutes {start} to {start + item.minutes}. {item.purpose}" in text
        assert f"Why: {item.because} From “{GUIDE[item.cards[0]].title}”." in text
        assert all(prompt in text.split("\n") for prompt in item.prompts)
        start += item.minutes
    assert "Actions" in text
    assert "Next session:" in text


def test_markdown_has_room_for_actions() -> None:
    text = agenda_markdown(agenda(), PAIR, GUIDE)
    assert "| what | who | by when |\n|---|---|---|\n" in text
    assert "table_open" in [token.type for token in PARSER.parse(text)]
    assert text.endswith("\n")


def test_a_pair_without_names_is_called_by_its_roles() -> None:
    text = shown(agenda_markdown(agenda(), PairContext(), GUIDE))
    assert text.startswith("45 minutes, early")
    assert "the mentor leads" in text
    assert "Focus" not in text


@pytest.mark.parametrize("text", NASTY)
def test_markup_in_names_and_focus_is_text(text: str) -> None:
    pair = PairContext(mentor=text, mentee="Martin", named=True)
    usual = agenda_markdown(agenda(focus="x"), PAIR, GUIDE)
    nasty = agenda_markdown(agenda(focus=text), pair, GUIDE)
    assert outline(nasty) == outline(usual)
    assert f"Focus: {text}\n" in shown(nasty)
    assert shown(nasty).startswith(f"{text} and Martin: ")
    assert f"{text} leads)" in shown(nasty)


@pytest.mark.parametrize("text", NASTY)
def test_markup_in_a_cards_text_is_text(text: str) -> None:
    own = agenda()
    fields = {"title": text, "purpose": text, "because": text, "prompts": (text, text)}
    changed = (own.items[0].model_copy(update=fields), *own.items[1:])
    plain = {name: "x" if isinstance(value, str) else ("x", "x") for name, value in fields.items()}
    usual = (own.items[0].model_copy(update=plain), *own.items[1:])
    nasty = agenda_markdown(own.model_copy(update={"items": changed}), PAIR, GUIDE)
    assert outline(nasty) == outline(
        agenda_markdown(own.model_copy(update={"items": usual}), PAIR, GUIDE)
    )
    assert shown(nasty).split("\n").count(text) == 2
    assert f"1. {text} (" in shown(nasty)
    assert f"Why: {text} From" in shown(nasty)


@settings(deadline=None, max_examples=150)
@given(
    st.text(st.sampled_from("[]()!|#<>*_~`\\&;-+=.1 abx:/\"'$^{}@\t"), min_size=1)
    .map(one_line)
    .filter(bool)
)
def test_no_text_whatever_is_taken_for_markup(text: str) -> None:
    own = agenda(10, focus=text)
    first = own.items[0].model_copy(update={"prompts": (text,)})
    nasty = agenda_markdown(own.model_copy(update={"items": (first, *own.items[1:])}), PAIR, GUIDE)
    assert f"Focus: {text}\n" in shown(nasty)
    assert text in shown(nasty).split("\n")


@pytest.mark.parametrize("stage", list(Stage))
def test_json_has_exactly_the_shape_promised(stage: Stage) -> None:
    own = agenda(60, stage, focus="numbers")
    told = json.loads(json.dumps(agenda_json(own)))
    assert list(told) == ["stage", "minutes", "items"]
    assert (told["stage"], told["minutes"]) == (stage.value, 60)
    assert sum(item["minutes"] for item in told["items"]) == 60
    for item, made in zip(told["items"], own.items, strict=True):
        assert list(item) == ["title", "minutes", "lead", "purpose", "prompts", "cards", "because"]
        assert item["lead"] in ("mentor", "mentee", "both")
        assert item["prompts"] == list(made.prompts)
        assert item["cards"] == list(made.cards)
        assert (item["title"], item["purpose"], item["because"]) == (
            made.title,
            made.purpose,
            made.because,
        )


def test_names_are_cleaned_and_may_not_be_empty_or_endless() -> None:
    assert PairContext(mentor="Pri\x1b[2Jya\n ").mentor == "Pri[2Jya"
    for name in ("", " \u200b ", "x" * 81):
        with pytest.raises(ValueError, match="mentor"):
            PairContext(mentor=name)
    assert PairContext().reader is Side.BOTH
