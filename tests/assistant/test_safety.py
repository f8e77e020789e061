from __future__ import annotations

import pytest

from assistant.safety import Concern, concern_of, reply_to
from knowledge.catalogue import load
from scripts.retrieval import read


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("I want to kill myself", Concern.SELF_HARM),
        ("i dont want to live anymore", Concern.SELF_HARM),
        ("my mentor says she is suicidal", Concern.SELF_HARM),
        ("sometimes I wish I was dead", Concern.SELF_HARM),
        ("i dont want to be alive anymore", Concern.SELF_HARM),
        ("i cant go on", Concern.SELF_HARM),
        ("he talks about ending his life", Concern.SELF_HARM),
        ("he threatened to hit me in the car park", Concern.VIOLENCE),
        ("my mentee punched me", Concern.VIOLENCE),
        ("he is sexually harassing me", Concern.MISTREATMENT),
        ("she keeps bullying me in front of the team", Concern.MISTREATMENT),
        ("my director touched me at the party", Concern.MISTREATMENT),
        ("someone was raped at the offsite", Concern.MISTREATMENT),
        ("they use racial slurs about me", Concern.MISTREATMENT),
        ("I’m being bullied", Concern.MISTREATMENT),
    ],
)
def test_a_disclosure_is_noticed(text: str, concern: Concern) -> None:
    assert concern_of(text) is concern
    assert len(reply_to(concern)) >= 3
    assert not any(digit in "".join(reply_to(concern)) for digit in "0123456789")


@pytest.mark.parametrize(
    "text",
    [
        "this deadline is killing me",
        "I could kill for a coffee",
        "dying to try the new tool",
        "that meeting was murder",
        "how do I cut my slides down",
        "he hit the target first",
        "I want to stop wasting his time",
        "her story touched me deeply",
        "she beat me to the answer",
        "he hit me with a question about pivot tables",
        "we can't go on like this, sessions slip every week",
    ],
)
def test_an_idiom_is_no_disclosure(text: str) -> None:
    assert concern_of(text) is None


# What to do when somebody tells of harm: people ask for these in the words of a disclosure.
DISCLOSURES = {
    "boundaries/danger-to-others-or-a-child",
    "boundaries/senior-may-have-to-act",
    "boundaries/someone-may-not-be-safe",
    "boundaries/someone-tells-you-of-harassment",
    "boundaries/when-it-is-your-partner",
}


def test_no_ask_of_a_card_is_taken_for_a_disclosure() -> None:
    """But those of the cards that say what to do about one."""
    for card in load().cards:
        if card.id in DISCLOSURES:
            continue
        for ask in card.asks:
            assert concern_of(ask) is None, ask


def test_the_evaluation_questions_are_no_disclosures() -> None:
    for name in ("queries.jsonl", "unanswerable.jsonl"):
        for question in read(name):
            if DISCLOSURES & set(question.get("relevant", ())):
                continue
            assert concern_of(question["text"]) is None, question["text"]
