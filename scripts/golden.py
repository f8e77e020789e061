"""Write the stored home of this version of the files: python -m scripts.golden.

Run once for each released version, when the version grows; a stored home is never written again. All
later versions open it (tests/assistant/storage/test_golden.py).
"""

from __future__ import annotations

import itertools
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from assistant.clock import Clock
from assistant.entry import Draft, EntryKind
from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.promotion import PrivateText, Promotion
from assistant.storage.backup import back_up
from assistant.storage.upgrades import newest
from assistant.wording import Side

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
PHRASES = {
    "Asha": "orbit velvet canoe mimic ladder sunset",
    "Bernard": "walnut ferry quilt amber 61 stone",
}
_BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))

_README = """# A stored home of version {version}

Made by `python -m scripts.golden` when this version was the newest, and never changed since. Every later
version must open it: `tests/assistant/storage/test_golden.py` restores `backup.tar` and compares all that
stands in it with `contents.json`.

The people are made up, and so are their secrets, which protect nothing else:

| who | role | passphrase | recovery code |
|---|---|---|---|
{rows}
"""


def ticking() -> Clock:
    """A clock that is a minute later each time it is asked, from 2 March 2026, 09:00 in UTC+1."""
    minutes = itertools.count()
    return lambda: _BEGIN + timedelta(minutes=next(minutes))


def told(pair: PairSpace) -> dict[str, Any]:
    """All that a member has, as JSON can say it."""
    journal = pair.journal
    drafts = {name: journal.draft(name) for name in ["new", *(one.id for one in journal.entries)]}
    return {
        "me": pair.me.model_dump(mode="json"),
        "partner": pair.partner,
        "safety_number": pair.safety_number,
        "entries": [
            [version.model_dump(mode="json") for version in journal.versions(entry.id)]
            for entry in journal.entries
        ],
        "drafts": {name: one.model_dump(mode="json") for name, one in drafts.items() if one},
        "captured": [one.draft.model_dump(mode="json") for one in pair.captured()],
        "shared": [
            {"id": note.id, "writer": note.writer, "at": note.at.isoformat(), "text": note.text}
            for note in pair.shared.notes
        ],
        "notices": pair.notices,
    }


@contextmanager
def _closing(pair: PairSpace) -> Iterator[PairSpace]:
    try:
        yield pair
    finally:
        pair.close()


def _asha_writes(people: People, asha: PairSpace) -> None:
    journal = asha.journal
    first = journal.keep(
        Draft(
            text="# Our first hour\n\nHe asked more than he told. I was not ready for that.",
            kind=EntryKind.REFLECTION,
            mood=4,
            tags=("first", "trust"),
            prompts=("What surprised you?",),
        )
    )
    for text in (
        "# Our first hour\n\nHe asked more than he told. I was glad of it.",
        "# Our first hour\n\nHe asked more than he told. I was glad of it, and said so.",
    ):
        journal.keep(first.draft().model_copy(update={"text": text}))
    journal.keep(
        Draft(text="Čaj o páté, naïve café, 東京, 🙂\n\n- eins\n- zwei\n\ttab", tags=("été",))
    )
    journal.erase(journal.keep(Draft(text="This entry was erased.", mood=1)).id)
    earlier = _BEGIN - timedelta(days=365)
    journal.add_all([Draft(text=f"Imported note {n}", mood=n, at=earlier) for n in (1, 5)])
    people.capture(Draft(text="Noted on the train: ask about the board paper."))
    asha.admit_captured(asha.captured()[0])
    journal.keep_draft(Draft(text="Next time I want to", kind=EntryKind.PREPARATION))
    journal.keep_draft(first.draft().model_copy(update={"text": "Half a change"}))
    asha.shared.add(Promotion(PrivateText("I was glad that you asked.")).confirmed())


def _bernard_writes(bernard: PairSpace) -> None:
    bernard.journal.keep(
        Draft(
            text="Ask Asha how her team decides.\nListen to the end.",
            kind=EntryKind.PREPARATION,
            mood=2,
            session="second",
        )
    )
    bernard.shared.add(Promotion(PrivateText("Thank you. I will ask again.")).confirmed())


def write(folder: Path) -> None:
    """Make the pair, have both write, and store all of it in `folder`."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        people = People(home, ticking())
        new = people.new_pair("Asha", Side.MENTOR, "Bernard", PHRASES["Asha"])
        codes = {"Asha": new.code.code}
        with _closing(people.save(new)) as asha:
            _asha_writes(people, asha)
            joining = people.join("Bernard", PHRASES["Bernard"])
            codes["Bernard"] = joining.code.code
            people.save(joining).close()
            asha.admit(asha.waiting[0])
            people.capture(Draft(text="Noted in the lift."), asha.me.writer)
            contents = {}
            with _closing(people.unlock(PHRASES["Bernard"])) as bernard:
                _bernard_writes(bernard)
                contents["Bernard"] = told(bernard)
            contents["Asha"] = told(asha)
        for former in [*home.rglob("[!i]*.age.1"), *home.rglob("*.age.2")]:
            former.unlink()  # so that it stays small
        for name, one in contents.items():
            one["secrets"] = {"passphrase": PHRASES[name], "recovery_code": codes[name]}
        folder.mkdir(parents=True)
        back_up(home, folder / "backup.tar")
    text = json.dumps(contents, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "contents.json").write_text(text + "\n", encoding="utf-8")
    rows = [
        f"| {name} | {contents[name]['me']['role']} | `{PHRASES[name]}` | `{codes[name]}` |"
        for name in sorted(codes)
    ]
    text = _README.format(version=newest(), rows="\n".join(rows))
    (folder / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    place = GOLDEN / f"v{newest()}"
    if place.exists():
        sys.exit(f"{place} is stored already and is never written again.")
    write(place)
