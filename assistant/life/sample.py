"""Priya and Martin, who do not exist: what they would share after six sessions, for `viceversa demo`.

Priya, a second-year analyst, is the mentor (junior); Martin, a finance director, the mentee (senior).
After the fourth session he told Ines something Priya had said; they repaired that, and rewrote a line of
their charter. Their names stand in these texts, so the pair has to be called that.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from assistant.life.about import About, Rhythm
from assistant.life.charter import Charter, Confidentiality
from assistant.life.document import Document
from assistant.life.goal import Baseline, Goal, GoalField, Look, Milestone, MilestoneKind, Win
from assistant.life.pulse import Answers, Commitment, Reveal, SealedPulse
from assistant.life.sample_days import SampleDays
from assistant.life.sample_sessions import sessions, spoken
from assistant.wording import Side

PRIYA, MARTIN = "Priya", "Martin"
_M, _E = Side.MENTOR, Side.MENTEE
_PULSES = {
    1: ((4, 3, 4), (4, 4, 4)),
    2: ((4, 3, 4), (4, 4, 4)),
    3: ((4, 4, 4), (5, 4, 4)),
    4: ((3, 2, 3), (4, 4, 3)),
    5: ((4, 4, 4), (4, 3, 4)),
    6: ((5, 5, 4), (5, 4, 5)),
}
"""Useful, safe, going; Priya's, then Martin's."""


def sample_documents(now: datetime, *, zone: str = "") -> tuple[Document, ...]:
    """All documents of the sample pair but the signatures, which take keys; the same for the same `now`.

    `now` has an offset; the days count from it, and the clocks are those of its zone. `zone` is its IANA
    name, "" where nobody knows it.
    """
    days = SampleDays(now)
    return (
        *_abouts(),
        Rhythm(minutes=45, weeks=3, zone=zone, first=days.session(1), ends=_ends(days)),
        *charters(days),
        *_goals(days),
        *_wins(days),
        *sessions(days, zone),
        *spoken(days),
        *_pulses(days),
    )


def _ends(days: SampleDays) -> date:
    return days.next_day + timedelta(weeks=9)


def _abouts() -> tuple[Document, ...]:
    return (
        About(
            id="mentor",
            side=_M,
            rank="second-year analyst",
            offers=("reading a dashboard and asking it a question", "filters and saved views"),
            needs=("how a budget is really decided", "speaking up before the decision is made"),
            not_discussed=("my own pay and contract",),
        ),
        About(
            id="mentee",
            side=_E,
            rank="finance director",
            offers=("how the board reads a paper", "an introduction or two"),
            needs=("finding a figure without asking for it", "hearing how decisions land"),
            not_discussed=("single people in the finance team",),
            day_begins=8,
            day_ends=18,
        ),
    )


def charters(days: SampleDays) -> tuple[Charter, Charter]:
    """Both versions, the older first; each is to be signed by both, on the day of the next session."""
    first = Charter(
        id="charter1",
        number=1,
        at=days.session(1),
        written_by=_M,
        purpose="Martin learns to read the sales dashboard himself. Priya gets practice in leading, and "
        "sees how money is decided.",
        roles="Priya, mentor (junior), brings the topic and leads. Martin, mentee (senior), brings real "
        "work and protects the slot.",
        dates="Every three weeks at 15:00, 45 minutes.",
        place="The small room on the third floor, not Martin's office.",
        lead="Priya leads at least half of each session.",
        topics_in=("the sales dashboard", "shared documents", "how decisions are made"),
        topics_out=("pay", "appraisals", "single people in the finance team"),
        confidentiality=Confidentiality(
            stays_here=("what either of us does not know or got wrong",),
            without_names=("ideas on the board pack",),
            with_consent=("anything with a name in it",),
            must_be_passed_on=("danger to somebody, or what our policy says must be reported",),
        ),
        notes="Each keeps a journal. We share actions, nothing else.",
        between_sessions="One link or question a week, no answer owed after six.",
        cancelling="Whoever cancels offers two new dates.",
        repair_phrase="That came out wrong. Let me try again.",
        review=days.session(5).date(),
        exit="Either may stop. A line to the coordinator is enough; no reason is owed.",
    )
    second = first.model_copy(
        update={
            "id": "charter2",
            "number": 2,
            "at": days.session(5),
            "written_by": _E,
            "confidentiality": first.confidentiality.model_copy(
                update={
                    "with_consent": (
                        "anything with a name in it",
                        "doubts about a colleague's figures, even without a name",
                    )
                }
            ),
            "cancelling": "Whoever cancels rebooks in the same message.",
            "review": _ends(days) - timedelta(weeks=6),
        }
    )
    return first, second


def _goals(days: SampleDays) -> tuple[Document, ...]:
    return (
        Goal(
            id="goaldashboard",
            side=_E,
            what="Find and question two figures on the sales dashboard before the Monday meeting",
            field=GoalField.WORK,
            since=days.session(1),
            quarter=_quarter(days.session(1)),
            if_="it is Monday, 8:30, and the coffee is poured",
            then="I open the dashboard before the mail",
            baseline=Baseline(
                at=days.session(1),
                task="Find last week's pipeline by region",
                result="Eleven minutes, then the wrong region.",
                rating=4,
            ),
            looks=(
                Look(at=days.session(4), rating=5, result="Six minutes, right at the second try."),
                Look(at=days.session(6), rating=7, result="Two minutes, with a saved view."),
            ),
            hindsight=2,
            milestones=(
                _milestone(days.after(4), done=True, words="The filters were the hard part."),
                _milestone(days.ago(1), kind=MilestoneKind.QUARTERLY),
            ),
        ),
        Goal(
            id="goalhear",
            side=_E,
            what="Know how three decisions from the board pack land two levels down",
            field=GoalField.UNDERSTANDING,
            since=days.session(3),
            quarter=_quarter(days.session(3)),
            baseline=Baseline(
                at=days.session(3), task="Say what changed after the travel decision", rating=3
            ),
            looks=(Look(at=days.session(6), rating=5, result="One of three, asked and checked."),),
        ),
        Goal(
            id="goalthree",
            side=_E,
            what="Ask three questions before I give one opinion",
            field=GoalField.RELATIONSHIP,
            since=days.session(5),
            quarter=_quarter(days.session(5)),
            if_="I hear myself say “yes, yes”",
            then="I ask what the next step is",
            baseline=Baseline(at=days.session(5), task="Priya counts in one session", rating=4),
        ),
        Goal(
            id="goalteach",
            side=_M,
            what="Teach with the learner's hands on the keys, mine off the mouse",
            field=GoalField.WORK,
            since=days.session(1),
            quarter=_quarter(days.session(1)),
            baseline=Baseline(
                at=days.session(1), task="Count how often I take the mouse", rating=4
            ),
            looks=(
                Look(at=days.session(4), rating=5, result="Twice in twenty minutes."),
                Look(at=days.session(6), rating=8, result="Not once."),
            ),
            hindsight=3,
        ),
        Goal(
            id="goalsay",
            side=_M,
            what="Say my view in one meeting a month before the most senior person has",
            field=GoalField.RELATIONSHIP,
            since=days.session(3),
            quarter=_quarter(days.session(3)),
            if_="the chair asks for comments",
            then="I speak second, not last",
            baseline=Baseline(at=days.session(3), task="The last planning round", rating=3),
            looks=(Look(at=days.after(6, 6), rating=5, result="Once, on the forecast."),),
            milestones=(_milestone(days.ago(0)),),
        ),
    )


def _quarter(moment: datetime) -> str:
    return f"{moment.year}-Q{(moment.month + 2) // 3}"


def _milestone(
    at: datetime,
    *,
    done: bool = False,
    words: str = "",
    kind: MilestoneKind = MilestoneKind.MONTHLY,
) -> Milestone:
    return Milestone(kind=kind, on=at.date(), done=at if done else None, words=words)


def _wins(days: SampleDays) -> tuple[Document, ...]:
    told = (
        ("win1", _E, 3, 4, "Found the late orders without asking", "the Monday meeting", "Ines"),
        ("win2", _M, 4, 0, "Left the mouse alone for a whole view", "session 4", "Martin"),
        ("win3", _E, 5, 5, "Asked first, and the forecast changed", "the budget round", "the team"),
        ("win4", _M, 6, 6, "Spoke second on the forecast", "the planning round", "her manager"),
        (
            "win5",
            _E,
            6,
            10,
            "The board pack went out as a link",
            "the last board meeting",
            "the chair",
        ),
    )
    goals = {
        "win1": "goaldashboard",
        "win2": "goalteach",
        "win3": "goalthree",
        "win4": "goalsay",
    }
    return tuple(
        Win(
            id=name,
            side=side,
            at=days.after(number, later),
            what=what,
            where_used=where,
            who_noticed=who,
            goal=goals.get(name),
            session=None if later else f"session{number}",
        )
        for name, side, number, later, what, where, who in told
    )


def _pulses(days: SampleDays) -> tuple[Document, ...]:
    found: list[Document] = []
    for number, both in _PULSES.items():
        for side, (useful, safe, going) in zip((_M, _E), both, strict=True):
            session = f"session{number}"
            name, at = f"{session}{side.value}", days.after(number, hour=17)
            sealed = SealedPulse(
                session=session,
                side=side,
                answers=Answers(useful=useful, safe=safe, going=going),
                nonce=hashlib.sha256(f"sample {name}".encode()).hexdigest(),
                at=at,
            )
            reveal = Reveal(
                id=name,
                side=side,
                session=session,
                at=at,
                answers=sealed.answers,
                nonce=sealed.nonce,
            )
            bound = Commitment(
                id=name, side=side, session=session, at=at, commitment=sealed.commitment
            )
            found += [bound, reveal]
    return tuple(found)
