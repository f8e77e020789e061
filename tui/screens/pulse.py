"""The pulse: three questions that each answers apart, hidden as soon as given, opened when both are in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from assistant.life.pulse import Answers
from assistant.life.pulses import PulseState, state_of
from assistant.wording import SCORES
from tui.action import Scope
from tui.actions import bindings_for
from tui.journal_messages import Refused
from tui.screens.private import PrivateSheet
from tui.session_kept import named
from tui.text import plain, said
from tui.widgets.session_pulse import (
    NAMES,
    answered_words,
    opened_words,
    question_words,
    state_words,
    turn_words,
)

if TYPE_CHECKING:
    from assistant.life.session import Session
    from assistant.pair_space import PairSpace
    from tui.app import ViceVersaApp


class PulseSealed(Message):
    """The answers are sealed, and opened where both are in."""


class PulseSheet(PrivateSheet[None]):
    """One question at a time. Nothing of an answer is on the screen, or kept, before all are sealed."""

    SCOPE = Scope.PULSE
    ABOUT = (
        "Three questions about a session, each answered from no to yes. Your partner sees nothing of it "
        "before both have answered; then both see both. Answers stay as they are once they are sealed."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.PULSE)
    AUTO_FOCUS = ""

    def __init__(self, pair: PairSpace, session: Session, *, together: bool = False) -> None:
        """`together`: the other sits beside, and is asked to look away."""
        super().__init__(pair)
        self._session: Session | None = session
        self._together = together
        self._begun = False
        self._answers: list[int] = []
        self._sealing = False

    def compose(self) -> ComposeResult:
        """The words; the answers to choose from; the outcome."""
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(id="pulse")
            yield OptionList(
                *(
                    Option(
                        said("$score  $word", score=score, word=word.capitalize()), id=f"{score}"
                    )
                    for score, word in SCORES.items()
                ),
                id="scores",
                compact=True,
            )
            yield Static(id="outcome")

    def on_mount(self) -> None:
        """Show whose turn it is, or how far it is."""
        self._show()

    # --- what is shown -----------------------------------------------------------------------------

    @property
    def _asking(self) -> bool:
        return self._begun and len(self._answers) < len(NAMES)

    @property
    def _state(self) -> PulseState:
        if self.pair is None or self._session is None:
            return PulseState.NOBODY
        return state_of(self.pair.records.life, self._session.id, self.pair.me.role)

    @property
    def _to_answer(self) -> bool:
        return self._state in {PulseState.NOBODY, PulseState.OTHER}

    def _show(self) -> None:
        pair, session = self.pair, self._session
        if pair is None or session is None:
            return
        words, scores = self.query_one("#pulse", Static), self.query_one("#scores", OptionList)
        scores.display = self._to_answer and self._asking
        life, partner = pair.records.life, pair.partner or "your partner"
        self.tell(" ".join(pair.pulses.notices))
        if not self._to_answer:
            told = pair.pulses.opened(session.id)
            if told is not None:
                words.update(opened_words(life, told))
            else:
                mine = (session.id, pair.me.role) in life.reveals
                told_so = state_words(self._state, partner, complete=pair.complete, shown=mine)
                words.update(told_so)
            return
        if not self._begun:
            name = named(life, session)
            words.update(turn_words(pair.me.name, partner, name, together=self._together))
        elif self._asking:
            words.update(question_words(len(self._answers)))
            # Nothing tells what was taken last: the answers begin in the middle each time.
            scores.highlighted = len(SCORES) // 2
            scores.focus()
            self.tell("A digit answers at once. Backspace begins again.")
        else:
            self.set_focus(None)
            words.update(answered_words())

    # --- answering ---------------------------------------------------------------------------------

    def action_go_on(self) -> None:
        """Begin; seal once all are given."""
        if not self._to_answer:
            self.action_leave()
        elif not self._begun:
            self._begin()
        elif not self._asking:
            self._seal()

    def _begin(self) -> None:
        pair, session = self.pair, self._session
        if pair is None or session is None:
            return
        if pair.read_only:
            self.tell(pair.why_read_only)
        elif not any(one.id == session.id for one in pair.records.life.held):
            self.tell("That session did not take place, so there is nothing to answer.")
        else:
            self._begun = True
            self._show()

    def action_answer(self, score: int) -> None:
        """Take an answer, and hide it."""
        if self._to_answer and self._asking:
            self._answers.append(score)
            self._show()

    @on(OptionList.OptionSelected, "#scores")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.action_answer(int(str(event.option.id)))

    def action_again(self) -> None:
        """All three again."""
        if self._to_answer and self._begun and not self._sealing:
            self._answers.clear()
            self._show()

    def _seal(self) -> None:
        session = self._session
        if self._sealing or session is None:
            return
        self._sealing = True
        answers = Answers(**dict(zip(NAMES, self._answers, strict=True)))
        self.job("pulse", partial(_sealed, session.id, answers))

    def on_pulse_sealed(self, _message: PulseSealed) -> None:
        """Let go of them, and show how far it is."""
        self._answers.clear()
        self._begun = self._sealing = False
        cast("ViceVersaApp", self.app).look_again()
        self._show()

    def on_refused(self, _message: Refused) -> None:
        """They can be sealed once more; why they were not is said by every sheet."""
        self._sealing = False

    # --- going -------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()

    def on_unmount(self) -> None:
        """Hold nothing."""
        self._answers.clear()
        self._session = None

    def forget(self) -> None:
        """Let go of everything."""
        self._answers.clear()
        self._begun = False
        self._session = None
        self.query_one("#pulse", Static).update("")
        self.query_one("#outcome", Static).update(plain(""))


def _sealed(session: str, answers: Answers, pair: PairSpace) -> Message:
    pair.pulses.answer(session, answers)
    return PulseSealed()
