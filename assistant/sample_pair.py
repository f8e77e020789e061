"""The sample pair written into a throw-away home as a real one: sealed, signed, with both journals.

Its passphrases are known to everybody who reads this, and cost little to try; so never in a home in which
somebody else's journal is.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.clock import Clock
from assistant.errors import Trouble
from assistant.life.charter import Charter
from assistant.life.document import Document
from assistant.life.sample import MARTIN, PRIYA, sample_documents
from assistant.sample_journals import MARTIN as MARTINS
from assistant.sample_journals import PRIYA as PRIYAS
from assistant.sample_journals import drafts
from assistant.wording import Side

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from assistant.storage.new_space import NewSpace
    from assistant.storage.places import Owner, Places

PASSPHRASES = {
    Side.MENTOR: "sample pair priya opens her journal",
    Side.MENTEE: "sample pair martin opens his journal",
}
"""What opens the journals of the sample pair."""


def make_sample(home: Path, clock: Clock, *, zone: str = "") -> PairSpace:
    """Make the pair in `home`, which has nobody in it, and return Priya's space, open.

    `zone` is the IANA name of the clock's zone, "" where nobody knows it. Takes about a second. Raises
    Trouble where somebody's keys are in `home`, and NotKept.
    """
    from assistant.pair_space import PairSpace
    from assistant.storage.places import Owner, Places, places_in

    if places_in(home):
        raise Trouble(
            "No sample here",
            "Somebody's journal is in this home, and the sample pair is only made in an empty one.",
            "Start `viceversa demo`, which makes one.",
        )
    now = clock()
    space = secrets.token_hex(8)
    priyas = Places(home, space, secrets.token_hex(8))
    martins = Places(home, space, secrets.token_hex(8))
    made = _quickly_made(priyas, Side.MENTOR, None)
    founder = (priyas.writer, Owner(made.keys.recipient, made.keys.verifier))
    coming = _quickly_made(martins, Side.MENTEE, founder)
    priyas_keys, martins_keys = made.keys.text, coming.keys.text
    then, documents = _Then(now), sample_documents(now, zone=zone)
    priya = PairSpace(made.save(), then)
    try:
        PairSpace(coming.save(), then).close()  # a newcomer's card is there, and waits
        priya.admit(priya.waiting[0])
        _fill(priya, documents, Side.MENTOR, then)
        priya.journal.add_all(drafts(PRIYAS, now))
    finally:
        priya.close()
    martin = _opened(martins, martins_keys, then)
    try:
        _fill(martin, documents, Side.MENTEE, then)
        martin.journal.add_all(drafts(MARTINS, now))
    finally:
        martin.close()
    return _opened(priyas, priyas_keys, clock)


class _Then:
    """A clock that stands where it is put, as they wrote at different times."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def _opened(places: Places, keys: str, clock: Clock) -> PairSpace:
    from assistant.pair_space import PairSpace
    from assistant.storage.keys import Keys
    from assistant.storage.space import Space

    return PairSpace(Space.open(places, Keys.parse(keys, "keys")), clock)


def _quickly_made(places: Places, side: Side, founder: tuple[str, Owner] | None) -> NewSpace:
    """A member in the making, whose passphrase costs an eighth of what a real one does."""
    from assistant.member import Member
    from assistant.storage.identity_files import under_code
    from assistant.storage.keys import Keys
    from assistant.storage.new_space import NewSpace
    from assistant.storage.passphrase import LEAST_LOG_N, wrap
    from assistant.storage.places import Owner
    from assistant.storage.profile import Profile
    from assistant.storage.recovery import RecoveryCode

    keys, code = Keys.generate(), RecoveryCode.generate()
    name, partner = (PRIYA, MARTIN) if side is Side.MENTOR else (MARTIN, "")
    member = Member(
        writer=places.writer,
        name=name,
        role=side,
        recipient=keys.recipient,
        verifier=keys.verifier,
    )
    writer, owner = founder or (places.writer, Owner(keys.recipient, keys.verifier))
    profile = Profile(member, partner, writer, owner.recipient, owner.verifier)
    identity = wrap(keys.text.encode(), PASSPHRASES[side], log_n=LEAST_LOG_N)
    return NewSpace(places, keys, profile, code, identity, under_code(keys, code))


def _writer_of(document: Document) -> Side:
    """Whose words a document is; what both may write, the one who made the pair wrote."""
    if isinstance(document, Charter):
        return document.written_by
    return getattr(document, "side", Side.MENTOR) if document.OWN else Side.MENTOR


def _fill(pair: PairSpace, documents: tuple[Document, ...], side: Side, then: _Then) -> None:
    """Keep what `side` wrote, and sign."""
    now = then.moment
    pair.records.keep(*(one for one in documents if _writer_of(one) is side))
    for charter in documents:
        if isinstance(charter, Charter):
            then.moment = charter.at  # both signed it in the session in which it was written
            pair.records.sign(charter)
    then.moment = now
