"""What the items of an agenda say of the pair's records."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agenda import Agenda, AgendaItem
from assistant.agenda_page import agenda_page
from assistant.context import SAMPLE_PAIR
from assistant.export import agenda_json, agenda_markdown
from assistant.life.about import About, Rhythm
from assistant.life.document import Document
from assistant.life.goal import Baseline, Goal
from assistant.life.plan import suggest_for
from assistant.life.pulse import Answers
from assistant.life.session import ActionState, Given, Parked, SessionState
from assistant.life.snapshot import PairLife
from assistant.suggest import AgendaRequest
from assistant.wording import BlockKind, Lead, Side, Stage
from tests.assistant.life.lives import NOW, opened
from tests.assistant.life.planning import (
    MOST_TEXTS,
    Asked,
    catalogue,
    keys,
    next_best,
    skeletons,
    suggest,
)
from tests.assistant.life.test_stage import FINE, SIGNED, UNSAFE, action, days, held, session

NAMES = ("Priya", "Martin")
DONE = action(ActionState.DONE, id="done")
GOING: list[Document] = [*held(4), *SIGNED, DONE]


def life(*told: Document) -> PairLife:
    return PairLife.of([*GOING, *told], *NAMES)


def goal(name: str, side: Side = Side.MENTEE, **more: object) -> Goal:
    told = {"id": name, "side": side, "what": f"Learn {name}", "since": days(-90)}
    return Goal.model_validate({**told, "quarter": "2026-Q4", **more})


def of_kind(agenda: Agenda, kind: BlockKind) -> list[AgendaItem]:
    return [item for item in agenda.items if item.kind is kind]


def goals_of(agenda: Agenda) -> tuple[str, ...]:
    """The goals that items are about, each once."""
    found = [item.about.partition(" ") for item in agenda.items]
    return tuple(dict.fromkeys(name for kind, _, name in found if kind == "goal"))


def first(agenda: Agenda, kind: BlockKind) -> AgendaItem:
    return of_kind(agenda, kind)[0]


LATER = AgendaRequest(45, Stage.ESTABLISHED)


# --- goals --------------------------------------------------------------------------------------------


def test_a_goal_says_when_it_had_its_turn() -> None:
    worked = session(3, days(-21), goals=("excel",))
    told = life(goal("excel"), worked)
    item = first(suggest(told, LATER), BlockKind.LEARN)
    assert item.because.startswith(
        "Martin's goal “Learn excel” has not had a turn since 2 November."
    )
    assert item.about == "goal excel"
    other = first(suggest(life(goal("excel"), goal("maps"), worked), LATER), BlockKind.LEARN)
    assert other.because.startswith("Martin's goal “Learn maps” has not had a turn yet.")


def test_goals_take_turns_session_by_session() -> None:
    told: list[Document] = [goal("excel"), goal("maps"), goal("chat"), goal("voice", Side.MENTOR)]
    turns = []
    for number in range(6):
        agenda = suggest(PairLife.of([*told, *SIGNED, DONE], *NAMES), LATER)
        turns.append([one for one in goals_of(agenda) if one != "voice"])
        assert "voice" in goals_of(agenda)
        told.append(session(number, days(-60 + number), agenda=agenda))
    assert [name for (name,) in turns] == ["chat", "excel", "maps"] * 2


def test_a_goal_set_yesterday_goes_before_one_that_had_its_turn_long_ago() -> None:
    told = life(goal("old"), goal("new", since=days(-1)), session(0, days(-84), goals=("old",)))
    assert goals_of(suggest(told, LATER)) == ("new",)


def test_few_texts_are_looked_up_however_much_there_is() -> None:
    low = opened("s3", Answers(useful=1, safe=5, going=5), FINE)
    goals = [goal(f"g{n}", side) for n, side in enumerate([Side.MENTEE, Side.MENTOR] * 3)]
    asked = Asked()
    request = AgendaRequest(180, Stage.ESTABLISHED, "feedback upwards")
    agenda = suggest_for(life(*goals, *low), catalogue(), skeletons(), request, asked, NOW)
    assert len(asked.texts) == len(set(asked.texts)) == MOST_TEXTS
    assert asked.texts[0] == "feedback upwards"
    assert len(goals_of(agenda)) >= 3


def test_a_mentors_goal_has_its_turn_where_something_is_given_back() -> None:
    item = first(suggest(life(goal("voice", Side.MENTOR)), LATER), BlockKind.GIVE_BACK)
    assert item.because.startswith("Priya's goal “Learn voice” has not had a turn yet.")
    assert item.lead is Lead.MENTEE


def test_a_plan_is_asked_about() -> None:
    told = life(goal("excel", if_="the report opens", then="I filter it myself"))
    item = first(suggest(told, LATER), BlockKind.LEARN)
    assert item.prompts[0] == "Martin's plan: if the report opens, then I filter it myself."


def test_goals_that_are_no_longer_open_have_no_turn() -> None:
    agenda = suggest(life(goal("excel", state="reached")), LATER)
    assert goals_of(agenda) == ()


def test_the_first_session_finds_out_where_a_goal_starts_and_the_last_looks_again() -> None:
    base = Baseline(at=days(-60), task="Build one view alone", rating=3)
    told = PairLife.of([goal("based", baseline=base), goal("fresh")], *NAMES)
    item = first(suggest(told, AgendaRequest(60, Stage.FIRST)), BlockKind.LEARN)
    assert item.because.startswith("Martin's goal “Learn fresh” has no starting point yet.")
    last = first(suggest(told, AgendaRequest(60, Stage.CLOSING)), BlockKind.LEARN)
    assert last.because.startswith("Martin's goal “Learn based” began with a task on 24 September.")
    assert last.prompts[0] == "The first task: “Build one view alone”."


def test_what_is_offered_stands_in_where_nobody_said_what_they_want() -> None:
    hers = About(id="mentor", side=Side.MENTOR, offers=("Saved views", "Short video"))
    his = About(id="mentee", side=Side.MENTEE, offers=("How budgets are decided",))
    agenda = suggest(life(hers, his), LATER)
    learn, back = first(agenda, BlockKind.LEARN), first(agenda, BlockKind.GIVE_BACK)
    assert learn.because.startswith("On Priya's list of what to show: “Saved views”.")
    assert learn.about.startswith("about mentor offers ")
    assert back.because.startswith("On Martin's list of what to show: “How budgets are decided”.")
    locked = agenda.model_copy(
        update={
            "items": tuple(one.model_copy(update={"locked": one is learn}) for one in agenda.items)
        }
    )
    assert learn.title in [
        item.title for item in suggest(life(hers, his), LATER, locked=locked).items
    ]
    shown = session(5, days(-1), agenda=agenda)
    again = first(suggest(life(hers, his, shown), LATER), BlockKind.LEARN)
    assert "“Short video”" in again.because, "they take turns"
    wants = his.model_copy(update={"needs": ("Reading the dashboard",)})
    learn = first(suggest(life(hers, wants), LATER), BlockKind.LEARN)
    assert "“Reading the dashboard”" in learn.because


def test_needs_stand_in_where_there_are_no_goals() -> None:
    abouts = (
        About(id="mentee", side=Side.MENTEE, needs=("Reading the dashboard",)),
        About(id="mentor", side=Side.MENTOR, needs=("How budgets are decided",)),
    )
    agenda = suggest(life(*abouts), LATER)
    learn, back = first(agenda, BlockKind.LEARN), first(agenda, BlockKind.GIVE_BACK)
    assert learn.because.startswith("On Martin's list of what to learn: “Reading the dashboard”.")
    assert back.because.startswith("On Priya's list of what to learn: “How budgets are decided”.")
    again = next_best(life(*abouts), agenda, agenda.items.index(learn))
    assert "Reading the dashboard" in again.items[agenda.items.index(learn)].because


def test_needs_have_their_turns_as_goals_do() -> None:
    page = About(id="mentee", side=Side.MENTEE, needs=("Dashboards", "Chat", "Maps"))
    told: list[Document] = [page, *SIGNED, DONE]
    turns = []
    for number in range(6):
        agenda = suggest(PairLife.of(told, *NAMES), LATER)
        learn = first(agenda, BlockKind.LEARN)
        turns.append(learn.because.partition("“")[2].partition("”")[0])
        other = next_best(PairLife.of(told, *NAMES), agenda, agenda.items.index(learn))
        assert f"“{turns[-1]}”" in other.items[agenda.items.index(learn)].because
        told.append(session(number, days(-60 + number), agenda=agenda))
    assert turns == ["Dashboards", "Chat", "Maps"] * 2


def test_a_focus_goes_before_goals() -> None:
    asked = AgendaRequest(90, Stage.ESTABLISHED, "feedback upwards")
    agenda = suggest(life(goal("excel")), asked)
    assert agenda.focus_found
    learn = of_kind(agenda, BlockKind.LEARN)
    assert [item.about for item in learn][:2] == ["", "goal excel"]


# --- actions and what was put off ---------------------------------------------------------------------


def test_open_actions_are_named_with_owner_and_date() -> None:
    told = [
        action(id=f"a{n}", what=f"Thing {n}", since=days(-20 + n), due=date(2026, 11, 20))
        for n in range(5)
    ]
    item = first(suggest(life(*told), LATER), BlockKind.OPEN)
    assert item.because.startswith("Five actions are open, the oldest since 3 November.")
    assert item.prompts[:4] == (
        "Still open: Thing 0 (Martin, since 3 November, meant for 20 November).",
        "Still open: Thing 1 (Martin, since 4 November, meant for 20 November).",
        "Still open: Thing 2 (Martin, since 5 November, meant for 20 November).",
        "And 2 more.",
    )


def test_in_ten_minutes_the_close_has_the_open_actions() -> None:
    agenda = suggest(life(action()), AgendaRequest(10, Stage.EARLY))
    assert "Still open: Send the list (Martin, since 2 November)." in agenda.items[-1].prompts


def test_what_was_put_off_gets_an_item_or_a_question() -> None:
    parked = [Parked(id=f"p{n}", what=f"Matter {n}", since=days(-30 + n)) for n in range(2)]
    agenda = suggest(life(*parked), LATER)
    assert first(agenda, BlockKind.LEARN).because.startswith(
        "You put “Matter 0” off on 24 October."
    )
    assert (
        "Put off on 25 October: Matter 1. Today, or later?" in first(agenda, BlockKind.OPEN).prompts
    )
    taken = [one.model_copy(update={"state": ActionState.DONE}) for one in parked]
    assert "Matter" not in suggest(life(*taken), LATER).model_dump_json()


# --- repair -------------------------------------------------------------------------------------------


MISSES = [session(7, days(-9), SessionState.MISSED), session(8, days(-2), SessionState.MISSED)]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (MISSES, "Two sessions running did not take place, 14 November and 21 November."),
        (
            opened("s3", UNSAFE, FINE),
            "In the session of 2 November it did not feel safe to say everything.",
        ),
    ],
)
@pytest.mark.parametrize("stage", [Stage.FIRST, Stage.EARLY, Stage.ESTABLISHED, Stage.CLOSING])
@pytest.mark.parametrize("minutes", [10, 12, 13, 20, 45, 180])
def test_repair_comes_before_content(
    told: list[Document], reason: str, stage: Stage, minutes: int
) -> None:
    agenda = suggest(life(*told), AgendaRequest(minutes, stage))
    kinds = [item.kind for item in agenda.items]
    content = {BlockKind.LEARN, BlockKind.GROUND, BlockKind.REFLECT}
    before = [kinds.index(kind) for kind in content if kind in kinds]
    assert kinds.index(BlockKind.REPAIR) < min(before, default=len(kinds))
    assert first(agenda, BlockKind.REPAIR).because.startswith(reason)
    assert agenda.stage is (stage if minutes >= 13 else Stage.STUCK)
    written = agenda_markdown(agenda, SAMPLE_PAIR, catalogue())
    assert (reason in written) is (told is MISSES), "a file tells nobody's pulse"
    assert told is MISSES or "Why: Repair comes before content." in written


def test_a_stuck_pair_hears_why() -> None:
    drifting = PairLife.of([*held(3), *SIGNED], *NAMES)
    item = suggest(drifting, AgendaRequest(45, Stage.STUCK)).items[0]
    assert item.because.startswith("Three sessions running ended without an action.")


def test_nothing_asks_for_repair_without_a_reason() -> None:
    assert BlockKind.REPAIR not in [item.kind for item in suggest(life(), LATER).items]


@pytest.mark.parametrize(
    ("answers", "question"),
    [
        (Answers(useful=1, safe=5, going=5), "Was it useful to you?"),
        (Answers(useful=5, safe=5, going=2), "Is this still going somewhere?"),
    ],
)
def test_a_low_answer_about_content_is_looked_at_together(answers: Answers, question: str) -> None:
    agenda = suggest(life(*opened("s3", answers, FINE)), LATER)
    item = first(agenda, BlockKind.REFLECT)
    assert question not in str(agenda_json(agenda)), "a file may be read by others"
    assert question not in agenda_page(agenda, SAMPLE_PAIR, catalogue()).html
    assert item.because.startswith(
        f"After the session of 2 November “{question}” had a low answer."
    )
    # Whose it was is not said: nobody is rated.
    assert "Priya" not in item.because
    assert "Martin" not in item.because


# --- give and take, charter, ending -------------------------------------------------------------------


def gave(side: Side, session_id: str, number: int = 0) -> Given:
    return Given(
        id=f"{session_id}{side}{number}",
        side=side,
        what="A way in",
        at=days(-1),
        session=session_id,
    )


QUIET = "Two sessions running nobody noted anything that"


def test_a_side_that_gave_nothing_twice_is_spoken_of_kindly() -> None:
    both = [gave(Side.MENTOR, "s2"), gave(Side.MENTOR, "s3")]
    item = first(suggest(life(*both), LATER), BlockKind.GIVE_BACK)
    assert item.because.startswith(f"{QUIET} Priya received.")
    even = [*both, gave(Side.MENTEE, "s3")]
    assert QUIET not in suggest(life(*even), LATER).model_dump_json()
    assert QUIET not in suggest(life(), LATER).model_dump_json()


def test_a_mentor_who_gave_nothing_is_spoken_of_where_the_mentor_gives() -> None:
    both = [gave(Side.MENTEE, "s2"), gave(Side.MENTEE, "s3")]
    agenda = suggest(life(*both), LATER)
    item = first(agenda, BlockKind.LEARN)
    assert item.because.startswith(f"{QUIET} Martin received.")
    assert agenda.model_dump_json().count(QUIET) == 1


@pytest.mark.parametrize("side", list(Side)[:2])
@pytest.mark.parametrize("minutes", [10, 45, 120])
@pytest.mark.parametrize("stage", list(Stage))
def test_it_is_said_in_every_agenda_once(side: Side, minutes: int, stage: Stage) -> None:
    both = [gave(side, "s2"), gave(side, "s3")]
    asked = AgendaRequest(minutes, stage)
    agenda = suggest(life(*both), asked)
    assert sum(QUIET in item.because for item in agenda.items) == 1
    kept = [item.model_copy(update={"locked": QUIET not in item.because}) for item in agenda.items]
    again = suggest(life(*both), asked, locked=agenda.model_copy(update={"items": tuple(kept)}))
    assert sum(QUIET in item.because for item in again.items) == 1


def test_an_unsigned_charter_is_spoken_of() -> None:
    unsigned = PairLife.of([*held(4), DONE], *NAMES)
    said = "The charter still waits to be signed by Priya and Martin."
    assert said in suggest(unsigned, LATER).items[-1].prompts
    charter = first(suggest(unsigned, AgendaRequest(10, Stage.FIRST)), BlockKind.GROUND)
    assert charter.because.startswith(said)
    assert said not in suggest(life(), LATER).model_dump_json()


@pytest.mark.parametrize("stage", [Stage.ESTABLISHED, Stage.CLOSING])
def test_two_sessions_before_the_end_it_is_said(stage: Stage) -> None:
    planned = [session(7 + n, days(1 + 21 * n), SessionState.PLANNED) for n in range(2)]
    ends = Rhythm(ends=days(30).date())
    agenda = suggest(life(*planned, ends), AgendaRequest(45, stage))
    assert agenda.items[-1].because.startswith(
        "Two sessions are left before 23 December, the end you named."
    )


# --- novelty ------------------------------------------------------------------------------------------


def test_six_sessions_repeat_no_block_that_has_another() -> None:
    told: list[Document] = [*SIGNED, action(session="s0", since=days(-1))]
    past: list[Agenda] = []
    for number in range(6):
        agenda = suggest(PairLife.of(told, *NAMES), LATER)
        lately = {key for one in past[-3:] for key in keys(one)}
        again = set(keys(agenda)) & lately
        assert {title for _, title in again} <= {"One thing taken, one thing to do, one date"}
        past.append(agenda)
        told.append(session(number, days(-60 + 7 * number), agenda=agenda))


def test_a_close_that_comes_back_asks_something_new() -> None:
    told: list[Document] = [*SIGNED, action(session="s0", since=days(-1))]
    asked: list[set[str]] = []
    for number in range(3):
        agenda = suggest(PairLife.of(told, *NAMES), LATER)
        asked.append(set(agenda.items[-1].prompts))
        told.append(session(number, days(-60 + 7 * number), agenda=agenda))
    assert asked[1] - asked[0]
    assert asked[2] - asked[1] - asked[0]


# --- names --------------------------------------------------------------------------------------------


def test_long_names_and_lines_stay_within_a_line() -> None:
    told = [*GOING, action(what="W" * 300), goal("x", what="G" * 300), goal("y", Side.MENTOR)]
    agenda = suggest(PairLife.of(told, "N" * 400, "M" * 400), LATER)
    for item in agenda.items:
        assert all(len(line) <= 300 for line in (item.because, *item.prompts))
    assert "M" * 39 + "…" in agenda.items[0].prompts[0]


def test_two_of_one_name_are_told_apart() -> None:
    told = [*held(4), DONE, action(), goal("x"), goal("y", Side.MENTOR)]
    for name in ("Sam", "S" * 400):
        agenda = suggest(PairLife.of(told, name, name), LATER)
        text = agenda.model_dump_json()
        assert "(mentee)'s goal “Learn x”" in text
        assert "(mentor)'s goal “Learn y”" in text
        assert "(mentee), since" in text
        assert all(len(line) <= 300 for one in agenda.items for line in (one.because, *one.prompts))
    assert (
        "signed by Sam (mentor) and Sam (mentee)."
        in suggest(PairLife.of(told, "Sam", "Sam"), LATER).model_dump_json()
    )


def test_without_names_the_sentences_still_begin_with_a_capital() -> None:
    item = first(suggest(PairLife.of([*GOING, goal("x")]), LATER), BlockKind.LEARN)
    assert item.because.startswith("The mentee's goal “Learn x” has not had a turn yet.")


def test_an_item_of_a_record_that_is_gone_is_replaced_all_the_same() -> None:
    agenda = suggest(life(goal("excel")), LATER)
    place = next(at for at, item in enumerate(agenda.items) if item.about == "goal excel")
    again = next_best(life(), agenda, place)
    assert again.items[place].about == ""
    assert "excel" not in again.items[place].because


def test_every_because_names_a_record_or_the_card() -> None:
    agenda = suggest(life(goal("excel"), action()), AgendaRequest(60, Stage.ESTABLISHED))
    for item in agenda.items:
        assert any(told in item.because for told in ("goal “", "action", " From “", "charter"))
