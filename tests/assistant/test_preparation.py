from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from assistant.entry import Draft
from assistant.errors import Trouble
from assistant.life.markup import Section
from assistant.life.session import Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.preparation import Find, PrivateBrief, prepare
from assistant.safety import Concern, reply_to
from assistant.sample_pair import PASSPHRASES, make_sample
from assistant.wording import Side
from knowledge.catalogue import Catalogue
from knowledge.guide_files import load
from knowledge.search import Filters, Hit, Search
from tests.assistant.life.sample import NOW, sample_life
from tests.pairs import MadePair

SIDES = (Side.MENTOR, Side.MENTEE)


@cache
def guide() -> Catalogue:
    return load()


@cache
def search() -> Search:
    return Search(guide())


def by_words(text: str, side: Side) -> tuple[Hit, ...]:
    return search().find(text, Filters(side=side)).hits


def refused(text: str, side: Side) -> tuple[Hit, ...]:
    raise Trouble("The guide's cache", "It is damaged.")


def nothing(text: str, side: Side) -> tuple[Hit, ...]:
    return ()


@dataclass(frozen=True)
class Desk:
    """What a brief is made from."""

    pair: PairSpace
    life: PairLife
    side: Side
    find: Find = by_words
    catalogue: Catalogue | None = None

    def brief(self, seed: int = 0) -> PrivateBrief:
        return prepare(
            self.life,
            self.side,
            self.pair.journal,
            self.pair.search,
            guide() if self.catalogue is None else self.catalogue,
            self.find,
            NOW,
            seed=seed,
        )


def part(brief: PrivateBrief, title: str) -> Section:
    return next(one for one in brief.sections if title in one.title)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sample")
    make_sample(home, lambda: NOW).close()
    return home


@pytest.fixture(params=SIDES)
def desk(sample: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    pair = People(sample, lambda: NOW).unlock(PASSPHRASES[request.param])
    yield Desk(pair, pair.records.life, request.param)
    pair.close()


@pytest.fixture
def empty(pair: MadePair) -> Iterator[Desk]:
    """Priya's, with nothing written and nothing shared."""
    space = pair.open()
    yield Desk(space, PairLife(), Side.MENTOR)
    space.close()


def test_one_page_with_all_its_parts(desk: Desk) -> None:
    brief = desk.brief()
    told = brief.markdown
    assert told.startswith("# Before: Session 7 with ")
    assert told.count("26 November 2026") == 1
    assert len(told.splitlines()) < 60
    assert part(brief, "You said you would").lines[0].endswith(".")
    partner = desk.life.called(Side.MENTEE if desk.side is Side.MENTOR else Side.MENTOR)
    assert part(brief, f"{partner} said they would").lines
    questions = part(brief, "Two questions").lines
    assert brief.questions == questions
    assert len(set(questions)) == 2
    own = {q.text for card in guide().cards for q in card.questions if desk.side.hears(q.side)}
    assert set(questions) <= own
    assert len(part(brief, "One thing to show").lines) == 1


def test_it_quotes_what_i_wrote_since_the_last_session_and_nothing_older(desk: Desk) -> None:
    lines = part(desk.brief(), "What you wrote").lines
    since = [one for one in desk.pair.journal.entries if one.at >= desk.life.held[-1].at]
    for line in lines:
        quoted = line.partition(": ")[2].removesuffix(" …")
        assert any(quoted in " ".join(one.text.split()) for one in since)
    assert lines


def test_words_for_a_worry_are_a_cards_sentence_as_it_stands(desk: Desk) -> None:
    brief = desk.brief()
    spoken = brief.spoken
    assert spoken is not None
    sentences = {one.ref: one.text for one in guide()[spoken.card].sentences}
    assert sentences[spoken.ref] == spoken.text
    assert "#say." in spoken.ref
    why, words = part(brief, "Words to say").lines
    assert why.startswith("You wrote: I am ")
    assert words == f"{spoken.text} (from “{spoken.title}”)"


def test_what_there_is_to_show_is_a_block_for_the_mentor_and_a_try_for_the_mentee(
    desk: Desk,
) -> None:
    (line,) = part(desk.brief(), "One thing to show").lines
    if desk.side is Side.MENTOR:
        assert line.startswith("“One number, back to its source”, 25 minutes: ")
    else:
        assert line == "What you tried (15 November): The board pack went out as a link."


def test_the_same_records_give_the_same_page(desk: Desk) -> None:
    assert desk.brief().markdown == desk.brief().markdown
    pages = {desk.brief(seed).markdown for seed in range(6)}
    assert len(pages) > 1


def test_a_guide_that_cannot_be_searched_leaves_a_page_without_it(desk: Desk) -> None:
    for find in (refused, nothing):
        brief = replace(desk, find=find).brief()
        assert len(part(brief, "Two questions").lines) == 2
        assert part(brief, "One thing to show").lines
        assert part(brief, "Words to say").lines[0].startswith("For the stage you are at")


def test_an_empty_journal_no_partner_and_no_session_have_a_page_too(empty: Desk) -> None:
    brief = empty.brief()
    assert brief.markdown.startswith("# Before: A session with the mentee\n\nNo date is fixed yet.")
    assert part(brief, "What you wrote").lines == ("Nothing since you last met.",)
    assert part(brief, "You said").lines == ("Nothing is open of yours.",)
    assert part(brief, "The mentee said they would").lines == ("Nothing is open of theirs.",)
    assert len(part(brief, "Two questions").lines) == 2
    assert brief.spoken is not None
    bare = replace(empty, catalogue=Catalogue([], {}), find=nothing).brief()
    assert "Two questions" not in bare.markdown
    assert bare.spoken is None


def test_a_question_answered_since_the_last_session_is_not_there_again(empty: Desk) -> None:
    before = part(empty.brief(), "Two questions").lines
    empty.pair.journal.keep(Draft(text="x", prompts=before, at=NOW - timedelta(hours=1)))
    assert not set(part(empty.brief(), "Two questions").lines) & set(before)


def test_what_was_written_before_the_last_session_is_not_there(empty: Desk) -> None:
    for days, text in ((9, "kingfisher"), (1, "heron")):
        empty.pair.journal.keep(Draft(text=text, at=NOW - timedelta(days=days)))
    held = Session(at=NOW - timedelta(days=3), state=SessionState.HELD)
    told = replace(empty, life=PairLife.of([held])).brief().markdown
    assert "heron" in told
    assert "kingfisher" not in told


def test_who_writes_of_danger_gets_people_first_and_no_line_to_say(empty: Desk) -> None:
    text = "He threatened to hurt me after the meeting."
    empty.pair.journal.keep(Draft(text=text, at=NOW - timedelta(hours=3)))
    brief = empty.brief()
    assert brief.sections[0].lines == reply_to(Concern.VIOLENCE)
    assert brief.spoken is None


def test_hostile_words_stay_words(empty: Desk) -> None:
    text = "I am worried <script>alert(1)</script> [x](javascript:1) `a` | b"
    empty.pair.journal.keep(Draft(text=text, at=NOW - timedelta(hours=3)))
    told = empty.brief().markdown
    assert "<script>" not in told.replace("\\<script\\>", "")
    assert "](javascript" not in told.replace("\\](javascript", "")


def test_it_says_nothing_of_itself_and_nothing_that_writes_for_both_takes_it(desk: Desk) -> None:
    brief = desk.brief()
    assert repr(brief) == str(brief) == f"{brief}" == "PrivateBrief(...)"
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(brief)
    with pytest.raises(TypeError, match="previewed"):
        desk.pair.shared.add(brief)  # type: ignore[arg-type]


def test_nothing_shared_changes_by_making_it(desk: Desk) -> None:
    before = desk.pair.records.life
    desk.brief()
    assert desk.pair.records.life == before == desk.life
    assert {one.key for one in before.documents} >= {one.key for one in sample_life().documents}
