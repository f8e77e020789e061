"""The forms of the ending: what one learned, and how it ends for both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.life.course import AfterMisses, Afterwards, Thanks
from assistant.life.document import MAX_LINE, MAX_LIST, MAX_WORDS
from assistant.life.endings import AFTERWARDS, ending_with, learned_with
from assistant.life.rhythms import answered
from assistant.life.session import other
from assistant.life.snapshot import PairLife
from assistant.wording import Side
from tui.screens.form import Field, FormSheet, Kind, Texts
from tui.screens.pair_forms import PlacedForm

if TYPE_CHECKING:
    from assistant.life.document import Document
    from assistant.pair_space import PairSpace
    from tui.living import LivingApp

_LIST = MAX_LINE * MAX_LIST


def learned_form(app: LivingApp, pair: PairSpace, *, begin: str = "") -> FormSheet:
    """What whoever has it open learned, and the practice that goes on."""
    me, life = pair.me.role, pair.records.life
    known, partner = life.learned.get(me), life.called(other(me))
    fields = [
        Field(
            "learned",
            f"What you learned from {partner}, a line each",
            "\n".join(known.learned if known else ()),
            Kind.WORDS,
            "With the day you first used it, as: pivot tables, in the board pack of 3 March.",
            most=_LIST,
        ),
        Field(
            "goes_on",
            "What goes on without anybody reminding you",
            "\n".join(known.goes_on if known else ()),
            Kind.WORDS,
            "One is enough.",
            most=_LIST,
        ),
    ]

    def keep(typed: Texts) -> None:
        def change(life: PairLife, now: datetime) -> list[Document]:
            learned, goes_on = typed["learned"].splitlines(), typed["goes_on"].splitlines()
            return [learned_with(life, me, now, learned=learned, goes_on=goes_on)]

        app.keep_life(change)

    note = f"{partner} can read it; only you can change it."
    return PlacedForm(pair, "learned", "What you learned", fields, keep, note=note, begin=begin)


def ending_form(
    app: LivingApp, pair: PairSpace, *, begin: str = "", answers: bool = False
) -> FormSheet:
    """What comes afterwards, what happens to the notes, thanks, lessons.

    With `answers` what comes afterwards, once said, is the pair's answer to misses too.
    """
    life = pair.records.life
    ending = life.ending
    afterwards = ending.afterwards if ending else None
    thanks = ending.thanks if ending else None
    fields = [
        Field(
            "afterwards",
            "Afterwards",
            afterwards.value if afterwards else "",
            Kind.CHOICE,
            "Of two wishes the one that asks for less time counts.",
            choices=tuple((one.value, words) for one, words in AFTERWARDS.items()),
        ),
        Field(
            "notes",
            "What happens to what is written down",
            ending.notes if ending else "",
            Kind.WORDS,
            "What was confidential stays so.",
            most=MAX_WORDS,
        ),
        Field(
            "thanks",
            "Thanks in writing",
            thanks.value if thanks else "",
            Kind.CHOICE,
            choices=_thanks(life, pair.me.role),
        ),
        Field(
            "lessons",
            "What a coordinator may hear of how it was arranged",
            ending.lessons if ending else "",
            Kind.WORDS,
            "Nothing of what was said.",
            most=MAX_WORDS,
        ),
    ]

    def keep(typed: Texts) -> None:
        def change(life: PairLife, now: datetime) -> Sequence[Document]:
            ending = ending_with(
                life,
                now,
                afterwards=Afterwards(typed["afterwards"]) if typed["afterwards"] else None,
                notes=typed["notes"],
                thanks=Thanks(typed["thanks"]) if typed["thanks"] else None,
                lessons=typed["lessons"],
            )
            if answers and ending.afterwards is not None:
                return [ending, answered(AfterMisses.END, now)]
            return [ending]

        app.keep_life(change)

    return PlacedForm(
        pair, "ending", "How it ends", fields, keep, note="For both of you.", begin=begin
    )


def _thanks(life: PairLife, me: Side) -> tuple[tuple[str, str], ...]:
    mentor = "you" if me is Side.MENTOR else life.called(Side.MENTOR)
    would, has = ("would", "have") if me is Side.MENTOR else ("would", "has")
    return (
        (Thanks.WANTED.value, f"{mentor} {would} like them"),
        (Thanks.NOT_WANTED.value, f"{mentor} {would} rather not"),
        (Thanks.GIVEN.value, f"{mentor} {has} them"),
    )
