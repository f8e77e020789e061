from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.card import Card
from knowledge.card_file import read_card
from knowledge.errors import Problem
from tests.builders import IDEA, card_body, card_fields, card_text

FILE = "trust/kept-word.md"


def read(folder: Path, text: str | bytes) -> Card | list[Problem]:
    path = folder / "card.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_card(path, FILE)


def test_a_valid_card_is_read_whole(tmp_path: Path) -> None:
    card = read(tmp_path, card_text(covers=["C001"]))
    assert isinstance(card, Card)
    fields = card_fields()
    assert (card.id, card.title, card.file) == (fields["id"], fields["title"], FILE)
    assert list(card.asks) == fields["asks"]
    assert [question.text for question in card.questions] == [
        question["text"] for question in fields["questions"]
    ]
    assert asdict(card.blocks[0]) == {
        **fields["blocks"][0],
        "prompts": tuple(fields["blocks"][0]["prompts"]),
        "stages": (),
    }
    assert card.idea == " ".join(IDEA.split())
    assert card.tries.mentor[0] == "Send the link on the day you named."
    assert len(card.tries.mentee) == 2
    assert card.say.mentor == ('"I said Tuesday, here it is."',)
    assert card.avoid == ("Promising three things at once.",)
    assert card.covers == ("C001",)


def test_a_card_of_just_64_kib_is_read(tmp_path: Path) -> None:
    text = card_text()
    assert isinstance(read(tmp_path, text + "\n" * (65536 - len(text.encode()))), Card)


def test_a_long_bullet_may_go_on_in_the_next_line(tmp_path: Path) -> None:
    card = read(tmp_path, card_text(card_body() + "- Being late\n  by an hour.\n"))
    assert isinstance(card, Card)
    assert card.avoid[-1] == "Being late by an hour."


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text]
)
def test_windows_line_ends_and_byte_order_mark_change_nothing(tmp_path: Path, change: Any) -> None:
    assert read(tmp_path, change(card_text())) == read(tmp_path, card_text())


def changed(old: str, new: str) -> str:
    body = card_body()
    assert old in body
    return card_text(body.replace(old, new, 1))


def front(text: str) -> str:
    return f"---\n{text}\n---\n{card_body()}"


BROKEN: dict[str, tuple[str | bytes, str, str]] = {
    "no front matter": (card_body(), "front matter", "three dashes"),
    "front matter not closed": ("---\nid: x\n", "front matter", "three dashes"),
    "empty file": ("", "front matter", "three dashes"),
    "bad yaml": (front("id: [\ntitle: x"), "front matter", "not valid YAML near line"),
    "escape code in yaml": (front('title: "\x1b[31m"'), "front matter", "not valid YAML"),
    "date that is none": (front("id: 2020-13-45"), "front matter", "not valid YAML"),
    "endless number": (front(f"id: {'9' * 5000}"), "front matter", "not valid YAML"),
    "word tagged a number": (front("id: !!int x"), "front matter", "not valid YAML"),
    "word tagged a truth value": (front("id: !!bool x"), "front matter", "not valid YAML"),
    "word tagged a time": (front("id: !!timestamp x"), "front matter", "not valid YAML"),
    "python object": (front("id: !!python/object:os.system x"), "front matter", "not valid YAML"),
    "a list for front matter": (front("- a"), "front matter", "keys and values"),
    "no key at all": (front(""), "front matter", "keys and values"),
    "unknown key": (card_text(colour="red"), "colour", "is not a key"),
    "idea in front matter": (card_text(idea="x"), "idea", "belongs in the text"),
    "file in front matter": (card_text(file="x"), "file", "belongs in the text"),
    "id with capitals": (card_text(id="trust/Kept"), "id", "must be"),
    "id with a line end": (card_text(id="trust/kept-word\n"), "id", "must be"),
    "wrong theme": (card_text(theme="luck"), "theme", "should be 'trust'"),
    "wrong topic": (card_text(topics=["trust", "luck"]), "topics.1", "should be"),
    "no topic": (card_text(topics=[]), "topics", "at least 1"),
    "five topics": (
        card_text(topics=["trust", "goals", "career", "dei", "closing"]),
        "topics",
        "at most 4",
    ),
    "wrong side": (card_text(sides=["mentor", "boss"]), "sides.1", "should be 'mentor'"),
    "wrong stage": (card_text(stages=["early", "late"]), "stages.1", "should be 'before'"),
    "wrong grade": (card_text(grade="D"), "grade", "should be 'A'"),
    "wrong cover": (card_text(covers=["C1"]), "covers.0", "must be"),
    "title that is a number": (card_text(title=7), "title", "valid string"),
    "title of nothing visible": (card_text(title="\u200b"), "title", "at least 1 character"),
    "ask too long": (card_text(asks=["x" * 601]), "asks.0", "at most 600"),
    "asks not a list": (card_text(asks="why"), "asks", "valid tuple"),
    "wrong question type": (
        card_text(questions=[{"side": "both", "type": "odd", "text": "Why?"}]),
        "questions.0.type",
        "should be 'readiness'",
    ),
    "unknown key of a question": (
        card_text(questions=[{"side": "both", "type": "power", "text": "Why?", "tone": "x"}]),
        "questions.0.tone",
        "is not a key",
    ),
    "block too short": (
        card_text(blocks=[{**card_fields()["blocks"][0], "minutes": 2}]),
        "blocks.0.minutes",
        "greater than or equal to 3",
    ),
    "block too long": (
        card_text(blocks=[{**card_fields()["blocks"][0], "minutes": 31}]),
        "blocks.0.minutes",
        "less than or equal to 30",
    ),
    "block without prompts": (
        card_text(blocks=[{**card_fields()["blocks"][0], "prompts": []}]),
        "blocks.0.prompts",
        "at least 1",
    ),
    "unknown heading": (changed("## Avoid", "## Beware"), "body", "unknown heading “Beware”"),
    "heading of another level": (changed("## Idea", "# Idea"), "body", "unknown heading “Idea”"),
    "heading twice": (changed("## Avoid", "## Say"), "Say", "stands twice"),
    "unknown sub-heading": (
        changed("### For the mentee", "### For everyone"),
        "Try",
        "unknown sub-heading “For everyone”",
    ),
    "sub-heading under idea": (changed("## Idea", "## Idea\n### Together"), "Idea", "sub-heading"),
    "sub-heading before a heading": ("---\nid: x\n---\n### Together\n", "body", "sub-heading"),
    "try without sub-heading": (
        changed("### For the mentor\n- Send", "- Send"),
        "Try",
        "sub-heading",
    ),
    "bullet without dash": (changed("- Promising", "Promising"), "Avoid", "dash and a space"),
    "bullet without words": (changed("- Promising three things at once.", "-"), "Avoid", "dash"),
    "text before the first heading": (
        changed("## Idea", "Hello.\n## Idea"),
        "body",
        "before the first",
    ),
    "idea missing": (
        card_text(card_body()[card_body().index("## Try") :]),
        "Idea",
        "missing or empty",
    ),
    "idea empty": (card_text(card_body(idea="")), "Idea", "missing or empty"),
    "idea of nothing visible": (
        card_text(card_body(idea="\u200b")),
        "idea",
        "at least 1 character",
    ),
    "not utf-8": (card_text().encode() + b"\xff", "file", "not UTF-8"),
    "too large": (card_text() + " " * 65536, "file", "larger than 64 KiB"),
}


def test_bad_yaml_is_told_with_its_line_in_the_file(tmp_path: Path) -> None:
    problems = read(tmp_path, front("id: a\ntitle: b: c\ntheme: trust"))
    assert problems == [Problem(FILE, "front matter", "is not valid YAML near line 3")]


REQUIRED = ("id", "title", "theme", "topics", "sides", "stages", "sources", "grade", "asks")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_card_has_one_problem_that_names_file_and_field(tmp_path: Path, name: str) -> None:
    text, field, message = BROKEN[name]
    problems = read(tmp_path, text)
    assert isinstance(problems, list)
    assert [(problem.file, problem.field) for problem in problems] == [(FILE, field)]
    assert message in problems[0].message
    assert str(problems[0]).startswith(f"{FILE}: {field}: ")


@pytest.mark.parametrize("key", REQUIRED)
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    assert read(tmp_path, card_text(**{key: None})) == [Problem(FILE, key, "is missing")]


def test_every_broken_field_is_told_at_once(tmp_path: Path) -> None:
    problems = read(tmp_path, card_text(title=None, theme="luck", colour="red"))
    assert isinstance(problems, list)
    assert {problem.field for problem in problems} == {"title", "theme", "colour"}


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    for name in ("none.md", "folder.md"):
        problems = read_card(tmp_path / name, FILE)
        assert isinstance(problems, list)
        assert problems[0].field == "file"
        assert "cannot be read" in problems[0].message


HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202egnp\u200b\x9b31m"


def visible(text: str) -> bool:
    return not any(unicodedata.category(char) in ("Cc", "Cf") for char in text)


def test_hostile_text_is_cleaned_wherever_it_stands(tmp_path: Path) -> None:
    question = {"side": "both", "type": "power", "text": f"Why{HOSTILE}?"}
    block = {**card_fields()["blocks"][0], "title": f"T{HOSTILE}", "prompts": [f"P{HOSTILE}"]}
    block["purpose"] = f"U{HOSTILE}"
    body = card_body().replace(". ", f".{HOSTILE} ").replace("- ", f"- {HOSTILE}")
    card = read(
        tmp_path,
        card_text(
            body,
            title=f"Keep{HOSTILE}",
            asks=[f"a{HOSTILE}"],
            questions=[question],
            blocks=[block],
            sources=[f"S1{HOSTILE}"],
        ),
    )
    assert isinstance(card, Card)
    assert card.title == "Keep]0;owned[2Jgnp31m"
    told = yaml.safe_dump(json.loads(json.dumps(asdict(card))), allow_unicode=True, width=10**6)
    assert "owned" in told
    assert visible(told.replace("\n", ""))
    assert "\\x" not in told
    assert "\\e" not in told
    assert all(visible(sentence.text) for sentence in card.sentences)


@pytest.mark.parametrize(
    "text",
    [
        card_text(card_body() + f"\n## {HOSTILE}\n"),
        card_text(card_body() + f"\n### {HOSTILE}\n"),
        card_text(**{HOSTILE: "x"}),
        card_text(blocks=[{HOSTILE: "x"}]),
    ],
    ids=["heading", "sub-heading", "key", "key of a block"],
)
def test_a_problem_never_repeats_control_codes(tmp_path: Path, text: str) -> None:
    problems = read(tmp_path, text)
    assert isinstance(problems, list)
    assert problems
    assert all(visible(str(problem)) for problem in problems)


def test_no_file_whatever_raises(tmp_path: Path) -> None:
    whole = card_text()

    @settings(deadline=None, max_examples=300)
    @given(
        st.integers(0, len(whole)),
        st.integers(0, 40),
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(
                [
                    "\n---\n",
                    "\n## ",
                    "\n### ",
                    "!!int ",
                    "!!bool ",
                    "&a [*a]",
                    "{",
                    "9" * 5000,
                    "\n- ",
                ]
            ),
        ),
    )
    def holds(place: int, gone: int, new: str) -> None:
        found = read(
            tmp_path, (whole[:place] + new + whole[place + gone :]).encode(errors="replace")
        )
        if isinstance(found, list):
            assert found
            assert all(problem.file == FILE and problem.field for problem in found)
        else:
            assert found.file == FILE

    holds()


def test_no_bytes_whatever_raise(tmp_path: Path) -> None:
    @settings(deadline=None, max_examples=100)
    @given(st.binary(max_size=200))
    def holds(data: bytes) -> None:
        assert isinstance(read(tmp_path, b"---\n" + data + b"\n---\n" + card_body().encode()), list)

    holds()
