"""The forms in which a section of the charter is changed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from assistant.life.charter_texts import LINES, LISTS, section_texts, section_typed
from assistant.life.charters import BOXES, FIELDS, standing
from assistant.life.document import MAX_LINE, MAX_LIST, MAX_WORDS
from tui.screens.charter import as_shown
from tui.screens.form import Field, FormSheet, Kind, Texts
from tui.screens.pair_forms import KEYS
from tui.widgets.charter_words import before_changing

if TYPE_CHECKING:
    from assistant.life.charter import Charter
    from assistant.life.document import Document
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace
    from tui.living import LivingApp

_HINTS = {
    "review": "As 3 March; empty for none.",
    "repair_phrase": "What either of you may say to begin again.",
}
_EMPTY = Field(
    "nothing_passed_on",
    "That last box",
    "no",
    Kind.CHOICE,
    choices=(("no", "must not be empty"), ("yes", "is meant to be empty")),
)


def section_form(app: LivingApp, pair: PairSpace, charter: Charter, section: str) -> FormSheet:
    """Changes a section of `charter`, which is the latest version, or a draft not kept yet."""

    def keep(typed: Texts) -> None:
        def change(life: PairLife, now: datetime) -> list[Document]:
            known = as_shown(life, charter)
            after = section_typed(life, known, section, typed, now, pair.me.role)
            return [] if after is known and life.charters else [after]

        app.keep_life(change)

    life = pair.records.life
    return FormSheet(
        pair,
        f"charter {section}",
        f"Charter: {FIELDS[section]}",
        list(_fields(charter, section)),
        keep,
        note=f"{before_changing(life, standing(life), charter)} {KEYS}",
    )


def _fields(charter: Charter, section: str) -> list[Field]:
    texts = section_texts(charter, section)
    fields = [_field(name, text) for name, text in texts.items()]
    return [*fields, _EMPTY] if section == "confidentiality" else fields


def _field(name: str, text: str) -> Field:
    label = BOXES.get(name) or FIELDS[name]
    hint = _HINTS.get(name, "")
    if name in LINES:
        return Field(name, label, text, hint=hint)
    if name in LISTS:
        return Field(
            name, f"{label}, a line each", text, Kind.WORDS, hint, most=MAX_LINE * MAX_LIST
        )
    return Field(name, label, text, Kind.WORDS, hint, most=MAX_WORDS)
