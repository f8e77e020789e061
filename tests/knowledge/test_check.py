from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.check import check_guide
from knowledge.errors import Problem
from tests.builders import IDEA, card_body, card_fields
from tests.knowledge.cards import SECOND_BODY, STAGES, guide_of_one, guide_of_two

FIRST = "trust/kept-word.md"
SECOND = "trust/on-time.md"


def body(old: str, new: str) -> str:
    assert old in card_body()
    return card_body().replace(old, new, 1)


def second(old: str, new: str) -> str:
    assert old in SECOND_BODY
    return SECOND_BODY.replace(old, new, 1)


def idea(count: int) -> str:
    return card_body(" ".join(["word"] * count) + ".")


def block(**changes: Any) -> list[dict[str, Any]]:
    return [card_fields()["blocks"][0], {**card_fields()["blocks"][0], "title": "Other", **changes}]


def questions(*texts: str) -> list[dict[str, str]]:
    return [
        {"side": side, "type": "noticing", "text": text}
        for side in ("mentor", "mentee")
        for text in (f"{side}: {text}" for text in texts)
    ]


COORDINATOR = "## Say\n### For the coordinator\n- Meet both.\n"
CLAIMS = [
    "Research indicates that promises matter.",
    "Research clearly shows that promises matter.",
    "Studies have repeatedly shown that promises matter.",
    "Researchers found that promises matter.",
    "A survey found that promises matter.",
    "According to research promises matter.",
    "It has been shown that promises matter.",
    "Research shows that promises matter.",
    "Studies found that promises matter.",
    "The evidence suggests that promises matter.",
    "Data tells us that promises matter.",
    "One study found that promises matter.",
    "It is proven that promises matter.",
    "It is known that promises matter.",
    "A meta-analysis confirms that promises matter.",
]
BANNED = [
    "Gen Alpha",
    "gen\u2011y",
    "the young are teaching the old",
    "young people teach",
    "digital immigrant",
    "digitally native",
    "born digital",
    "your whole generation",
    "you\u2019re amazing",
    "digital native",
    "young teach",
    "younger teach",
    "millennial",
    "boomer",
    "gen z",
    "Gen-Z",
    "gen x",
    "generation z",
    "your generation",
    "great question",
    "well done",
    "reach out",
    "leverage",
    "delve",
    "game-changer",
    "game changer",
    "safe space",
    "Millennials",
]

# What is broken in a guide that keeps every rule otherwise, and the one problem that it makes.
ONE: dict[str, tuple[str | None, dict[str, Any], str, str]] = {
    "theme of another folder": (
        None,
        {"theme": "craft"},
        "theme",
        "is craft, but the card lies in trust/",
    ),
    "topic twice": (None, {"topics": ["trust", "trust"]}, "topics", "something twice"),
    "side twice": (None, {"sides": ["mentor", "mentee", "mentor"]}, "sides", "something twice"),
    "stage twice": (None, {"stages": [*STAGES, "early"]}, "stages", "something twice"),
    "source twice": (None, {"sources": ["S1", "S1"]}, "sources", "something twice"),
    "cover twice": (None, {"covers": ["C001", "C001"]}, "covers", "something twice"),
    "unknown source": (None, {"sources": ["S1", "S9"]}, "sources", "names S9, which"),
    "promoted grade": (None, {"grade": "A"}, "grade", "is A, but its sources carry S at the most"),
    "promoted own judgement": (
        None,
        {"grade": "S", "sources": ["own"]},
        "grade",
        "is S, but its sources carry own",
    ),
    "idea too short": (idea(39), {}, "Idea", "has 39 words; 40 to 90"),
    "idea too long": (idea(91), {}, "Idea", "has 91 words"),
    "exclamation mark in the title": (None, {"title": "Keep it!"}, "title", "exclamation mark"),
    "exclamation mark in the idea": (card_body(IDEA + " Do!"), {}, "idea.4", "exclamation mark"),
    "exclamation mark in a try": (
        body("you named.", "you named!"),
        {},
        "try.mentor.1",
        "exclamation",
    ),
    "exclamation mark in words to say": (
        body("here it is.", "here it is!"),
        {},
        "say.mentor.1",
        "excl",
    ),
    "exclamation mark in avoid": (body("at once.", "at once!"), {}, "avoid.1", "exclamation mark"),
    "exclamation mark in a question": (
        None,
        {"questions": questions("Oh! What is it?", "Who?")[:3] + questions("Who is it?")[1:]},
        "questions",
        "exclamation mark",
    ),
    "exclamation mark in a block's title": (None, {"blocks": block(title="Go!")}, "blocks", "excl"),
    "exclamation mark in a block's purpose": (
        None,
        {"blocks": block(purpose="Go!")},
        "blocks",
        "excl",
    ),
    "exclamation mark in a prompt": (None, {"blocks": block(prompts=["Go!"])}, "blocks", "excl"),
    "one try": (
        body("- Say early when a promise will not hold.\n", ""),
        {},
        "Try.mentor",
        "has 1 lines",
    ),
    "five tries": (
        body("- Send", "- One.\n- Two.\n- Three.\n- Send"),
        {},
        "Try.mentor",
        "has 5 lines; 2 to 4",
    ),
    "try of two sentences": (
        body("Send the link on the day you named.", "Send the link. Do it today."),
        {},
        "try.mentor.1",
        "more than one sentence",
    ),
    "try too long": (
        body("Send the link on the day you named.", "word " * 32 + "word."),
        {},
        "try.mentor.1",
        "has 33 words; 32 at the most",
    ),
    "side without tries": (
        body(
            "### For the mentee\n- Keep the slot, or move it in the same message.\n"
            "- Write your own promise down in front of the mentor.\n",
            "",
        ),
        {},
        "Try.mentee",
        "has 0 lines",
    ),
    "tries for a side not named": (
        body("## Say\n", "### For the coordinator\n- Meet both.\n- Ask both.\n\n## Say\n"),
        {},
        "Try.coordinator",
        "`sides` does not name",
    ),
    "nothing to say": (body('- "I said Tuesday, here it is."\n', ""), {}, "Say", "no words to say"),
    "nothing to avoid": (body("- Promising three things at once.\n", ""), {}, "Avoid", "is empty"),
    "five asks": (None, {"asks": card_fields()["asks"][:5]}, "asks", "has 5; 6 at least"),
    "ask that repeats the title": (
        None,
        {"asks": [*card_fields()["asks"], "keep what you promise?"]},
        "asks",
        "repeats the title",
    ),
    "one question for the mentor": (
        None,
        {"questions": questions("What?", "Who?")[1:]},
        "questions",
        "fewer than 2 for the mentor",
    ),
    "one question for the mentee": (
        None,
        {"questions": questions("What?", "Who?")[:-1]},
        "questions",
        "fewer than 2 for the mentee",
    ),
    "question without a question mark": (
        None,
        {"questions": [*questions("What?", "Who?"), *questions("Tell me.")[:1]]},
        "questions",
        "“mentor: Tell me.” does not end with a question mark",
    ),
    **{
        f"claim of research: {claim}": (
            card_body(f"{IDEA} {claim}"),
            {},
            "idea.4",
            "on a source of grade S",
        )
        for claim in CLAIMS
    },
    "claim of research in a try": (
        body("Send the link on the day you named.", "Send it because research shows it works."),
        {},
        "try.mentor.1",
        "says “research shows”",
    ),
    "claim of research in words to say": (
        body("I said Tuesday, here it is.", "The data says so."),
        {},
        "say.mentor.1",
        "says “data says”",
    ),
    "claim of research in avoid": (
        body("Promising three things at once.", "What studies prove."),
        {},
        "avoid.1",
        "says “studies prove”",
    ),
    "claim of research in the title": (
        None,
        {"title": "Research shows it"},
        "title",
        "says “Research shows”",
    ),
    "title too long": (
        None,
        {"title": "one two three four five six seven eight nine ten"},
        "title",
        "has 10 words; 9 at the most",
    ),
    "four lines to avoid": (card_body() + "- 2.\n- 3.\n- 4.\n", {}, "Avoid", "has 4 lines"),
    "ask twice": (
        None,
        {"asks": [*card_fields()["asks"], card_fields()["asks"][0].upper()]},
        "asks",
        "twice",
    ),
    "question of the other side's type": (
        None,
        {
            "questions": [
                *card_fields()["questions"],
                {"side": "mentor", "type": "power", "text": "Who waits?"},
            ]
        },
        "questions",
        "power is not asked of the mentor",
    ),
    "block longer than any item": (
        None,
        {"blocks": block(minutes=25, stages=["early"])},
        "blocks",
        "“Other” takes 25 minutes; early has room for 10 to 10",
    ),
    **{
        f"banned: {phrase}": (
            body("here it is.", f"so {phrase} it is."),
            {},
            "say.mentor.1",
            "says “",
        )
        for phrase in BANNED
    },
    "banned in the title": (None, {"title": "A safe space"}, "title", "says “safe space”"),
    "banned in a question": (
        None,
        {"questions": questions("What?", "Who?") + questions("What can you leverage?")[:1]},
        "questions",
        "says “leverage”",
    ),
    "banned in a prompt": (
        None,
        {"blocks": block(prompts=["Reach out."])},
        "blocks",
        "says “reach out”",
    ),
}


@pytest.mark.parametrize("name", ONE)
def test_each_rule_makes_its_own_problem_and_no_other(tmp_path: Path, name: str) -> None:
    text, changes, field, message = ONE[name]
    problems = check_guide(guide_of_one(tmp_path, text, **changes))
    assert [(problem.file, problem.field) for problem in problems] == [(FIRST, field)]
    assert message in problems[0].message


def test_a_card_too_long_for_two_small_screens_is_told_for_each_side(tmp_path: Path) -> None:
    long = "- " + "word " * 110 + "word.\n"
    problems = check_guide(
        guide_of_one(tmp_path, card_body() + long + long.replace("word.", "end."))
    )
    assert [(problem.file, problem.field) for problem in problems] == [(FIRST, "length")] * 2
    assert all(problem.message.endswith("36 fit two small screens") for problem in problems)


def test_guides_that_keep_every_rule_have_no_problem(tmp_path: Path) -> None:
    assert check_guide(guide_of_one(tmp_path / "one")) == []
    assert check_guide(guide_of_two(tmp_path / "two")) == []


ALLOWED: dict[str, tuple[str | None, dict[str, Any]]] = {
    "shortest idea": (idea(40), {}),
    "longest title": (None, {"title": "one two three four five six seven eight nine"}),
    "three lines to avoid": (card_body() + "- Two.\n- Three.\n", {}),
    "longest idea": (idea(90), {}),
    "longest try": (body("Send the link on the day you named.", "word " * 31 + "word."), {}),
    "four tries": (body("- Send", "- One.\n- Two.\n- Send"), {}),
    "tries together without naming both": (
        body("## Say\n", "### Together\n- Meet.\n\n## Say\n"),
        {},
    ),
    "exclamation mark in an ask": (None, {"asks": [*card_fields()["asks"], "help!"]}),
    "banned phrase in an ask": (None, {"asks": [*card_fields()["asks"], "these millennials"]}),
    "claim in an ask": (None, {"asks": [*card_fields()["asks"], "research shows I am right"]}),
    "research on a review": (
        card_body(f"{IDEA} {CLAIMS[0]}"),
        {"grade": "A", "sources": ["A1", "S1"]},
    ),
    "weaker grade than its source": (None, {"grade": "own", "sources": ["A1"]}),
    "quoted question": (
        None,
        {"questions": [*questions("What?", "Who?"), *questions("And “why?”")[:1]]},
    ),
    "block led by one side": (None, {"blocks": block(lead="mentee")}),
    "block at the card's very stages": (None, {"blocks": block(stages=STAGES)}),
    "word that only holds a banned one": (body("here it is.", "outreach it is."), {}),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_the_rules_allow_is_no_problem(tmp_path: Path, name: str) -> None:
    text, changes = ALLOWED[name]
    assert check_guide(guide_of_one(tmp_path, text, **changes)) == []


# The same with a second card, whose stages are fewer and whose side is one.
TWO: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "block at a stage the card does not name": (
        SECOND_BODY,
        {"blocks": block(stages=["early", "closing"])},
        "blocks",
        "“Other” names a stage the card does not",
    ),
    "block led by a side not addressed": (
        second(
            "### For the mentee\n- Write one line as soon as you know that you will be late.\n"
            "- Start on the minute next time, whatever else is on.\n",
            "",
        ),
        {"sides": ["mentor"], "blocks": block(lead="mentee")},
        "blocks",
        "“Other” is led by a side the card does not address",
    ),
    "title of another card": (
        SECOND_BODY,
        {"title": "Keep what you promise."},
        "title",
        "stands in",
    ),
    "ask of another card": (
        SECOND_BODY,
        {"asks": [*(f"late {n}" for n in range(6)), "He forgot the link, again"]},
        "asks",
        "“He forgot the link, again” stands in trust/kept-word.md too",
    ),
    "question of another card": (
        SECOND_BODY,
        {
            "questions": [
                *questions("What?", "Who?"),
                {"side": "both", "type": "craft", "text": "What did you let slip?"},
            ]
        },
        "questions",
        "stands in trust/kept-word.md too",
    ),
    "try of another card": (
        second(
            "Tell the mentee on the same day that you waited.",
            "Send the link on the day you named.",
        ),
        {},
        "try",
        "stands in trust/kept-word.md too",
    ),
    "words of another card": (
        second("I kept you waiting. Sorry.", "I said Tuesday, here it is."),
        {},
        "say",
        "stands in trust/kept-word.md too",
    ),
    "avoid of another card": (
        second("A long tale of traffic.", "Promising three things at once."),
        {},
        "avoid",
        "stands in trust/kept-word.md too",
    ),
    "sentence of another card's idea": (
        second("Left alone it grows into a picture of respect.", IDEA.split(". ")[0] + "."),
        {},
        "idea",
        "stands in trust/kept-word.md too",
    ),
}


@pytest.mark.parametrize("name", TWO)
def test_each_rule_between_cards_makes_its_own_problem(tmp_path: Path, name: str) -> None:
    text, changes, field, message = TWO[name]
    problems = check_guide(guide_of_two(tmp_path, text, **changes))
    assert [(problem.file, problem.field) for problem in problems] == [(SECOND, field)]
    assert message in problems[0].message


def test_an_id_other_than_the_files_place_is_told(tmp_path: Path) -> None:
    problems = check_guide(guide_of_one(tmp_path, id="trust/other"))
    assert Problem(FIRST, "id", "must be the file's folder and name") in problems


def rewrite(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def broken(folder: Path) -> None:
        path = folder / name
        path.write_text(change(path.read_text()))

    return broken


FILES: dict[str, tuple[Callable[[Path], None], str, str, str]] = {
    "skeleton names no card": (
        rewrite("skeletons.yaml", lambda text: text.replace("trust/kept-word", "trust/none", 1)),
        "skeletons.yaml",
        "before.only",
        "names no card: trust/none",
    ),
    "skeleton wants a block that is not there": (
        rewrite(
            "skeletons.yaml",
            lambda text: text.replace("kind: reflect", "also: [reflect], kind: open, block: X", 1),
        ),
        "skeletons.yaml",
        "before.only",
        "trust/kept-word has no “X”",
    ),
    "skeleton wants another leader": (
        rewrite(
            "skeletons.yaml",
            lambda text: text.replace("kind: reflect", "block: Gone, kind: reflect", 1),
        ),
        "skeletons.yaml",
        "before.only",
        "trust/kept-word has no “Gone”",
    ),
    "skeleton that does not add up": (
        rewrite("skeletons.yaml", lambda text: text.replace("only: 10", "only: 9", 1)),
        "skeletons.yaml",
        "before",
        "10 minutes do not add up",
    ),
    "card that is no card": (
        lambda folder: (folder / "trust" / "torn.md").write_text("---\n") and None,
        "trust/torn.md",
        "front matter",
        "three dashes",
    ),
    "source of no grade": (
        rewrite("sources.yaml", lambda text: text.replace("grade: A", "grade: Z")),
        "sources.yaml",
        "A1.grade",
        "",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_wrong_with_a_guides_other_files_is_told(tmp_path: Path, name: str) -> None:
    break_it, file, field, message = FILES[name]
    guide_of_one(tmp_path, sources=["own"], grade="own")
    break_it(tmp_path)
    problems = check_guide(tmp_path)
    assert [(problem.file, problem.field) for problem in problems] == [(file, field)]
    assert message in problems[0].message


def test_missing_sources_are_told(tmp_path: Path) -> None:
    guide_of_one(tmp_path)
    (tmp_path / "sources.yaml").unlink()
    fields = {(problem.file, problem.field) for problem in check_guide(tmp_path)}
    assert ("sources.yaml", "file") in fields


def test_problems_are_sorted_and_told_once(tmp_path: Path) -> None:
    problems = check_guide(
        guide_of_two(
            tmp_path, SECOND_BODY, asks=["late!"], title="Keep what you promise", theme="craft"
        )
    )
    assert problems == sorted(set(problems))
    assert {problem.field for problem in problems} == {"asks", "title", "theme"}
