"""What is searched: the guide, made ready in the cache, and the model that searches it by meaning."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import Trouble
from assistant.locations import Locations
from assistant.models import Model
from knowledge.catalogue import Catalogue
from knowledge.encoder import Encoder, single_threaded
from knowledge.errors import CacheError, KnowledgeError
from knowledge.guide_cache import GuideCache
from knowledge.guide_files import layers_of
from knowledge.search import Answer, Filters, Mode, Search
from knowledge.stamps import Stamps
from knowledge.vectors import CacheState, IndexCache, Progress

if TYPE_CHECKING:
    from assistant.talk_model import Classifiers
    from knowledge.encoder import Vectors


class Library:
    """One guide and one model. Methods may be called from several threads."""

    def __init__(self, locations: Locations, guide: Path | None, model: Model, stamps: Stamps):
        single_threaded()  # before anything imports numpy
        self.model = model
        self._guide = guide
        folder = locations.index if guide is None else locations.index.with_name("other-guide")
        self._folder = folder
        self._lender = locations.index if guide else None
        self._stamps = stamps
        self._cards = GuideCache(folder, stamps)
        self._opened: Search | None = None
        self._opening = threading.Lock()
        self._loading = threading.Lock()
        self._encoder: Encoder | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where the cards come from."""
        return layers_of(self._guide)

    @cached_property
    def catalogue(self) -> Catalogue:
        """All cards; Trouble where the guide is broken."""
        try:
            # Looking at a guide makes no folder; preparing it does.
            return self._cards.open(self._guide, keep=self._folder.exists())
        except KnowledgeError as error:
            raise Trouble("The guide cannot be read", str(error)) from error

    @property
    def search(self) -> Search:
        """The search over the cards."""
        # Made once, whoever comes first: a model given to a second one would be lost.
        if self._opened is None:
            with self._opening:
                self._opened = self._opened or Search(self.catalogue)
        return self._opened

    @cached_property
    def classifiers(self) -> Classifiers:
        """What tells the intents of messages apart."""
        from assistant.talk_model import Classifiers

        return Classifiers(self._folder.parent, self._stamps)

    @property
    def index_state(self) -> CacheState:
        """The state of the cached index, looked up without building it."""
        return self._index_cache.state(self.search.texts)

    @cached_property
    def model_key(self) -> str:
        """What the model's vectors depend on; Trouble where there is no model."""
        try:
            return self.model.key()
        except KnowledgeError as error:
            raise Trouble("Searching by words only", str(error)) from error

    @cached_property
    def _index_cache(self) -> IndexCache:
        return IndexCache(self._folder, self.model_key, lender=self._lender, stamps=self._stamps)

    def kept_vectors(self, key: str, dimensions: int) -> Vectors | None:
        """The vectors in the cached index, if it is that of the model of `key`, else None."""
        index = IndexCache(self._folder, key, stamps=self._stamps).load(
            self.search.texts, dimensions
        )
        return None if index is None else index.vectors()

    def find(
        self, text: str, filters: Filters | None = None, limit: int = 5, *, typing: bool = False
    ) -> Answer:
        """As `Search.find`; Trouble where what was kept ready turns out to be damaged."""
        try:
            return self.search.find(text, filters, limit, typing=typing)
        except CacheError as error:
            raise Trouble("The guide's cache", str(error), "Ask once more.") from None

    def open_encoder(self) -> Encoder:
        """The model alone, loaded at the first call; Trouble where there is none."""
        if self._encoder is None:
            try:
                self._encoder = self.model.load()
            except KnowledgeError as error:
                raise Trouble("Searching by words only", str(error)) from error
            except ImportError as error:
                missing = f"A library of the language model is missing ({error.name})."
                raise Trouble("Searching by words only", missing) from error
        return self._encoder

    def load_model(self, progress: Progress | None = None) -> str:
        """Load the model and the index, building what is missing.

        Returns a sentence for the person where something was kept only in memory, else "". Raises
        Trouble; search then goes on by words.
        """
        search = self.search
        with self._loading:
            if search.mode is Mode.SEMANTIC:
                return ""
            encoder, cache = self.open_encoder(), self._index_cache
            try:
                index = cache.load(search.texts, encoder.dimensions)
                if index is not None:
                    search.use(encoder, index, cache.load_means())
                    return ""
                index, unkept = cache.build(search.texts, encoder, progress, search.groups)
                search.use(encoder, index)
                self._cards.open(self._guide)
            except KnowledgeError as error:
                raise Trouble("Searching by words only", str(error)) from error
            return str(unkept or "")
