"""A conversation on real stores: each turn is a pure step, whose effects are run here.

In shared view nothing private is reached: no journal, no facts, no transcript, and the state begins empty.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.errors import Trouble
from assistant.talk.effects import Outcome
from assistant.talk.facts import facts_of
from assistant.talk.reply import Reply
from assistant.talk.report import report
from assistant.talk.settling import settled
from assistant.talk.state import Dialogue, View
from assistant.talk.step import heard_in, step
from assistant.talk_effects import TalkEffects
from assistant.talk_guide import TalkGuide
from assistant.wording import Side

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from assistant.talk.mind import Mind
    from assistant.workspace import Workspace
    from knowledge.card import Card

_NO_PAIR = "no journal is open. `viceversa journal begin` makes one."


@dataclass(frozen=True)
class Told:
    """A reply, and the turn as an object for programs."""

    reply: Reply
    report: dict[str, Any]


class Conversation:
    """One conversation of one person, or of the two at one screen. Methods are called one at a time."""

    def __init__(
        self,
        workspace: Workspace,
        pair: PairSpace | None,
        clock: Callable[[], datetime],
        *,
        role: Side | None = None,
        view: View = View.PRIVATE,
    ) -> None:
        self._workspace = workspace
        self._pair = pair
        self._clock = clock
        self._role = role
        self._effects = TalkEffects(pair) if pair is not None else None
        self._guide = TalkGuide(workspace, _pair_work(workspace, pair))
        self._id = secrets.token_hex(8)
        self._turning = threading.Lock()
        self.state = self._begun(view)

    def _begun(self, view: View) -> Dialogue:
        role = self._role
        if view is View.SHARED:
            role = None
        elif self._pair is not None:
            role = self._pair.me.role
        return Dialogue(view=view, pair_id=self._pair.id if self._pair else "", role=role)

    @property
    def cards(self) -> Mapping[str, Card]:
        """The cards that replies are taken from."""
        return self._guide.cards

    def switch(self, view: View) -> None:
        """Look on alone or together: what was said in the other view stays there."""
        if view is not self.state.view:
            self.state = self._begun(view)

    def greeting(self) -> Told | None:
        """On return, in private: what was left open; None where nothing was."""
        return None

    def say(self, text: str) -> Told:
        """The reply to `text`. Raises nothing for what is typed; what a store refuses is said."""
        with self._turning:
            started = time.perf_counter()
            mind = self._mind()
            result = step(self.state, text, mind)
            heard = heard_in(self.state, text, mind)
            outcomes = [self._run(effect) for effect in result.effects]
            state, reply = settled(result, outcomes)
            self.state = state
            self._remember(state)
            done = [one.name for one in outcomes if one.done and one.name]
            elapsed = (time.perf_counter() - started) * 1000
            return Told(reply, report(state, reply, heard.slots(), done, elapsed))

    def _run(self, effect: Any) -> Outcome:
        if self._effects is None:
            return Outcome(done=False, said=f"Nothing was kept: {_NO_PAIR}")
        if self.state.view is View.SHARED and effect.do in _PRIVATE:
            return Outcome(done=False, said="Your journal is closed while you are both here.")
        return self._effects.run(effect)

    def _remember(self, state: Dialogue) -> None:
        """Keep the few facts that outlast the day; a store that refuses costs no reply."""
        pair = self._pair
        if pair is None or pair.read_only or state.view is not View.PRIVATE:
            return
        with contextlib.suppress(Trouble):
            for name, said in facts_of(state):
                pair.talk.remember(name, said)

    def _mind(self) -> Mind:
        from assistant.contacts import read_contacts
        from assistant.life.rhythms import usual_zone
        from assistant.talk.mind import Mind

        pair, private = self._pair, self.state.view is View.PRIVATE
        contacts = read_contacts(self._workspace.locations.home)
        if pair is None:
            return Mind(
                guide=self._guide, contacts=contacts, now=self._clock(), why_not_kept=_NO_PAIR
            )
        life = pair.records.life
        return Mind(
            guide=self._guide,
            contacts=contacts,
            now=self._clock(),
            names={side: life.name(side) for side in (Side.MENTOR, Side.MENTEE)},
            me=pair.me.role,
            life=life,
            stage=pair.context.stage,
            zone=usual_zone(life),
            why_not_kept=pair.why_read_only,
            facts=pair.talk.facts if private else (),
            kept_questions=pair.talk.questions if private else (),
        )


_PRIVATE = frozenset({"save_note", "remove_note", "search_notes", "erase_fact", "erase_chat"})


def _pair_work(workspace: Workspace, pair: PairSpace | None) -> Any:
    if pair is None:
        return None
    from assistant.pair_work import PairWork

    return PairWork(workspace, pair)
