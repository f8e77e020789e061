"""A member's place in a pair space in the making: keys first, in memory; on the disk once the code is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.member import Member
from assistant.storage import files
from assistant.storage.cards import card_of, write_members
from assistant.storage.folder import reader_count
from assistant.storage.identity_files import under_code, under_passphrase, write_identity
from assistant.storage.keys import Keys
from assistant.storage.marks import Marks
from assistant.storage.places import Owner, Places, write_owner
from assistant.storage.profile import PROFILE, Profile
from assistant.storage.records import Records
from assistant.storage.recovery import RecoveryCode
from assistant.storage.space import Space
from assistant.storage.store import Folder, SegmentStore
from assistant.wording import Side


@dataclass(repr=False)
class NewSpace:
    """Keys and their wrapped copies, opened once each already. Nothing is on the disk before `save`."""

    places: Places
    keys: Keys
    profile: Profile
    code: RecoveryCode
    _identity: bytes
    _recovery: bytes

    @classmethod
    def make(
        cls,
        places: Places,
        me: str,
        role: Side,
        partner: str,
        passphrase: str,
        founder: tuple[str, Owner] | None = None,
    ) -> NewSpace:
        """Make keys for `me`. Takes a second, mostly without the GIL.

        `founder` is the writer who made the pair and their public keys; None who makes it now.
        """
        keys, code = Keys.generate(), RecoveryCode.generate()
        member = Member(
            writer=places.writer,
            name=me,
            role=role,
            recipient=keys.recipient,
            verifier=keys.verifier,
        )
        writer, owner = founder or (places.writer, Owner(keys.recipient, keys.verifier))
        profile = Profile(member, partner, writer, owner.recipient, owner.verifier)
        return cls(
            places, keys, profile, code, under_passphrase(keys, passphrase), under_code(keys, code)
        )

    def save(self) -> Space:
        """Write it all, the keys last, and open it. Raises NotKept."""
        places, keys = self.places, self.keys
        for folder in (places.shared / places.writer, places.state):
            files.make_folder(folder)  # without them, what is opened below could only be read
        marks = Marks.read(places.marks, places.space, places.writer, keys)
        own = Folder(places.private, places.space, places.writer, keys.verifier, (keys.recipient,))
        private = SegmentStore(own, keys, marks, writable=True)
        private.open()
        Records(private, PROFILE).add(self.profile.record())
        private.close()
        if self.profile.founder == places.writer:
            write_members(places, [card_of(self.profile.me, places.space, keys)], keys, 1)
        write_owner(places, Owner(keys.recipient, keys.verifier))
        files.write(places.recovery, self._recovery, keep=0)
        write_identity(places, self._identity)
        # A newcomer's card is written now: nobody waits without keys.
        return Space.open(places, keys)


def founder_in(members: Sequence[Places]) -> Places | None:
    """Who of these members of one pair made it, and can let a partner in; None where nobody can.

    Told without any key: until two are let in, the list of members is for one, and a newcomer left a
    card. One who asked and was not let in does not keep others from asking.
    """
    lists = [members[0].members, *files.former(members[0].members)]
    let_in = next(filter(None, map(reader_count, lists)), 0)
    founders = [places for places in members if not places.card.exists()]
    if let_in > 1 or (not let_in and len(members) > 1) or len(founders) != 1:
        return None
    return founders[0]
