from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.life.figures import Outcome, bar, session_numbers
from assistant.life.goal import Baseline, Goal, GoalState, Look
from assistant.life.pictures import MARKS, MOVED, pictures, spark
from assistant.life.progress import progress
from assistant.life.pulse import Answers, Commitment, Reveal, SealedPulse
from assistant.life.session import Action, ActionState, Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.wording import Side
from tests.assistant.life.sample import NOW, sample_life

AGO = NOW - timedelta(days=30)


def goal(**fields: object) -> Goal:
    known = {"side": Side.MENTEE, "what": "read it", "since": AGO, "quarter": "2026-Q4"}
    return Goal.model_validate({**known, **fields})


def sealed(session: str, side: Side, safe: int) -> SealedPulse:
    answers = Answers(useful=4, safe=safe, going=5)
    return SealedPulse(session=session, side=side, answers=answers, nonce="0" * 64, at=NOW)


def bound(one: SealedPulse) -> Commitment:
    return Commitment(side=one.side, session=one.session, commitment=one.commitment, at=NOW)


def shown(one: SealedPulse) -> Reveal:
    return Reveal(side=one.side, session=one.session, answers=one.answers, nonce=one.nonce, at=NOW)


def test_a_goal_goes_from_where_to_where_in_the_order_of_its_looks() -> None:
    looks = (Look(at=NOW, rating=7), Look(at=AGO + timedelta(days=5), rating=5))
    one = goal(baseline=Baseline(at=AGO, task="t", rating=3), looks=looks, hindsight=2)
    (path,) = progress(PairLife.of([one], "Priya", "Martin"), NOW).goals
    assert [point.rating for point in path.points] == [3, 5, 7]
    assert path.hindsight == 2
    assert path.words == (
        "Martin, “read it”: from 3 to 7 of 10, by Martin's own rating; looking back, the start was "
        "a 2."
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "no starting point yet."),
        ({"baseline": Baseline(at=AGO, task="t", rating=3)}, "starts at 3 of 10, by"),
        (
            {"baseline": Baseline(at=AGO, task="t", rating=3), "looks": (Look(at=NOW, rating=3),)},
            "at 3 of 10 then and now",
        ),
        ({"looks": (Look(at=NOW, rating=6),)}, "at 6 of 10, by the mentee's own rating; where it"),
        ({"state": GoalState.DROPPED}, "no starting point yet; dropped."),
    ],
)
def test_goals_with_little_known_are_said_too(fields: dict[str, object], told: str) -> None:
    (path,) = progress(PairLife.of([goal(**fields)]), NOW).goals
    assert told in path.words


def test_the_rhythm_says_what_became_of_each_session() -> None:
    figures = progress(sample_life(), NOW)
    outcomes = [one.outcome for one in figures.meetings]
    assert outcomes == [Outcome.HELD] * 4 + [Outcome.MISSED] + [Outcome.HELD] * 2 + [
        Outcome.TO_COME
    ]
    assert [one.number for one in figures.meetings] == [1, 2, 3, 4, None, 5, 6, 7]
    assert [one.moved for one in figures.meetings].index(True) == 3
    assert (
        figures.meetings[3].words == "Session 4, 4 September: held, after a move from 3 September."
    )
    september = next(one for one in figures.months if one.month == 9)
    assert (september.planned, september.held, september.moved, september.missed) == (2, 1, 1, 1)
    assert figures.rhythm_words == (
        "6 of 7 sessions so far held, 1 of them after a move, 1 did not take place, 1 to come."
    )


def test_a_session_nobody_spoke_of_is_not_called_missed() -> None:
    figures = progress(PairLife.of([Session(at=AGO)]), NOW)
    assert figures.meetings[0].outcome is Outcome.UNSAID
    assert figures.rhythm_words.endswith("so far held, nobody said yet whether 1 was held.")


def test_what_is_to_come_cannot_have_been_held() -> None:
    ahead = Session(at=NOW + timedelta(days=9), state=SessionState.HELD, mentor_spoke=600)
    figures = progress(PairLife.of([ahead]), NOW)
    assert figures.meetings[0].outcome is Outcome.TO_COME
    assert figures.rhythm_words == "1 to come."
    assert (figures.talk, figures.talk_overall.share) == ((), None)


def test_a_session_called_off_for_later_is_no_part_of_the_rhythm() -> None:
    then = NOW + timedelta(days=14)
    off = Session(id="off", at=then, state=SessionState.CANCELLED, changed=NOW)
    told = [Session(id="one", at=AGO, state=SessionState.HELD), off]
    figures = progress(PairLife.of(told), NOW)
    assert figures.rhythm_words == "1 of 1 session so far held."
    assert [one.session.id for one in figures.meetings] == ["one"]
    assert sum(month.missed for month in figures.months) == 0
    later = progress(PairLife.of(told), NOW + timedelta(days=15))
    assert later.rhythm_words == "1 of 1 session so far held, 1 called off in good time."
    # At the last moment it was an hour kept for nothing, once its day is past.
    late = off.model_copy(update={"changed": then - timedelta(hours=23)})
    later = progress(PairLife.of([told[0], late]), NOW + timedelta(days=15))
    assert later.rhythm_words == "1 of 2 sessions so far held, 1 did not take place."
    assert [one.words for one in later.meetings][1:] == ["A session, 7 December: called off."]


def test_only_what_both_opened_is_in_the_pulse() -> None:
    session = Session(id="one", at=AGO, state=SessionState.HELD)
    hers, his = sealed("one", Side.MENTOR, 2), sealed("one", Side.MENTEE, 5)
    half = PairLife.of([session, bound(hers), bound(his), shown(hers)])
    assert progress(half, NOW).pulse == ()
    assert "No pulse" in progress(half, NOW).pulse_words
    (point,) = progress(PairLife.of([*half.documents, shown(his)]), NOW).pulse
    assert point.answers == {Side.MENTOR: hers.answers, Side.MENTEE: his.answers}
    assert not point.only_mine
    assert "The mentor: useful mostly, safe hardly, going somewhere yes." in point.words


def test_answers_that_are_not_what_was_committed_to_are_not_shown() -> None:
    session = Session(id="one", at=AGO, state=SessionState.HELD)
    hers, his = sealed("one", Side.MENTOR, 2), sealed("one", Side.MENTEE, 5)
    other = sealed("one", Side.MENTEE, 1)
    life = PairLife.of([session, bound(hers), bound(his), shown(hers), shown(other)])
    assert progress(life, NOW).pulse == ()


def test_ones_own_unopened_answers_are_marked_and_for_oneself_alone() -> None:
    session = Session(id="one", at=AGO, state=SessionState.HELD)
    mine = sealed("one", Side.MENTOR, 1)
    life = PairLife.of([session, bound(mine)])
    (point,) = progress(life, NOW, own=[mine]).pulse
    assert point.only_mine
    assert point.answers == {Side.MENTOR: mine.answers}
    assert "Only you see this" in point.words
    assert "No pulse was opened by both yet." in progress(life, NOW, own=[mine]).pulse_words
    opened = sample_life()
    with_own = progress(opened, NOW, own=[sealed("session1", Side.MENTOR, 1)]).pulse
    assert with_own == progress(opened, NOW).pulse


def test_talk_is_none_where_nobody_used_the_key() -> None:
    figures = progress(sample_life(), NOW)
    assert figures.talk[0].share is None
    assert figures.talk[2].share == pytest.approx(860 / 2350)
    assert figures.talk[2].words == "Session 3: Priya 37%, Martin 63%."
    assert figures.talk_overall.words.startswith("Of all talk timed in 5 sessions:")
    empty = progress(PairLife(), NOW)
    assert empty.talk_overall.share is None
    assert "not timed" in empty.talk_overall.words


def test_actions_are_counted_by_what_became_of_them() -> None:
    states = [ActionState.OPEN] * 2 + [ActionState.DONE] * 3 + [ActionState.DROPPED]
    life = PairLife.of([Action(side=Side.MENTOR, what="x", since=AGO, state=s) for s in states])
    found = progress(life, NOW).actions
    assert (found.open, found.done, found.dropped) == (2, 3, 1)
    assert found.words == "3 actions done, 2 open, 1 dropped."


def test_numbers_pass_over_what_did_not_take_place() -> None:
    life = sample_life()
    counting = [one.id for one in life.sessions if one.held or one.planned]
    assert len(counting) == len(life.sessions) - 1
    assert session_numbers(life) == {name: number for number, name in enumerate(counting, 1)}


# --- pictures --------------------------------------------------------------------------------------


def test_every_row_has_its_words_and_every_picture_too() -> None:
    life = sample_life()
    own = [sealed("session5", Side.MENTOR, 3)]
    for figures in (progress(life, NOW, own=own), progress(PairLife(), NOW)):
        for picture in pictures(life, figures):
            assert picture.words.endswith(".")
            for row in picture.rows:
                assert row.marks
                assert row.words.endswith(".")
                assert len(row.words) > 5


def test_the_rhythm_as_marks() -> None:
    life = sample_life()
    rhythm = pictures(life, progress(life, NOW))[1]
    held, moved = MARKS[Outcome.HELD], MOVED
    missed, ahead = MARKS[Outcome.MISSED], MARKS[Outcome.TO_COME]
    assert rhythm.rows[0].marks.split() == [held, held, held, moved, missed, held, held, ahead]
    assert all(mark in rhythm.legend for mark in (*MARKS.values(), moved))


def test_nothing_in_figures_or_pictures_ranks_the_two() -> None:
    life = sample_life()
    figures = progress(life, NOW)
    told = " ".join(
        words
        for picture in pictures(life, figures)
        for words in (picture.words, picture.legend, *(row.words for row in picture.rows))
    ).lower()
    for word in (
        "more than",
        "less than",
        "better",
        "worse",
        "ahead of",
        "streak",
        "score",
        "in a row",
    ):
        assert word not in told


def test_sparks_and_bars() -> None:
    assert spark([1, 10, None, 5], 1, 10) == "▁█·▄"
    assert spark([], 1, 10) == ""
    assert spark([99, -3], 1, 5) == "█▁"
    long = spark(list(range(100)), 0, 100)
    assert len(long) == 40
    assert long.startswith("…")
    assert bar(0.5, 10) == "▓▓▓▓▓░░░░░"
    assert bar(7.0, 4) == "▓▓▓▓"
