"""The one door for screens and the command line: everything a person can do, on one guide and pair."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import Trouble
from assistant.library import Library
from assistant.locations import Locations
from assistant.models import Model, default_model, model_as_set
from assistant.own_documents import OwnDocuments
from assistant.safety import SIGNPOSTS, matter
from assistant.settings import FILE, Settings, read_settings
from assistant.wording import typed
from knowledge.card import Card
from knowledge.catalogue import Catalogue
from knowledge.encoder import Encoder
from knowledge.errors import GuideError, KnowledgeError
from knowledge.plain_text import one_line
from knowledge.search import Answer, Filters, Hit, Mode
from knowledge.sources import Source
from knowledge.stamps import Stamps
from knowledge.vectors import CacheState, Progress
from knowledge.vocabulary import CardKind, Side, Stage

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.context import PairContext
    from assistant.elsewhere import Elsewhere
    from assistant.people import People
    from assistant.questions import SuggestedQuestion
    from assistant.suggest import AgendaRequest
    from knowledge.skeleton import Skeletons

__all__ = ["Answer", "Card", "Filters", "Hit", "Mode", "Source", "Workspace"]

_NEAR_COUNT = 6
_NEAR_SHARE = 0.85
"""What counts as near a focus: the best few cards, and none much further than the best."""

_SIGNPOST_WITHIN = 3

LoadEncoder = Callable[[], Encoder]


class Workspace:
    """One guide, one pair and the folders of one user.

    Made in no time: cards are read when first asked for, the model only by `load_model`. Methods may
    be called from several threads.
    """

    def __init__(
        self,
        locations: Locations,
        *,
        guide: Path | None = None,
        pair: PairContext | None = None,
        load_encoder: LoadEncoder | None = None,
        model_key: str = "",
    ) -> None:
        """With `load_encoder` and `model_key`, that model is used instead of the one that is set."""
        self.locations = locations
        self._pair = pair
        self._guide = guide
        self._stamps = Stamps(locations.cache)
        self._given = (
            Model("given", lambda: model_key, load_encoder) if load_encoder is not None else None
        )
        self._opened: Library | None = None
        self._opening = threading.Lock()

    @property
    def settings_file(self) -> Path:
        """Where the person sets things."""
        return self.locations.home / FILE

    @cached_property
    def settings(self) -> Settings:
        """What the person has set."""
        return read_settings(self.locations.home)

    @cached_property
    def pair(self) -> PairContext:
        """The shared facts about the pair."""
        from assistant.context import PairContext

        return self._pair or PairContext()

    @property
    def library(self) -> Library:
        """The guide with its search and its model."""
        # Made once, whoever comes first: a model given to a second one would be lost.
        with self._opening:
            if self._opened is None:
                model = self._given
                if model is None:
                    named = self.settings.model
                    model = model_as_set(named) if named else default_model(self._stamps)
                self._opened = Library(self.locations, self._guide, model, self._stamps)
            return self._opened

    @cached_property
    def people(self) -> People:
        """The people whose journals are in the home."""
        from assistant.people import People

        return People(self.locations.home)

    # --- the guide ---------------------------------------------------------------------------------

    def open(self) -> Agenda:
        """Read the cards, make them searchable by words, and suggest the pair's usual agenda.

        Raises Trouble where the guide is broken.
        """
        from assistant.suggest import AgendaRequest

        pair = self.pair
        return self.suggest_agenda(AgendaRequest(pair.minutes, pair.stage, pair.focus, pair.reader))

    @property
    def catalogue(self) -> Catalogue:
        """All cards; Trouble where the guide is broken."""
        return self.library.catalogue

    @property
    def guide_folders(self) -> str:
        """Where the cards come from."""
        return " and ".join(str(folder) for folder in self.library.folders)

    @cached_property
    def skeletons(self) -> Skeletons:
        """The shapes of sessions; Trouble where they are broken."""
        from knowledge.skeleton import check_skeletons, load_skeletons

        catalogue = self.catalogue
        try:
            skeletons = load_skeletons(self.library.folders[0])
            unfilled = check_skeletons(skeletons, {card.id: card for card in catalogue.cards})
            if unfilled:
                raise GuideError(unfilled)
            return skeletons
        except KnowledgeError as error:
            raise Trouble("The guide cannot be read", str(error)) from error

    def card(self, card_id: str) -> Card:
        """The card of this id; Trouble naming the nearest where there is none."""
        if card_id in self.catalogue:
            return self.catalogue[card_id]
        named = one_line(card_id.encode(errors="replace").decode())[:80]
        same = [card.id for card in self.catalogue.cards if card.id.partition("/")[2] == named]
        if len(same) == 1:
            return self.catalogue[same[0]]
        near = self.catalogue.nearest_ids(named)
        hint = f"Nearest: {', '.join(near)}." if near else "`viceversa guide list` names all."
        raise Trouble("No such card", f"There is no card “{named}”.", hint)

    def check_guide(self) -> list[str]:
        """A line for every rule that the guide breaks, by file and field."""
        from knowledge.check import check_guide
        from knowledge.guide_files import embedded_guide

        return [str(problem) for problem in check_guide(self._guide or embedded_guide())]

    def check_meaning(self, progress: Progress | None = None) -> list[str]:
        """A line for every two cards, asks or tries that say the same in other words.

        Raises Trouble where the guide cannot be read or there is no model to compare with.
        """
        from knowledge.guide_files import read_layers

        self.load_model(progress)
        added = {card.id for card in read_layers(self._guide)[-1].cards}
        return [str(problem) for problem in self.library.search.alike(added)]

    # --- searching ---------------------------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        """How the next question will be answered."""
        return self.library.search.mode

    @property
    def index_state(self) -> CacheState:
        """The state of the cached index, looked up without loading a model."""
        return self.library.index_state

    def load_model(self, progress: Progress | None = None) -> str:
        """Load the model and the index, building what is missing; takes seconds.

        Returns a sentence for the person where something was kept only in memory, else "". Raises
        Trouble; search then goes on by words.
        """
        return self.library.load_model(progress)

    def ask(
        self,
        question: str,
        filters: Filters | None = None,
        limit: int = 5,
        *,
        typing: bool = False,
    ) -> Answer:
        """Answer a question from the guide; with `typing`, its last word may be unfinished.

        Raises Trouble if the question is empty, too long or not text.
        """
        answer = self.library.find(typed(question, "question"), filters, limit, typing=typing)
        if not any(hit.card.id in SIGNPOSTS for hit in answer.hits[:_SIGNPOST_WITHIN]):
            return answer
        graver = [hit for hit in answer.hits if hit.card.id in SIGNPOSTS]
        others = [
            hit for hit in answer.hits if hit not in graver and hit.card.kind is not CardKind.DRILL
        ]
        return replace(answer, hits=(*graver, *others))

    # --- own documents -----------------------------------------------------------------------------

    @cached_property
    def documents(self) -> OwnDocuments:
        """The person's own documents, searched beside the guide and shown apart from it."""
        return OwnDocuments(self.locations.home, self.locations.cache, self._stamps)

    def encode_documents(self, progress: Progress | None = None) -> str:
        """Have the documents searched by meaning too, encoding what is new.

        Returns a sentence where their vectors could not be kept, else "". Raises Trouble without a
        model; they are then searched by words.
        """
        if not self.documents.paths:
            return ""
        return self.documents.search_by(self.library.open_encoder(), progress)

    def elsewhere(
        self, path: Path, told: Progress | None = None, progress: Progress | None = None
    ) -> Elsewhere:
        """Make any folder of documents, or file of records, searchable; Trouble where it is neither."""
        from assistant.elsewhere import open_elsewhere

        home, cache = self.locations.home, self.locations.cache
        model = self.library.model
        return open_elsewhere(path, cache, self._stamps, model, told, progress, home)

    # --- suggesting --------------------------------------------------------------------------------

    def suggest_agenda(self, request: AgendaRequest) -> Agenda:
        """An agenda for `request`; Trouble for minutes out of range or an unreadable focus."""
        from assistant.suggest import suggest_agenda

        focus = matter(request.focus, "focus")
        relevance: Mapping[str, float] = {}
        if request.card:
            focus, relevance = self.card(request.card).title, {request.card: 1.0}
        elif focus:
            relevance = self.near(focus, Filters(side=request.side))
        asked = replace(request, focus=focus)
        return suggest_agenda(self.catalogue, self.skeletons, asked, relevance)

    def suggest_questions(
        self,
        *,
        side: Side = Side.BOTH,
        stage: Stage | None = None,
        about: str = "",
        limit: int = 5,
        seed: int = 0,
    ) -> list[SuggestedQuestion]:
        """Reflection questions; with `about`, only from cards near it (none if there are none)."""
        from assistant.questions import suggest_questions

        asked = matter(about, "matter")
        relevance = self.near(asked, Filters(side=side)) if asked else None
        return suggest_questions(
            self.catalogue, side=side, stage=stage, relevance=relevance, limit=limit, seed=seed
        )

    def suggest_drill(
        self, *, side: Side = Side.BOTH, stage: Stage | None = None, seed: int = 0
    ) -> Card | None:
        """A drill for `side`, of `stage` if there is one, another for another seed; None without."""
        drills = [
            card
            for card in self.catalogue.cards
            if card.kind is CardKind.DRILL and card.speaks_to(side)
        ]
        suited = [card for card in drills if stage in card.stages] or drills
        return suited[seed % len(suited)] if suited else None

    def near(self, text: str, filters: Filters) -> Mapping[str, float]:
        """The scores of the few cards near `text`; none where people should answer."""
        hits = self.library.find(text, filters, limit=_NEAR_COUNT).hits
        if any(hit.card.id in SIGNPOSTS for hit in hits[:_SIGNPOST_WITHIN]):
            return {}  # nothing to build a session on
        return {hit.card.id: hit.score for hit in hits if hit.score >= _NEAR_SHARE * hits[0].score}

    # --- giving out --------------------------------------------------------------------------------

    def agenda_markdown(self, agenda: Agenda) -> str:
        """`agenda` as Markdown."""
        from assistant.export import agenda_markdown

        return agenda_markdown(agenda, self.pair, self.catalogue)

    def export_agenda(self, agenda: Agenda, path: Path) -> Path:
        """Write `agenda` as Markdown to `path`, beside an existing file rather than over it.

        Returns the path written. Raises Trouble if it cannot be written; nothing is then left behind.
        """
        from assistant.export import export_text

        return export_text(self.agenda_markdown(agenda), path, agenda.file_name, "The agenda")
