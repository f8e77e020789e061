"""A pair space as one member has it open: keys in memory, private and shared records, the lock."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.member import Member
from assistant.storage import inbox, restore
from assistant.storage.cards import (
    MEMBERS,
    card_of,
    cards_known,
    member_on,
    members_copied,
    read_card,
    write_card,
    write_members,
)
from assistant.storage.keys import Keys
from assistant.storage.lock import SpaceLock
from assistant.storage.marks import Marks
from assistant.storage.own_shared import SHARED, own_shared_store, unusable
from assistant.storage.partner import Partner
from assistant.storage.places import SWAPPED, Owner, Places, mend_owner
from assistant.storage.profile import PROFILE, Profile
from assistant.storage.records import Place, Records
from assistant.storage.store import Folder, SegmentStore
from assistant.storage.troubles import (
    Damaged,
    NewerFormat,
    NewerWrote,
    NotKept,
    ReadOnly,
    SharedUnusable,
    Unwritable,
)

JOURNAL, VECTORS, PULSE = "j", "v", "q"
"""With what the names of segments of each kind begin."""
_PROFILES = 2


@dataclass
class Space:
    """An open space. Close it, and keys, records and lock are gone."""

    places: Places
    keys: Keys
    profile: Profile
    cards: list[dict[str, Any]]
    """Of the members, the founder first; empty for a newcomer who has not been let in."""
    private: SegmentStore
    shared: SegmentStore
    lock: SpaceLock
    notices: list[str]
    _sequence: int
    _records: dict[str, Records] = field(default_factory=dict)
    _partners: dict[str, Partner] = field(default_factory=dict)

    # --- opening -----------------------------------------------------------------------------------

    @classmethod
    def open(cls, places: Places, keys: Keys) -> Space:
        """Open the space of `places` with the keys that its passphrase gave.

        It is for reading only where another process has it open, or where a newer version of the
        program has written. Raises Damaged, or NewerFormat, where nobody can tell whose it is.
        """
        lock = SpaceLock(places.lock)
        writable = lock.take()
        try:
            return cls._opened(places, keys, lock, writable)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _opened(cls, places: Places, keys: Keys, lock: SpaceLock, writable: bool) -> Space:
        marks = Marks.read(places.marks, places.space, places.writer, keys)
        own = Folder(places.private, places.space, places.writer, keys.verifier, (keys.recipient,))
        private = SegmentStore(own, keys, marks, writable)
        if lock.refused:
            private.refusal = Unwritable
        private.open()
        private.load(PROFILE)
        profiles = [record for _, record in Records(private, PROFILE)]
        if not profiles:
            if private.newer:
                raise NewerFormat(places.private.name)
            raise Damaged(places.private.name, "it does not say whose it is")
        profile = Profile.of(profiles[-1], places.private.name)
        notices: list[str] = []
        why_not = unusable(places)
        cards: list[dict[str, Any]] = []
        sequence, known = 0, not why_not
        if why_not:
            notices.append(f"{why_not} Your own journal is not touched by that.")
        else:
            cards, sequence, known = cards_known(places, keys, profile, notices)
        if sequence and marks.went_back(MEMBERS, sequence):
            notices.append(
                "The list of who belongs to the pair is older than the one you saw last. Somebody, "
                "or a synchronised folder, has put an earlier copy in its place."
            )
        elif writable:
            marks.note_later(MEMBERS, sequence)
        members = [member_on(card, places.space, "") for card in cards] or [profile.me]
        readers = tuple(member.recipient for member in members)
        unread = SharedUnusable if why_not else NewerWrote
        refusal = None if writable and known else private.refusal if known else unread
        shared = own_shared_store(places, keys, marks, readers, refusal=refusal)
        space = cls(places, keys, profile, cards, private, shared, lock, notices, sequence)
        space.records(JOURNAL)  # before anything is mended: a newer version may have written it
        space._mend()
        # While nobody knows who belongs to the pair, what is shared only looks damaged.
        told = [*private.notices, *(shared.notices if sequence or not known else ())]
        space.notices += [one for one in dict.fromkeys(told) if one not in space.notices]
        private.notices.clear()
        return space

    def _hold_back(self) -> None:
        """Let go of the lock where a newer version of the program wrote: that one may write on."""
        if self.private.newer or self.shared.newer:
            for store in (self.private, self.shared):
                store.writable = False
                store.refusal = NewerWrote
            self.lock.release()

    def _mend(self) -> None:
        """Put right what a crash, or somebody else, may have left; where it can be written."""
        if not self.writable:
            return
        try:
            self._mend_private()
            self._mend_shared()
        except NotKept as trouble:  # it is read all the same, and put right another time
            self.notices.append(trouble.detail)

    def _mend_shared(self) -> None:
        if not self.shared.writable:
            return
        founded = self.profile.founder == self.me.writer
        if not founded and not self.let_in and not self.places.card.exists():
            write_card(self.places, self.me, self.keys, self.profile.recipient)
        if founded and self._sequence and not members_copied(self.places):
            write_members(self.places, self.cards, self.keys, self._sequence)
        if not self.shared.resealed:
            self.shared.reseal()

    def _mend_private(self) -> None:
        # Without a profile nothing is opened, so there are two.
        profiles = [name for name in self.private.segments if name.startswith(f"{PROFILE}-")]
        if len(profiles) < _PROFILES:
            self.private.write(self.private.free_name(PROFILE), {"1": self.profile.record()})
        if mend_owner(self.places, Owner(self.keys.recipient, self.keys.verifier)):
            self.notices.append(SWAPPED)
        inbox.sweep(self.places)
        restore.sweep(self.places.home)

    # --- who ---------------------------------------------------------------------------------------

    @property
    def me(self) -> Member:
        """The member whose keys these are."""
        return self.profile.me

    @property
    def members(self) -> list[Member]:
        """Who belongs to the pair, the founder first; only me for a newcomer not let in yet."""
        return [member_on(card, self.places.space, "") for card in self.cards] or [self.me]

    @property
    def let_in(self) -> bool:
        """Whether this member may read what the pair shares."""
        return bool(self.cards)

    @property
    def writable(self) -> bool:
        """Whether this process may write."""
        return self.lock.held

    @property
    def refusal(self) -> type[ReadOnly]:
        """What is raised where this process may not write."""
        return self.private.refusal

    # --- records -----------------------------------------------------------------------------------

    def records(self, kind: str) -> Records:
        """The private records of `kind`; read from the disk when first asked for."""
        if kind not in self._records:
            self.private.load(kind)
            self._hold_back()
            self.notices += [one for one in self.private.notices if one not in self.notices]
            self.private.notices.clear()
            self._records[kind] = Records(self.private, kind)
        return self._records[kind]

    @property
    def own_shared(self) -> Records:
        """What this member shared with the pair."""
        if "" not in self._records:
            self._records[""] = Records(self.shared, SHARED)
        return self._records[""]

    def all_shared(self) -> Iterator[tuple[str, Place, dict[str, Any]]]:
        """What the pair shares, by writer; what the partner changed is read anew each time."""
        for member, records in self.shared_by_writer():
            for place, record in records:
                yield member.writer, place, record

    def shared_by_writer(self) -> list[tuple[Member, Records]]:
        """The shared records of each member. The partner's are another object once they have changed."""
        me = (self.me, self.own_shared)
        others = [one for one in self.members if one.writer != self.me.writer]
        return [me, *((member, self._of(member)) for member in others)]

    def _of(self, member: Member) -> Records:
        partner = self._partners.get(member.writer)
        if partner is None:
            readers = self.shared.folder.recipients
            path = self.places.shared / member.writer
            folder = Folder(path, self.places.space, member.writer, member.verifier, readers)
            partner = Partner(folder, self.keys, self.private.marks, SHARED)
            self._partners[member.writer] = partner
        records, store = partner.read()
        if self.writable:
            store.marks.note_later(store.folder.name, store.sequence)
        self.notices += [one for one in store.notices if one not in self.notices]
        return records

    # --- letting somebody in -----------------------------------------------------------------------

    def waiting(self) -> list[Member]:
        """Newcomers whose cards ask to be let in; nobody where two are in already.

        Those who ask as what the founder is, and so cannot be let in, come last.
        """
        known = {member.writer for member in self.members}
        found: list[Member] = []
        if len(known) > 1 or self.profile.founder != self.me.writer:
            return found
        for path in sorted(self.places.shared.glob("*/card.age")):
            places = Places(self.places.home, self.places.space, path.parent.name)
            if places.writer in known:
                continue
            try:
                member, _ = read_card(places, self.keys)
            except (Damaged, FileNotFoundError):
                continue
            found.append(member)
        return sorted(found, key=lambda member: member.role is self.me.role)

    def admit(self, newcomer: Member) -> None:
        """Let `newcomer`, one of those waiting, read and write what the pair shares.

        Whether it is them, a person has confirmed. Raises ReadOnly and NotKept; done again, it goes on.
        """
        if not self.writable:
            raise self.refusal
        if self.shared.refusal is NewerWrote:
            raise NewerWrote
        places = Places(self.places.home, self.places.space, newcomer.writer)
        member, card = read_card(places, self.keys)
        if member != newcomer:
            raise Damaged(places.card.name, "it was changed meanwhile")
        cards = [card_of(self.me, self.places.space, self.keys), card]
        marks = self.private.marks
        sequence = max(self._sequence, marks.seen.get(MEMBERS, 0)) + 1
        write_members(self.places, cards, self.keys, sequence)
        marks.note_later(MEMBERS, sequence)
        self._sequence = sequence
        self.cards = cards
        readers = [member.recipient for member in self.members]
        self.shared.close()
        self.shared = own_shared_store(self.places, self.keys, marks, readers, refusal=None)
        self._partners.clear()
        self.shared.reseal()
        self._records.pop("", None)

    # --- closing -----------------------------------------------------------------------------------

    def close(self) -> None:
        """Forget keys and records, and let go of the lock. Python cannot prove that they are gone."""
        try:
            self.private.close()
            self.shared.close()
        finally:
            for records in self._records.values():
                records.close()
            self._records.clear()
            for partner in self._partners.values():
                partner.close()
            self._partners.clear()
            self.cards.clear()
            self.keys.drop()  # marks, stores and drafts hold them too
            self.lock.release()
            gc.collect()
