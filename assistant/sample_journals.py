"""The journals of the sample pair: eight entries each, for `viceversa demo`. Nobody wrote them in earnest."""

from __future__ import annotations

from datetime import datetime

from assistant.entry import Draft, EntryKind
from assistant.life.sample_days import SampleDays

_Entry = tuple[int, int, EntryKind, int | None, str, str, str]
"""The session it is of, days after it (negative: before), kind, mood, tags, prompt, text."""

_R, _P, _N = EntryKind.REFLECTION, EntryKind.PREPARATION, EntryKind.NOTE

PRIYA: tuple[_Entry, ...] = (
    (
        *(
            1,
            -1,
            _P,
            3,
            "first-session nerves",
            "What will you keep private, and how will you say so?",
        ),
        "Tomorrow the first hour with Martin. I will show the dashboard, not slides. My own pay stays out "
        "of it, and I'll say that in the first five minutes so that it is not a thing later.",
    ),
    (
        *(
            1,
            0,
            _R,
            4,
            "first-session baseline",
            "What did you see today that a camera would confirm?",
        ),
        "He took eleven minutes for the pipeline by region and did not ask for help once. He laughed when "
        "it was the wrong region. I took the mouse four times. That is my baseline, not his.",
    ),
    (
        *(3, 0, _R, 4, "dashboard", "Which step felt too obvious to explain?"),
        "The date filter. I never say it because I never look at it. He compared June with a May that was "
        "still open. Next time the date first, then the number.\n\nHe told how the travel decision really "
        "came about. I would not have guessed that it hung on one supplier.",
    ),
    (
        *(4, 0, _R, 4, "teaching mouse", "At what point did your learner's hands go still?"),
        "Hands off the mouse for a whole view. He went quiet at the filters, I counted to ten, and then he "
        "found the saved views by himself. Half my plan was enough.",
    ),
    (
        *(4, 6, _N, 2, "trust", ""),
        "Ines asked me why I think her pipeline figures are wrong. I said that to Martin and to nobody "
        "else. I am worried what else has been passed on. I don't know how to raise it without it "
        "sounding like a charge.",
    ),
    (
        *(5, -1, _P, 2, "trust repair", "What did you nearly say, and what price did you imagine?"),
        "He asked for ten minutes to start tomorrow, before any topic. I want to say: I heard my own words "
        "from Ines, and since then I choose them. The price I imagined was that he stops coming. He may "
        "also just listen.",
    ),
    (
        *(5, 0, _R, 4, "trust repair", "What would a ten-percent better next session contain?"),
        "He said what he had told, to whom, and what he did about it. No reasons. We put doubts about "
        "figures into the box that needs consent. Lighter than I was this morning.",
    ),
    (
        *(6, 6, _N, 5, "voice meeting", ""),
        "Spoke second in the planning round: the forecast counts two orders twice. My manager wrote it on "
        "the board. The sentence was twelve words.\n\nWatched the Monday meeting as he asked. He cut three "
        "questions short, all about the sales dashboard. I am to tell him next time, and I don't know how "
        "to begin.",
    ),
)

MARTIN: tuple[_Entry, ...] = (
    (
        *(1, -2, _P, 3, "first-session", "Which of your answers are you prepared to lose?"),
        "That I know our figures. I know the ones somebody hands me. Read two pages on pipelines so that "
        "Priya does not have to start at zero.",
    ),
    (
        *(1, 0, _R, 4, "first-session dashboard", "When did the energy in the room change?"),
        "When I stopped explaining why I could not find it and just looked. Eleven minutes for one number. "
        "Nobody has watched me be slow for years, and it was all right.",
    ),
    (
        *(3, 4, _N, 4, "monday-meeting", ""),
        "Asked in the Monday meeting how old the pipeline figure was. Long pause. It was nine days. I found "
        "the late orders myself beforehand.",
    ),
    (
        *(4, 0, _R, 4, "printed-pack", "What did you receive that was not on the agenda?"),
        "She asked why we still print the board pack. I had an answer ready and it was not a reason.",
    ),
    (
        *(4, 8, _N, 2, "ines trust", ""),
        "I told Ines that Priya had doubts about her figures. I meant it as praise for Priya. Ines went to "
        "her. It was not mine to tell. I have to say so before anything else, without an explanation.",
    ),
    (
        *(5, 0, _R, 3, "repair", "What is your share, stated without “but”?"),
        "I repeated what was said in confidence, with a name on it. She told me to the end what that did, "
        "and I took notes instead of answering. We rewrote the line. Rebooking in the same message was my "
        "own idea, after the board week.",
    ),
    (
        *(6, 0, _R, 5, "printed-pack", "What could you open for the other that costs you little?"),
        "A chair at the budget round, as a listener. And the pack: two of nine read it on paper, so seven "
        "get a link. I argued for a minute before I asked the first question. Priya will count on Monday.",
    ),
    (
        *(6, 12, _P, 4, "dashboard ines", "Which step of the last lesson survived a busy Tuesday?"),
        "The date filter did, the saved view did. I still have to ask Ines how the pipeline figures are "
        "made. I am a little nervous that my question will sound like an audit.",
    ),
)


def drafts(entries: tuple[_Entry, ...], now: datetime) -> list[Draft]:
    """The entries as drafts to keep, at their moments as seen at `now`."""
    days = SampleDays(now)
    return [
        Draft(
            text=text,
            kind=kind,
            mood=mood,
            tags=tuple(tags.split()),
            prompts=(prompt,) if prompt else (),
            session=f"Session {number}" if not later else None,
            at=days.after(number, later, hour=18),
        )
        for number, later, kind, mood, tags, prompt, text in entries
    ]
