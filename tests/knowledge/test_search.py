from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.card import Advice, Card, Part
from knowledge.catalogue import Catalogue
from knowledge.guide_files import load
from knowledge.passages import Passage, PassageKind, all_passages, passages_of, text_key
from knowledge.search import (
    CARDS_FLOOR,
    CLOSEST,
    NEAREST,
    PASSAGE_FLOOR,
    TAIL,
    WEIGHTS,
    Answer,
    Filters,
    Mode,
    Search,
)
from knowledge.vector_index import VectorIndex
from knowledge.vectors import IndexCache
from knowledge.vocabulary import Side, Stage, Theme, Topic
from tests.conftest import FakeEncoder
from tests.knowledge.cards import card, catalogue


def by_meaning(search: Search) -> Search:
    encoder = FakeEncoder()
    search.use(encoder, VectorIndex.of(encoder.encode(search.texts)))
    return search


def ids(answer: Answer) -> list[str]:
    return [hit.card.id for hit in answer.hits]


def spoken(slug: str, ask: str, **changes: object) -> Card:
    """A card whose texts share no word with others but what `ask` and `changes` say."""
    plain = {
        "title": f"Title{slug}",
        "idea": f"Idea{slug}.",
        "asks": (ask,),
        "tries": Advice(mentor=(f"Mentor{slug}.",), mentee=(f"Mentee{slug}.",)),
        "say": Advice(),
        "avoid": (),
    }
    return card(slug, **{**plain, **changes})


CARDS = (
    spoken("silence", "he never speaks a word", stages=["first"], topics=["trust"]),
    spoken("lateness", "she arrives an hour late", stages=["early"], topics=["scheduling"]),
    spoken("software", "spreadsheet macros confuse me", id="topics/software", theme="topics"),
)

MANY = "what do I say to my mentor when the session is cancelled"
"""A question of which the guide has several cards."""


@pytest.fixture
def words() -> Search:
    return Search(catalogue(*CARDS))


@pytest.fixture
def meaning() -> Search:
    return by_meaning(Search(catalogue(*CARDS)))


@pytest.fixture(scope="module")
def guide() -> Catalogue:
    return load()


@pytest.fixture(scope="module", params=[Mode.LEXICAL, Mode.SEMANTIC])
def guide_search(request: pytest.FixtureRequest, guide: Catalogue) -> Search:
    search = Search(guide)
    return by_meaning(search) if request.param is Mode.SEMANTIC else search


# --- passages ----------------------------------------------------------------------------------------


def test_a_card_is_searched_by_its_idea_its_guidance_and_its_asks() -> None:
    own = card("x", title="Title", idea="One. Two.", asks=("why", "how"))
    passages = passages_of(own)
    assert passages[0] == Passage(
        item="trust/x",
        kind=PassageKind.IDEA,
        side=None,
        ref="trust/x#idea.1",
        text="Title. One. Two.",
    )
    assert [passage.text for passage in passages if passage.kind is PassageKind.ASK] == [
        "why",
        "how",
    ]
    assert all(passage.ref is None for passage in passages if passage.kind is PassageKind.ASK)


def test_every_passage_of_guidance_is_a_sentence_that_can_be_cited(guide: Catalogue) -> None:
    sentences = {own.ref: own for shown in guide.cards for own in shown.sentences}
    for passage in all_passages(guide.cards):
        if passage.kind not in (PassageKind.ASK, PassageKind.IDEA):
            assert passage.ref
            assert sentences[passage.ref].text == passage.text


def test_text_keys_differ_with_the_text() -> None:
    assert text_key("a") == text_key("a")
    assert len({text_key(text) for text in ("a", "b", "A", "a ", "")}) == 5


# --- order and modes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("he never speaks", "trust/silence"),
        ("arrives late", "trust/lateness"),
        ("macros confuse", "topics/software"),
    ],
)
def test_the_card_that_says_it_comes_first_in_both_modes(
    words: Search, meaning: Search, question: str, found: str
) -> None:
    for search in (words, meaning):
        assert ids(search.find(question))[0] == found


def test_hits_stand_by_score_best_first(guide_search: Search) -> None:
    answer = guide_search.find(MANY, limit=50)
    scores = [hit.score for hit in answer.hits]
    assert len(set(scores)) > 3
    assert scores == sorted(scores, reverse=True)


def test_equal_scores_keep_the_catalogues_order(guide_search: Search) -> None:
    twins = [spoken(slug, "strange weather again", title="Same", idea="Same.") for slug in "cab"]
    cards = catalogue(*(replace_advice(twin) for twin in twins), spoken("other", "a tax return"))
    search = Search(cards)
    if guide_search.mode is Mode.SEMANTIC:
        by_meaning(search)
    answer = search.find("strange weather")
    assert len({hit.score for hit in answer.hits}) == 1
    assert ids(answer) == [own.id for own in cards.cards if own.title == "Same"]


def replace_advice(own: Card) -> Card:
    return replace(own, tries=Advice(mentor=("Same.",), mentee=("Same.",)))


class Indifferent(FakeEncoder):
    """To this model everything means the same."""

    def encode(self, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        return np.tile(np.eye(1, self.dimensions, dtype=np.float32), (len(texts), 1))


def test_shared_words_add_their_weight_to_the_cosine_and_no_others_do(words: Search) -> None:
    encoder = Indifferent()
    words.use(encoder, VectorIndex.of(encoder.encode(words.texts)))
    scores = {hit.card.id: hit.score for hit in words.find("an hour late").hits}
    without = (1 + WEIGHTS.whole) / WEIGHTS.total
    wanted = {"trust/lateness": 1, "trust/silence": without, "topics/software": without}
    assert scores == pytest.approx(wanted, abs=1e-4)


def test_a_card_that_says_it_often_comes_before_one_sentence_by_chance() -> None:
    told = tuple(f"the rota is late {day}" for day in ("today", "again", "on Monday"))
    often = spoken("often", "", asks=told, title="Rota", idea="Rota late.")
    other = ("the rota is late today", "a tax return", "the weather", "a blue ladder")
    chance = spoken("chance", "", asks=other)
    for search in (Search(catalogue(chance, often)), by_meaning(Search(catalogue(chance, often)))):
        assert ids(search.find("the rota is late today"))[0] == "trust/often"


def test_a_model_switches_the_mode(words: Search) -> None:
    assert words.mode is Mode.LEXICAL
    assert words.find("late").mode is Mode.LEXICAL
    by_meaning(words)
    assert words.mode is Mode.SEMANTIC
    assert words.find("late").mode is Mode.SEMANTIC


def test_an_index_of_another_size_is_refused(words: Search) -> None:
    encoder = FakeEncoder()
    with pytest.raises(ValueError, match="does not belong"):
        words.use(encoder, VectorIndex.of(encoder.encode(words.texts[:-1])))
    assert words.mode is Mode.LEXICAL
    assert ids(words.find("late"))


def test_the_limit_holds(guide_search: Search) -> None:
    many = ids(guide_search.find(MANY, limit=50))
    assert len(many) > 5
    assert len(many) == len(set(many))
    for limit in (1, 3, 5):
        assert ids(guide_search.find(MANY, limit=limit)) == many[:limit]


def test_the_same_question_has_the_same_answer(guide_search: Search) -> None:
    first, second = (guide_search.find("he cancels every time") for _ in range(2))
    assert replace(first, elapsed_ms=0) == replace(second, elapsed_ms=0)


def test_an_answer_repeats_the_question_and_says_how_long_it_took(words: Search) -> None:
    answer = words.find("Late again?")
    assert answer.query == "Late again?"
    assert answer.elapsed_ms >= 0


# --- floor and reasons -------------------------------------------------------------------------------


def test_below_the_floor_the_closest_cards_are_named_instead(guide: Catalogue) -> None:
    answer = by_meaning(Search(guide)).find("xylophone zeppelin")
    assert answer.hits == ()
    assert 0 < len(answer.closest) <= CLOSEST
    assert len({own.id for own in answer.closest}) == len(answer.closest)


def test_there_is_an_answer_where_some_cards_or_one_passage_are_near_enough(
    guide: Catalogue,
) -> None:
    search, encoder = by_meaning(Search(guide)), FakeEncoder()
    vectors = encoder.encode(search.texts)
    of_card = {
        own.id: [row for row, passage in enumerate(search.passages) if passage.item == own.id]
        for own in guide.cards
    }
    means = np.array([vectors[rows].mean(axis=0) for rows in of_card.values()])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    chosen = guide["challenges/senior-dominates"]
    found = set()
    for question in (chosen.idea, chosen.asks[-1], "my mentor cancels", "xylophone zeppelin ode"):
        vector = encoder.encode([question])[0]
        cards = float(np.sort(means @ vector)[-NEAREST:].mean()) >= CARDS_FLOOR
        sentence = float((vectors @ vector).max()) >= PASSAGE_FLOOR
        answer = search.find(question, limit=50)
        assert bool(answer.hits) is (cards or sentence)
        assert bool(answer.closest) is not bool(answer.hits)
        found.add((cards, sentence))
    assert {(False, False), (False, True)} <= found


def test_what_a_card_is_asked_word_by_word_is_always_answered(guide: Catalogue) -> None:
    search = by_meaning(Search(guide))
    for own in guide.cards[::7]:
        assert own.id in ids(search.find(own.asks[-1]))


def test_one_or_two_words_that_a_card_has_are_enough_whatever_the_cosine() -> None:
    long = " ".join(f"word{number}" for number in range(60))
    search = by_meaning(Search(catalogue(spoken("x", "zeppelin rides " + long), spoken("y", long))))
    assert ids(search.find("zeppelin")) == ["trust/x"]
    assert ids(search.find("rides zeppelin")) == ["trust/x"]
    for question in ("zeppelin xylophone", "zeppelin rides xylophone", "the"):
        assert search.find(question).hits == ()
        assert search.find(question).closest


def test_what_to_avoid_is_never_shown_as_the_advice(guide: Catalogue, guide_search: Search) -> None:
    for line in [line for own in guide.cards for line in own.avoid][::2]:
        for hit in guide_search.find(line).hits:
            assert hit.passage.part is not Part.AVOID
            assert hit.shown == (
                hit.why.matched if hit.why.kind is PassageKind.ASK else hit.passage.text
            )


def test_cards_far_behind_the_best_are_left_out(guide: Catalogue) -> None:
    hits = by_meaning(Search(guide)).find(MANY, limit=100).hits
    assert 1 < len(hits) < len(guide)
    assert hits[-1].score >= TAIL * hits[0].score - 0.001


def test_half_of_the_telling_words_are_needed_where_only_words_are_searched(words: Search) -> None:
    assert ids(words.find("late hour")) == ["trust/lateness"]
    assert ids(words.find("late zeppelin")) == ["trust/lateness"]
    answer = words.find("late zeppelin xylophone")
    assert answer.hits == ()
    assert [own.id for own in answer.closest] == ["trust/lateness"]


def test_words_that_stand_nowhere_find_nothing(words: Search) -> None:
    for question in ("zeppelin", "the", "?"):
        answer = words.find(question)
        assert (answer.hits, answer.closest) == ((), ())


def test_a_hit_says_why_it_was_found(words: Search, meaning: Search) -> None:
    for search in (words, meaning):
        why = search.find("she is late, an hour late").hits[0].why
        assert why.matched == "she arrives an hour late"
        assert why.kind is PassageKind.ASK
        assert why.words == ("late", "hour")


def test_a_hit_shows_guidance_even_where_an_ask_matched(words: Search, meaning: Search) -> None:
    for search in (words, meaning):
        hit = search.find("she arrives an hour late").hits[0]
        assert hit.passage in hit.card.sentences


def test_a_hit_shows_the_sentence_nearest_to_the_question(words: Search, meaning: Search) -> None:
    for search in (words, meaning):
        assert search.find("menteelateness").hits[0].passage.text == "Menteelateness."


def test_the_last_word_may_be_unfinished_while_typing(words: Search) -> None:
    assert ids(words.find("spreadsh", typing=True)) == ["topics/software"]
    assert ids(words.find("spreadsh")) == []


# --- filters -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), {"trust/silence", "trust/lateness", "topics/software"}),
        (Filters(stage=Stage.FIRST), {"trust/silence", "topics/software"}),
        (Filters(stage=Stage.CLOSING), set()),
        (Filters(theme=Theme.TOPICS), {"topics/software"}),
        (Filters(theme=Theme.GOALS), set()),
        (Filters(topic=Topic.SCHEDULING), {"trust/lateness"}),
        (Filters(theme=Theme.TRUST, topic=Topic.TRUST), {"trust/silence"}),
        (
            Filters(side=Side.COORDINATOR),
            {"trust/silence", "trust/lateness", "topics/software"},
        ),
    ],
)
def test_only_cards_that_the_filter_admits_take_part(
    words: Search, meaning: Search, filters: Filters, found: set[str]
) -> None:
    asked = {
        "trust/silence": "speaks",
        "trust/lateness": "arrives late",
        "topics/software": "macros",
    }
    for search in (words, meaning):
        for card_id, question in asked.items():
            answer = search.find(question, filters)
            shown = {*ids(answer), *(own.id for own in answer.closest)}
            assert shown <= found
            assert (card_id in ids(answer)) is (card_id in found)


@pytest.mark.parametrize("filters", [
    Filters(side=Side.MENTOR), Filters(side=Side.MENTEE), Filters(stage=Stage.STUCK),
    Filters(theme=Theme.CHALLENGES), Filters(topic=Topic.FEEDBACK),
    Filters(Side.MENTEE, Stage.EARLY, Theme.HUMILITY),
])  # fmt: skip
def test_filters_hold_over_the_whole_guide(guide_search: Search, filters: Filters) -> None:
    answer = guide_search.find("how do we talk about trust and feedback", filters, limit=50)
    shown = [*(hit.card for hit in answer.hits), *answer.closest]
    assert shown
    assert all(filters.admits(own) for own in shown)


def test_a_filter_does_not_change_the_score_by_meaning(meaning: Search) -> None:
    question = "she arrives an hour late"
    free = {hit.card.id: hit.score for hit in meaning.find(question, limit=50).hits}
    kept = meaning.find(question, Filters(stage=Stage.EARLY), limit=50).hits
    assert kept
    assert {hit.card.id: hit.score for hit in kept}.items() <= free.items()


@pytest.mark.parametrize(
    ("side", "other"), [(Side.MENTOR, Side.MENTEE), (Side.MENTEE, Side.MENTOR)]
)
def test_what_is_written_for_the_other_side_is_never_shown(
    guide: Catalogue, guide_search: Search, side: Side, other: Side
) -> None:
    shared = {
        passage.text for passage in guide_search.passages if passage.side in (None, side, Side.BOTH)
    }
    theirs = [line for own in guide.cards for line in (*own.tries.of(other), *own.say.of(other))]
    assert len(theirs) > 100
    for line in theirs[::3]:
        for hit in guide_search.find(line, Filters(side=side)).hits:
            assert hit.passage.side in (None, side, Side.BOTH)
            assert hit.why.matched in shared


def test_words_that_only_the_other_side_reads_are_no_reason() -> None:
    advice = Advice(mentor=("Wait.",), mentee=("Bring the zeppelin.",))
    cards = catalogue(spoken("x", "he is late", tries=advice))
    for search in (Search(cards), by_meaning(Search(cards))):
        for side, told in ((Side.MENTOR, ("late",)), (Side.MENTEE, ("late", "zeppelin"))):
            assert search.find("late zeppelin", Filters(side=side)).hits[0].why.words == told
        alone = search.find("late zeppelin xylophone", Filters(side=Side.MENTOR))
        assert search.mode is Mode.SEMANTIC or not alone.hits


def test_no_question_whatever_raises(guide_search: Search) -> None:
    @settings(deadline=None, max_examples=60)
    @given(
        st.text(max_size=80),
        st.sampled_from(list(Side)),
        st.none() | st.sampled_from(list(Stage)),
        st.integers(1, 10),
        st.booleans(),
    )
    def holds(question: str, side: Side, stage: Stage | None, limit: int, typing: bool) -> None:
        filters = Filters(side=side, stage=stage)
        answer = guide_search.find(question, filters, limit, typing=typing)
        assert len(answer.hits) <= limit
        assert len(answer.closest) <= CLOSEST
        assert all(
            filters.admits(own) for own in (*(hit.card for hit in answer.hits), *answer.closest)
        )
        assert all(hit.passage in hit.card.sentences for hit in answer.hits)

    holds()


# --- cache -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def two_ways(guide: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> tuple[Search, Search]:
    """Searches whose index was built step by step and cached, and built at once in memory."""
    cache = IndexCache(tmp_path_factory.mktemp("index"), "fake-1")
    cached, scratch = Search(guide), by_meaning(Search(guide))
    cache.build(cached.texts[::2], FakeEncoder())
    cache.build(cached.texts, FakeEncoder())
    index = cache.load(cached.texts)
    assert index is not None
    cached.use(FakeEncoder(), index)
    return cached, scratch


def test_a_cached_index_answers_as_one_from_scratch(
    guide: Catalogue, two_ways: tuple[Search, Search]
) -> None:
    asks = [ask for own in guide.cards for ask in own.asks]

    @settings(deadline=None, max_examples=80)
    @given(
        st.sampled_from(asks) | st.text(st.sampled_from("aeiou trs"), max_size=40),
        st.sampled_from(list(Side)),
        st.none() | st.sampled_from(list(Theme)),
    )
    def holds(question: str, side: Side, theme: Theme | None) -> None:
        cached, scratch = (
            replace(search.find(question, Filters(side=side, theme=theme)), elapsed_ms=0)
            for search in two_ways
        )
        assert cached == scratch

    holds()


def test_a_coordinator_finds_what_is_written_for_the_pair(guide: Catalogue) -> None:
    unaddressed = next(own for own in guide.cards if Side.COORDINATOR not in own.sides)
    assert Filters(side=Side.COORDINATOR).admits(unaddressed)
    assert unaddressed.read_as(Side.COORDINATOR) is Side.BOTH
    search = by_meaning(Search(guide))
    found = search.find(unaddressed.asks[-1], Filters(side=Side.COORDINATOR))
    assert unaddressed.id in ids(found)


def test_everybody_else_reads_as_themselves(guide: Catalogue) -> None:
    addressed = next(own for own in guide.cards if Side.COORDINATOR in own.sides)
    assert addressed.read_as(Side.COORDINATOR) is Side.COORDINATOR
    for side in (Side.MENTOR, Side.MENTEE, Side.BOTH):
        assert all(own.read_as(side) is side for own in guide.cards)


def test_a_cards_title_is_always_answered_with_the_card(guide: Catalogue) -> None:
    search = by_meaning(Search(guide))
    for own in guide.cards[::5]:
        assert own.id in ids(search.find(own.title.upper()))
