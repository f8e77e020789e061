"""Progress as figures, each with a sentence that says the same: goals, rhythm, pulse, talk, wins, actions.

Made from what both share. Nothing compares the two, and no figure is of a person: ratings are each
owner's own, and hold for what they were asked about (brief, T6.7).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from assistant.life.days import day_of, month_name, plain_day
from assistant.life.figures import (
    Actions,
    GoalPath,
    Meeting,
    Month,
    Outcome,
    Point,
    Progress,
    PulsePoint,
    Talk,
    begun,
    counted,
    session_numbers,
)
from assistant.life.goal import Baseline, Goal, GoalState, Look
from assistant.life.goals import path_words
from assistant.life.pulse import QUESTIONS, Answers, SealedPulse
from assistant.life.session import ActionState, Session, SessionState
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import SCORES, Side


def progress(
    life: PairLife,
    now: datetime,
    *,
    own: Iterable[SealedPulse] = (),
    numbers: dict[str, int] | None = None,
) -> Progress:
    """The figures of `life`.

    `own` has the reader's own answers, which may be shown beside the shared ones on their screen alone;
    what is opened is left out of it. `numbers` are those of the sessions, where `life` is only a part.
    """
    numbers = session_numbers(life) if numbers is None else numbers
    goals = tuple(_path(life, goal, now) for goal in life.goals)
    # What was called off in good time took nobody's hour: it is not part of the rhythm.
    counting = [one for one in life.sessions if not one.off or (one.miss and one.at < now)]
    called_off = sum(
        one.called_off_at is not None and not one.miss and one.at < now for one in life.sessions
    )
    meetings = tuple(_meeting(one, numbers, now) for one in counting)
    months = _months(meetings, now)
    pulse = _pulse(life, numbers, own, now)
    talk = tuple(_talk(life, one, numbers, now) for one in life.held_by(now))
    return Progress(
        goals=goals,
        goals_words=_goals_words(life.goals),
        meetings=meetings,
        months=months,
        rhythm_words=_rhythm_words(meetings, called_off),
        pulse=pulse,
        pulse_words=_pulse_words(pulse),
        talk=talk,
        talk_overall=_overall(life, now),
        wins=life.wins,
        wins_words=f"{counted(len(life.wins), 'win')} noted." if life.wins else "No win noted yet.",
        actions=_actions(life),
    )


# --- goals -----------------------------------------------------------------------------------------


def _path(life: PairLife, goal: Goal, now: datetime) -> GoalPath:
    points = [_point(look, now) for look in sorted(goal.looks, key=lambda one: one.at)]
    if goal.baseline is not None:
        points.insert(0, _point(goal.baseline, now))
    owner = life.called(goal.side)
    return GoalPath(goal, owner, tuple(points), goal.hindsight, _path_words(goal, owner))


def _point(rated: Baseline | Look, now: datetime) -> Point:
    return Point(day_of(rated.at, now), rated.rating)


def _path_words(goal: Goal, owner: str) -> str:
    ends = {GoalState.REACHED: "; reached", GoalState.CHANGED: "; changed since"}
    ends[GoalState.DROPPED] = "; dropped"
    told = path_words(goal, whose=f"{owner}'s")
    return f"{begun(owner)}, “{goal.what}”: {told}{ends.get(goal.state, '')}."


def _goals_words(goals: tuple[Goal, ...]) -> str:
    if not goals:
        return "No goal is set yet."
    states = [goal.state for goal in goals]
    parts = [f"{counted(states.count(GoalState.OPEN), 'goal')} open"]
    ends = (GoalState.REACHED, GoalState.CHANGED, GoalState.DROPPED)
    parts += [f"{states.count(state)} {state.value}" for state in ends if state in states]
    return begun(", ".join(parts)) + "."


# --- rhythm ----------------------------------------------------------------------------------------


def _meeting(session: Session, numbers: dict[str, int], now: datetime) -> Meeting:
    outcome = Outcome.TO_COME if session.at >= now else Outcome.UNSAID
    if session.held and session.at <= now:
        outcome = Outcome.HELD
    elif session.off:
        outcome = Outcome.MISSED
    number, day = numbers.get(session.id), day_of(session.at, now)
    moved = bool(session.moved_from)
    what = outcome.value
    if session.state is SessionState.CANCELLED:
        what = "called off"
    if moved:
        what += f", after a move from {plain_day(day_of(session.moved_from[0], now), now.date())}"
    words = f"{_called(number)}, {plain_day(day, now.date())}: {what}."
    return Meeting(session, number, day, outcome, moved, words)


def _called(number: int | None) -> str:
    return "A session" if number is None else f"Session {number}"


def _months(meetings: tuple[Meeting, ...], now: datetime) -> tuple[Month, ...]:
    by_month: dict[tuple[int, int], list[Meeting]] = {}
    for one in meetings:
        by_month.setdefault((one.day.year, one.day.month), []).append(one)
    return tuple(_month(*key, found, now.date()) for key, found in sorted(by_month.items()))


def _month(year: int, month: int, meetings: list[Meeting], today: date) -> Month:
    outcomes = [one.outcome for one in meetings]
    held, missed = outcomes.count(Outcome.HELD), outcomes.count(Outcome.MISSED)
    moved = sum(one.moved for one in meetings)
    words = f"{month_name(year, month, today)}: {held} of {len(meetings)} held"
    words += f", {moved} moved" if moved else ""
    words += f", {missed} did not take place" if missed else ""
    left = outcomes.count(Outcome.TO_COME)
    words += f", {left} to come" if left else ""
    return Month(year, month, len(meetings), held, moved, missed, words + ".")


def _rhythm_words(meetings: tuple[Meeting, ...], called_off: int) -> str:
    if not meetings and not called_off:
        return "No session is planned yet."
    outcomes = [one.outcome for one in meetings]
    past = len(meetings) - outcomes.count(Outcome.TO_COME)
    told = (
        [f"{outcomes.count(Outcome.HELD)} of {counted(past, 'session')} so far held"]
        if past
        else []
    )
    moved = sum(one.moved and one.outcome is Outcome.HELD for one in meetings)
    if moved:
        told.append(f"{moved} of them after a move")
    if Outcome.MISSED in outcomes:
        told.append(f"{outcomes.count(Outcome.MISSED)} did not take place")
    if Outcome.UNSAID in outcomes:
        unsaid = outcomes.count(Outcome.UNSAID)
        told.append(f"nobody said yet whether {unsaid} {'was' if unsaid == 1 else 'were'} held")
    if called_off:
        told.append(f"{called_off} called off in good time")
    if Outcome.TO_COME in outcomes:
        told.append(f"{outcomes.count(Outcome.TO_COME)} to come")
    return begun(", ".join(told)) + "."


# --- pulse -----------------------------------------------------------------------------------------


def _pulse(
    life: PairLife, numbers: dict[str, int], own: Iterable[SealedPulse], now: datetime
) -> tuple[PulsePoint, ...]:
    mine = {one.session: one for one in own}
    found: list[tuple[datetime, PulsePoint]] = []
    for session in life.sessions:
        number, day = numbers.get(session.id), day_of(session.at, now)
        told = {
            side: life.reveals[session.id, side].answers
            for side in SIDES
            if (session.id, side) in life.reveals
        }
        if len(told) == len(SIDES):
            said = " ".join(f"{begun(life.called(side))}: {_said(told[side])}." for side in SIDES)
            found.append((session.at, PulsePoint(number, day, told, f"{_called(number)}. {said}")))
        elif session.id in mine:
            sealed = mine[session.id]
            said = f"{_called(number)}. Only you see this: {_said(sealed.answers)}."
            point = PulsePoint(number, day, {sealed.side: sealed.answers}, said, only_mine=True)
            found.append((session.at, point))
    return tuple(point for _, point in sorted(found, key=lambda one: one[0]))


def _said(answers: Answers) -> str:
    """“useful yes, safe mostly, going somewhere partly”."""
    named = {"going": "going somewhere"}
    return ", ".join(
        f"{named.get(name, name)} {SCORES[getattr(answers, name)]}" for name in QUESTIONS
    )


def _pulse_words(pulse: tuple[PulsePoint, ...]) -> str:
    opened = sum(not one.only_mine for one in pulse)
    if not opened:
        return "No pulse was opened by both yet."
    return f"The pulse after {counted(opened, 'session')} was opened by both."


# --- talk, actions ---------------------------------------------------------------------------------


def _talk(life: PairLife, session: Session, numbers: dict[str, int], now: datetime) -> Talk:
    number, day = numbers.get(session.id), day_of(session.at, now)
    share = _share(session.mentor_spoke, session.mentee_spoke)
    told = "the who-is-speaking key was not used" if share is None else _shared_out(life, share)
    return Talk(number, day, share, f"{_called(number)}: {told}.")


def _overall(life: PairLife, now: datetime) -> Talk:
    held = life.held_by(now)
    mentor = sum(one.mentor_spoke for one in held)
    share = _share(mentor, sum(one.mentee_spoke for one in held))
    if share is None:
        return Talk(None, None, None, "Talk was not timed in any session.")
    timed = sum(bool(one.mentor_spoke or one.mentee_spoke) for one in held)
    words = f"Of all talk timed in {counted(timed, 'session')}: {_shared_out(life, share)}."
    return Talk(None, None, share, words)


def _share(mentor: int, mentee: int) -> float | None:
    return mentor / (mentor + mentee) if mentor + mentee else None


def _shared_out(life: PairLife, share: float) -> str:
    mentor = round(100 * share)
    return f"{life.called(Side.MENTOR)} {mentor}%, {life.called(Side.MENTEE)} {100 - mentor}%"


def _actions(life: PairLife) -> Actions:
    states = [one.state for one in life.actions]
    left, done = states.count(ActionState.OPEN), states.count(ActionState.DONE)
    dropped = states.count(ActionState.DROPPED)
    if not states:
        return Actions(0, 0, 0, "No action is noted yet.")
    words = f"{begun(counted(done, 'action'))} done, {left or 'none'} open"
    return Actions(left, done, dropped, words + (f", {dropped} dropped." if dropped else "."))
