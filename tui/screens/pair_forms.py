"""The forms of Pair: one's own page, and how the pair meets."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.life.document import MAX_LINE, MAX_LIST
from assistant.life.guided import AFTERWARDS
from assistant.life.rhythms import answered
from assistant.life.session import other
from assistant.life.setup_texts import about_texts, about_typed, rhythm_texts, rhythm_typed
from assistant.life.snapshot import PairLife
from assistant.life.zones import own_zone
from assistant.wording import Side
from tui.screens.form import Field, FormSheet, Kind, Texts

if TYPE_CHECKING:
    from assistant.life.course import AfterMisses
    from assistant.life.document import Document
    from assistant.pair_space import PairSpace
    from tui.living import LivingApp

KEYS = "Tab goes on to the next field."
_MOST = MAX_LINE * MAX_LIST


class PlacedForm(FormSheet):
    """A form that begins in a field of one's choice."""

    def __init__(
        self,
        pair: PairSpace,
        name: str,
        title: str,
        fields: Sequence[Field],
        keep: Callable[[Texts], None],
        *,
        note: str = "",
        begin: str = "",
    ) -> None:
        super().__init__(pair, name, title, fields, keep, note=note)
        self._begin = begin

    def on_mount(self) -> None:
        """To that field; the title stays in sight while it can."""
        if self._begin:  # after FormSheet's own, which is heard later and begins in the first
            self.call_later(self.query_one(f"#field-{self._begin}").focus)
        if self._begin in {"", self._fields[0].name}:
            # A page that has found its height brings itself into sight: only then.
            self.call_after_refresh(self.call_after_refresh, self._to_title)

    def _to_title(self) -> None:
        for sheet in self.query("#sheet"):  # none any more where it was left at once
            sheet.scroll_home(animate=False)


# --- one's own page ------------------------------------------------------------------------------------


def about_form(
    app: LivingApp, pair: PairSpace, *, begin: str = "", proposed: Texts | None = None
) -> FormSheet:
    """The page of whoever has it open; `proposed` are lines to be changed and kept, by field."""
    me = pair.me.role
    life = pair.records.life
    texts = {**about_texts(life.abouts[me]), **(proposed or {})}
    partner = life.called(other(me))

    def words(name: str, label: str, hint: str = "") -> Field:
        return Field(name, label, texts[name], Kind.WORDS, hint, most=_MOST)

    fields = [
        words("offers", f"What you could show {partner}, a line each"),
        words("needs", f"What you want to learn from {partner}, a line each"),
        words("not_discussed", "What you will not talk about; no reason is asked"),
        Field("rank", "Your position", texts["rank"], hint="As you would say it yourself."),
        Field("hours", "Working hours", texts["hours"]),
    ]
    if me is Side.MENTEE:
        fields[:2] = fields[1::-1]

    def keep(typed: Texts) -> None:
        def change(life: PairLife, _now: datetime) -> list[Document]:
            return [about_typed(life, me, typed)]

        app.keep_life(change)

    return PlacedForm(
        pair,
        "about" if proposed is None else "about after questions",
        "About you",
        fields,
        keep,
        note=f"{AFTERWARDS[me]} " * (proposed is not None)
        + f"{partner} can read this page; only you can change it. {KEYS}",
        begin=begin,
    )


# --- how the pair meets --------------------------------------------------------------------------------


def rhythm_form(
    app: LivingApp,
    pair: PairSpace,
    told: Callable[[str], None],
    *,
    begin: str = "",
    answers: AfterMisses | None = None,
) -> FormSheet:
    """How the pair meets; `told` hears what there is to say of the dates once they are kept.

    With `answers` a rhythm that is changed is the pair's answer to misses too, in the same change.
    """
    life = pair.records.life
    zone = own_zone(os.environ)
    texts = rhythm_texts(life, zone)
    others = sum(one.planned for one in life.sessions) > 1 or bool(life.held)
    first = "As 26 November or Thursday; leave it empty to say it later."
    if others:
        first = "Where you began. Other sessions are moved under d, dates."
    fields = [
        Field("minutes", "Minutes", texts["minutes"], most=20),
        Field("weeks", "Weeks between", texts["weeks"], most=20),
        Field("first_day", "First session", texts["first_day"], hint=first),
        Field("first_time", "at", texts["first_time"], hint="As 15:00 or 3pm."),
        Field("ends", "Last day", texts["ends"], hint="As 30 June. It can be moved."),
        Field("zone", "Time zone", texts["zone"], hint="As Europe/London, or a city."),
    ]

    def keep(typed: Texts) -> None:
        noted: list[str] = []

        def change(life: PairLife, now: datetime) -> Sequence[Document]:
            found = rhythm_typed(life, typed, now)
            noted[:] = [found.note]
            if answers is None or all(one in life.documents for one in found.documents):
                return found.documents
            return [*found.documents, answered(answers, now)]

        app.keep_life(change)
        told(noted[0])

    return PlacedForm(
        pair, "rhythm", "How you meet", fields, keep, note=f"For both of you. {KEYS}", begin=begin
    )
