"""Messages that cross widgets: what jobs end in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.errors import Trouble
    from assistant.own_documents import DocumentHit
    from assistant.workspace import Answer, Workspace


class GuideOpened(Message):
    """The cards are read; everything but searching by meaning works."""

    def __init__(self, workspace: Workspace, agenda: Agenda) -> None:
        super().__init__()
        self.workspace = workspace
        self.agenda = agenda


class GuideFailed(Message):
    """The guide or the home cannot be used."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble


class IndexProgress(Message):
    """The guide's index is being prepared."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self.done = done
        self.total = total


class ModelReady(Message):
    """Search goes by meaning from now on; `notice` says what else is to be known of it, if anything."""

    def __init__(self, notice: str) -> None:
        super().__init__()
        self.notice = notice


class ModelFailed(Message):
    """Search stays with words."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble


class Found(Message):
    """The answer to a search, the passages of own documents near it, and trouble with those."""

    def __init__(
        self, answer: Answer, passages: Sequence[DocumentHit] = (), trouble: Trouble | None = None
    ) -> None:
        super().__init__()
        self.answer = answer
        self.passages = passages
        self.trouble = trouble


class NeedsPerson(Message):
    """A search that people should answer, not cards: what to say instead."""

    def __init__(self, reply: tuple[str, ...]) -> None:
        super().__init__()
        self.reply = reply


class NotFound(Message):
    """A search that could not be done."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble
