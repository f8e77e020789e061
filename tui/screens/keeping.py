"""Keeping what is being written: as a draft every few seconds, as an entry when asked, before leaving."""

from __future__ import annotations

from typing import ClassVar

from textual.message import Message
from textual.timer import Timer

from assistant.clock import Clock
from assistant.entry import MAX_TEXT, Draft
from assistant.journal_drafts import NEW
from assistant.pair_space import PairSpace
from tui.in_hand import InHand, with_words
from tui.journal_days import hour
from tui.journal_messages import DraftGone, DraftKept, EntryKept, Refused
from tui.screens.private import PrivateScreen
from tui.widgets.page import Page


class KeepingScreen(PrivateScreen[str]):
    """A screen with a page of words in hand. Ends in what is to be said of them.

    One thing is written at a time, so that no older draft overtakes a newer, and none an entry: what is
    asked meanwhile waits in `_wish`. Changes are counted; what was kept is known by the count.
    """

    AUTOSAVE_SECONDS: ClassVar[float] = 3.0

    def __init__(self, pair: PairSpace, clock: Clock, hand: InHand) -> None:
        super().__init__(pair)
        self.clock = clock
        self.hand = hand
        self.page = Page("page")
        self._change = self._drafted = self._saved = 0
        self._busy = False
        self._wish = ""
        self._kept_text = self._written = ""
        self._timer: Timer | None = None
        self._told = {"saved": "", "draft": ""}
        self._said = ""

    # --- what subclasses say -----------------------------------------------------------------------

    def facts(self) -> Draft:
        """All that is being written but the words."""
        raise NotImplementedError

    def tell_kept(self, told: str) -> None:
        """Say quietly what is kept."""

    def tell_trouble(self, told: str) -> None:
        """Say what is wrong, below the words; "" for nothing."""

    @property
    def said(self) -> str:
        """What the app last had to say here."""
        return self._said

    @said.setter
    def said(self, told: str) -> None:
        self._said = told
        self.tell_trouble(told)

    # --- counting ----------------------------------------------------------------------------------

    @property
    def _all_kept(self) -> bool:
        return self._change in {self._drafted, self._saved}

    def draft_in_hand(self) -> Draft | None:
        """The words that neither a draft nor an entry holds yet; None where all are kept."""
        # A key that was just pressed is in the page before it is counted.
        if self.pair is None or (self._all_kept and self.page.text == self._kept_text):
            return None
        return with_words(self.facts(), self.page.text[:MAX_TEXT])

    @property
    def draft_kept(self) -> bool:
        """Whether a draft holds words of this page."""
        return bool(self._told["draft"])

    def shown(self, text: str) -> None:
        """`text` is in the page as it is kept already."""
        with self.prevent(Page.Changed):
            self.page.put(text)
        self._kept_text = self.page.text

    def touched(self) -> None:
        """Something was changed."""
        self._change += 1
        self._await_pause()

    def _await_pause(self) -> None:
        if self._timer is None and not self._busy and not self._all_kept:
            self._timer = self.set_timer(self.AUTOSAVE_SECONDS, lambda: self._write("draft"))

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    # --- keeping -----------------------------------------------------------------------------------

    def _write(self, wish: str) -> None:
        """Keep an entry (`keep`), no draft (`let_go`), or one, also before going (`leave`)."""
        self._stop_waiting()
        if self._busy:
            self._wish = wish
            return
        self._busy = True
        self._wish = "leave" if wish == "leave" else ""
        change, clock, text, base = self._change, self.clock, self.page.text, self.hand.base
        facts = self.facts()
        self._written = text

        def draft(pair: PairSpace) -> Message:
            words = with_words(facts, text)
            # What is just as the entry says needs no draft: without words, one is let go of.
            pair.journal.keep_draft(facts if words == base else words)
            return DraftKept(change, clock())

        def entry(pair: PairSpace) -> Message:
            return EntryKept(change, clock(), pair.journal.keep(with_words(facts, text)))

        def nothing(pair: PairSpace) -> Message:
            pair.journal.keep_draft(facts)
            return DraftGone()

        works = {"keep": entry, "let_go": nothing}
        self.job("writing", works.get(wish, draft))

    def on_draft_kept(self, message: DraftKept) -> None:
        """Say so quietly."""
        self._drafted, self._kept_text = message.change, self._written
        there = self.pair and self.pair.journal.draft(self.facts().entry or NEW)
        self.say_kept("draft", f"draft kept {hour(message.at)}" if there else "")
        self._settled()

    def on_entry_kept(self, message: EntryKept) -> None:
        """From now on it is a change of this entry."""
        self._saved = self._drafted = message.change
        self._kept_text = self._written
        self.hand.kept(message.entry.draft())
        self._told["draft"] = ""
        self.say_kept("saved", f"saved {hour(message.at)}")
        self._settled()

    def say_kept(self, which: str, told: str) -> None:
        """Say when it was `saved`, or kept as a `draft`."""
        self._told[which] = told
        self.tell_kept(" · ".join(filter(None, self._told.values())))

    def _settled(self) -> None:
        self._busy = False
        self.tell_trouble("")
        wish, self._wish = self._wish, ""
        if wish == "leave" and self._all_kept:
            self._leave()
        elif wish:
            self._write(wish)
        else:
            self._await_pause()

    def on_refused(self, message: Refused) -> None:
        """The words stay where they are, and the trouble is said below them; who leaves is asked."""
        self._busy, wish, self._wish = False, self._wish, ""
        self.tell_trouble(str(message.trouble))
        if wish == "leave":
            self._ask_to_lose()

    def action_keep(self) -> None:
        """Make it an entry, or a new version of one."""
        if not self.page.text.strip():
            self.tell_trouble("There is nothing to keep yet. Write a few words.")
        elif self.hand.base is not None and self._change == self._saved:
            self.say_kept("saved", self._told["saved"] or "nothing has changed")
        else:
            self._write("keep")

    # --- going -------------------------------------------------------------------------------------

    def action_stop(self) -> None:
        """Back, with a draft kept; where none can be, even now, only after asking."""
        if self._all_kept and not self._busy:
            self._leave()
        else:
            self._write("leave")

    def action_let_go(self) -> None:
        """Throw the draft away, once that is confirmed, and go; an entry stays as it was kept."""
        from tui.screens.confirm import ConfirmModal

        if self._change == self._saved and not self.draft_kept:
            self.tell_trouble("There is no draft to let go.")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._write("let_go")

        words = "What you wrote here is thrown away. It cannot be undone."
        if self.hand.base is not None:
            words = "What you changed is thrown away, and the entry stays as it was last kept."
        self.app.push_screen(
            ConfirmModal("Let this draft go?", words, "Let it go", "Keep it"), answered
        )

    def on_draft_gone(self, _message: DraftGone) -> None:
        """Nothing is left to be kept."""
        self._change = self._drafted = self._saved
        self._kept_text, self._told["draft"] = self.page.text, ""
        self.dismiss("The draft is let go.")

    def _ask_to_lose(self) -> None:
        from tui.screens.confirm import ConfirmModal

        def answered(lose: bool | None) -> None:
            if lose:
                self._change, self._kept_text = self._drafted, self.page.text
                self.dismiss("What could not be kept is let go.")

        words = "These words could not be kept. If you leave now, what you changed last is lost."
        self.app.push_screen(
            ConfirmModal("Leave without keeping?", words, "Leave and lose it", "Stay"), answered
        )

    def _leave(self) -> None:
        told = self._told["draft"] or self._told["saved"]
        self.dismiss(told[:1].upper() + told[1:])

    def on_unmount(self) -> None:
        """Hold nothing; whoever took the screen away has kept the words before."""
        self.forget_words()

    def forget_words(self) -> None:
        """Drop the words, and what could bring them back."""
        self._stop_waiting()
        with self.prevent(Page.Changed):
            self.page.forget()
        self.hand = InHand(None, None)
        self._change = self._drafted = self._saved = 0
        self._kept_text = self._written = ""
