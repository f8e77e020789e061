"""Trying keys of several members: two at a time, the first right one wins."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest

from assistant.errors import Trouble
from assistant.storage.keys import Keys
from assistant.storage.places import Places
from assistant.storage.troubles import Damaged, WrongPassphrase
from assistant.storage.trying import not_another_members, tried
from tests.pairs import MARTIN, PRIYA, MadePair

FOUND = [Places(Path("nowhere"), "5" * 16, letter * 16) for letter in "abcde"]


def test_two_are_tried_at_once_and_told_in_order(keys: Keys) -> None:
    both = threading.Barrier(2)
    running: list[str] = []
    most = 0

    def keys_of(places: Places) -> Keys:
        nonlocal most
        running.append(places.writer)
        most = max(most, len(running))
        if places in FOUND[:4]:
            both.wait(timeout=30)  # breaks where they are tried one after the other
        running.remove(places.writer)
        if places is FOUND[1]:
            raise Damaged("identity.age", "it is missing")
        if places is FOUND[3]:
            return keys
        raise WrongPassphrase

    told = [(places.writer[0], type(result)) for places, result in tried(FOUND, keys_of)]
    wrong = WrongPassphrase
    assert told == [("a", wrong), ("b", Damaged), ("c", wrong), ("d", Keys), ("e", wrong)]
    assert most == 2


def test_once_somebody_has_their_keys_the_rest_are_not_tried(keys: Keys) -> None:
    begun: list[Places] = []
    done = threading.Event()

    def keys_of(places: Places) -> Keys:
        begun.append(places)
        if places is not FOUND[0]:
            done.wait(timeout=30)
        return keys

    with contextlib.closing(tried(FOUND, keys_of)) as results:
        assert next(results) == (FOUND[0], keys)
    done.set()
    assert FOUND[-1] not in begun


def test_nobody_to_try_and_one_alone(keys: Keys) -> None:
    assert list(tried([], lambda _: keys)) == []
    here = threading.current_thread()
    assert list(
        tried(FOUND[:1], lambda _: keys if threading.current_thread() is here else None)
    ) == [(FOUND[0], keys)]


def test_another_members_passphrase_is_refused_and_ones_own_is_not(pair: MadePair) -> None:
    not_another_members(pair.priya, PRIYA)
    with pytest.raises(Trouble, match="cannot be used in this pair") as refused:
        not_another_members(pair.priya, MARTIN)
    assert "Martin" not in str(refused.value)
    pair.martin.identity.write_bytes(b"rubbish")  # its copy still opens
    with pytest.raises(Trouble, match="cannot be used in this pair"):
        not_another_members(pair.priya, MARTIN)
    pair.martin.identity.with_name("identity.age.1").write_bytes(b"rubbish")
    not_another_members(pair.priya, MARTIN)
