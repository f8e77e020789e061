"""Beginning: two names, a passphrase, and a code on paper; nothing is kept before the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Select, Static

from assistant.wording import Side
from tui.door import opened_message
from tui.messages import PairMade
from tui.screens.door import DoorScreen
from tui.text import lines, plain, said
from tui.widgets.box import Box
from tui.widgets.passphrase import NewPassphrase, row
from tui.widgets.role_choice import RoleChoice

if TYPE_CHECKING:
    from assistant.storage.new_space import NewSpace

_BEGUN = "Your journal is begun, and nobody but you can open it."
_STEPS = ("form", "code", "ask")


class NewPairScreen(DoorScreen):
    """A form, then the recovery code, then its last block asked back."""

    ABOUT = (
        "Your journal is closed with a passphrase that only you know. A recovery code on paper opens it "
        "if you forget the passphrase. Nothing is kept on the disk before you have that code."
    )
    OFFERS = frozenset({"show", "offer"})
    MAKES: ClassVar[bool] = True
    AUTO_FOCUS = "#me"

    def __init__(self) -> None:
        super().__init__()
        self._made: NewSpace | None = None

    def compose_door(self) -> ComposeResult:
        """The three steps, of which one is shown."""
        with Vertical(id="form"):
            yield Static(
                lines(
                    said("[b]Begin your journal[/b]"),
                    plain("Nobody else can read it: not your partner, not your company, not us."),
                )
            )
            yield row("Your name", Box(id="me", compact=True, max_length=200))
            yield row(
                "You are",
                RoleChoice("role"),
            )
            yield row("Your partner", Box(id="partner", compact=True, max_length=200))
            yield NewPassphrase(self._names)
        with Vertical(id="code"):
            yield Static(id="code-text")
        with Vertical(id="ask"):
            yield Static(
                lines(
                    said("[b]From your paper[/b]"),
                    plain("Type the last block of the code, to see that it is written down."),
                )
            )
            yield row("Last block", Box(id="block", compact=True, max_length=80))

    def on_mount(self) -> None:
        """Begin with the form."""
        self._go("form")

    def _go(self, step: str) -> None:
        for one in _STEPS:
            self.query_one(f"#{one}").display = one == step
        self._step = step
        self.refresh_bindings()

    _step = "form"

    def _names(self) -> tuple[str, ...]:
        named = (self.query_one(box, Input).value.strip() for box in ("#me", "#partner"))
        return tuple(name for name in named if name)

    # --- the form ----------------------------------------------------------------------------------

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self.busy:
            return
        if self._step == "ask":
            self._check_block(event.input)
        elif event.input.id == "me":
            role = self.query_one("#role", Select)
            role.focus()
            role.action_show_overlay()
        elif event.input.id != "again":
            self.to_next_box(event.input)
        else:
            self._make()

    @on(Select.Changed, "#role")
    def _chosen(self, event: Select.Changed) -> None:
        if event.value is not Select.NULL:
            self.query_one("#partner").focus()

    def on_role_choice_blank(self) -> None:
        """Stay there, so that nothing typed next stands in a box it was not meant for."""
        self.tell("Choose which of the two you are.")

    def _make(self) -> None:
        me, partner = (self.query_one(box, Input).value for box in ("#me", "#partner"))
        passphrase = self.query_one(NewPassphrase)
        role = self.query_one("#role", Select).value
        for box, missing, there in (
            ("#me", "Type your name; a first name is enough.", me.strip()),
            ("#role", "Choose which of the two you are.", isinstance(role, Side)),
            ("#partner", "Type your partner's name; a first name is enough.", partner.strip()),
        ):
            if not there:
                self.tell(missing)
                self.query_one(box).focus()
                return
        if passphrase.problem:
            self.tell(passphrase.problem)
            return
        side = Side(str(role))
        typed, people = passphrase.value, self.people

        def work() -> Message:
            return PairMade(people.new_pair(me, side, partner, typed))

        self.work("Making your keys; this takes two or three seconds.", "unlock", work)

    # --- the code ----------------------------------------------------------------------------------

    def made(self, made: NewSpace) -> None:
        """Show the code, once."""
        self.busy = False
        self._made = made
        prefix, *blocks = made.code.blocks
        first, second = "  ".join(blocks[:3]), "  ".join(blocks[3:])
        self.query_one("#code-text", Static).update(
            lines(
                said("[b]Your recovery code[/b]"),
                plain("If you forget the passphrase, this opens your journal; nothing else will."),
                plain(""),
                *(said("    [b]$part[/b]", part=part) for part in (prefix, first, second)),
                plain(""),
                plain(
                    "Write it on paper, all of it, and keep it where you keep documents: not with this "
                    "computer, and not as a photograph. It is shown only now."
                ),
                plain(""),
                plain("Enter when it is written down · Esc back, and another code is made"),
            )
        )
        self.tell("")
        self._go("code")
        self.set_focus(None)

    def key_enter(self) -> None:
        """The code is on paper."""
        if self._step == "code":
            self._go("ask")
            self.query_one("#block").focus()

    def _check_block(self, box: Input) -> None:
        made, people = self._made, self.people
        if made is None:
            return
        if not made.code.is_last_block(box.value):
            self.tell("That is not the last block of the code. Look again; F2 shows the code.")
            box.value = ""
            return

        def work() -> Message:
            return opened_message(people.save(made), people.home, _BEGUN)

        self.work("Keeping it.", "unlock", work)

    # --- back and forth ----------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A phrase is offered where one is chosen."""
        if action == "offer" and self._step != "form":
            return False
        if action == "show" and self._step == "code":
            return False
        return super().check_action(action, parameters)

    def action_show(self) -> None:
        """Show what is typed; or the code again, while its last block is asked for."""
        if self._step == "ask":
            if not self.busy:
                self.query_one("#block", Input).value = ""
                self.tell("")
                self._go("code")
                self.set_focus(None)
        else:
            super().action_show()

    async def action_back(self) -> None:
        """A step back; the code is then another one."""
        if self.busy:
            return
        if self._step == "form":
            await super().action_back()
            return
        self._forget_code()
        self._go("form")
        self.query_one("#again").focus()

    def on_unmount(self) -> None:
        """Let go of the keys: whoever goes on has them."""
        self._made = None

    def _forget_code(self) -> None:
        self._made = None
        self.query_one("#code-text", Static).update("")
        self.query_one("#block", Input).value = ""
        self.tell("")
