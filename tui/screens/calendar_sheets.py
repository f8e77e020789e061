"""Sheets over the dates: a calendar file to write, and a busy calendar to read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Select, Static

from assistant.errors import Trouble
from assistant.life.days import plain_day
from assistant.life.session import Session, other
from assistant.life.snapshot import PairLife
from tui.action import Scope
from tui.actions import bindings_for
from tui.journal_messages import Done, Refused
from tui.screens.path_sheet import PathSheet, Write
from tui.screens.private import PrivateSheet
from tui.text import lines, plain, said
from tui.widgets.box import Box
from tui.widgets.passphrase import row

if TYPE_CHECKING:
    from assistant.life.busy_file import BusyRead
    from assistant.pair_space import PairSpace
    from tui.app import ViceVersaApp

_NO, _YES = "no", "yes"
_FILE = "sessions.ics"
_CALENDAR = (
    "Calendars are often seen by others. The file is marked private and says no word of what you talk "
    "about, unless you ask for the agenda. An existing file is kept."
)
_AFTER = "Open it with your calendar; it is not encrypted."


# --- a calendar file -----------------------------------------------------------------------------------


class CalendarSheet(PathSheet):
    """Asks what the file shall say and where it goes."""

    ABOUT = (
        "A calendar file, .ics, as any calendar reads it. The same session has the same mark in each file, "
        "so that reading a newer one moves it, or takes it out."
    )
    LABEL = "File"

    def __init__(
        self, pair: PairSpace, one: Session | None, label: str, all_: Sequence[Session]
    ) -> None:
        """`one` is offered under `label` first, None for none; `all_` are those of the other choice."""
        super().__init__(pair, "A calendar file", _CALENDAR, _FILE, after=_AFTER)
        self._one = one
        self._label = label
        self._all = tuple(all_)
        self._chosen_ids: set[str] = set()

    def choices(self) -> ComposeResult:
        """Which sessions, and what of them, each with what is usual."""
        planned = sum(session.planned for session in self._all)
        off = len(self._all) - planned
        told = f"All planned: {planned}" + (f", and {off} called off" if off else "")
        which = [(self._label, "one")] if self._one is not None else []
        which += [(told, "all")] if self._all else []
        names = (("Both your names and a number", _NO), ("“Meeting”, without names", _YES))
        agenda = (("not in the file", _NO), ("in its description", _YES))
        yield row("Sessions", _select("which", which, which[0][1]))
        yield row("Agenda", _select("agenda", agenda, _NO))
        yield row("Shown as", _select("plain", names, _NO))

    def _chosen(self, name: str) -> str:
        value = cast("Select[str]", self.query_one(f"#{name}")).value
        return value if isinstance(value, str) else ""

    def writing(self) -> Write | None:
        """Write what is chosen now."""
        if self.pair is None:
            return None
        chosen = (self._one,) if self._chosen("which") == "one" and self._one else self._all
        self._chosen_ids = {session.id for session in chosen}
        agenda, bare = self._chosen("agenda") == _YES, self._chosen("plain") == _YES
        return partial(_written, self.pair, chosen, agenda, bare)

    def on_done(self, _message: Done) -> None:
        """From now on a calendar may know of them, so that an undo has to take them out there."""
        cast("ViceVersaApp", self.app).in_calendars.update(self._chosen_ids)

    def forget(self) -> None:
        """Let go of the sessions."""
        super().forget()
        self._one, self._label, self._all = None, "", ()


def _select(name: str, choices: Sequence[tuple[str, str]], value: str) -> Select[str]:
    return Select(
        [(plain(label), one) for label, one in choices],
        value=value,
        id=name,
        compact=True,
        allow_blank=False,
        type_to_search=False,
    )


def _written(
    pair: PairSpace, chosen: Sequence[Session], agenda: bool, without_names: bool, path: Path
) -> Path:
    from assistant.export import export_bytes
    from assistant.life.calendar_file import series_calendar
    from assistant.life.sessions import current

    life = pair.records.life
    data = series_calendar(
        life,
        [current(life, one) for one in chosen],
        with_agenda=agenda,
        plain=without_names,
        now=pair.moment(),
        pair_id=pair.id,
    )
    return export_bytes(data, path, _FILE, "The calendar file")


# --- a busy calendar -----------------------------------------------------------------------------------


class CalendarRead(Message):
    """When I am busy, as a file says."""

    def __init__(self, found: BusyRead) -> None:
        super().__init__()
        self.found = found


class BusySheet(PrivateSheet[str]):
    """Enter reads a file, Enter again keeps its busy times. Ends in what is to be said of it."""

    ABOUT = (
        "Your calendar as a file, .ics, tells when you are busy. Titles, places and people are passed over "
        "unread; your partner can see the times, and nothing else of them."
    )
    SCOPE = Scope.SHEET
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.SHEET)
    _KEYS = "Enter looks into it · Esc goes back"

    def __init__(self, pair: PairSpace, life: PairLife, zone: str) -> None:
        super().__init__(pair)
        self._partner = life.called(other(pair.me.role))
        self._known = life.busy.get(pair.me.role)
        self._zone = zone
        self._found: BusyRead | None = None
        self._busy = False

    def compose(self) -> ComposeResult:
        """What is kept of it, a box, what was found."""
        with Vertical(id="sheet"):
            yield Static(said("[b]When you are busy[/b]"))
            yield Static(
                plain(
                    "A calendar file, .ics, that you saved from your calendar. Only times are kept, for "
                    f"eight weeks: no titles, no places, no people. {self._partner} can see the times. The "
                    "file itself stays as it is."
                )
            )
            if self._known is not None:
                until = plain_day(self._known.until, self._known.at.date())
                yield Static(said("[$quiet]$told[/]", told=f"Your times are known until {until}."))
            yield Box(id="path", compact=True, max_length=4_000, placeholder="where it is")
            yield Static(id="preview")
            yield Static(plain(self._KEYS), id="outcome")

    @on(Input.Changed)
    def _other_path(self, _event: Input.Changed) -> None:
        self._found = None
        self.query_one("#preview", Static).update("")
        if not self._busy:
            self.tell(self._KEYS)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        if self._busy:
            return
        if not typed:
            self.tell("Type where it is.")
        elif self._found is None:
            self._busy = True
            self.tell("Reading it. A large calendar takes some seconds.")
            zone = self._zone
            self.job("busy", lambda pair: _read(pair, typed, zone))
        else:
            self._keep(self._found)

    def _keep(self, found: BusyRead) -> None:
        app = cast("ViceVersaApp", self.app)
        try:
            app.keep_life(lambda _life, _now: [found.busy])
        except Trouble as trouble:
            self.tell(str(trouble))
            return
        until = plain_day(found.busy.until, found.busy.at.date())
        self.dismiss(
            f"Your busy times are kept until {until}. c proposes times; Ctrl+Z takes it back."
        )

    def on_calendar_read(self, message: CalendarRead) -> None:
        """Show what was found, and what could not be read."""
        self._busy, self._found = False, message.found
        found = message.found
        events = "1 event" if found.events == 1 else f"{found.events:,} events"
        times = "1 time" if len(found.busy.spans) == 1 else f"{len(found.busy.spans):,} times"
        until = plain_day(found.busy.until, found.busy.at.date())
        told = f"{events} in the file; you are busy at {times} until {until}."
        skipped = [said("[$quiet]· $told[/]", told=one) for one in found.skipped]
        self.query_one("#preview", Static).update(lines(plain(told), *skipped))
        self.tell("Enter keeps the times · Esc goes back")

    def on_refused(self, _message: Refused) -> None:
        """Nothing was changed; why not is said by every sheet."""
        self._busy = False

    def forget(self) -> None:
        """Drop what was read."""
        self._found = self._known = None

    def on_unmount(self) -> None:
        """Keep nothing."""
        self.forget()


def _read(pair: PairSpace, typed: str, zone: str) -> Message:
    from assistant.life.busy_file import read_busy
    from assistant.life.calendar_file import own_uids

    own = own_uids(pair.records.life, pair.id)
    found = read_busy(_file(typed), pair.me.role, pair.moment(), zone=zone, without=own)
    return CalendarRead(found)


def _file(typed: str) -> bytes:
    """What is in the file of that name, and no more of it than a calendar may have. Raises Trouble."""
    from assistant.errors import reason_of
    from assistant.life.busy_file import MOST_BYTES

    hint = "Save your calendar as an .ics file, and type where that is."
    if "://" in typed:
        raise Trouble("Not read", "That is an address; nothing is fetched from the network.", hint)
    try:
        path = Path(typed).expanduser()
        if not path.is_dir() and (path.is_file() or not path.exists()):
            with path.open("rb") as file:
                return file.read(MOST_BYTES + 1)
        reason = "it is no file"
    except OSError as error:
        reason = reason_of(error)
    except (ValueError, RuntimeError):  # a name no file can have, a user there is not
        reason = "no file can be called that"
    raise Trouble("Not read", f"That calendar could not be read ({reason}).", hint)
