"""The people whose spaces are in a home: making them, unlocking them, letting a partner in."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.clock import Clock, now
from assistant.entry import Draft
from assistant.errors import Trouble, wrong_usage
from assistant.member import name_typed
from assistant.wording import Side, one_line

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from assistant.storage.keys import Keys
    from assistant.storage.new_space import NewSpace
    from assistant.storage.places import Places
    from assistant.storage.recovery import RecoveryCode

_LEAST = 4


class People:
    """Whose keys are in a home. Their names are sealed: before unlocking nobody can tell them."""

    def __init__(self, home: Path, clock: Clock = now) -> None:
        self.home = home
        self.clock = clock

    @property
    def places(self) -> list[Places]:
        """The members whose keys are here, the one unlocked last first."""
        from assistant.storage.places import places_in

        return places_in(self.home)

    def tidy(self) -> None:
        """Finish what was destroyed in part: a pair whose keys are gone leaves nothing behind."""
        from assistant.storage.destroy import finish

        finish(self.home)

    # --- making ------------------------------------------------------------------------------------

    def refusal(self, passphrase: str, names: Sequence[str] = ()) -> str:
        """Why this passphrase will not do, in a sentence; "" where it will."""
        from assistant.storage.strength import refusal

        return refusal(passphrase, names)

    def offered_phrase(self) -> str:
        """Six words from a list, by chance: a passphrase that can be remembered."""
        from assistant.storage.strength import offered

        return offered()

    def new_pair(self, me: str, role: Side, partner: str, passphrase: str) -> NewSpace:
        """A pair in the making: show its recovery code, then `save` it. Takes a second.

        Raises Trouble for names or a passphrase that will not do.
        """
        from assistant.storage.new_space import NewSpace
        from assistant.storage.places import Places

        me, partner = name_typed(me, "Your"), name_typed(partner, "Your partner's")
        self._check(passphrase, (me, partner))
        places = Places(self.home, secrets.token_hex(8), secrets.token_hex(8))
        return NewSpace.make(places, me, role, partner, passphrase)

    def join(self, me: str, passphrase: str, space: str = "", role: Side | None = None) -> NewSpace:
        """A newcomer's place in a pair that is in this home, in the making; `space` begins its id.

        Once saved, it waits for the one who made the pair to let them in. `role` is the mentee's where
        it is not said. Whoever joined before and was not let in keeps a folder, which is never used.
        Raises Trouble where no one pair is meant or two are let in, and for another member's passphrase.
        """
        from assistant.storage.new_space import NewSpace
        from assistant.storage.places import Places, owner_of
        from assistant.storage.trying import not_another_members

        me = name_typed(me, "Your")
        self._check(passphrase, (me,))
        founder = self._joinable(space)
        places = Places(self.home, founder.space, secrets.token_hex(8))
        not_another_members(places, passphrase)
        known = (founder.writer, owner_of(founder))
        return NewSpace.make(places, me, role or Side.MENTEE, "", passphrase, known)

    def save(self, made: NewSpace) -> PairSpace:
        """Write what was made, and open it. Raises NotKept."""
        from assistant.pair_space import PairSpace

        return PairSpace(made.save(), self.clock)

    def _joinable(self, space: str) -> Places:
        """The founder of the pair that is meant."""
        from assistant.storage.new_space import founder_in

        by_space: dict[str, list[Places]] = {}
        for places in self.places:
            by_space.setdefault(places.space, []).append(places)
        found = [
            founder
            for name, members in by_space.items()
            if name.startswith(space.lower()) and (founder := founder_in(members))
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise wrong_usage(
                "Several pairs here wait for a partner.",
                "Say which with --pair and the beginning of its id; `viceversa pair list` shows them.",
            )
        raise Trouble(
            "No pair to join",
            "There is no pair here that waits for a partner.",
            "Make one with `viceversa pair new`.",
        )

    def _check(self, passphrase: str, names: Sequence[str]) -> None:
        refusal = self.refusal(passphrase, names)
        if refusal:
            raise wrong_usage(refusal)

    # --- unlocking ---------------------------------------------------------------------------------

    def unlock(self, passphrase: str, pair: str = "") -> PairSpace:
        """Open what this passphrase opens; of several, the one unlocked last, or that `pair` names.

        `pair` is the partner's name, or begins the id of the space or member. Takes half a second for
        every two members tried, without the GIL. Raises WrongPassphrase where it opens none, and Damaged.
        """
        from assistant.storage.identity_files import keys_by_passphrase

        opened = self._first(lambda places: keys_by_passphrase(places, passphrase), pair)
        opened.mend_keys(passphrase)
        return opened

    def recover(self, code: RecoveryCode, passphrase: str, pair: str = "") -> PairSpace:
        """Open with the recovery code and set a new passphrase. Raises Trouble as `unlock` does."""
        from assistant.storage.identity_files import keys_by_code

        self._check(passphrase, ())
        opened = self._first(lambda places: keys_by_code(places, code), pair)
        try:
            opened.set_passphrase(passphrase)
        except BaseException:
            opened.close()
            raise
        return opened

    def _first(self, keys_of: Callable[[Places], Keys], pair: str) -> PairSpace:
        """Open the first member whose keys are had, of those that `pair` may mean."""
        from assistant.pair_space import PairSpace
        from assistant.storage.space import Space
        from assistant.storage.troubles import Damaged, WrongPassphrase
        from assistant.storage.trying import tried

        self.tidy()
        found = self.places
        if not found:
            raise _nobody()
        asked = one_line(pair)
        by_id = [places for places in found if asked and _begins(places, asked)]
        trouble: Trouble | None = None
        opened_other = False
        with contextlib.closing(tried(by_id or found, keys_of)) as results:
            for places, keys in results:
                if isinstance(keys, Trouble):
                    if not isinstance(keys, (WrongPassphrase, Damaged)):
                        raise keys
                    if trouble is None or isinstance(keys, WrongPassphrase):
                        trouble = keys
                    continue
                opened = PairSpace(Space.open(places, keys), self.clock)
                if by_id or not asked or opened.partner.casefold() == asked.casefold():
                    return opened
                opened.close()
                opened_other = True
        if opened_other:
            raise wrong_usage(
                "That passphrase opens no pair of this name.",
                "--pair takes the partner's name or the beginning of the pair's id.",
            )
        raise trouble or WrongPassphrase()

    # --- while locked ------------------------------------------------------------------------------

    def capture(self, draft: Draft, member: str = "") -> None:
        """Keep a note without unlocking; it joins the journal when its owner agrees.

        Raises Trouble where nobody, or more than one, may be meant: it would be somebody else's.
        """
        from assistant.pair_space import note_record
        from assistant.storage.inbox import capture

        owner = self.note_taker(member)
        capture(owner, note_record(draft, self.clock()))

    def note_taker(self, member: str = "") -> Places:
        """Who gets a note taken while locked: known before somebody writes one.

        Raises Trouble as `capture` does, and Damaged where a note cannot be sealed for them.
        """
        from assistant.storage.places import owner_of

        found = self.places
        if not found:
            raise _nobody()
        if member:
            found = [places for places in found if _begins(places, member)]
        if len(found) != 1:
            raise wrong_usage(
                "Several journals are here, and while locked nobody can tell whose note this is.",
                "Give the passphrase, or name the journal with --pair and the beginning of its id "
                "(`viceversa pair list` shows them).",
            )
        owner_of(found[0])
        return found[0]


def _begins(places: Places, text: str) -> bool:
    """Whether `text` begins the id of the space or of the member."""
    return len(text) >= _LEAST and any(
        name.startswith(text.lower()) for name in (places.space, places.writer)
    )


def _nobody() -> Trouble:
    return Trouble(
        "Nobody is here yet",
        "There is no journal in this home yet.",
        "Make one with `viceversa pair new`, or choose another home with --home.",
    )
