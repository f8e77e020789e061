"""Changes asked for in an open agenda."""

from __future__ import annotations

import pytest

from assistant.talk.grammar.edits import LAST, Edit, edits_in


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("add feedback", Edit("add", "feedback")),
        ("add something about TikTok", Edit("add", "TikTok")),
        ("put in a break", Edit("add", "break")),
        ("include social media please", Edit("add", "social media")),
        ("put social media on the agenda", Edit("add", "social media")),
        ("add Priya's TikTok idea to the agenda", Edit("add", "Priya's TikTok idea")),
        ("add a 10 minute break", Edit("add", "break", minutes=10)),
        ("add 10 minutes for questions", Edit("add", "questions", minutes=10)),
        ("add feedback at the end", Edit("add", "feedback", place="last")),
        ("add feedback before the last one", Edit("add", "feedback", place="before", other="-1")),
        ("drop the second one", Edit("drop", index=(2,))),
        ("can you drop the last one please", Edit("drop", index=(LAST,))),
        ("remove 2 and 4", Edit("drop", index=(2, 4))),
        ("drop the last two", Edit("drop", index=(-2, LAST))),
        ("lose the icebreaker", Edit("drop", "icebreaker")),
        ("take out the second item", Edit("drop", index=(2,))),
        ("take the icebreaker out", Edit("drop", "icebreaker")),
        ("get rid of number 3", Edit("drop", index=(3,))),
        ("no icebreaker", Edit("drop", "icebreaker")),
        ("swap feedback for trust", Edit("replace", "feedback", other="trust")),
        ("replace the third one with AI tools", Edit("replace", index=(3,), other="AI tools")),
        ("swap 2 and 4", Edit("swap", index=(2, 4))),
        ("switch 1 with 3", Edit("swap", index=(1, 3))),
        ("could we swap the first two", Edit("swap", index=(1, 2))),
        ("move feedback to the end", Edit("move", "feedback", place="last")),
        ("move 3 before 1", Edit("move", index=(3,), place="before", other="1")),
        ("put feedback after the second one", Edit("move", "feedback", place="after", other="2")),
        ("move the second one to the top", Edit("move", index=(2,), place="first")),
        ("put feedback first", Edit("move", "feedback", place="first")),
        ("put the icebreaker second", Edit("move", "icebreaker", place="at", other="2")),
        ("move it up", Edit("move", "it", place="earlier")),
        ("start with the wins", Edit("move", "wins", place="first")),
        ("end with next steps", Edit("move", "next steps", place="last")),
        ("feedback should go first", Edit("move", "feedback", place="first")),
        ("lengthen the second one", Edit("lengthen", index=(2,))),
        ("more time for questions", Edit("lengthen", "questions")),
        ("10 more minutes on trust", Edit("lengthen", "trust", by=10)),
        ("give feedback 5 more minutes", Edit("lengthen", "feedback", by=5)),
        ("add 10 minutes to the second one", Edit("lengthen", index=(2,), by=10)),
        ("add 5 minutes", Edit("lengthen", by=5)),
        ("make it 15 minutes longer", Edit("lengthen", by=15)),
        ("make it longer", Edit("lengthen")),
        ("shorten the intro", Edit("shorten", "intro")),
        ("less time on admin", Edit("shorten", "admin")),
        ("take 5 minutes off feedback", Edit("shorten", "feedback", by=-5)),
        ("shorten the first by 5 minutes", Edit("shorten", index=(1,), by=-5)),
        ("shorten it by 10", Edit("shorten", by=-10)),
        ("make it shorter", Edit("shorten")),
        ("cut it to 30 minutes", Edit("shorten", minutes=30)),
        ("make it 45 minutes", Edit("set", minutes=45)),
        ("make it an hour and a half", Edit("set", minutes=90)),
        ("make it 45", Edit("set", minutes=45)),
        ("could it be half an hour?", Edit("set", minutes=30)),
        ("make the second one 10 minutes", Edit("set", index=(2,), minutes=10)),
        ("change the second one to ten minutes", Edit("set", index=(2,), minutes=10)),
        ("20 minutes for feedback", Edit("set", "feedback", minutes=20)),
    ],
)
def test_a_change_is_read(text: str, edit: Edit) -> None:
    assert edits_in(text) == (edit,)


def test_several_changes_are_read_in_their_order() -> None:
    assert edits_in("drop the second and add feedback, 10 minutes") == (
        Edit("drop", index=(2,)),
        Edit("add", "feedback", minutes=10),
    )
    assert edits_in("Start with trust. Then make it shorter") == (
        Edit("move", "trust", place="first"),
        Edit("shorten"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "no thanks",
        "I can't wait",
        "may I ask",
        "save it",
        "yes",
        "don't drop the second one",
        "move it to Thursday",
        "change the date to Friday",
        "give me more time",
        "she keeps cutting me off",
        "how do I end the session?",
        "we need to talk about trust",
        "have a good day",
        "keep your questions until the time is up",
        "no is fine",
        "I'd tell whoever comes after me to fix the dates in the first hour",
        "on second thoughts",
        "",
    ],
)
def test_what_asks_for_no_change_gives_none(text: str) -> None:
    assert edits_in(text) == ()


def test_a_change_of_the_whole_says_so() -> None:
    assert edits_in("make the agenda 45 minutes")[0].whole
    assert not edits_in("make trust shorter")[0].whole
