"""After a disclosure: one question, people to turn to, work when it is asked for, a line that stays."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from assistant.contacts import contacts_from
from assistant.safety import Category, Finding, find, texts
from assistant.talk.latch import (
    LatchState,
    SafetyLatch,
    Said,
    answered,
    latched,
    line,
    opened,
    what_said,
)
from assistant.talk.safety_reply import hint, signpost

CONTACTS = contacts_from(
    '[emergency]\nphone = "000"\n[crisis_line]\nphone = "111 111"\n[speak_up]\nphone = "222 222"\n'
)
HARM = Finding(Category.SELF_HARM, own=True)
TOUCHED = Finding(Category.MISTREATMENT, own=True)
BANNED = re.compile(
    r"!|\bI understand\b|\bso sorry\b|great question|you should report|you must|I promise|diagnos|secret",
    re.IGNORECASE,
)


def test_the_latch_is_frozen_plain_data() -> None:
    latch = latched(SafetyLatch(), HARM, 3)
    assert SafetyLatch.model_validate_json(latch.model_dump_json()) == latch
    with pytest.raises(ValidationError):
        latch.told = 0


def test_a_hint_opens_nothing() -> None:
    latch = SafetyLatch()
    assert latched(latch, None, 1) is latch
    assert latched(latch, Finding(Category.VIOLENCE, sure=False), 1) is latch
    assert line(latch) == ""
    assert answered(latch, "plan Thursday", 1)[1].resume


@pytest.mark.parametrize("category", Category)
def test_the_reply_keeps_to_the_principles(category: Category) -> None:
    for turn in range(4):
        latch, reply = opened(SafetyLatch(), Finding(category), turn, CONTACTS)
        assert not BANNED.search(reply.text)
        assert re.search(r"program|software", reply.text)
        assert re.search(r"told|tell anyone|gone to nobody", reply.text)
        asks = category in {Category.SELF_HARM, Category.VIOLENCE}
        assert reply.asks is asks is (reply.lines[-1].lower().endswith("are you safe right now?"))
        assert reply.text.count("?") == asks
        assert latch.state is (LatchState.ASKED if asks else LatchState.OPEN)
        assert "somebody else" in reply.text
        if asks:
            assert "000" in reply.lines[1]  # danger first
    assert len({opened(SafetyLatch(), Finding(category), n)[1].text for n in range(3)}) == 3


@pytest.mark.parametrize("category", Category)
def test_no_number_is_ours(category: Category) -> None:
    for turn in range(3):
        _, reply = opened(SafetyLatch(), Finding(category, immediate=True), turn, note=True)
        assert not re.search(r"\d", reply.text + signpost(category, contacts_from("")))
    assert not re.search(r"\d", hint(Finding(category, sure=False)))


def test_yes_and_no_are_heard() -> None:
    asked = latched(SafetyLatch(), HARM, 0)
    safe, reply = answered(asked, "yes, I'm safe", 1, CONTACTS)
    assert (safe.state, safe.urgent, reply.resume) == (LatchState.OPEN, False, False)
    assert "111 111" in reply.text
    unsafe, reply = answered(asked, "no", 1, CONTACTS)
    assert (unsafe.state, unsafe.urgent) == (LatchState.OPEN, True)
    assert reply.lines[0] in texts.UNSAFE
    assert "000" in reply.lines[1]
    assert "000" in line(unsafe, CONTACTS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yes", Said.SAFE), ("Yeah for now", Said.SAFE), ("i'm ok", Said.SAFE),
        ("no", Said.UNSAFE), ("not really", Said.UNSAFE), ("I don't think so", Said.UNSAFE),
        ("I'm not sure", Said.UNSAFE), ("no I'm not safe", Said.UNSAFE),
        ("you misunderstood", Said.MISREAD), ("no, you've got it wrong", Said.MISREAD),
        ("it was just a joke", Said.MISREAD), ("I was only joking", Said.MISREAD),
        ("who will see this?", Said.PRIVATE), ("did you tell HR", Said.PRIVATE),
        ("what should I do", Said.WHO), ("who can I call", Said.WHO),
        ("can we get back to the agenda", Said.WORK), ("plan Thursday for 45 minutes", Said.WORK),
        ("how do I get him to listen", Said.WORK), ("let's go on", Said.WORK),
        ("thanks", Said.THANKS), ("", Said.SILENT), ("hm", Said.SILENT), ("it's raining", Said.SILENT),
    ],
)  # fmt: skip
def test_what_an_answer_comes_to(text: str, said: Said) -> None:
    assert what_said(text, asked=True) is said


def test_a_denial_is_taken_and_the_line_stays() -> None:
    latch = latched(SafetyLatch(), HARM, 0)
    latch, reply = answered(latch, "you misunderstood, it was a figure of speech", 1, CONTACTS)
    assert reply.lines[0].startswith(texts.MISREAD[1])
    assert (latch.state, latch.denials, latch.holds, latch.on) == (LatchState.EASED, 1, False, True)
    for turn, text in enumerate(("plan Thursday", "no really, you misunderstood", "thanks"), 2):
        latch, _ = answered(latch, text, turn, CONTACTS)
        assert line(latch, CONTACTS) == (
            "If you need someone: Emergency services: 000; Crisis line: 111 111."
        )


def test_work_waits_until_it_is_asked_for() -> None:
    latch = latched(SafetyLatch(), HARM, 0)
    for turn, text in enumerate(("hm", "yes", "thanks", "it's late"), 1):
        latch, reply = answered(latch, text, turn)
        assert not reply.resume
        assert latch.holds
    latch, reply = answered(latch, "ok, let's plan the session for Thursday", 5)
    assert reply.resume
    assert latch.state is LatchState.EASED


def test_silence_is_left_alone_and_not_asked_again() -> None:
    latch = latched(SafetyLatch(), HARM, 0)
    replies = []
    for turn in range(1, 5):
        latch, reply = answered(latch, "hm", turn)
        replies.append(reply.lines[0])
        assert not reply.asks
    assert len(set(replies)) == 4


def test_a_second_disclosure_is_answered_as_one_and_the_graver_is_kept() -> None:
    latch = latched(SafetyLatch(), TOUCHED, 0)
    latch, reply = answered(latch, "and I want to kill myself", 1, CONTACTS)
    assert (latch.category, latch.state, latch.told) == (Category.SELF_HARM, LatchState.ASKED, 2)
    assert reply.asks
    latch, reply = answered(latch, "he also touched me in the lift", 2, CONTACTS)
    assert (latch.category, latch.told) == (Category.SELF_HARM, 3)
    assert reply.category is Category.MISTREATMENT


def test_both_at_the_screen_learn_nothing() -> None:
    finding = find("my mentee hits me")
    assert finding is not None
    latch, reply = opened(SafetyLatch(), finding, 0, CONTACTS, shared=True, note=True)
    assert reply.text == "Let's pause here"
    assert [one.id for one in reply.offers] == ["private_view"]
    for text in ("no", "you misunderstood", "who can I call", "hm"):
        latch, reply = answered(latch, text, 1, CONTACTS, shared=True)
        assert reply.text == "Let's pause here"
    latch, reply = answered(latch, "plan Thursday", 2, CONTACTS, shared=True)
    assert (reply.text, reply.resume) == ("", True)
    assert line(latch, CONTACTS, shared=True) == ""


def test_a_note_is_not_lost() -> None:
    for turn in range(3):
        _, reply = opened(SafetyLatch(), TOUCHED, turn, note=True)
        assert "save it" in reply.text
        assert [one.id for one in reply.offers] == ["save_note"]


def test_every_wording_has_three_forms_and_no_banned_phrase() -> None:
    for name, value in vars(texts).items():
        if not name.isupper():
            continue
        groups = value.values() if isinstance(value, dict) else [value]
        for group in groups:
            if isinstance(group, tuple):
                assert len(set(group)) >= 3, name
            for one in group if isinstance(group, tuple) else (group,):
                assert not BANNED.search(one), one
