"""The charter: read, drafted, changed by section, signed, in its versions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from assistant.errors import Trouble, wrong_usage
from assistant.life.charters import FIELDS, differences, drafted, standing, who_must_sign
from assistant.life.session import other
from tui.action import Scope
from tui.actions import bindings_for
from tui.screens.on_pair import may_change
from tui.screens.place import PlaceScreen
from tui.screens.private import PrivateScreen
from tui.text import lines, said
from tui.widgets.charter_words import changes_told, section, signing, title
from tui.widgets.sections import Section, Sections

if TYPE_CHECKING:
    from assistant.life.charter import Charter
    from assistant.life.document import Document
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace

_DRAFTED = "A draft, from what the two of you said and from the guide. Nothing of it is kept yet."
_DRAFT_KEYS = "Enter changes a section · k keeps it · s signs it"
_KEPT = "Kept. Ctrl+Z takes it back."
_EXPORT = (
    "As Markdown, or as a page of HTML where the name ends in .html. Whoever can open the file can read "
    "it. An existing file is kept."
)


class CharterScreen(PrivateScreen[None], PlaceScreen):
    """The latest version, a draft where there is none, or an earlier version with what it changed."""

    PLACE = "pair"
    SCOPE = Scope.CHARTER
    ABOUT = (
        "Half a page on how the two of you work. Both sign it, each with their own key; a change of what "
        "is signed makes another version, which both sign again."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.CHARTER)
    AUTO_FOCUS = "Section"

    def __init__(self, pair: PairSpace) -> None:
        super().__init__(pair)
        self._draft: Charter | None = None
        self._index: int | None = None
        """The version that is looked back at; None for the latest."""

    def compose_place(self) -> ComposeResult:
        """Title, where it stands, what it changed, and its sections."""
        yield Sections(("#title", "#standing", *FIELDS), "charter")

    def on_mount(self) -> None:
        """Follow what the two share."""
        self.watch(self.app, "life", self._show)

    # --- what is shown -----------------------------------------------------------------------------

    @property
    def shown(self) -> Charter | None:
        """The version on the screen."""
        life = self.vice_versa.life
        if life is None or self.pair is None:
            return None
        if not life.charters:
            if self._draft is None:
                self._draft = drafted(life, self.pair.moment(), self.pair.me.role)
            return self._draft
        return life.charters[-1 if self._index is None else self._index]

    def _show(self) -> None:
        life, pair = self.vice_versa.life, self.pair
        if life is None or pair is None or pair is not self.vice_versa.pair:
            return
        if life.charters:
            self._draft = None
        if self._index is not None and self._index >= len(life.charters):
            self._index = None
        charter = self.shown
        if charter is None:
            return
        headings = {
            "#title": title(life, charter),
            "#standing": lines(*self._standing(life, charter)),
        }
        self.query_one(Sections).show(
            {name: ("", section(charter, name)) for name in FIELDS}, headings
        )
        self.refresh_bindings()

    def _standing(self, life: PairLife, charter: Charter) -> list[Content]:
        """Who has signed, and what it changed."""
        now = standing(life)
        if not life.charters:
            return [
                said("[$quiet]$told[/]", told=_DRAFTED),
                said("[$accent]$keys[/]", keys=_DRAFT_KEYS),
            ]
        if self._index is not None:
            told = [said("[$accent]$which[/]", which=self._which(life))]
            if self._index:
                before = life.charters[self._index - 1]
                told.append(said("[b]What it changed in version $number[/b]", number=before.number))
                told += changes_told(differences(before, charter))
            return told
        me = self.pair.me.role if self.pair is not None else charter.written_by
        if not now.missing:
            return [said("Signed by both.")]
        told = [said("$who", who=who_must_sign(life, me))]
        if me in now.missing:
            told.append(said("[$accent]s signs it[/]"))
        if now.agreed is not None and now.differences:
            told.append(said("[b]Changed since version $number[/b]", number=now.agreed.number))
            told += changes_told(now.differences)
        return told

    def _which(self, life: PairLife) -> str:
        signed = {
            one.side for one in life.signatures if self.shown and one.digest == self.shown.digest
        }
        by = {0: "signed by nobody", 1: "signed by one of you"}.get(len(signed), "signed by both")
        at = (self._index or 0) + 1
        return f"Version {at} of {len(life.charters)}, {by}; v goes on, Esc leads to the latest"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is something to do with."""
        life = self.vice_versa.life
        if action in self._own_actions and life is not None and self.pair is not None:
            now = standing(life)
            possible = {
                "keep": now.current is None,
                "sign": self._index is None
                and (now.current is None or self.pair.me.role in now.missing),
                "versions": len(life.charters) > 1,
                "change": self._index is None,
            }
            if not possible.get(action, True):
                return False
        return super().check_action(action, parameters)

    # --- versions ----------------------------------------------------------------------------------

    def action_versions(self) -> None:
        """What the latest version changed, then the one before; after the first the latest again."""
        life = self.vice_versa.life
        if life is None:
            return
        self.said = ""
        count = len(life.charters)
        if self._index is None:
            self._index = count - 1
        else:
            self._index = self._index - 1 if self._index else None
        self._from_the_top()

    def _from_the_top(self) -> None:
        self._show()
        self.call_after_refresh(self.query_one(Sections).take)

    def action_back(self) -> None:
        """From an earlier version to the latest; else back to Pair."""
        if self._index is not None:
            self._index = None
            self._from_the_top()
        else:
            self.dismiss()

    # --- changing ----------------------------------------------------------------------------------

    def _changing(self) -> PairSpace | None:
        pair, self.said = may_change(self.vice_versa)
        return pair

    def on_section_chosen(self, message: Section.Chosen) -> None:
        """As Enter."""
        self.query_one(Sections).take(message.name)
        if self._index is None:
            self.action_change()

    def action_change(self) -> None:
        """Change the section in hand."""
        from tui.screens.charter_forms import section_form

        name, charter = self.query_one(Sections).in_hand, self.shown
        pair = self._changing()
        if pair is not None and charter is not None and name:
            form = section_form(self.vice_versa, pair, charter, name)
            self.app.push_screen(form, self._after)

    def _after(self, kept: bool | None) -> None:
        if kept:
            self.said = _KEPT

    def action_keep(self) -> None:
        """Keep the draft as the first version."""
        charter = self.shown
        if charter is None or self._changing() is None:
            return

        def change(life: PairLife, _now: datetime) -> list[Document]:
            return [as_shown(life, charter)]

        self.vice_versa.change_life(change, "Kept as version 1. s signs it.")

    def action_sign(self) -> None:
        """Sign what is shown, once it is said what that means."""
        from tui.screens.confirm import ConfirmModal

        pair, charter, life = self._changing(), self.shown, self.vice_versa.life
        if pair is None or charter is None or life is None:
            return
        partner = life.called(other(pair.me.role))

        def change(life: PairLife, _now: datetime) -> list[Document]:
            return [as_shown(life, charter), pair.records.signature(charter)]

        def answered(yes: bool | None) -> None:
            if yes and self.vice_versa.change_life(change):
                self.said = "Signed. Ctrl+Z takes it back."

        words = signing(charter, partner)
        matter = f"Sign version {charter.number}?"
        self.app.push_screen(ConfirmModal(matter, words, "Sign it", "Not yet"), answered)

    # --- taking it along ---------------------------------------------------------------------------

    def action_export(self) -> None:
        """Write what is shown as a page, to print or to keep."""
        from assistant.export import export_text
        from assistant.life.charter_page import charter_page
        from tui.screens.path_sheet import PathSheet

        life, charter = self.vice_versa.life, self.shown
        if life is None or charter is None or self.pair is None:
            return
        self.said = ""
        page, name = charter_page(life, charter), f"charter-{charter.number}.md"

        def written(told: str | None) -> None:
            self.said = told or ""

        def write(path: Path) -> Path:
            return export_text(page.text_for(path), path, name, "The charter")

        self.app.push_screen(
            PathSheet(self.pair, "Export the charter", _EXPORT, name, write), written
        )

    def forget(self) -> None:
        """Let go of all words."""
        self._draft = None
        self.query_one(Sections).clear()


def as_shown(life: PairLife, charter: Charter) -> Charter:
    """`charter`, if it is the latest there is. Raises Trouble where another was kept meanwhile."""
    latest = standing(life).current
    if latest is None or latest == charter:
        return charter
    refusal: Trouble = wrong_usage(
        f"Version {latest.number} was kept meanwhile, and says something else.", "Read it first."
    )
    raise refusal
