from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.agenda import Agenda, AgendaItem
from assistant.choosing import longest
from assistant.errors import Trouble
from assistant.suggest import AgendaRequest, suggest_agenda
from knowledge.card import Block
from knowledge.catalogue import Catalogue
from knowledge.guide_files import embedded_guide, load
from knowledge.skeleton import Skeletons, Slot, blocks_at, load_skeletons
from knowledge.vocabulary import BlockKind, Lead, Side, Stage
from tests.builders import card_fields, card_text, write_guide

LENGTHS = range(10, 181)
PAIRED = (Stage.EARLY, Stage.ESTABLISHED)


class Guide(NamedTuple):
    catalogue: Catalogue
    skeletons: Skeletons

    def suggest(self, request: AgendaRequest, relevance: dict[str, float] | None = None) -> Agenda:
        return suggest_agenda(self.catalogue, self.skeletons, request, relevance or {})


@cache
def guide() -> Guide:
    return Guide(load(), load_skeletons(embedded_guide()))


@cache
def usual(stage: Stage, side: Side) -> list[Agenda]:
    """The usual agenda of every length."""
    return [guide().suggest(AgendaRequest(minutes, stage, "", side)) for minutes in LENGTHS]


def share(agenda: Agenda, kind: BlockKind) -> float:
    return sum(item.minutes for item in agenda.items if item.kind is kind) / agenda.minutes


def block_of(agenda: Agenda, place: int) -> Block:
    item = agenda.items[place]
    (card,) = (guide().catalogue[card] for card in item.cards)
    (block,) = (block for block in blocks_at(card, agenda.stage) if block.title == item.title)
    return block


def slotted(agenda: Agenda) -> Iterator[tuple[Slot, AgendaItem, bool]]:
    """Each item with its slot, and whether it is a second one in it."""
    shape = guide().skeletons.stages[agenda.stage].shape(agenda.minutes, agenda.side)
    slots = iter(shape)
    for item in agenda.items:
        if "A second block" not in item.because:
            slot, _ = next(slots)
            yield slot, item, False
        else:
            yield slot, item, True
    assert next(slots, None) is None


def every(stage: Stage, side: Side) -> Iterator[Agenda]:
    agendas = usual(stage, side)
    assert [agenda.minutes for agenda in agendas] == list(LENGTHS)
    yield from agendas


each = pytest.mark.parametrize(
    ("stage", "side"), [(stage, side) for stage in Stage for side in Side]
)


@each
def test_minutes_sum_and_no_item_is_too_short(stage: Stage, side: Side) -> None:
    for minutes, agenda in zip(LENGTHS, every(stage, side), strict=True):
        assert sum(item.minutes for item in agenda.items) == minutes == agenda.minutes
        assert min(item.minutes for item in agenda.items) >= 3


@each
def test_the_last_item_closes_and_no_other_does(stage: Stage, side: Side) -> None:
    for agenda in every(stage, side):
        assert agenda.items[-1].kind is BlockKind.CLOSE
        assert all(item.kind is not BlockKind.CLOSE for item in agenda.items[:-1])


@each
def test_every_item_says_who_leads_why_and_what_to_do(stage: Stage, side: Side) -> None:
    for agenda in every(stage, side):
        for item in agenda.items:
            assert item.lead in Lead
            assert item.because
            assert item.purpose
            assert item.prompts
            assert all(prompt.strip() for prompt in item.prompts)
            assert item.cards
            assert all(card in guide().catalogue for card in item.cards)


@each
def test_every_item_is_a_block_of_its_card_that_its_leader_may_lead(
    stage: Stage, side: Side
) -> None:
    for agenda in every(stage, side):
        for place, item in enumerate(agenda.items):
            block = block_of(agenda, place)
            assert block.kind is item.kind
            assert block.lead in (item.lead, Lead.BOTH)
            assert item.prompts[: len(block.prompts)] == block.prompts


@each
def test_no_block_stands_twice(stage: Stage, side: Side) -> None:
    for agenda in every(stage, side):
        blocks = [(item.cards, item.title) for item in agenda.items]
        assert len(set(blocks)) == len(blocks)


@each
def test_the_agenda_repeats_what_was_asked_for(stage: Stage, side: Side) -> None:
    for agenda in every(stage, side):
        assert (agenda.stage, agenda.side, agenda.seed, agenda.focus) == (stage, side, 0, "")
        assert agenda.focus_found


@each
def test_something_is_given_back(stage: Stage, side: Side) -> None:
    for agenda in every(stage, side):
        if (stage, side) == (Stage.BEFORE, Side.MENTOR):
            # Alone beforehand the mentor prepares what to ask for in return.
            cards = {card for item in agenda.items for card in item.cards}
            assert "reciprocity/what-the-mentor-wants-back" in cards
        else:
            assert share(agenda, BlockKind.GIVE_BACK) > 0


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("stage", PAIRED)
def test_the_mentor_leads_half_of_early_and_established_sessions(stage: Stage, side: Side) -> None:
    for agenda in every(stage, side):
        assert agenda.led_by(Lead.MENTOR) * 2 >= agenda.minutes


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("stage", PAIRED)
def test_giving_back_takes_about_a_quarter(stage: Stage, side: Side) -> None:
    for agenda in every(stage, side):
        if agenda.minutes >= 20:
            assert 0.10 <= share(agenda, BlockKind.GIVE_BACK) <= 0.35


@pytest.mark.parametrize("side", [Side.MENTOR, Side.MENTEE])
def test_what_one_prepares_alone_is_not_led_by_the_other(side: Side) -> None:
    other = Lead.MENTEE if side is Side.MENTOR else Lead.MENTOR
    for agenda in every(Stage.BEFORE, side):
        assert agenda.led_by(other) == 0


@each
def test_longer_sessions_have_no_fewer_minutes_for_learning(stage: Stage, side: Side) -> None:
    matter = [
        agenda.minutes
        - sum(
            item.minutes for item in agenda.items if item.kind in (BlockKind.OPEN, BlockKind.CLOSE)
        )
        for agenda in every(stage, side)
    ]
    assert matter[-1] > matter[0]


@each
def test_without_focus_or_seed_a_slot_has_its_own_cards_block_where_there_is_time(
    stage: Stage, side: Side
) -> None:
    if side is Side.COORDINATOR:
        return  # what a slot's own card advises the pair is not for them
    for agenda in every(stage, side):
        for slot, item, second in slotted(agenda):
            if second:
                continue
            home = slot.home_block(guide().catalogue[slot.card], stage)
            assert home
            if (item.cards, item.title) == ((slot.card,), home.title):
                assert item.because == slot.why
            else:
                assert home.minutes > 2 * item.minutes
                assert not slot.keeps_its_card
                assert item.because.startswith(slot.why)


def test_a_later_slot_that_keeps_its_card_is_not_taken_before_it() -> None:
    slots = guide().skeletons.stages[Stage.FIRST].slots
    kept = slots["charter"].card
    for minutes in (30, 60, 120):
        for seed in range(60):
            agenda = guide().suggest(AgendaRequest(minutes, Stage.FIRST, seed=seed), {kept: 0.9})
            titles = [item.title for item in agenda.items]
            assert len(set(titles)) == len(titles)


@each
def test_no_block_is_drawn_out(stage: Stage, side: Side) -> None:
    if side is Side.COORDINATOR:
        return  # few blocks speak to them
    for agenda in every(stage, side):
        for place, item in enumerate(agenda.items):
            assert item.minutes <= longest(block_of(agenda, place)), agenda.minutes


def test_a_second_block_stands_only_where_one_would_be_drawn_out() -> None:
    for stage in Stage:
        for side in (Side.MENTOR, Side.MENTEE, Side.BOTH):
            for agenda in usual(stage, side):
                first, minutes = agenda.items[0], 0
                for place, (slot, item, second) in enumerate(slotted(agenda)):
                    if not second:
                        first, minutes = item, 0
                        limit = longest(block_of(agenda, place))
                    minutes += item.minutes
                    if second and agenda.items[place - 1] is first:
                        assert minutes > limit
                        assert item.kind in (slot.kind, *slot.also)


# --- the same and other suggestions -------------------------------------------------------------------


@each
def test_the_same_request_gives_the_same_agenda_from_a_guide_read_anew(
    stage: Stage, side: Side
) -> None:
    fresh = Guide(load(), load_skeletons(embedded_guide()))
    for minutes in (10, 45, 117):
        for seed in (0, 3):
            request = AgendaRequest(minutes, stage, "", side, seed)
            assert fresh.suggest(request) == guide().suggest(request)


def signature(agenda: Agenda) -> list[tuple[str, ...]]:
    return [(*item.cards, item.title) for item in agenda.items]


@pytest.mark.parametrize("stage", PAIRED)
def test_other_seeds_suggest_other_agendas(stage: Stage) -> None:
    zero, *others = (guide().suggest(AgendaRequest(60, stage, seed=seed)) for seed in range(11))
    assert len({str(signature(agenda)) for agenda in others}) >= 5
    assert sum(signature(agenda) != signature(zero) for agenda in others) >= 7


def test_an_unusual_card_says_that_it_is_for_a_change() -> None:
    agendas = [
        guide().suggest(AgendaRequest(60, Stage.ESTABLISHED, seed=seed)) for seed in range(1, 9)
    ]
    skeleton = guide().skeletons.stages[Stage.ESTABLISHED]
    changed = 0
    for agenda in agendas:
        slots = [slot for slot, _ in skeleton.shape(60, Side.BOTH)]
        for slot, item in zip(slots, agenda.items, strict=True):
            unusual = item.cards != (slot.card,)
            changed += unusual
            assert item.because.startswith(slot.why)
            assert item.because.endswith("for a change.") is unusual
    assert changed > 0


# --- focus --------------------------------------------------------------------------------------------

LEARNABLE = sorted(
    {
        card.id
        for card in load().cards
        for block in blocks_at(card, Stage.ESTABLISHED)
        if block.kind is BlockKind.LEARN and block.lead in (Lead.MENTOR, Lead.BOTH)
    }
)


@pytest.mark.parametrize("card", LEARNABLE)
@pytest.mark.parametrize("minutes", [10, 45])
def test_what_is_near_the_focus_comes_into_the_session(card: str, minutes: int) -> None:
    request = AgendaRequest(minutes, Stage.ESTABLISHED, "the matter at hand")
    agenda = guide().suggest(request, {card: 0.6})
    item = next(item for item in agenda.items if item.cards == (card,))
    assert "It is near your focus, “the matter at hand”." in item.because
    assert agenda.focus_found
    assert agenda.focus == "the matter at hand"


def test_the_nearer_of_two_cards_comes_first() -> None:
    first, second = LEARNABLE[:2]
    request = AgendaRequest(30, Stage.ESTABLISHED, "x")
    for near, far in ((first, second), (second, first)):
        cards = [item.cards for item in guide().suggest(request, {near: 0.9, far: 0.5}).items]
        assert (near,) in cards


def test_two_cards_near_the_focus_share_a_long_session() -> None:
    request = AgendaRequest(90, Stage.ESTABLISHED, "x")
    for first, second in itertools.pairwise(LEARNABLE):
        cards = [
            item.cards[0] for item in guide().suggest(request, {first: 0.9, second: 0.8}).items
        ]
        assert {first, second} <= set(cards)


def test_of_blocks_equally_near_the_one_of_fitting_length_is_taken(tmp_path: Path) -> None:
    stages = [stage.value for stage in Stage]
    plain = card_fields()["blocks"][0]
    short, long = (
        {**plain, "title": name, "minutes": n} for name, n in (("Short", 5), ("Long", 30))
    )
    home = card_text(stages=stages)
    other = card_text(id="trust/other", title="Other", stages=stages, blocks=[long, short])
    folder = write_guide(tmp_path, **{"kept-word": home, "other": other})
    own = Guide(load(folder), load_skeletons(folder))
    for minutes, title in ((10, "Short"), (40, "Long")):
        agenda = own.suggest(AgendaRequest(minutes, focus="x"), {"trust/other": 0.9})
        assert [item.title for item in agenda.items] == [title]


def test_a_focus_that_the_guide_does_not_know_gives_the_usual_agenda_and_says_so() -> None:
    found = guide().suggest(AgendaRequest(45, focus="zeppelins"))
    assert not found.focus_found
    assert found.items == usual(Stage.EARLY, Side.BOTH)[45 - 10].items


def test_a_block_may_stand_twice_where_there_is_no_other(tmp_path: Path) -> None:
    write_guide(tmp_path, **{"kept-word": card_text(stages=[stage.value for stage in Stage])})
    skeletons = (tmp_path / "skeletons.yaml").read_text()
    slot = '{kind: reflect, lead: both, card: trust/kept-word, why: "Again."}'
    twice = skeletons.replace("  lengths:\n", f"    again: {slot}\n  lengths:\n")
    (tmp_path / "skeletons.yaml").write_text(twice.replace("{only: 10}", "{only: 5, again: 5}"))
    agenda = Guide(load(tmp_path), load_skeletons(tmp_path)).suggest(AgendaRequest(20))
    assert [(item.title, item.minutes) for item in agenda.items] == [("What we promised", 10)] * 2


@settings(deadline=None, max_examples=150)
@given(
    st.integers(10, 180),
    st.sampled_from(list(Stage)),
    st.sampled_from(list(Side)),
    st.integers(-(2**40), 2**40),
    st.dictionaries(
        st.sampled_from([card.id for card in load().cards]), st.floats(0.01, 1.2), max_size=6
    ),
)
def test_whatever_is_asked_for_the_rules_hold(
    minutes: int, stage: Stage, side: Side, seed: int, relevance: dict[str, float]
) -> None:
    request = AgendaRequest(minutes, stage, "focus" if relevance else "", side, seed)
    agenda = guide().suggest(request, relevance)
    assert agenda == guide().suggest(request, relevance)
    assert sum(item.minutes for item in agenda.items) == minutes
    assert agenda.items[-1].kind is BlockKind.CLOSE
    blocks = [(item.cards, item.title) for item in agenda.items]
    assert len(set(blocks)) == len(blocks)
    for place, (slot, item, _) in enumerate(slotted(agenda)):
        assert block_of(agenda, place).lead in (item.lead, Lead.BOTH)
        assert item.kind in (slot.kind, *slot.also)
        assert slot.lead in (item.lead, Lead.BOTH)
        if slot.keeps_its_card:
            assert item.cards == (slot.card,)
        elif item.cards != (slot.card,):
            assert guide().catalogue[item.cards[0]].speaks_to(side)
    if stage in PAIRED:
        assert agenda.led_by(Lead.MENTOR) * 2 >= minutes


# --- whose words --------------------------------------------------------------------------------------


@each
def test_words_to_say_are_the_readers_own_where_they_have_the_floor(
    stage: Stage, side: Side
) -> None:
    for agenda in every(stage, side):
        for place, item in enumerate(agenda.items):
            added = item.prompts[len(block_of(agenda, place).prompts) :]
            speaks = side is not Side.BOTH and item.lead in (side, Lead.BOTH)
            own = guide().catalogue[item.cards[0]].say.of(side) if speaks else ()
            assert added == tuple(f"Words to say: {line}" for line in own[:1])


# --- lengths ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [9, 181, 0, -5, 5000, 10**20])
@pytest.mark.parametrize(
    "way", [lambda request: request.check(), lambda request: guide().suggest(request)]
)
def test_a_length_out_of_range_is_wrong_usage(
    minutes: int, way: Callable[[AgendaRequest], object]
) -> None:
    with pytest.raises(Trouble, match="10 to 180 minutes") as caught:
        way(AgendaRequest(minutes))
    assert caught.value.exit_code == 2
    assert f"{minutes:,}" in caught.value.detail


def test_where_the_usual_block_has_far_too_little_time_a_shorter_one_stands() -> None:
    agenda = guide().suggest(AgendaRequest(10, Stage.EARLY))
    usual = guide().skeletons.stages[Stage.EARLY].slots["practice"].card
    item = agenda.items[0]
    assert item.cards != (usual,)
    assert "fits the time better" in item.because
    longer = guide().suggest(AgendaRequest(45, Stage.EARLY))
    assert (usual,) in [own.cards for own in longer.items]


def test_an_opening_gives_way_only_to_a_card_near_the_focus() -> None:
    request = AgendaRequest(45, Stage.EARLY, "the agenda is empty")
    near = "craft/ten-minute-preparation"
    assert near in [item.cards[0] for item in guide().suggest(request, {near: 1.0}).items]
    for seed in range(1, 20):
        changed = guide().suggest(AgendaRequest(45, Stage.EARLY, seed=seed))
        assert changed.items[0].cards == ("craft/check-in",)
