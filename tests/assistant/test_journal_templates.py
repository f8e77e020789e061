from __future__ import annotations

from itertools import combinations

import pytest

from assistant.entry import Draft
from assistant.errors import Trouble
from assistant.journal_templates import TEMPLATES, Template, template
from assistant.wording import Side

WAYS = {"what-so-what": 3, "six-steps": 6}


def headings(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("## ")]


def test_there_is_a_quick_one_and_a_slow_one() -> None:
    assert {each.id: len(each.parts) for each in TEMPLATES} == WAYS
    assert headings(template("what-so-what", Side.MENTOR)) == [
        "## What",
        "## So what",
        "## Now what",
    ]


@pytest.mark.parametrize("each", TEMPLATES, ids=lambda each: each.id)
def test_each_side_is_asked_in_its_own_words(each: Template) -> None:
    for one, other in combinations((Side.MENTOR, Side.MENTEE, Side.COORDINATOR), 2):
        assert each.text(one) != each.text(other)
        assert headings(each.text(one)) == headings(each.text(other))
    assert "my mentor" not in each.text(Side.MENTOR)
    assert "my mentee" not in each.text(Side.MENTEE)
    neutral = each.text(Side.BOTH)
    assert "mentor" not in neutral
    assert "mentee" not in neutral


@pytest.mark.parametrize("each", TEMPLATES, ids=lambda each: each.id)
@pytest.mark.parametrize("side", Side)
def test_a_skeleton_fits_a_draft_as_it_is(each: Template, side: Side) -> None:
    text = each.text(side)
    assert Draft(text=text).text == text.rstrip()
    assert len(each.when) <= 80
    questions = [line for line in text.splitlines() if line.startswith("> ")]
    assert len(questions) == len(each.parts)
    assert all(question.endswith("?") and len(question) <= 100 for question in questions)
    # Room to write under each question.
    assert text.count("?\n\n") == len(each.parts)


def test_an_unknown_template_is_refused_with_those_there_are() -> None:
    with pytest.raises(Trouble, match="six-steps") as error:
        template("gibbs", Side.MENTOR)
    assert error.value.exit_code == 2
