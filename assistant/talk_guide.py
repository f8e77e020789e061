"""The guide, the classifier and agendas as a conversation asks for them: one workspace, a pair or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.safety import concern_of
from assistant.wording import MAX_QUESTION, BlockKind, Lead, Side
from knowledge.card import MIN_MINUTES
from knowledge.plain_text import words
from knowledge.search import Answer, Filters, Mode

if TYPE_CHECKING:
    from assistant.agenda import Agenda, AgendaItem
    from assistant.pair_work import PairWork
    from assistant.questions import SuggestedQuestion
    from assistant.suggest import AgendaRequest
    from assistant.talk.classifier import Classifier, Guess
    from assistant.workspace import Workspace
    from knowledge.card import Block, Card

_QUESTIONS = 10
_HITS = 6


class TalkGuide:
    """What `assistant.talk.mind.Guide` asks for. Methods may be called from several threads."""

    def __init__(self, workspace: Workspace, pair: PairWork | None = None) -> None:
        self._workspace = workspace
        self._pair = pair

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """Every card by its id."""
        return {card.id: card for card in self._workspace.catalogue.cards}

    @property
    def by_words(self) -> bool:
        """Whether only words are compared, as the language model is not there yet."""
        return self._workspace.mode is Mode.LEXICAL

    def find(self, text: str, side: Side) -> Answer:
        """The cards near `text`; those nearest where none is an answer. Raises Trouble."""
        if not words(text):
            return Answer(text, self._workspace.mode, (), (), 0.0)
        return self._workspace.library.find(text[:MAX_QUESTION], Filters(side=side), _HITS)

    # --- what a message is -------------------------------------------------------------------------

    def guesses(self, text: str) -> tuple[Guess, ...]:
        """Every intent with its chance, likeliest first."""
        classifier = self.classifier
        if self.by_words or classifier.by_meaning is None:
            return classifier.guesses(text)
        return classifier.guesses(text, self._workspace.library.open_encoder().encode([text])[0])

    @property
    def classifier(self) -> Classifier:
        """The classifier, trained where it was not kept; takes seconds then."""
        encoder = None if self.by_words else self._workspace.library.open_encoder()
        return self._workspace.library.classifiers.of(self.cards.values(), encoder)

    def danger(self, text: str) -> Mapping[str, float]:
        """How near `text` is to disclosures of each category: cosines; empty without the model."""
        if self.by_words:
            return {}
        categories, vectors = self._disclosures
        near = vectors @ self._workspace.library.open_encoder().encode([text[:MAX_QUESTION]])[0]
        found: dict[str, float] = {}
        for category, cosine in zip(categories, near, strict=True):
            found[category] = max(found.get(category, -1.0), float(cosine))
        return found

    @cached_property
    def _disclosures(self) -> tuple[list[str], object]:
        from assistant.talk.exemplars import exemplars
        from assistant.talk.intents import Intent

        told = [one for one in exemplars() if one.intent is Intent.SAFETY]
        encoder = self._workspace.library.open_encoder()
        return [one.category for one in told], encoder.encode([one.text for one in told])

    # --- questions and agendas ---------------------------------------------------------------------

    def questions(self, side: Side, about: str, seed: int) -> Sequence[SuggestedQuestion]:
        """Questions for `side`, about a matter or, with "", about none; ten at the most."""
        if about and concern_of(about) is not None:
            return ()
        stage = self._pair.stage.stage if self._pair is not None else None
        return self._workspace.suggest_questions(
            side=side,
            stage=None if about else stage,
            about=about,
            limit=_QUESTIONS,
            seed=seed,
        )

    def suggest(self, request: AgendaRequest, locked: Agenda | None = None) -> Agenda:
        """An agenda, on the pair's records where there is a pair. Raises Trouble."""
        if self._pair is not None:
            return self._pair.suggest(request, locked=locked)
        return self._workspace.suggest_agenda(request)

    def replaced(self, agenda: Agenda, place: int) -> Agenda:
        """The agenda with another block at a place. Raises Trouble where there is none."""
        if self._pair is not None:
            return self._pair.replaced(agenda, place)
        item = agenda.items[place]
        used = {(one.cards[0], one.title) for one in agenda.items}
        for card in self._near(agenda.focus or item.title, agenda.side):
            for block in card.blocks:
                if block.kind is item.kind and (card.id, block.title) not in used:
                    return agenda.with_item(place, _item(card, block, item.minutes))
        from assistant.errors import Trouble

        raise Trouble("Nothing else", "The guide has nothing else for this item.")

    def item_on(self, text: str, minutes: int, side: Side) -> AgendaItem | None:
        """An item about `text`, of so many minutes; None where the guide has none."""
        for card in self._near(text, side):
            blocks = [one for one in card.blocks if one.kind not in _FRAME] or list(card.blocks)
            if blocks:
                best = min(blocks, key=lambda block: abs(block.minutes - minutes))
                return _item(card, best, max(minutes, MIN_MINUTES))
        return None

    def _near(self, text: str, side: Side) -> list[Card]:
        if concern_of(text) is not None:
            return []
        return [hit.card for hit in self.find(text, side).hits]


_FRAME = frozenset({BlockKind.OPEN, BlockKind.CLOSE})


def _item(card: Card, block: Block, minutes: int) -> AgendaItem:
    from assistant.agenda import AgendaItem

    return AgendaItem(
        title=block.title,
        minutes=minutes,
        lead=Lead(block.lead.value),
        purpose=block.purpose,
        prompts=block.prompts,
        cards=(card.id,),
        because=f"You asked for it; it comes from “{card.title}”.",
        kind=block.kind,
    )
