"""The pair's documents as each of the two keeps them: read as one life, written as one change.

A document is a record in the writer's own folder; of its versions the one of the highest Lamport number
counts, then of the higher writer, so both see the same whatever the order in which files arrive. What a
change makes old is erased in one's own folder when there is much of it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.life.belief import believable
from assistant.life.charter import Charter, Signature
from assistant.life.document import Document
from assistant.life.snapshot import KINDS, PairLife
from assistant.member import Member, other_role
from assistant.shared import LATEST, lamport_of
from assistant.storage.keys import verified
from assistant.wording import Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.clock import Clock
    from assistant.storage.records import Place, Records
    from assistant.storage.space import Space

_MANY_OLD = 256
_KIND = "document"
_THEIRS = 2**52
"""The highest Lamport number that is taken from a partner: room for our own must be left above it."""
_TOGETHER, _TOGETHER_BYTES, _AROUND = 200, 128 * 1024, 400
"""What of one change is sure to fit into one segment: documents, their bytes, and bytes around each."""


_Change = tuple[Document, Document | None]
"""A document, and what it is from now on: None for one that is removed."""


@dataclass(frozen=True)
class _Version:
    """A version of a document: which it is of, when and by whom, None for one that was removed.

    Of what only one of the two may write, the key has their writer in it.
    """

    key: tuple[str, str, str]
    rank: tuple[int, str]
    document: Document | None
    place: Place


@dataclass
class _Writer:
    """What one member wrote, as it was last read."""

    records: Records
    versions: list[_Version] = field(default_factory=list)
    unread: int = 0


class LifeRecords:
    """What the pair shares of its life. Writing raises ReadOnly and NotKept; nothing is then kept.

    Methods may be called from several threads.
    """

    def __init__(self, space: Space, clock: Clock) -> None:
        self._space = space
        self._clock = clock
        self._read: dict[str, _Writer] = {}
        self._life: PairLife | None = None
        self._lock = threading.RLock()

    # --- reading -----------------------------------------------------------------------------------

    @property
    def life(self) -> PairLife:
        """Everything, as it is on the disk now."""
        with self._lock:
            return self._as_it_is()

    def _as_it_is(self) -> PairLife:
        if self._refresh() or self._life is None:
            names = {self._space.me.role: self._space.me.name}
            for member in self._space.members:
                names[member.role] = member.name
            if self._space.profile.partner:
                names.setdefault(other_role(self._space.me.role), self._space.profile.partner)
            # Our own come last: of two under one id, which the other must have copied, ours is shown.
            me = self._space.me.writer
            latest = sorted(self._latest().values(), key=lambda one: one.key[2] == me)
            now = self._clock()
            documents = [
                believed
                for one in latest
                if one.document is not None
                and self._stands(one.document)
                and (believed := believable(one.document, now)) is not None
            ]
            self._life = PairLife.of(
                {(one.KIND, one.id): one for one in documents}.values(),
                names.get(Side.MENTOR, ""),
                names.get(Side.MENTEE, ""),
            )
        return self._life

    @property
    def notices(self) -> list[str]:
        """What there is to know of records that could not be read."""
        unread = sum(one.unread for one in self._read.values())
        if not unread:
            return []
        told = "One record" if unread == 1 else f"{unread:,} records"
        return [f"{told} of what you share cannot be read and is left out."]

    def _refresh(self) -> bool:
        """Read what changed; whether anything had."""
        changed = False
        found = self._space.shared_by_writer()
        for member, records in found:
            known = self._read.get(member.writer)
            if known is None or known.records is not records:
                own = member.writer == self._space.me.writer
                self._read[member.writer] = _read(member, records, LATEST if own else _THEIRS)
                changed = True
        for gone in self._read.keys() - {member.writer for member, _ in found}:
            del self._read[gone]
            changed = True
        return changed

    def _latest(self) -> dict[tuple[str, str, str], _Version]:
        latest: dict[tuple[str, str, str], _Version] = {}
        for writer in self._read.values():
            for one in writer.versions:
                known = latest.get(one.key)
                if known is None or known.rank <= one.rank:  # of one writer's, the later one
                    latest[one.key] = one
        return latest

    def _stands(self, document: Document) -> bool:
        """Whether a signature is the one of the member whose side it is; others stand as they are."""
        if not isinstance(document, Signature):
            return True
        signer = next((one for one in self._space.members if one.role is document.side), None)
        told = Signature.signed(self._space.places.space, document.digest)
        return signer is not None and verified(
            signer.verifier, bytes.fromhex(document.signature), told
        )

    # --- writing -----------------------------------------------------------------------------------

    def keep(self, *documents: Document) -> None:
        """Keep these documents, as `change` does."""
        self.change(documents, ())

    def remove(self, *documents: Document) -> None:
        """Remove documents for both, as `change` does; what we wrote of them is erased."""
        self.change((), documents)

    def change(
        self, kept: Sequence[Document], removed: Sequence[Document], *, erase: bool = False
    ) -> None:
        """Keep some and remove others, all of it or nothing: not even a kill keeps some.

        With `erase`, and where anything is removed, former versions of ours go for good.

        Only what does not fit into one segment (more than 200, or 128 KiB) is written part by part.

        Raises ReadOnly, NotKept, and ValueError for one that the other side alone may write.
        """
        with self._lock:
            changes: list[_Change] = [(one, one) for one in kept]
            changes += [(one, None) for one in removed]
            for part in _parts(changes):
                self._write(part)
            if removed or erase:
                self._erase_old(everything=True)

    def sign(self, charter: Charter) -> Signature:
        """Sign a version of the charter with our own key, and keep that."""
        signature = self.signature(charter)
        self.keep(signature)
        return signature

    def signature(self, charter: Charter) -> Signature:
        """Our signature under a version of the charter, made with our own key and not kept yet."""
        space = self._space
        told = Signature.signed(space.places.space, charter.digest)
        return Signature(
            id=f"{charter.digest[:24]}{space.me.role.value}",
            side=space.me.role,
            charter=charter.id,
            digest=charter.digest,
            at=self._clock(),
            signature=space.keys.sign(told).hex(),
            text=charter,
        )

    def _write(self, changes: Sequence[_Change]) -> None:
        """Keep a version of each document, or None for its removal."""
        if not changes:
            return
        me = self._space.me
        if not all(_may_write(document, me) for document, _ in changes):
            raise ValueError("only the other of the two writes that")
        self._refresh()
        told = (one.rank[0] for writer in self._read.values() for one in writer.versions)
        rank = (min(1 + max(told, default=0), LATEST), me.writer)
        at = self._clock().isoformat()
        records = [
            {
                "id": document.id,
                "lamport": rank[0],
                "kind": _KIND,
                "of": document.KIND,
                "at": at,
                "body": version and version.model_dump(mode="json", exclude={"id"}),
            }
            for document, version in changes
        ]
        places = self._space.own_shared.add_all(records, together=True)
        self._read[me.writer].versions += [
            _Version(_key(type(document), document.id, me), rank, version, place)
            for (document, version), place in zip(changes, places, strict=True)
        ]
        self._life = None
        self._erase_old()

    def _erase_old(self, *, everything: bool = False) -> None:
        """Erase in our folder what later versions have replaced, where there is much of it."""
        own = self._read[self._space.me.writer]
        latest = self._latest()
        old = [one for one in own.versions if latest[one.key] is not one]
        if old and (everything or len(old) >= _MANY_OLD):
            own.records.erase(one.place for one in old)
            gone = set(map(id, old))
            own.versions = [one for one in own.versions if id(one) not in gone]

    def close(self) -> None:
        """Forget everything."""
        self._read.clear()
        self._life = None


def _key(kind: type[Document], name: str, member: Member) -> tuple[str, str, str]:
    return kind.KIND, name, member.writer if kind.OWN else ""


def _parts(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """`changes` in parts that fit into one segment each; one that is too large alone is a part."""
    part: list[_Change] = []
    size = 0
    for one, version in changes:
        own = _AROUND + (len(version.model_dump_json().encode()) if version is not None else 0)
        if part and (len(part) == _TOGETHER or size + own > _TOGETHER_BYTES):
            yield part
            part, size = [], 0
        part.append((one, version))
        size += own
    if part:
        yield part


def _may_write(document: Document, member: Member) -> bool:
    if isinstance(document, Charter):
        return document.written_by is member.role
    return not document.OWN or getattr(document, "side", None) is member.role


def _read(member: Member, records: Records, most: int) -> _Writer:
    """The versions in what a member wrote; those that are none, or not theirs to write, are counted."""
    read = _Writer(records)
    for place, record in records:
        if record.get("kind") != _KIND:
            continue
        try:
            version = _version(member, place, record)
            if version.rank[0] > most:
                raise ValueError
            read.versions.append(version)
        except ValueError:
            read.unread += 1
    return read


def _version(member: Member, place: Place, record: Mapping[str, Any]) -> _Version:
    """Raises ValueError, which says nothing."""
    kind, lamport = KINDS.get(str(record.get("of"))), lamport_of(record)
    body = record.get("body")
    if kind is None or not lamport or not (body is None or isinstance(body, dict)):
        raise ValueError
    name, document = str(record.get("id")), None
    if body is not None:
        try:
            document = kind.model_validate({**body, "id": name})
        except ValidationError:
            raise ValueError from None
        if not _may_write(document, member):
            raise ValueError
    return _Version(_key(kind, name, member), (lamport, member.writer), document, place)
