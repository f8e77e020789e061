"""A journal of ten thousand entries: unlocking, keeping, opening, searching; jrnl beside it where it can be.

Entries are about 1 kB each, of the guide's sentences by chance; questions are those of tests/eval. Each figure is of one process that has nothing else open.
Run by `make bench`, and alone as `python -m scripts.journals`.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path

from assistant.entry import Draft
from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.storage.identity_files import keys_by_passphrase
from assistant.storage.keys import Keys
from assistant.storage.space import Space
from assistant.wording import Side
from scripts import journal_peers
from scripts.figures import Goal, Report, quantile
from scripts.processes import OFFLINE

ENTRIES = 9_984
SIZES = (768, ENTRIES, 49_920)
"""About 1,000, 10,000 and 50,000: whole segments of 256, so that each keeps into one equally full."""
PASSPHRASE = "harbour violin amber thirty wooden clocks"
_START = datetime(2016, 1, 1, 9, tzinfo=UTC)
_APPENDS = 200
_QUESTIONS = 60
_SIZE = 1_000


def texts(count: int) -> list[str]:
    """`count` texts of about 1 kB: sentences of the guide by chance; one in a thousand has a rare word."""
    rng = random.Random(count)
    sentences = _sentences()
    made: list[str] = []
    for number in range(count):
        parts: list[str] = []
        while sum(map(len, parts)) < _SIZE:
            parts.append(rng.choice(sentences))
        if number % 1_000 == 7:
            parts.append(journal_peers.RARE)
        made.append(
            " ".join(parts[: len(parts) // 2]) + "\n\n" + " ".join(parts[len(parts) // 2 :])
        )
    return made


@cache
def _sentences() -> list[str]:
    from knowledge.guide_files import load
    from knowledge.passages import all_passages

    return sorted(
        {passage.text for passage in all_passages(load().cards) if len(passage.text) < 300}
    )


def measure(report: Report, *, model: bool = True) -> None:
    """Measure and print all of it."""
    kept: dict[int, tuple[float, float]] = {}
    for count in SIZES:
        with tempfile.TemporaryDirectory(prefix="viceversa-bench-") as folder:
            home = Path(folder)
            report.part(f"A journal of {count:,} entries")
            keys = _made(home, count)
            appended = [seconds * 1e3 for seconds in _kept(home, keys)]
            kept[count] = quantile(appended, 0.5), quantile(appended, 0.95)
            report.row("keep one, p50", [kept[count][0]], "ms")
            goal = Goal(50) if count == ENTRIES else None
            report.row("keep one, p95", [kept[count][1]], "ms", goal)
            report.row("keep one, longest", [max(appended)], "ms")
            if count == ENTRIES:
                _opened(report, home, keys)
                _searched(report, home, model=model)
                journal_peers.measure(report, home, texts(ENTRIES), PASSPHRASE)
    report.part("Keeping one does not grow with what is there")
    for count in (SIZES[0], SIZES[-1]):
        for at, name in enumerate(("p50", "p95")):
            ratio = kept[count][at] / kept[ENTRIES][at]
            report.row(f"{name} at {count:,} over that at {ENTRIES:,}", [ratio], "x", Goal(1.2))


def _made(home: Path, count: int) -> Keys:
    people = People(home)
    space = people.save(people.new_pair("Priya", Side.MENTOR, "Martin", PASSPHRASE))
    gap = timedelta(hours=9)
    space.journal.add_all(
        [
            Draft(text=text, at=_START + number * gap, mood=number % 6 or None, tags=(text[:4],))
            for number, text in enumerate(texts(count))
        ]
    )
    space.close()
    return keys_by_passphrase(people.places[0], PASSPHRASE)


@contextlib.contextmanager
def _space(home: Path, keys: Keys) -> Iterator[PairSpace]:
    people = People(home)
    space = PairSpace(Space.open(people.places[0], Keys.parse(keys.text, "keys")), people.clock)
    try:
        yield space
    finally:
        space.close()


def _kept(home: Path, keys: Keys) -> list[float]:
    with _space(home, keys) as space:
        return [_took(partial(space.journal.keep, Draft(text=text))) for text in texts(_APPENDS)]


def _opened(report: Report, home: Path, keys: Keys) -> None:
    places = People(home).places[0]
    derived = [_took(lambda: keys_by_passphrase(places, PASSPHRASE)) for _ in range(5)]
    opening = [_took(lambda: _open_and_close(home, keys)) for _ in range(7)]
    report.row("the key from the passphrase", derived, "s", Goal(0.6))
    report.row(
        "opened after the key, all entries read", [own * 1e3 for own in opening], "ms", Goal(250)
    )
    whole = [key + own for key, own in zip(derived, opening, strict=False)]
    report.row("unlocked", whole, "s", Goal(0.8), "opening also closes here")


def _open_and_close(home: Path, keys: Keys) -> None:
    with _space(home, keys) as space:
        if len(space.journal) < ENTRIES or space.notices:
            raise SystemExit("the journal did not open as it was written")


_CHILD = """
import json, sys
from pathlib import Path
from scripts import journals
print(json.dumps(journals.{call}(Path(sys.argv[1]))))
"""


def _child(call: str, home: Path) -> dict[str, float]:
    told = subprocess.run(
        [sys.executable, "-c", _CHILD.format(call=call), str(home)],
        env=os.environ | OFFLINE,
        check=True,
        capture_output=True,
    )
    figures: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return figures


def _searched(report: Report, home: Path, *, model: bool) -> None:
    by_words = _child("search_by_words", home)
    report.row("index of words made, once after unlocking", [by_words["made"]], "ms")
    report.row("search by words, p50", [by_words["p50"]], "ms", Goal(30))
    report.row("search by words, p95", [by_words["p95"]], "ms")
    report.row(
        "memory without the model, unlocked, indexed", [by_words["memory"]], "MiB", Goal(150)
    )
    if not model:
        return
    by_meaning = _child("search_by_meaning", home)
    report.row("all entries encoded, once", [by_meaning["encoded"]], "s")
    report.row("their vectors read again", [by_meaning["read"]], "ms")
    report.row("search by meaning and words, p50", [by_meaning["p50"]], "ms", Goal(40))
    report.row("search by meaning and words, p95", [by_meaning["p95"]], "ms")
    report.row("of which the question's encoding", [by_meaning["encoding"]], "ms")


def search_by_words(home: Path) -> dict[str, float]:
    """What searching by words takes, in ms, and the memory then, in MiB, without what scrypt took."""
    with _space(home, _handed(home)) as space:
        made = _took(space.search.prepare)
        took = _asked(space)
        return {
            "made": made * 1e3,
            "p50": quantile(took, 0.5) * 1e3,
            "p95": quantile(took, 0.95) * 1e3,
            "memory": _memory(),
        }


def search_by_meaning(home: Path) -> dict[str, float]:
    """What encoding all entries takes, in s, and reading and searching them, in ms."""
    from knowledge.fast_encoder import FastEncoder

    encoder = FastEncoder()
    with _space(home, _handed(home)) as space:
        encoded = _took(lambda: space.search.search_by(encoder))
    with _space(home, _handed(home)) as space:
        space.search.prepare()
        read = _took(lambda: space.search.search_by(encoder))
        took = _asked(space)
        alone = [_took(partial(encoder.encode, [question])) for question in _questions()]
        return {
            "encoded": encoded,
            "read": read * 1e3,
            "p50": quantile(took, 0.5) * 1e3,
            "p95": quantile(took, 0.95) * 1e3,
            "encoding": quantile(alone, 0.5) * 1e3,
        }


def _handed(home: Path) -> Keys:
    """The keys, derived in another process: scrypt's 256 MiB are no part of ours."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom assistant.people import People\n"
        "from assistant.storage.identity_files import keys_by_passphrase\n"
        "home, phrase = Path(sys.argv[1]), sys.argv[2]\n"
        "print(keys_by_passphrase(People(home).places[0], phrase).text)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(home), PASSPHRASE], check=True, capture_output=True
    )
    return Keys.parse(told.stdout, "keys")


def _asked(space: PairSpace) -> list[float]:
    for question in _questions()[:5]:
        space.search.find(question)
    return [_took(partial(space.search.find, question)) for question in _questions()]


def _questions() -> list[str]:
    from scripts.retrieval import read

    asked = [question["text"] for question in read("queries.jsonl")]
    return asked[:: len(asked) // _QUESTIONS][:_QUESTIONS]


def _memory() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    own = Report()
    measure(own)
    own.end()
