"""Cards: a member's name, role and public keys, signed with those keys, and the file that lists them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.member import Member
from assistant.storage import files
from assistant.storage.keys import Keys, is_recipient, seal, verified
from assistant.storage.places import Places
from assistant.storage.segments import SHARED, Header, opened, reader_of, sealed
from assistant.storage.troubles import Damaged, NewerFormat
from knowledge.durable import generation

if TYPE_CHECKING:
    from assistant.storage.profile import Profile

_LABEL = b"viceversa card 1\n"
MEMBERS = "members"
MOST_MEMBERS = 2


def card_of(member: Member, space: str, keys: Keys) -> dict[str, Any]:
    """The card of `member` of this space, signed by them."""
    told = member.model_dump(mode="json")
    return {"member": told, "signature": keys.sign(_signed(told, space)).hex()}


def member_on(card: object, space: str, what: str) -> Member:
    """The member whose card this is. Raises Damaged where they did not sign it for this space."""
    told = card.get("member") if isinstance(card, Mapping) else None
    signature = card.get("signature") if isinstance(card, Mapping) else None
    try:
        member = Member.model_validate(told)
        signed = bytes.fromhex(signature) if isinstance(signature, str) else b""
    except (ValidationError, ValueError):
        raise Damaged(what, "it is no member's card") from None
    # A key that nobody can write to would be met only when something is sealed for it.
    if not is_recipient(member.recipient):
        raise Damaged(what, "it is no member's card")
    if not verified(member.verifier, signed, _signed(member.model_dump(mode="json"), space)):
        raise Damaged(what, "its member did not sign it")
    return member


def _signed(told: Mapping[str, Any], space: str) -> bytes:
    return _LABEL + json.dumps({**told, "space": space}, sort_keys=True).encode()


# --- asking to be let in ---------------------------------------------------------------------------


def write_card(places: Places, member: Member, keys: Keys, recipient: str) -> None:
    """Leave a newcomer's card for whoever owns `recipient`. Raises NotKept."""
    data = json.dumps(card_of(member, places.space, keys)).encode()
    files.write(places.card, seal(data, [recipient, keys.recipient]), keep=0)


def read_card(places: Places, keys: Keys) -> tuple[Member, dict[str, Any]]:
    """The newcomer whose card lies in `places`, and the card. Raises Damaged and FileNotFoundError."""
    what = places.card.name
    data = keys.decrypt(files.read(places.card), what)
    try:
        card = json.loads(data)
    except (ValueError, RecursionError):
        raise Damaged(what, "it is no member's card") from None
    member = member_on(card, places.space, what)
    if member.writer != places.writer:
        raise Damaged(what, "it lies in somebody else's folder")
    return member, card


# --- the list of members ---------------------------------------------------------------------------


def write_members(
    places: Places, cards: Iterable[dict[str, Any]], keys: Keys, sequence: int
) -> None:
    """Write who belongs to the pair, sealed for each of them, twice: damage to one is no loss.

    Raises NotKept.
    The founder, whose places and keys these are, is the only one who writes it.
    """
    rows = {str(number): card for number, card in enumerate(cards, 1)}
    members = [member_on(card, places.space, places.members.name) for card in rows.values()]
    recipients = [member.recipient for member in members]
    header = Header(
        places.space,
        places.writer,
        MEMBERS,
        sequence,
        "",
        tuple(sorted(map(reader_of, recipients))),
        SHARED,
    )
    data = sealed(header, rows, keys, recipients)
    files.write(places.members, data, keep=0)
    files.write(generation(places.members, 1), data, keep=0)


def members_copied(places: Places) -> bool:
    """Whether the list of members and its copy are one and the same."""
    try:
        first, second = (files.read(generation(places.members, number)) for number in (0, 1))
    except (Damaged, FileNotFoundError):
        return False
    return first == second


def read_members(
    places: Places, keys: Keys, founder: str, verifier: str
) -> tuple[list[dict[str, Any]], int]:
    """The cards of the members, the founder's first, and the list's sequence.

    `founder` is the writer who made the pair, and `verifier` checks their signature. Raises Damaged.
    """
    trouble = Damaged(places.members.name, "it is missing")
    for path in [places.members, *files.former(places.members)]:
        try:
            segment = opened(files.read(path), path.name, keys, verifier)
        except FileNotFoundError:
            continue
        except Damaged as damaged:
            trouble = damaged
            continue
        header = segment.header
        cards = list(segment.rows.values())
        told = header.place, header.space, header.writer, header.name
        if told != (SHARED, places.space, founder, MEMBERS):
            trouble = Damaged(path.name, "it belongs to another place")
            continue
        members = [member_on(card, places.space, path.name) for card in cards]
        writers = {member.writer for member in members}
        if len(writers) != len(members) or not 0 < len(members) <= MOST_MEMBERS:
            raise Damaged(path.name, "it does not list two people")
        return cards, header.sequence
    raise trouble


def cards_known(
    places: Places, keys: Keys, profile: Profile, notices: list[str]
) -> tuple[list[dict[str, Any]], int, bool]:
    """The members' cards and their list's sequence; none, and a notice, where they cannot be read.

    And whether what is shared may be looked at: not where a newer version wrote that list.
    """
    try:
        return *read_members(places, keys, profile.founder, profile.verifier), True
    except NewerFormat:
        notices.append(
            "What the pair shares is kept by a newer version of Vice Versa. Update yours to read it."
        )
        return [], 0, False
    except Damaged as trouble:
        if profile.founder == places.writer:
            notices.append(
                f"{trouble.detail} If your partner had joined, let them in again: "
                "`viceversa pair admit`."
            )
            return [card_of(profile.me, places.space, keys)], 0, True
        notices.append("Your partner has not let you in yet, so nothing shared can be read.")
        return [], 0, True
