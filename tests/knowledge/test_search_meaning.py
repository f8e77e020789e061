from __future__ import annotations

import pytest

from assistant.workspace import Workspace
from knowledge.search import Filters, Mode
from knowledge.vocabulary import Side

WORRIES = [
    ("my mentor only gives one-word answers and I don't know how to get her to open up", Side.MENTEE,
     "challenges/junior-falls-silent"),
    ("he lectures me for fifty minutes and I never get to show anything", Side.MENTOR,
     "challenges/senior-dominates"),
    ("third time this quarter our meeting was dropped from the calendar", Side.MENTOR,
     "challenges/no-time-cancelled-again"),
    ("will what I say here count against me in my performance review", Side.MENTOR,
     "trust/appraisal-firewall"),
    ("a secret I shared has been repeated to other people in the office", Side.MENTOR,
     "trust/after-a-breach"),
    ("we would like to try out a chatbot for writing, how do we begin together", Side.BOTH,
     "topics/try-ai-together"),
    ("may I paste customer contracts into an AI assistant", Side.MENTEE,
     "topics/what-never-goes-into-ai"),
    ("how can I understand these charts and tell whether the figure is true", Side.MENTEE,
     "topics/read-a-dashboard"),
    ("it feels humiliating to be taught by somebody so junior", Side.MENTEE,
     "challenges/resistance-to-being-taught"),
    ("I am worried I will use an offensive term about her identity", Side.MENTEE,
     "challenges/saying-the-wrong-thing"),
    ("our final session is next week, how should we finish", Side.BOTH, "ending/last-meeting"),
    ("I don't think this pairing works, can I ask for a different mentee", Side.MENTOR, "challenges/wrong-pair"),
]  # fmt: skip


@pytest.mark.parametrize(("worry", "side", "card"), WORRIES, ids=[card for _, _, card in WORRIES])
def test_a_worry_in_own_words_finds_the_evident_card(
    real_workspace: Workspace, worry: str, side: Side, card: str
) -> None:
    answer = real_workspace.ask(worry, Filters(side=side))
    assert answer.mode is Mode.SEMANTIC
    assert card in [hit.card.id for hit in answer.hits[:3]]


@pytest.mark.parametrize(
    "question",
    ["what is the capital of Mongolia", "how long does a hard-boiled egg take", "asdf qwer zxcv"],
)
def test_what_the_guide_does_not_know_finds_nothing(
    real_workspace: Workspace, question: str
) -> None:
    answer = real_workspace.ask(question)
    assert answer.hits == ()
    assert answer.closest


def test_a_question_finds_the_card_that_people_ask_it_of(real_workspace: Workspace) -> None:
    """Each card's own asks, put to the guide word by word, find it."""
    for card in real_workspace.catalogue.cards:
        found = [hit.card.id for hit in real_workspace.ask(card.asks[0]).hits]
        assert card.id in found[:2], card.asks[0]
