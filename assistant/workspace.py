"""The one door for screens and the command line: everything a person can do, on one guide and pair."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from assistant.agenda import Agenda
from assistant.context import PairContext
from assistant.errors import Trouble, reason_of
from assistant.export import agenda_markdown
from assistant.locations import Locations
from assistant.questions import SuggestedQuestion, suggest_questions
from assistant.safety import SIGNPOSTS, matter
from assistant.suggest import AgendaRequest, suggest_agenda
from assistant.wording import typed
from knowledge.card import Card
from knowledge.catalogue import Catalogue, embedded_guide, layers_of, load, read_layers
from knowledge.check import check_guide
from knowledge.durable import replace_file
from knowledge.encoder import WEIGHTS_SHA256, Encoder, SentenceTransformerEncoder
from knowledge.errors import GuideError, KnowledgeError
from knowledge.plain_text import one_line
from knowledge.search import Answer, Filters, Hit, Mode, Search
from knowledge.skeleton import Skeletons, check_skeletons, load_skeletons
from knowledge.sources import Source
from knowledge.vectors import CacheState, IndexCache, Progress
from knowledge.vocabulary import CardKind, Side, Stage

__all__ = [
    "Agenda",
    "AgendaRequest",
    "Answer",
    "Card",
    "Filters",
    "Hit",
    "Mode",
    "PairContext",
    "Source",
    "SuggestedQuestion",
    "Workspace",
]

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
        load_encoder: LoadEncoder = SentenceTransformerEncoder,
        model_key: str = WEIGHTS_SHA256,
    ) -> None:
        self.locations = locations
        self.pair = pair or PairContext()
        self._guide = guide
        self._load_encoder = load_encoder
        kept = locations.index if guide is None else locations.index.with_name("other-guide")
        self._index_cache = IndexCache(kept, model_key, lender=locations.index if guide else None)
        self._opened: Search | None = None
        self._opening = threading.Lock()
        self._loading = threading.Lock()

    # --- the guide ---------------------------------------------------------------------------------

    def open(self) -> Agenda:
        """Read the cards, make them searchable by words, and suggest the pair's usual agenda.

        Raises Trouble where the guide is broken.
        """
        pair = self.pair
        return self.suggest_agenda(AgendaRequest(pair.minutes, pair.stage, pair.focus, pair.reader))

    @cached_property
    def catalogue(self) -> Catalogue:
        """All cards; Trouble where the guide is broken."""
        try:
            return load(self._guide)
        except KnowledgeError as error:
            raise Trouble("The guide cannot be read", str(error)) from error

    @property
    def guide_folders(self) -> str:
        """Where the cards come from."""
        return " and ".join(str(folder) for folder in layers_of(self._guide))

    @property
    def _search(self) -> Search:
        # Made once, whoever comes first: a model given to a second one would be lost.
        if self._opened is None:
            with self._opening:
                self._opened = self._opened or Search(self.catalogue)
        return self._opened

    @cached_property
    def _skeletons(self) -> Skeletons:
        catalogue = self.catalogue
        try:
            skeletons = load_skeletons(layers_of(self._guide)[0])
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
        return [str(problem) for problem in check_guide(self._guide or embedded_guide())]

    def check_meaning(self, progress: Progress | None = None) -> list[str]:
        """A line for every two cards, asks or tries that say the same in other words.

        Raises Trouble where the guide cannot be read or there is no model to compare with.
        """
        self.load_model(progress)
        if self._search.mode is not Mode.SEMANTIC:
            raise Trouble("Not compared", "There is no language model to compare cards with.")
        added = {card.id for card in read_layers(self._guide)[-1].cards}
        return [str(problem) for problem in self._search.alike(added)]

    # --- searching ---------------------------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        """How the next question will be answered."""
        return self._search.mode

    @property
    def index_state(self) -> CacheState:
        """The state of the cached index, looked up without loading a model."""
        return self._index_cache.state(self._search.texts)

    def load_model(self, progress: Progress | None = None) -> str:
        """Load the model and the index, building what is missing; takes seconds.

        Returns a sentence for the person where something was kept only in memory, else "". Raises
        Trouble; search then goes on by words.
        """
        search = self._search
        with self._loading:
            if search.mode is Mode.SEMANTIC:
                return ""
            notice = ""
            try:
                encoder = self._load_encoder()
                index = self._index_cache.load(search.texts, encoder.dimensions)
                if index is None:
                    index, unkept = self._index_cache.build(search.texts, encoder, progress)
                    notice = str(unkept or "")
                search.use(encoder, index)
            except KnowledgeError as error:
                raise Trouble("Searching by words only", str(error)) from error
            except ImportError as error:
                missing = f"A library of the language model is missing ({error.name})."
                raise Trouble("Searching by words only", missing) from error
            return notice

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
        answer = self._search.find(typed(question, "question"), filters, limit, typing=typing)
        if not any(hit.card.id in SIGNPOSTS for hit in answer.hits[:_SIGNPOST_WITHIN]):
            return answer
        graver = [hit for hit in answer.hits if hit.card.id in SIGNPOSTS]
        others = [
            hit for hit in answer.hits if hit not in graver and hit.card.kind is not CardKind.DRILL
        ]
        return replace(answer, hits=(*graver, *others))

    # --- suggesting --------------------------------------------------------------------------------

    def suggest_agenda(self, request: AgendaRequest) -> Agenda:
        """An agenda for `request`; Trouble for minutes out of range or an unreadable focus."""
        focus = matter(request.focus, "focus")
        relevance: Mapping[str, float] = {}
        if request.card:
            focus, relevance = self.card(request.card).title, {request.card: 1.0}
        elif focus:
            relevance = self._relevance(focus, Filters(side=request.side))
        asked = replace(request, focus=focus)
        return suggest_agenda(self.catalogue, self._skeletons, asked, relevance)

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
        asked = matter(about, "matter")
        relevance = self._relevance(asked, Filters(side=side)) if asked else None
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

    def _relevance(self, text: str, filters: Filters) -> Mapping[str, float]:
        hits = self._search.find(text, filters, limit=_NEAR_COUNT).hits
        if any(hit.card.id in SIGNPOSTS for hit in hits[:_SIGNPOST_WITHIN]):
            return {}  # nothing to build a session on
        return {hit.card.id: hit.score for hit in hits if hit.score >= _NEAR_SHARE * hits[0].score}

    # --- giving out --------------------------------------------------------------------------------

    def agenda_markdown(self, agenda: Agenda) -> str:
        """`agenda` as Markdown."""
        return agenda_markdown(agenda, self.pair, self.catalogue)

    def export_agenda(self, agenda: Agenda, path: Path) -> Path:
        """Write `agenda` as Markdown to `path`, beside an existing file rather than over it.

        Returns the path written. Raises Trouble if it cannot be written; nothing is then left behind.
        """
        try:
            path = path.expanduser().absolute()
            free = _reserved(path / agenda.file_name if path.is_dir() else path)
            try:
                replace_file(free, self.agenda_markdown(agenda).encode())
            except BaseException:
                free.unlink(missing_ok=True)
                raise
        except OSError as error:
            reason = reason_of(error)
        except (ValueError, RuntimeError):  # a name no file can have, a user there is not
            reason = "no file can be called that"
        else:
            return free
        raise Trouble(
            "Not exported",
            f"The agenda could not be written to {str(path)[:200]} ({reason}).",
            "It is still here; choose another place.",
        )


def _reserved(path: Path) -> Path:
    """`path`, or the same name with the first number that nothing has yet, made as an empty file."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(2))
    for candidate in itertools.chain([path], numbered):
        try:
            os.close(os.open(candidate, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            continue
        return candidate
    raise AssertionError  # numbers do not end
