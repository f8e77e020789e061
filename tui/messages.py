"""Messages that cross widgets: what jobs end in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.errors import Trouble
    from assistant.member import Member
    from assistant.own_documents import DocumentHit
    from assistant.pair_space import PairSpace
    from assistant.storage.new_space import NewSpace
    from assistant.workspace import Answer, Workspace


class GuideOpened(Message):
    """The cards are read; everything but searching by meaning works.

    `nobody` is whether no keys are in the home yet; `sample` the sample pair, where it was made.
    """

    def __init__(
        self,
        workspace: Workspace,
        agenda: Agenda,
        nobody: bool,
        sample: PairSpace | None = None,
    ) -> None:
        super().__init__()
        self.sample = sample
        self.workspace = workspace
        self.agenda = agenda
        self.nobody = nobody


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


class PairOpened(Message):
    """A pair was unlocked, or made; somebody may wait to be let in, with the number to compare."""

    def __init__(
        self,
        pair: PairSpace,
        notices: Sequence[str] = (),
        waiting: Member | None = None,
        number: str = "",
    ) -> None:
        super().__init__()
        self.pair = pair
        self.notices = notices
        self.waiting = waiting
        self.number = number


class PairRefused(Message):
    """A pair could not be opened, made or changed."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble


class PairMade(Message):
    """Keys for a new pair are there, in memory; its recovery code is to be kept first."""

    def __init__(self, made: NewSpace) -> None:
        super().__init__()
        self.made = made


class StrengthTold(Message):
    """How hard what stands in a passphrase box is to guess, in words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class KeysChanged(Message):
    """The passphrase is changed, or a partner let in; `told` says so."""

    def __init__(self, told: str) -> None:
        super().__init__()
        self.told = told
