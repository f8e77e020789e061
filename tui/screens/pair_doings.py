"""What is done in Pair: pages, rhythm, charter, stage, who is here, dates and the ending."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from textual.message import Message

from assistant.errors import Trouble
from assistant.wording import Stage
from tui.screens.on_pair import OnPair
from tui.text import lines, plain, said
from tui.widgets.pair_words import PARTS, STEP, page
from tui.widgets.sections import Section, Sections

if TYPE_CHECKING:
    from assistant.life.document import Document
    from assistant.life.snapshot import PairLife
    from assistant.member import Member
    from assistant.pair_space import PairSpace

_KEPT = "Kept. Ctrl+Z takes it back."
_NAMES = "Names are given when each begins their journal: your partner's is known once they join."
_NUMBER = (
    "Each of you sees it. If it is the same for both, nobody changed a key on its way. Compare it "
    "aloud once."
)
_ABSENT = (
    "Their part waits: charter, dates and actions can be written now, and are theirs to read once they "
    "have joined. On this computer they join with `viceversa pair join`; what needs both, as signing "
    "and the pulse, begins then."
)


class WaitingRead(Message):
    """Who asks to be let in, and the number to compare; None for nobody."""

    def __init__(self, pair: PairSpace, newcomer: Member | None, number: str) -> None:
        super().__init__()
        self.pair = pair
        self.newcomer = newcomer
        self.number = number


def read_waiting(pair: PairSpace) -> Message:
    """Look for a newcomer."""
    waiting = [] if pair.read_only else pair.waiting
    newcomer = waiting[0] if waiting else None
    return WaitingRead(pair, newcomer, pair.number_with(newcomer) if newcomer else "")


class PairDoings(OnPair):
    """What Pair does, section by section."""

    newcomer: Member | None = None
    number: str = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without an open pair there is nothing to do here but begin or unlock."""
        if action in self._own_actions and self.vice_versa.life is None:
            return False
        return super().check_action(action, parameters)

    def _after(self, kept: bool | None) -> None:
        if kept and not self.said:
            self.said = _KEPT

    # --- the section in hand -----------------------------------------------------------------------

    async def action_take(self) -> None:
        """Do what the section in hand is for."""
        name = self.query_one(Sections).in_hand
        if not name:
            return
        if name.startswith(STEP):
            await self.take_step(name.removeprefix(STEP))
        elif name in PARTS:
            await self.run_action(name)

    async def take_step(self, step: str) -> None:
        """Do a step of the set-up, by its name."""
        if step in {"offers", "needs", "needs early", "not_discussed", "rank"}:
            self.action_about(step.removesuffix(" early"))
        elif step in {"rhythm", "first", "ends"}:
            self.action_rhythm({"first": "first_day", "ends": "ends"}.get(step, ""))
        elif step == "goal":
            await self.vice_versa.action_go("progress")
        elif step == "names":
            self.said = _NAMES
        else:
            self.action_charter()

    async def on_section_chosen(self, message: Section.Chosen) -> None:
        """As Enter."""
        self.query_one(Sections).take(message.name)
        await self.action_take()

    # --- who and how -------------------------------------------------------------------------------

    def action_about(self, begin: str = "") -> None:
        """Write one's own page."""
        from tui.screens.pair_forms import about_form

        pair = self.changing()
        if pair is not None:
            self.app.push_screen(about_form(self.vice_versa, pair, begin=begin), self._after)

    def action_guided(self) -> None:
        """Five questions, and what they find put into the page."""
        from tui.screens.guided import GuidedScreen

        pair = self.changing()
        if pair is None:
            return

        def asked(proposed: dict[str, str] | None) -> None:
            from tui.screens.pair_forms import about_form

            if proposed is None:
                stopped()
                return
            form = about_form(self.vice_versa, pair, proposed=proposed)
            self.app.push_screen(form, kept)

        def kept(done: bool | None) -> None:
            if not done:
                stopped()
                return
            with suppress(Trouble):  # the page is kept; answers that stay do no harm
                pair.forms.drop(GuidedScreen.DRAFT)
            self._after(done)

        def stopped() -> None:
            begun = not pair.closed and pair.forms.texts(GuidedScreen.DRAFT)
            self.said = "Your answers are kept, for you alone: g goes on." if begun else ""

        self.app.push_screen(GuidedScreen(pair), asked)

    def action_partner(self) -> None:
        """Read the partner's page."""
        from assistant.life.session import other
        from tui.screens.pair_sheets import ReadSheet

        pair, life = self.vice_versa.pair, self.vice_versa.life
        if pair is not None and life is not None:
            side = other(pair.me.role)
            told = f"Only {life.called(side)} can change this page · Esc goes back"
            self.app.push_screen(ReadSheet(pair, page(life, side, pair.me.role), told))

    def action_rhythm(self, begin: str = "") -> None:
        """Say how the pair meets."""
        from tui.screens.pair_forms import rhythm_form

        def told(note: str) -> None:
            self.said = note

        pair = self.changing()
        if pair is not None:
            form = rhythm_form(self.vice_versa, pair, told, begin=begin)
            self.app.push_screen(form, self._after)

    # --- where it stands ---------------------------------------------------------------------------

    def action_charter(self) -> None:
        """Read the charter."""
        from tui.screens.charter import CharterScreen

        self.said = ""
        if self.vice_versa.pair is not None:
            self.app.push_screen(CharterScreen(self.vice_versa.pair))

    def action_stage(self) -> None:
        """Choose the stage, or let the records tell it."""
        from assistant.life.course import StageChoice
        from assistant.life.stage import stage_of
        from tui.screens.pair_sheets import BY_RECORDS, StageSheet

        pair = self.changing()
        if pair is None:
            return

        def chosen(name: str | None) -> None:
            if name is None:
                return
            stage = None if name == BY_RECORDS else Stage(name)

            def change(_life: PairLife, now: datetime) -> list[Document]:
                return [StageChoice(stage=stage, at=now)]

            told = "Your records tell the stage." if stage is None else _KEPT
            self.vice_versa.change_life(change, told)

        reading = stage_of(pair.records.life, pair.moment())
        self.app.push_screen(StageSheet(pair, reading), chosen)

    # --- who is here -------------------------------------------------------------------------------

    def action_number(self) -> None:
        """Show the safety number, or let the partner in."""
        from tui.screens.pair_sheets import ReadSheet

        pair, life = self.vice_versa.pair, self.vice_versa.life
        if pair is None or life is None:
            return
        if self.newcomer is not None:
            self.vice_versa.door.ask(pair, self.newcomer, self.number)
            return
        heading = said("[b]$mentor and $mentee[/b]", mentor=life.mentor, mentee=life.mentee)
        if pair.complete:
            number = said("    [b]$number[/b]", number=pair.safety_number)
            told = lines(heading, plain(""), number, plain(""), plain(_NUMBER))
        else:
            told = lines(heading, plain(""), plain(_ABSENT))
        self.app.push_screen(ReadSheet(pair, told))

    def on_waiting_read(self, message: WaitingRead) -> None:
        """Say who asks."""
        if message.pair is self.vice_versa.pair:
            self.newcomer, self.number = message.newcomer, message.number
            self.show()

    def show(self) -> None:
        """Show how things stand."""

    # --- elsewhere ---------------------------------------------------------------------------------

    def action_dates(self) -> None:
        """The sessions and their dates."""
        from tui.screens.dates import DatesScreen

        self.said = ""
        if self.vice_versa.pair is not None:
            self.app.push_screen(DatesScreen(self.vice_versa.pair))

    def action_ending(self) -> None:
        """The ending."""
        from tui.screens.ending import EndingScreen

        self.said = ""
        if self.vice_versa.pair is not None:
            self.app.push_screen(EndingScreen(self.vice_versa.pair))
