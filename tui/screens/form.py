"""A form over a place: a few fields, kept together, nothing lost by a mistake or a lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from assistant.errors import Trouble
from assistant.life.document import MAX_LINE, MAX_WORDS
from tui.action import Scope
from tui.actions import bindings_for
from tui.screens.private import PrivateSheet
from tui.text import plain, said
from tui.widgets.box import Box
from tui.widgets.page import Page
from tui.widgets.passphrase import row

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from tui.app import ViceVersaApp


_BACK_AGAIN = "This is what you had typed before the lock. "
KEEPS = "keeps it"


class Kind(StrEnum):
    """What a field takes."""

    LINE = "line"
    WORDS = "words"
    """Several lines."""
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """A field: its name in what is kept, its label, what stands in it, a word of help below.

    A choice offers `choices`, values with labels; `value` is one of them, or "" where none is made yet.
    """

    name: str
    label: str
    value: str = ""
    kind: Kind = Kind.LINE
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    most: int = MAX_LINE


Texts = Mapping[str, str]
"""What stands in the fields, by name."""


class FormSheet(PrivateSheet[bool]):
    """Ends in whether it was kept. `keep` takes the texts and raises Trouble where they will not do."""

    SCOPE = Scope.FORM
    ABOUT = "Fill in what you like; nothing is kept before Ctrl+S. Tab goes on, Shift+Tab back."
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.FORM)

    def __init__(
        self,
        pair: PairSpace,
        name: str,
        title: str,
        fields: Sequence[Field],
        keep: Callable[[Texts], None],
        *,
        note: str = "",
        does: str = KEEPS,
    ) -> None:
        """`name` is what its draft is kept under if a lock comes in between; `does` is what Ctrl+S does."""
        super().__init__(pair)
        self._form = name
        self._title = title
        self._fields = fields
        self._keep = keep
        self._note = note
        self._does = does
        self._drafted = pair.forms.texts(name)
        self._begun: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Title, note, a row for each field, the outcome."""
        with VerticalScroll(id="sheet", classes="form", can_focus=False):
            yield Static(said("[b]$title[/b]", title=self._title), id="form-title")
            if self._note:
                yield Static(plain(self._note), classes="form-note")
            for field in self._fields:
                yield from self._row(field)
        back = _BACK_AGAIN if self._drafted else ""
        keys = f"{back}Ctrl+S {self._does} · Esc goes back"
        yield Static(plain(keys), id="outcome", classes="form-outcome")

    def _row(self, field: Field) -> ComposeResult:
        value = self._drafted.get(field.name, field.value)
        if field.kind is Kind.WORDS:
            page = Page(f"field-{field.name}", most=min(field.most, MAX_WORDS * 4))
            with Vertical(classes="words"):
                yield Static(plain(field.label), classes="label")
                yield page
            page.put(value)
        else:
            yield row(field.label, self._box(field, value))
        if field.hint:
            yield Static(plain(field.hint), classes="hint")

    def _box(self, field: Field, value: str) -> Widget:
        if field.kind is Kind.CHOICE:
            named = {choice for choice, _ in field.choices}
            return Select(
                [(plain(label), choice) for choice, label in field.choices],
                value=value if value in named else Select.NULL,
                id=f"field-{field.name}",
                compact=True,
                type_to_search=False,
            )
        # One more than fits, so that what is too long is said rather than cut.
        return Box(value, id=f"field-{field.name}", compact=True, max_length=field.most + 1)

    def on_mount(self) -> None:
        """Begin in the first field; remember what stood there."""
        self._begun = {field.name: field.value for field in self._fields}
        self.query_one(f"#field-{self._fields[0].name}").focus()

    # --- what stands there -------------------------------------------------------------------------

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields."""
        return {field.name: self._text(field) for field in self._fields}

    def _text(self, field: Field) -> str:
        widget = self.query_one(f"#field-{field.name}")
        if isinstance(widget, Page):
            return widget.text
        if isinstance(widget, Box):
            return widget.value
        value = cast("Select[str]", widget).value
        return value if isinstance(value, str) else ""

    def form_in_hand(self) -> bool:
        """Keep what is typed for after a lock; whether there was anything. Raises Trouble."""
        if self.pair is None or not self.is_mounted or self.texts == self._begun:
            return False
        self.pair.forms.keep(self._form, self.texts)
        return True

    # --- keeping -----------------------------------------------------------------------------------

    def action_keep(self) -> None:
        """Keep it, or say what will not do."""
        try:
            self._keep(self.texts)
        except Trouble as trouble:
            self.tell(str(trouble))
            return
        if self._drafted and self.pair is not None:
            with suppress(Trouble):  # it is kept: a draft that stays must not keep it a second time
                self.pair.forms.drop(self._form)
        self.dismiss(True)

    def action_stop(self) -> None:
        """Back; what was typed anew only after asking."""
        if self.texts == self._begun:
            self._leave()
            return
        from tui.screens.confirm import ConfirmModal

        self.app.push_screen(
            ConfirmModal("Not kept yet", "What you typed here is not kept.", "Let it go", "Go on"),
            lambda gone: self._leave() if gone else None,
        )

    def _leave(self) -> None:
        if self._drafted and self.pair is not None:
            try:
                self.pair.forms.drop(self._form)
            except Trouble as trouble:
                cast("ViceVersaApp", self.app).told(str(trouble))
        self.dismiss(False)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field, and keeps from the last."""
        names = [field.name for field in self._fields]
        at = names.index(str(event.input.id).removeprefix("field-"))
        if at + 1 < len(names):
            self.query_one(f"#field-{names[at + 1]}").focus()
        else:
            self.action_keep()

    def forget(self) -> None:
        """Let go of what was typed."""
        for box in self.query(Box):
            box.value = ""
        for page in self.query(Page):
            page.forget()
        self._drafted = {}
        self._begun = {}
