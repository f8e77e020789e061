"""Random lives of pairs: usual ones, and odd and nonsensical ones too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from hypothesis import strategies as st

from assistant.agenda import Agenda
from assistant.life.about import About, Rhythm
from assistant.life.charter import Charter, Signature
from assistant.life.course import Afterwards, Ending, StageChoice
from assistant.life.document import Document
from assistant.life.goal import Baseline, Goal, GoalField, GoalState, Look, Win
from assistant.life.pulse import Answers, Commitment, Reveal, SealedPulse
from assistant.life.session import Action, ActionState, Given, Parked, Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.suggest import AgendaRequest, suggest_agenda
from assistant.wording import Side, Stage
from knowledge.guide_files import embedded_guide, load
from knowledge.plain_text import one_line
from knowledge.skeleton import load_skeletons

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SIDES = [Side.MENTOR, Side.MENTEE]
SESSIONS = [f"s{number}" for number in range(9)]
GOALS = [f"g{number}" for number in range(5)]


def _keeps(text: str) -> bool:
    """Whether anything of `text` is left once control codes are taken out."""
    return bool(one_line(text.encode("utf-8", "replace").decode()))


_zones = st.sampled_from(
    [UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=8))]
)
sides = st.sampled_from(SIDES)
lines = st.one_of(
    st.sampled_from(
        [
            "Send Ines the pipeline figures",
            "Read the sales dashboard without help",
            "Speak once in the Monday meeting",
            "Drop the printed board pack",
            "x",
            "W" * 300,
            "\u202eright to left, 😀 and [red]markup[/] and `ticks` | pipes",
        ]
    ),
    st.text(min_size=1, max_size=60),
).filter(_keeps)
names = st.sampled_from(["Priya", "Martin", "", "N" * 400, "the mentor", "Ines 😀"])


@st.composite
def moments(draw: st.DrawFn, spread: int = 400) -> datetime:
    """Moments around NOW; now and then one at the end of the calendar."""
    zone = draw(_zones)
    if draw(st.integers(0, 60)) == 0:
        return draw(
            st.sampled_from(
                [datetime(1, 1, 2, tzinfo=zone), datetime(9999, 12, 30, tzinfo=zone), NOW]
            )
        )
    return (NOW + timedelta(minutes=draw(st.integers(-spread * 1440, spread * 1440)))).astimezone(
        zone
    )


@cache
def past_agendas() -> list[Agenda]:
    """Agendas that sessions may have had."""
    catalogue, skeletons = load(), load_skeletons(embedded_guide())
    return [
        suggest_agenda(catalogue, skeletons, AgendaRequest(minutes, stage, seed=seed), {})
        for stage in Stage
        for minutes in (10, 45, 90)
        for seed in (0, 1)
    ]


@st.composite
def _agendas(draw: st.DrawFn) -> Agenda | None:
    agenda = draw(st.none() | st.sampled_from(past_agendas()))
    if agenda is None or draw(st.booleans()):
        return agenda
    about = draw(st.sampled_from([f"goal {goal}" for goal in GOALS] + ["goal", "parked p1", "?"]))
    item = agenda.items[0].model_copy(update={"about": about})
    return agenda.with_item(0, item)


@st.composite
def _sessions(draw: st.DrawFn) -> Session:
    return Session(
        id=draw(st.sampled_from(SESSIONS)),
        at=draw(moments(120)),
        minutes=draw(st.integers(10, 180)),
        state=draw(st.sampled_from([*SessionState, SessionState.HELD, SessionState.HELD])),
        changed=draw(st.none() | moments(120)),
        agenda=draw(_agendas()),
        goals=tuple(draw(st.lists(st.sampled_from([*GOALS, "gone"]), max_size=2))),
        notes=tuple(draw(st.lists(lines, max_size=2))),
    )


@st.composite
def _goals(draw: st.DrawFn) -> Goal:
    baseline = st.builds(Baseline, at=moments(), task=lines, rating=st.integers(1, 10))
    look = st.builds(Look, at=moments(), rating=st.integers(1, 10))
    return Goal(
        id=draw(st.sampled_from(GOALS)),
        side=draw(sides),
        what=draw(lines),
        field=draw(st.sampled_from(list(GoalField))),
        since=draw(moments()),
        quarter="2026-Q4",
        if_=draw(st.just("") | lines),
        then=draw(st.just("") | lines),
        baseline=draw(st.none() | baseline),
        looks=tuple(draw(st.lists(look, max_size=2))),
        state=draw(st.sampled_from([*GoalState, GoalState.OPEN, GoalState.OPEN])),
    )


_sessions_or_not = st.none() | st.sampled_from([*SESSIONS, "gone"])
_actions = st.builds(
    Action,
    side=sides,
    what=lines,
    since=moments(),
    due=st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    session=_sessions_or_not,
    state=st.sampled_from(list(ActionState)),
)
_parked = st.builds(
    Parked,
    what=lines,
    since=moments(),
    session=_sessions_or_not,
    state=st.sampled_from(list(ActionState)),
)
_given = st.builds(Given, side=sides, what=lines, at=moments(), session=_sessions_or_not)
_wins = st.builds(Win, at=moments(), side=sides, what=lines, where_used=st.just("") | lines)


@st.composite
def _pulses(draw: st.DrawFn) -> list[Document]:
    """A commitment, and mostly what was committed to."""
    score = st.integers(1, 5)
    sealed = SealedPulse(
        session=draw(st.sampled_from([*SESSIONS, "gone"])),
        side=draw(sides),
        answers=Answers(useful=draw(score), safe=draw(score), going=draw(score)),
        nonce=f"{draw(st.integers(0, 2**64)):064x}",
        at=draw(moments()),
    )
    bound = Commitment(
        side=sealed.side, session=sealed.session, commitment=sealed.commitment, at=sealed.at
    )
    told = Reveal(
        side=sealed.side,
        session=sealed.session,
        answers=sealed.answers,
        nonce=sealed.nonce if draw(st.integers(0, 9)) else "0" * 64,
        at=sealed.at,
    )
    return draw(st.sampled_from([[bound, told], [bound, told], [bound], [told]]))


@st.composite
def _charters(draw: st.DrawFn) -> list[Document]:
    charter = Charter(
        number=draw(st.integers(1, 3)),
        at=draw(moments()),
        written_by=draw(sides),
        purpose=draw(lines),
    )
    signed = draw(st.lists(sides, max_size=2, unique=True))
    digest = charter.digest if draw(st.booleans()) else "0" * 64
    return [
        charter,
        *(
            Signature(
                side=side, charter=charter.id, digest=digest, at=charter.at, signature="0" * 128
            )
            for side in signed
        ),
    ]


@st.composite
def _pages(draw: st.DrawFn) -> list[Document]:
    """What there is one of: set-up, rhythm, stage and ending."""
    found: list[Document] = []
    for side in SIDES:
        if draw(st.booleans()):
            needs = tuple(draw(st.lists(lines, max_size=3)))
            offers = tuple(draw(st.lists(lines, max_size=2)))
            found.append(About(id=side.value, side=side, needs=needs, offers=offers))
    if draw(st.booleans()):
        found.append(
            Rhythm(
                weeks=draw(st.integers(1, 12)),
                first=draw(st.none() | moments()),
                ends=draw(st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))),
                zone=draw(st.sampled_from(["", "Europe/London", "Nowhere/Land"])),
            )
        )
    if draw(st.integers(0, 3)) == 0:
        found.append(StageChoice(stage=draw(st.none() | st.sampled_from(list(Stage))), at=NOW))
    if draw(st.integers(0, 9)) == 0:
        after = draw(st.none() | st.just(Afterwards.INFORMAL))
        found.append(Ending(at=NOW, afterwards=after, ended=draw(st.none() | moments())))
    return found


@st.composite
def _odd(draw: st.DrawFn) -> list[Document]:
    """Documents that need not fit together."""
    return [
        *draw(st.lists(_sessions(), max_size=7)),
        *draw(st.lists(_goals(), max_size=5)),
        *draw(st.lists(_actions, max_size=5)),
        *draw(st.lists(_parked, max_size=3)),
        *draw(st.lists(_given, max_size=4)),
        *draw(st.lists(_wins, max_size=2)),
        *(one for pulse in draw(st.lists(_pulses(), max_size=6)) for one in pulse),
        *(one for charter in draw(st.lists(_charters(), max_size=2)) for one in charter),
        *draw(_pages()),
    ]


def opened(session: str, mentor: Answers, mentee: Answers) -> list[Document]:
    """The pulse of a session, answered and opened by both."""
    found: list[Document] = []
    for side, answers in zip(SIDES, (mentor, mentee), strict=True):
        sealed = SealedPulse(session=session, side=side, answers=answers, nonce="a" * 64, at=NOW)
        bound = sealed.commitment
        found += [
            Commitment(id=f"{session}{side}", side=side, session=session, commitment=bound, at=NOW),
            Reveal(
                id=f"{session}{side}",
                side=side,
                session=session,
                answers=answers,
                nonce=sealed.nonce,
                at=NOW,
            ),
        ]
    return found


@st.composite
def _lived(draw: st.DrawFn) -> list[Document]:
    """Documents of a pair that met every three weeks, and perhaps stopped."""
    held, missed = draw(st.integers(1, 7)), draw(st.integers(0, 2))
    found: list[Document] = list(draw(st.lists(_goals(), min_size=1, max_size=4)))
    for number in range(held + missed):
        state = SessionState.HELD if number < held else SessionState.MISSED
        at = NOW - timedelta(days=21 * (held + missed - number))
        goals = draw(st.lists(st.sampled_from(GOALS), max_size=2))
        found.append(
            Session(
                id=SESSIONS[number], at=at, state=state, agenda=draw(_agendas()), goals=tuple(goals)
            )
        )
    score = st.integers(1, 5)
    answers = st.builds(Answers, useful=score, safe=score, going=score)
    for number in draw(st.sets(st.integers(max(0, held - 2), held - 1))):
        found += opened(SESSIONS[number], draw(answers), draw(answers))
    found += draw(st.lists(_actions, max_size=4))
    found += draw(st.lists(_given, max_size=3))
    found += draw(st.lists(_parked, max_size=2))
    ends = draw(st.none() | st.integers(-5, 200))
    if ends is not None:
        found.append(Rhythm(ends=(NOW + timedelta(days=ends)).date()))
    return found


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """The documents of a life, odd or believable, in any order; of those of one id the last stands."""
    found = draw(st.one_of(_odd(), _lived()))
    return draw(st.permutations(list({one.key: one for one in found}.values())))


@st.composite
def lives(draw: st.DrawFn) -> PairLife:
    """A life of a pair at about NOW."""
    return PairLife.of(draw(documents()), draw(names), draw(names))
