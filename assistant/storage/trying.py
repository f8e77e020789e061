"""Trying a passphrase, or a code, on the keys of several members: which they are for, nobody can tell."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from assistant.errors import Trouble, wrong_usage
from assistant.storage.identity_files import costs_more, keys_by_passphrase
from assistant.storage.places import Places, places_in
from assistant.storage.troubles import Damaged, NewerFormat, WrongPassphrase

if TYPE_CHECKING:
    from assistant.storage.keys import Keys

_AT_ONCE = 2
"""Each takes 256 MiB for half a second, so no more than half a gibibyte is ever taken."""

KeysOf = Callable[[Places], "Keys"]


def tried(
    found: Sequence[Places], keys_of: KeysOf
) -> Generator[tuple[Places, Keys | Trouble], None, None]:
    """Each of `found` with its keys, or what stood against it, in this order; two are tried at once.

    Those whose files ask for more memory than ours do come last, one by one: somebody may have put them
    there. Whoever has the keys they want stops, and the rest are not tried.
    """
    costly = [places for places in found if costs_more(places)]
    yield from _tried_at_once([places for places in found if places not in costly], keys_of)
    for places in costly:
        yield places, _keys_or_trouble(keys_of, places)


def _tried_at_once(
    found: Sequence[Places], keys_of: KeysOf
) -> Generator[tuple[Places, Keys | Trouble], None, None]:
    if len(found) == 1:
        yield found[0], _keys_or_trouble(keys_of, found[0])
        return
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        begun = [(places, pool.submit(_keys_or_trouble, keys_of, places)) for places in found]
        for places, result in begun:
            yield places, result.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _keys_or_trouble(keys_of: KeysOf, places: Places) -> Keys | Trouble:
    try:
        return keys_of(places)
    except Trouble as trouble:
        return trouble


def not_another_members(own: Places, passphrase: str) -> None:
    """Raise Trouble where `passphrase` opens another member's keys of the same pair in this home.

    It would open both journals. Takes half a second for every two that are tried.
    """
    others = [
        places
        for places in places_in(own.home)
        if places.space == own.space and places.writer != own.writer
    ]
    for _, result in tried(others, lambda places: keys_by_passphrase(places, passphrase)):
        if not isinstance(result, Trouble):
            raise wrong_usage(
                "This passphrase cannot be used in this pair.",
                "Choose another; whoever joins a second time needs a new one too.",
            )
        if not isinstance(result, (WrongPassphrase, Damaged, NewerFormat)):
            raise result
