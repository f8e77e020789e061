from __future__ import annotations

from datetime import timedelta

from assistant.life.document import MAX_WORDS
from assistant.life.session import Action, Session, SessionState, Summary
from assistant.life.snapshot import PairLife
from assistant.life.summary_draft import summary_draft
from assistant.wording import Side
from tests.assistant.life.sample import NOW, sample_life


def test_it_says_what_both_share_of_the_session_and_nothing_of_others() -> None:
    life = sample_life()
    told = summary_draft(life, life.held[-1])
    assert told.splitlines()[0] == "Session 6, Thursday 5 November 2026"
    assert "We did:\n- Same job, methods swapped\n- Drafts that stay closed" in told
    assert "- Martin: Ask Ines how the pipeline figures are made, by 26 November" in told
    assert "- Martin: who reads which page of the board pack" in told
    assert "For later:\n- What the travel decision did to the field team" in told
    assert told.endswith("Next: Thursday 26 November 2026.")
    assert "without slides" not in told
    assert "How we are" not in told  # the frame


def test_a_session_of_which_nothing_is_known_has_a_draft() -> None:
    bare = Session(at=NOW, state=SessionState.MISSED)
    assert summary_draft(PairLife(), bare) == "Monday 23 November 2026"


def test_it_always_fits_a_summary_line_by_line() -> None:
    session = Session(id="one", at=NOW - timedelta(days=1), state=SessionState.HELD)
    actions = [
        Action(id=f"a{n}", side=Side.MENTEE, what="x" * 290, since=NOW, session="one")
        for n in range(40)
    ]
    told = summary_draft(PairLife.of([session, *actions], "P", "M"), session)
    assert 3_000 < len(told) <= MAX_WORDS
    assert told.endswith("x" * 290)
    assert Summary(session="one", words=told, at=NOW).words == told
