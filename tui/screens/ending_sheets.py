"""The sheet over the ending in which keys and files are destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Select, Static

from assistant.errors import Trouble
from assistant.storage.destroy import ELSEWHERE
from tui.action import Scope
from tui.actions import bindings_for
from tui.screens.private import PrivateSheet
from tui.text import lines, plain, said
from tui.widgets.box import Box
from tui.widgets.passphrase import row

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from assistant.people import People
    from tui.destroying import DestroyingApp

_GO = (
    "your keys, under the passphrase and under the recovery code",
    "your journal with its drafts and notes, and what search knows of it",
    "your part of the shared folder, unless you leave it",
)
_DESTROY_KEYS = "Tab goes to the boxes, Enter in the last destroys · Esc goes back"
_LEAVE, _ALL = "leave", "all"


class DestroySheet(PrivateSheet[None]):
    """Says what goes and what cannot be reached, and destroys once the partner's name was typed."""

    ABOUT = (
        "Keys go first, so that whatever is left of the files opens for nobody. Make a backup, or export "
        "your journal, before: it cannot be undone."
    )
    SCOPE = Scope.SHEET
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.SHEET)
    AUTO_FOCUS = "#destroy"

    def __init__(self, pair: PairSpace, people: People, *, ended: bool, shared_here: bool) -> None:
        """`shared_here` says that both have their files in this home."""
        super().__init__(pair)
        self._people = people
        self._who = pair.partner or pair.id
        self._ended = ended
        self._shared_here = shared_here
        self._busy = False

    def compose(self) -> ComposeResult:
        """What goes, what stays, two boxes."""
        shared = (
            ("leave my part: the folder is synchronised", _LEAVE),
            ("my part goes too", _ALL),
        )
        with Vertical(id="sheet"):
            with VerticalScroll(id="destroy"):
                yield Static(said("[b]Destroy your keys and files of this pair?[/b]"))
                if not self._ended:
                    told = f"You two have not ended it. {self._who} is not told of this."
                    yield Static(said("[$accent]$told[/]", told=told))
                yield Static(lines(plain("Gone for good from this computer:"), *_listed(_GO)))
                yield Static(lines(plain("Not reached by it:"), *_listed(ELSEWHERE)))
            yield row(
                "Shared",
                Select(
                    [(plain(words), value) for words, value in shared],
                    value=_ALL if self._shared_here else _LEAVE,
                    id="shared",
                    compact=True,
                    allow_blank=False,
                    type_to_search=False,
                ),
            )
            yield row(f"Type {self._who[:40]}", Box(id="confirm", compact=True, max_length=400))
            yield Static(plain(_DESTROY_KEYS), id="outcome")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do it, if that is the name."""
        if self._busy or self.pair is None:
            return
        if not event.value.strip():
            self.tell(f"Type {self._who} to destroy them. Nothing is destroyed yet.")
            return
        self._busy = True
        self.tell("Destroying them.")
        leave = cast("Select[str]", self.query_one("#shared")).value == _LEAVE
        app = cast("DestroyingApp", self.app)
        app.destroy_pair(self.pair, self._people, event.value, leave_shared=leave)

    def refused(self, trouble: Trouble) -> None:
        """Say why nothing was destroyed."""
        self._busy = False
        self.tell(str(trouble))

    async def action_dismiss(self, result: None = None) -> None:
        """Leave it as it is; what is being destroyed goes on."""
        if not self._busy:
            await super().action_dismiss(result)


def _listed(sentences: tuple[str, ...]) -> list[Content]:
    return [plain(f"· {one}") for one in sentences]
