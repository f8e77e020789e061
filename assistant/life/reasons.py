"""What the items of an agenda say of the pair's records: why they are there, and what to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from assistant.agenda import AgendaItem
from assistant.choosing import Chosen
from assistant.filling import Part
from assistant.life.days import plain_day
from assistant.life.document import MAX_LINE
from assistant.life.figures import spelled
from assistant.life.needs import Needs, name
from assistant.life.session import Action
from assistant.life.snapshot import PairLife
from assistant.life.stage import said, short
from assistant.suggest import AgendaRequest, because_of, item_of
from assistant.wording import BlockKind, Side, Stage

_MOST_ACTIONS = 3
_FRESH_QUESTIONS = 2


class Teller:
    """Makes items of places that are filled, with what the records say to each."""

    def __init__(
        self,
        life: PairLife,
        needs: Needs,
        request: AgendaRequest,
        relevance: Mapping[str, float],
        now: datetime,
    ) -> None:
        self._life, self._needs, self._now = life, needs, now
        self._request, self._relevance = request, relevance

    def items(self, parts: Sequence[Part]) -> list[AgendaItem]:
        """The items of `parts`; those that are items already stay as they are."""
        reasons = self._reasons(parts)
        prompts = self._prompts(parts)
        return [
            part
            if isinstance(part, AgendaItem)
            else self._item(part, reasons.get(at, []), prompts.get(at, []))
            for at, part in enumerate(parts)
        ]

    def _item(self, part: Chosen, reasons: Sequence[str], prompts: Sequence[str]) -> AgendaItem:
        told = [*reasons, part.place.told]
        told = [reason for reason in told if reason]
        because = because_of(part, self._request, self._relevance)
        if not told:
            because += f" From “{part.card.title}”."
        item = item_of(part, self._request, short(" ".join([*told, because]), MAX_LINE))
        asked = (*prompts, *part.place.asks, *item.prompts, *self._fresh(part))
        lines = tuple(dict.fromkeys(short(line, MAX_LINE) for line in asked))
        return item.model_copy(update={"prompts": lines})

    def _fresh(self, part: Chosen) -> list[str]:
        """Questions that were not asked lately, where the block itself was on a late agenda."""
        if part.key not in self._needs.stale:
            return []
        questions = [
            question.text
            for question in part.card.questions_for(self._request.side)
            if question.text not in self._needs.asked
        ]
        return questions[:_FRESH_QUESTIONS]

    # --- why ---------------------------------------------------------------------------------------

    def _reasons(self, parts: Sequence[Part]) -> dict[int, list[str]]:
        """What the records say, by the place of the item that says it."""
        needs = self._needs
        # What one gives stands in the block in which they give it.
        given = BlockKind.LEARN if needs.quiet_side is Side.MENTOR else BlockKind.GIVE_BACK
        found: dict[int, list[str]] = {}
        for kinds, reason in (
            ((BlockKind.REPAIR,), needs.repair or needs.stuck),
            ((given, BlockKind.CLOSE, BlockKind.OPEN, *BlockKind), needs.quiet),
            ((BlockKind.CLOSE,), needs.ending),
            ((BlockKind.OPEN,), self._open_actions()),
            ((BlockKind.GROUND,), self._unsigned()),
        ):
            at = self._teller_of(parts, kinds, reason)
            if reason and at is not None:
                found.setdefault(at, []).append(reason)
        return found

    def _teller_of(
        self, parts: Sequence[Part], kinds: Sequence[BlockKind], reason: str
    ) -> int | None:
        """The first new item of the first of these kinds that has one, unless an item says it already."""
        if any(isinstance(part, AgendaItem) and reason in part.because for part in parts):
            return None
        for kind in kinds:
            new = [
                at
                for at, part in enumerate(parts)
                if isinstance(part, Chosen) and _kind(part) is kind
            ]
            if kind is BlockKind.GROUND:  # what is agreed, not the stories before it
                new = [at for at in new if _fixed(parts[at])]
            if new:
                return new[0]
        return None

    def _open_actions(self) -> str:
        actions = self._needs.actions
        if not actions:
            return ""
        since = said(actions[0].since, self._now)
        if len(actions) == 1:
            return f"One action is open, since {since}."
        return f"{spelled(len(actions))} actions are open, the oldest since {since}."

    def _unsigned(self) -> str:
        if not self._needs.unsigned:
            return ""
        names = " and ".join(name(self._life, side) for side in self._needs.unsigned)
        return f"The charter still waits to be signed by {names}."

    # --- what to ask -------------------------------------------------------------------------------

    def _prompts(self, parts: Sequence[Part]) -> dict[int, list[str]]:
        """What is open and what was put off, for the opening; for the close where there is none."""
        kinds = [_kind(part) for part in parts]
        found: dict[int, list[str]] = {}
        last = self._place(parts, BlockKind.CLOSE)
        first = self._place(parts, BlockKind.OPEN)
        if first is None and BlockKind.OPEN not in kinds:
            first = last
        if first is not None and self._request.stage is not Stage.STUCK:
            found[first] = [*self._actions(), *self._parked(parts)]
        if last is not None and self._unsigned() and self._request.stage not in _CHARTER_STAGES:
            found[last] = [*found.get(last, []), self._unsigned()]
        return found

    @staticmethod
    def _place(parts: Sequence[Part], kind: BlockKind) -> int | None:
        places = (at for at, part in enumerate(parts) if isinstance(part, Chosen))
        return next((at for at in places if _kind(parts[at]) is kind), None)

    def _actions(self) -> list[str]:
        actions = self._needs.actions
        lines = [self._action(action) for action in actions[:_MOST_ACTIONS]]
        more = len(actions) - len(lines)
        return [*lines, f"And {more:,} more."] if more else lines

    def _action(self, action: Action) -> str:
        who = name(self._life, action.side)
        since = f"since {said(action.since, self._now)}"
        if action.due is not None:
            since += f", meant for {plain_day(action.due, self._now.date())}"
        return f"Still open: {short(action.what, 180)} ({who}, {since})."

    def _parked(self, parts: Sequence[Part]) -> list[str]:
        """The oldest thing put off that has no item of its own."""
        placed = {
            part.about if isinstance(part, AgendaItem) else part.place.about for part in parts
        }
        waiting = [one for one in self._needs.parked if f"{one.KIND} {one.id}" not in placed]
        return [
            f"Put off on {said(one.since, self._now)}: {short(one.what, 180)}. Today, or later?"
            for one in waiting[:1]
        ]


_CHARTER_STAGES = {Stage.BEFORE, Stage.FIRST}
"""Where the charter has an item of its own, or nobody has met yet."""


def _kind(part: Part) -> BlockKind:
    return part.kind if isinstance(part, AgendaItem) else part.block.kind


def _fixed(part: Part) -> bool:
    return isinstance(part, Chosen) and part.place.slot.fixed
