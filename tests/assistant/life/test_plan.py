"""Suggesting on the pair's records: what must hold whatever the records are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.agenda import Agenda, Shape
from assistant.choosing import longest
from assistant.errors import Trouble
from assistant.life.needs import needs_of
from assistant.life.snapshot import PairLife
from assistant.suggest import AgendaRequest, suggest_agenda
from assistant.wording import BlockKind, Lead, Side, Stage
from knowledge.skeleton import blocks_at
from tests.assistant.life.lives import NOW, documents, lives
from tests.assistant.life.planning import (
    MOST_TEXTS,
    PAIRED,
    Asked,
    block,
    catalogue,
    keys,
    next_best,
    propose,
    requests,
    share,
    skeletons,
    suggest,
)

NOBODY = PairLife.of([])
slow = settings(deadline=None, max_examples=60)
shapes = st.sampled_from([None, *Shape])


def hold(agenda: Agenda, request: AgendaRequest) -> None:
    """The rules of the brief, section 3, for what was suggested without locks."""
    assert sum(item.minutes for item in agenda.items) == agenda.minutes == request.minutes
    assert min(item.minutes for item in agenda.items) >= 3
    assert agenda.items[-1].kind is BlockKind.CLOSE
    assert all(item.kind is not BlockKind.CLOSE for item in agenda.items[:-1])
    assert len(set(keys(agenda))) == len(agenda.items)
    if agenda.stage in PAIRED:
        assert agenda.led_by(Lead.MENTOR) * 2 >= agenda.minutes
        assert share(agenda, BlockKind.GIVE_BACK) > 0
        if agenda.minutes >= 20:
            assert 0.10 <= share(agenda, BlockKind.GIVE_BACK) <= 0.35
    for item in agenda.items:
        own = block((item.cards[0], item.title))
        assert own.kind is item.kind
        assert own.lead in (item.lead, Lead.BOTH)
        assert item.minutes <= longest(own)
        assert 0 < len(item.because) <= 300
        assert all(0 < len(prompt) <= 300 for prompt in item.prompts)
        assert set(own.prompts) <= set(item.prompts)
    Agenda.model_validate(agenda.model_dump())


@slow
@given(lives(), requests, shapes)
def test_the_rules_hold_whatever_the_records_say(
    life: PairLife, request: AgendaRequest, shape: Shape | None
) -> None:
    hold(suggest(life, request, shape=shape), request)


@slow
@given(st.data(), documents(), requests)
def test_the_order_of_documents_does_not_matter_and_any_may_be_missing(
    data: st.DataObject, told: list[object], request: AgendaRequest
) -> None:
    agenda = suggest(PairLife.of(told), request)  # type: ignore[arg-type]
    mixed = data.draw(st.permutations(told))
    assert suggest(PairLife.of(mixed), request) == agenda  # type: ignore[arg-type]
    if told:
        left = [one for one in told if one is not data.draw(st.sampled_from(told))]
        hold(suggest(PairLife.of(left), request), request)  # type: ignore[arg-type]


@slow
@given(lives(), requests)
def test_nothing_that_was_lately_there_comes_back_while_there_is_other(
    life: PairLife, request: AgendaRequest
) -> None:
    agenda = suggest(life, request)
    stale = needs_of(life, NOW).stale
    had = set(keys(agenda))
    slots = skeletons().stages
    for item in agenda.items:
        key = (item.cards[0], item.title)
        if key not in stale or item.kind is BlockKind.CLOSE:
            continue
        stage = Stage.STUCK if item.kind is BlockKind.REPAIR else agenda.stage
        if any(slot.fixed and slot.card == key[0] for slot in slots[stage].slots.values()):
            continue
        fresh = [
            (card.id, one.title)
            for card in catalogue().cards
            if card.speaks_to(request.side)
            for one in blocks_at(card, stage)
            if one.kind is item.kind and one.lead is item.lead
        ]
        assert not set(fresh) - set(stale) - had, key


@slow
@given(lives(), requests, shapes)
def test_each_text_is_looked_up_once_and_few_are(
    life: PairLife, request: AgendaRequest, shape: Shape | None
) -> None:
    from assistant.life.plan import proposals, suggest_for

    guide = (catalogue(), skeletons())
    for way in (suggest_for, proposals):
        asked = Asked()
        way(life, *guide, request, asked, NOW)
        assert len(set(asked.texts)) == len(asked.texts) <= MOST_TEXTS
        assert "" not in asked.texts


def test_without_records_it_is_the_usual_agenda_with_the_card_named() -> None:
    for stage in Stage:
        for minutes in range(10, 181, 7):
            request = AgendaRequest(minutes, stage)
            usual = suggest_agenda(catalogue(), skeletons(), request, {})
            ours = suggest(NOBODY, request)
            assert keys(ours) == keys(usual)
            assert [item.minutes for item in ours.items] == [item.minutes for item in usual.items]
            for item, plain in zip(ours.items, usual.items, strict=True):
                title = catalogue()[item.cards[0]].title
                assert item.because == f"{plain.because} From “{title}”."


@pytest.mark.parametrize("minutes", [9, 181, -1, 10**9])
def test_a_length_out_of_range_is_wrong_usage(minutes: int) -> None:
    for way in (suggest, propose):
        with pytest.raises(Trouble, match="10 to 180"):
            way(NOBODY, AgendaRequest(minutes))


def test_a_card_to_build_on_is_built_on() -> None:
    card = "craft/teach-back"
    asked = AgendaRequest(45, Stage.EARLY, "Teach-back", Side.BOTH, 0, card)
    agenda = suggest(NOBODY, asked)
    assert agenda.card == card
    assert card in [item.cards[0] for item in agenda.items]


# --- one item anew ------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=25)
@given(st.data(), lives(), requests)
def test_replacing_goes_through_all_there_are_before_one_comes_back(
    data: st.DataObject, life: PairLife, request: AgendaRequest
) -> None:
    agenda = suggest(life, request)
    place = data.draw(st.integers(0, len(agenda.items) - 1))
    seen = [keys(agenda)[place]]
    current = agenda
    for _ in range(400):
        try:
            current = next_best(life, current, place)
        except Trouble:
            break
        others = [one for at, one in enumerate(current.items) if at != place]
        assert others == [one for at, one in enumerate(agenda.items) if at != place]
        item, former = current.items[place], agenda.items[place]
        assert (item.minutes, item.lead, item.kind) == (former.minutes, former.lead, former.kind)
        assert current.edited
        if keys(current)[place] == seen[0]:
            break
        seen.append(keys(current)[place])
    item = agenda.items[place]
    assert len(set(seen)) == len(seen)
    fitting = {
        (card.id, one.title)
        for stage in (agenda.stage, Stage.STUCK)
        for card in catalogue().cards
        if card.speaks_to(request.side)
        for one in blocks_at(card, stage)
        if one.kind is item.kind and one.lead in (item.lead, Lead.BOTH)
    }
    elsewhere = set(keys(agenda)) - {seen[0]}
    assert set(seen) <= fitting - elsewhere
    of_stage = agenda.stage if item.kind is not BlockKind.REPAIR else Stage.STUCK
    assert len(seen) >= sum(
        one.kind is item.kind and one.lead is item.lead and (card.id, one.title) not in elsewhere
        for card in catalogue().cards
        if card.speaks_to(request.side)
        for one in blocks_at(card, of_stage)
    )


def test_a_locked_item_is_not_replaced() -> None:
    agenda = suggest(NOBODY).toggled_lock(1)
    with pytest.raises(Trouble, match="Unlock it"):
        next_best(NOBODY, agenda, 1)


def test_an_item_nobody_knows_is_replaced_by_the_best() -> None:
    agenda = suggest(NOBODY)
    own = agenda.items[1].model_copy(update={"title": "Our own", "cards": ("our/own",)})
    assert keys(next_best(NOBODY, agenda.with_item(1, own), 1))[1] == keys(agenda)[1]
