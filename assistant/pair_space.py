"""A pair as one of the two has it open: their journal, and what both share."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.clock import Clock
from assistant.context import PairContext
from assistant.entry import Draft, Entry
from assistant.errors import Trouble, wrong_usage
from assistant.form_drafts import FormDrafts
from assistant.journal import Captured, Journal
from assistant.journal_search import JournalSearch
from assistant.life.stage import session_stage
from assistant.life_records import LifeRecords
from assistant.member import Member, other_role, safety_number
from assistant.pulse_box import PulseBox
from assistant.shared import Shared
from assistant.storage.drafts import Drafts
from assistant.storage.files import SUFFIX
from assistant.storage.identity_files import (
    copies_agree,
    keys_by_passphrase,
    under_passphrase,
    write_identity,
)
from assistant.storage.inbox import capture, captured, discard
from assistant.storage.space import JOURNAL, VECTORS
from assistant.storage.strength import refusal
from assistant.storage.troubles import Damaged, NotKept
from assistant.storage.trying import not_another_members
from assistant.talk_records import TalkRecords
from assistant.wording import Side, one_line

if TYPE_CHECKING:
    from assistant.storage.destroy import Destroyed
    from assistant.storage.space import Space


class PairSpace:
    """What `People.unlock` opens. Close it to lock it."""

    def __init__(self, space: Space, clock: Clock) -> None:
        self._space = space
        records = space.records(JOURNAL)  # first: a newer version may have written them
        drafts = Drafts(space.places, space.keys, writable=space.writable, refusal=space.refusal)
        self.journal = Journal(records, drafts, clock, self._discard_note_of)
        self.search = JournalSearch(
            self.journal, lambda: space.records(VECTORS), writable=space.writable
        )
        self.shared = Shared(space, clock)
        self.records = LifeRecords(space, clock)
        self.pulses = PulseBox(space, self.records, clock)
        self.forms = FormDrafts(space)
        self.talk = TalkRecords(space, clock)
        self._clock = clock
        self._not_looked_at = 0
        self.closed = False

    # --- who ---------------------------------------------------------------------------------------

    @property
    def id(self) -> str:
        """The pair's id: 16 hex digits that say nothing."""
        return self._space.places.space

    @property
    def me(self) -> Member:
        """Whose journal this is."""
        return self._space.me

    def moment(self) -> datetime:
        """The moment it is, by the clock the pair was opened with."""
        return self._clock()

    @property
    def partner(self) -> str:
        """The partner's name: their own once they have joined; "" where it is not known."""
        return next(
            (one.name for one in self._space.members if one.writer != self.me.writer),
            self._space.profile.partner,
        )

    @property
    def complete(self) -> bool:
        """Whether both have joined."""
        return len(self._space.members) > 1

    @property
    def context(self) -> PairContext:
        """The shared facts about the pair; nothing that either wrote in private."""
        names = {
            self.me.role: self.me.name,
            other_role(self.me.role): self.partner or "your partner",
        }
        life = self.records.life
        return PairContext(
            mentor=names[Side.MENTOR],
            mentee=names[Side.MENTEE],
            named=True,
            reader=self.me.role,
            stage=session_stage(life, self.moment()),
            minutes=life.rhythm.minutes,
        )

    @property
    def read_only(self) -> bool:
        """Whether another process has it open, or a newer version of the program wrote in it."""
        return not self._space.writable

    @property
    def why_read_only(self) -> str:
        """Why nothing can be written, and what to do, in two sentences; "" where it can."""
        return str(self._space.refusal()) if self.read_only else ""

    @property
    def notices(self) -> list[str]:
        """What there is to know about the files, a sentence each."""
        more = (
            f"{self._not_looked_at:,} more files in the inbox were not looked at: first let these "
            "notes join, or dismiss them."
        )
        told = [
            *self._space.notices,
            *self.journal.notices,
            *self.records.notices,
            *self.pulses.notices,
        ]
        return [*told, more] if self._not_looked_at else told

    # --- the partner -------------------------------------------------------------------------------

    @property
    def waiting(self) -> list[Member]:
        """Newcomers who ask to be let in."""
        return self._space.waiting()

    def number_with(self, newcomer: Member) -> str:
        """The number that both compare before one lets the other in."""
        return safety_number([self.me, newcomer])

    @property
    def safety_number(self) -> str:
        """The number of the two members; "" before both have joined."""
        return safety_number(self._space.members) if self.complete else ""

    def admit(self, newcomer: Member) -> None:
        """Let a newcomer in, once a person has confirmed that it is them.

        Raises Trouble where both are the mentor, or both the mentee; ReadOnly, NotKept and Damaged.
        """
        if newcomer.role is self.me.role:
            other = other_role(newcomer.role).value
            raise Trouble(
                "Not let in",
                f"{newcomer.name} asks as the {newcomer.role.value}, and so are you: a pair has one of "
                "each.",
                f"They have to join again as the {other}: `viceversa pair join --role {other}`.",
            )
        self._space.admit(newcomer)

    # --- keys --------------------------------------------------------------------------------------

    def change_passphrase(self, old: str, new: str) -> str:
        """Put the keys under another passphrase; says what that does not do.

        Raises WrongPassphrase for the old one, Trouble for a new one that will not do, and NotKept.
        """
        keys_by_passphrase(self._space.places, old)
        self.set_passphrase(new)
        return (
            "The passphrase is changed. Copies of your files made before, as in a backup, still open "
            "with the old one."
        )

    def set_passphrase(self, new: str) -> None:
        """Put the keys under `new`, whatever they were under. Raises as `change_passphrase` does."""
        if self.read_only:
            raise self._space.refusal
        reason = refusal(new, [self.me.name, self.partner])
        if reason:
            raise wrong_usage(reason)
        not_another_members(self._space.places, new)
        write_identity(self._space.places, under_passphrase(self._space.keys, new))

    def mend_keys(self, passphrase: str) -> None:
        """Have nothing but `passphrase`, which opened the keys just now, open them.

        The two copies of the key file differ where a change of the passphrase was killed between them, or
        where one was damaged. Takes a second then. What stands against it becomes a notice.
        """
        if self.read_only or copies_agree(self._space.places):
            return
        try:
            write_identity(self._space.places, under_passphrase(self._space.keys, passphrase))
        except Trouble as trouble:
            self._note(trouble.detail)
            return
        self._note(
            "The two copies of your key file were not the same: one was damaged, or a change of the "
            "passphrase had not come to its end. They are mended; what opens them is the passphrase "
            "that you just used."
        )

    # --- captured while locked ---------------------------------------------------------------------

    def capture(self, draft: Draft) -> None:
        """Keep a note while another window has the journal open; it joins when its owner agrees.

        Raises Trouble where nothing is written, and NotKept.
        """
        record = note_record(draft, self._clock())
        capture(self._space.places, record, self._space.keys.recipient)

    def captured(self) -> list[Captured]:
        """The notes taken while locked, the oldest first; what cannot be read is noted and left there."""
        found: list[Captured] = []
        inbox = captured(self._space.places, self._space.keys, _captured_draft)
        for path, draft in inbox.notes:
            if self.journal.admitted(path):
                self._discard(path)
            elif isinstance(draft, Damaged):
                self._note(f"A captured note cannot be read: {draft.reason}.")
            else:
                found.append(Captured(path, draft))
        self._not_looked_at = inbox.left
        return sorted(found, key=_moment_of)

    def _note(self, notice: str) -> None:
        if notice not in self._space.notices:
            self._space.notices.append(notice)

    def admit_captured(self, note: Captured) -> Entry:
        """Let a captured note join the journal."""
        entry = self.journal.admit(note)
        self._discard(note.path)
        return entry

    def _discard(self, path: Path) -> None:
        """Remove a note that has joined; where that fails now, it is done another time."""
        if not self.read_only:
            with contextlib.suppress(NotKept):
                discard(path)

    def _discard_note_of(self, entry_id: str) -> None:
        """Remove the note that became this entry, if its file was left behind."""
        self._throw_away(self._space.places.inbox / f"{entry_id}{SUFFIX}")

    def dismiss_captured(self, note: Captured) -> None:
        """Throw a captured note away."""
        self._throw_away(note.path)

    def _throw_away(self, path: Path) -> None:
        if self.read_only:
            raise self._space.refusal
        discard(path)

    # --- locking -----------------------------------------------------------------------------------

    def close(self) -> None:
        """Lock: keys, texts and what search knew are dropped, and Python is asked to free them."""
        if not self.closed:
            self.closed = True
            self.search.close()
            self.journal.close()
            self.records.close()
            self._space.close()

    def destroy(self, typed: str, *, leave_shared: bool = False) -> Destroyed:
        """Close, and remove our keys and files for good, once the partner's name, or the id, was typed.

        Raises Trouble for other words and ReadOnly, nothing being closed then; and NotDestroyed.
        """
        from assistant.storage.destroy import destroy

        if self.read_only:
            raise self._space.refusal
        if one_line(typed).casefold() not in {self.partner.casefold() or self.id, self.id}:
            raise wrong_usage(
                "That is not what confirms it, so nothing was destroyed.",
                f"Type {self.partner or self.id} just so.",
            )
        self.close()
        return destroy(self._space.places, leave_shared=leave_shared)


def note_record(draft: Draft, moment: datetime) -> dict[str, Any]:
    """The record of a note taken at `moment` for the inbox. Raises Trouble where nothing is written."""
    if not draft.text.strip():
        raise wrong_usage("There is nothing to keep: the note is empty.", "Write a few words.")
    stamped = draft.model_copy(update={"at": draft.at or moment, "entry": None})
    return {"draft": stamped.model_dump(mode="json")}


def _moment_of(note: Captured) -> float:
    return note.draft.at.timestamp() if note.draft.at else 0.0


def _captured_draft(record: Mapping[str, Any]) -> Draft:
    """Raises ValueError."""
    return Draft.model_validate(record.get("draft"))
