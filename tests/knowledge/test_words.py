from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.guide_files import load
from knowledge.passages import all_passages
from knowledge.plain_text import words
from knowledge.words import MAX_WORDS, WordIndex, telling_words

TEXTS = [
    "Keep a small promise.",
    "Promises that are kept, kept again.",
    "The mentee listens; the mentor was listening.",
    "Résumé und Größe, naïve café.",
    "Don't panic about humility, curiosity and organisational generations.",
]


@pytest.fixture(scope="module")
def index() -> WordIndex:
    return WordIndex.of(TEXTS)


@pytest.fixture(scope="module")
def guide() -> tuple[list[str], WordIndex]:
    texts = [passage.text for passage in all_passages(load().cards)]
    return texts, WordIndex.of(texts)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("promise", {0, 1}),
        ("PROMISING", {0, 1}),
        ("listened", {2}),
        ("organisation", {4}),
        ("resume", {3}),
        ("grosse", set()),
        ("panics", {4}),
        ("small mentor", {0, 2}),
        ("xylophone", set()),
    ],
)
def test_words_match_by_their_stem(index: WordIndex, question: str, rows: set[int]) -> None:
    assert set(index.scores(question)) == rows


def test_rows_that_say_more_of_it_score_higher(index: WordIndex) -> None:
    scores = index.scores("keep promises kept")
    assert all(score > 0 for score in scores.values())
    assert scores[1] > scores[0]


@pytest.mark.parametrize(
    "question",
    ['"', "'", '"promise', 'promise"', "promise*", "-promise", "promise AND", "NEAR(promise", "text:promise",
     "promise OR NOT", "(promise", "^promise", "{text}: promise", "promise; DROP TABLE passage", "+promise"],
)  # fmt: skip
def test_quotes_and_operators_are_words_or_nothing(index: WordIndex, question: str) -> None:
    for typing in (False, True):
        scores = index.scores(question, typing=typing)
        assert set(scores) == ({0, 1} if "promise" in question else set())


@pytest.mark.parametrize(
    "question", ["", "   ", "?!…", "the", "what about it and you", "don't", "🙂"]
)
def test_a_question_that_says_nothing_finds_nothing(index: WordIndex, question: str) -> None:
    assert telling_words(question) == []
    for typing in (False, True):
        assert index.scores(question, typing=typing) == {}
        assert index.matches(question, typing=typing) == {}


@pytest.mark.parametrize("question", ["pro", "prom", "small promi", "Promis  "])
def test_the_last_word_may_be_unfinished_while_typing(index: WordIndex, question: str) -> None:
    assert {0, 1} <= set(index.scores(question, typing=True))


def test_a_word_followed_by_another_is_finished(index: WordIndex) -> None:
    assert set(index.scores("prom small", typing=True)) == {0}
    assert index.scores("prom the", typing=True) == {}
    assert index.scores("prom") == {}


def test_every_beginning_of_a_word_finds_what_the_word_finds(
    guide: tuple[list[str], WordIndex],
) -> None:
    texts, index = guide
    told = sorted({word for text in texts for word in telling_words(text) if len(word) > 7})
    assert len(told) > 300
    for word in told[::5]:
        rows = {row for row, text in enumerate(texts) if word in words(text)}
        for length in range(3, len(word) + 1):
            if telling_words(word[:length]):  # “about” begins “aboutness”
                found = index.scores(word[:length], typing=True)
                assert rows <= set(found), (word, word[:length])


def test_each_telling_word_is_told_with_the_rows_that_have_it(index: WordIndex) -> None:
    assert index.matches("Is the promise about listening to xylophones?") == {
        "promise": {0, 1},
        "listening": {2},
        "xylophones": set(),
    }


def test_telling_words_stand_once_in_their_order_up_to_a_limit() -> None:
    assert telling_words("Trust the trust, then Listen") == ["trust", "listen"]
    assert len(telling_words(" ".join(f"w{n}" for n in range(100)))) == MAX_WORDS


def test_no_question_whatever_raises(index: WordIndex) -> None:
    @settings(deadline=None, max_examples=400)
    @given(
        st.one_of(
            st.text(max_size=60),
            st.text(
                st.sampled_from("\"'*()^:-+{}., AND OR NOT NEAR promise\x00\n²ÀßǅİǰΆ\u0301"),
                max_size=60,
            ),
        ),
        st.booleans(),
    )
    def holds(question: str, typing: bool) -> None:
        scores = index.scores(question, typing=typing)
        matches = index.matches(question, typing=typing)
        assert set(scores) == set().union(*matches.values())
        assert set(scores) <= set(range(len(TEXTS)))

    holds()


def test_an_index_over_no_texts_finds_nothing() -> None:
    assert WordIndex.of([]).scores("promise", typing=True) == {}


def test_several_threads_get_the_same_answers(guide: tuple[list[str], WordIndex]) -> None:
    _, index = guide
    questions = [
        f"{first} {second}" for first in ("trust", "quiet") for second in ("senior", "tools")
    ]
    alone = [index.scores(question) for question in questions]
    together: list[list[dict[int, float]]] = []

    def ask() -> None:
        together.append([index.scores(question) for _ in range(10) for question in questions])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [alone * 10] * 8


def test_two_words_side_by_side_count_as_a_pair_only_where_asked() -> None:
    index = WordIndex.of(["she talks to me", "me she talks to", "a tax return"])
    question = "she talks to me"
    alone = index.scores(question)
    assert alone[0] == pytest.approx(alone[1])
    together = index.scores(question, pairs=True)
    assert together[0] > together[1]
    assert set(together) == set(alone) == {0, 1}


def test_pairs_alone_find_nothing_where_no_word_tells_anything() -> None:
    assert WordIndex.of(["to me and to you"]).scores("to me", pairs=True) == {}


@pytest.mark.parametrize(
    "question", ['"to" me', "late' OR 1", "NEAR(a b) late", "late * late", "-late"]
)
def test_pairs_are_quoted_so_that_no_operator_gets_through(question: str) -> None:
    WordIndex.of(["he is late"]).scores(question, pairs=True)
