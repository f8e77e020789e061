"""One segment: sealed, signed, bound to its place and readers; nothing else is taken for it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.storage.keys import Keys, seal, stanzas
from assistant.storage.segments import PADDING, Header, opened, reader_of, sealed
from assistant.storage.troubles import Damaged, NewerFormat
from tests.assistant.storage.conftest import SPACE, WRITER

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
values = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), texts, st.lists(texts))
records = st.dictionaries(texts.filter(lambda name: name != "#"), values, max_size=5)


def header(keys: Keys, **changes: Any) -> Header:
    own = Header(SPACE, WRITER, "j-0001", 1, "", (reader_of(keys.recipient),))
    return replace(own, **changes)


def made(keys: Keys, rows: dict[str, dict[str, Any]], **changes: Any) -> bytes:
    return sealed(header(keys, **changes), rows, keys, [keys.recipient])


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(records, max_size=6))
def test_what_was_sealed_comes_back(rows: list[dict[str, Any]]) -> None:
    keys = Keys.generate()
    numbered = {str(number): row for number, row in enumerate(rows, 1)}
    segment = opened(made(keys, numbered), "j-0001.age", keys, keys.verifier)
    assert segment.rows == numbered
    assert segment.header == header(keys)


def test_a_private_segment_has_one_reader_and_a_shared_one_two(keys: Keys, others: Keys) -> None:
    assert stanzas(made(keys, {"1": {}})) == ["X25519"]
    both = sealed(header(keys), {"1": {}}, keys, [keys.recipient, others.recipient])
    assert stanzas(both) == ["X25519", "X25519"]


def test_somebody_else_cannot_open_it(keys: Keys, others: Keys) -> None:
    with pytest.raises(Damaged, match="not meant for these keys"):
        opened(made(keys, {"1": {}}), "x.age", others, keys.verifier)


def test_opened_with_age_it_is_text_padded_to_16_kib(keys: Keys) -> None:
    for text in ("short", "x" * 20_000):
        plain = keys.decrypt(made(keys, {"1": {"text": text}}), "x")
        assert len(plain) % PADDING == 0
        head, signature, body = plain.split(b"\n", 2)
        assert json.loads(head)["name"] == "j-0001"
        assert len(signature) == 128
        assert json.loads(body.split(b"\n")[0]) == {"#": 1, "text": text}
        assert set(body.split(b"\n", 1)[1]) <= {ord("\n")}


def test_sizes_tell_no_more_than_16_kib_steps(keys: Keys) -> None:
    # age itself adds a stanza of random length to each file.
    sizes = [len(made(keys, {"1": {"text": "x" * size}})) for size in (0, 1, 5_000, 15_000)]
    assert {size // PADDING for size in sizes} == {1}
    assert max(sizes) - min(sizes) < 1_000


def test_another_writers_signature_is_refused(keys: Keys, others: Keys) -> None:
    forged = sealed(header(keys), {"1": {"text": "planted"}}, others, [keys.recipient])
    with pytest.raises(Damaged, match="not signed by its writer"):
        opened(forged, "x.age", keys, keys.verifier)


def test_records_that_were_not_signed_are_refused(keys: Keys) -> None:
    plain = keys.decrypt(made(keys, {"1": {"text": "kept"}}), "x")
    altered = seal(plain.replace(b"kept", b"lost"), [keys.recipient])
    with pytest.raises(Damaged, match="not those that were signed"):
        opened(altered, "x.age", keys, keys.verifier)


def test_a_later_version_is_told_from_damage(keys: Keys) -> None:
    with pytest.raises(NewerFormat):
        opened(made(keys, {"1": {}}, v=2), "x.age", keys, keys.verifier)


@pytest.mark.parametrize(
    "change",
    [
        {"space": "x"},
        {"writer": "../../etc"},
        {"name": "j/1"},
        {"sequence": 0},
        {"sequence": True},
        {"former": "z"},
        {"readers": ()},
        {"readers": ("me",)},
        {"v": 0},
    ],
)
def test_a_header_must_be_as_it_should(keys: Keys, change: dict[str, Any]) -> None:
    with pytest.raises(Damaged):
        opened(made(keys, {"1": {}}, **change), "x.age", keys, keys.verifier)


def _signed(keys: Keys, body: bytes) -> bytes:
    """A file whose signature is right and whose records are what we would never write."""
    import hashlib

    from assistant.storage.segments import _LABEL, _head_of

    head = _head_of(header(keys), hashlib.sha256(body).hexdigest())
    signature = keys.sign(_LABEL + head).hex().encode()
    return seal(b"\n".join((head, signature, body)), [keys.recipient])


@pytest.mark.parametrize(
    "body",
    [
        b"[]\n",
        b'{"#": 1}\n{"#": 1}\n',
        b'{"text": "no number"}\n',
        b'{"#": 0}\n',
        b'{"#": true}\n',
        b'{"#": 1, "x": NaN}\n',
        b'{"#": 1, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
        b'{"#": 1' + b"0" * 5_000 + b"}\n",
        b"\xff\xfe\n",
        b"".join(b'{"#": %d}\n' % number for number in range(1, 5_000)),
    ],
    ids=range(10),
)
def test_records_that_no_program_of_ours_writes_are_refused(keys: Keys, body: bytes) -> None:
    with pytest.raises(Damaged) as trouble:
        opened(_signed(keys, body), "x.age", keys, keys.verifier)
    assert trouble.value.__cause__ is None
    assert trouble.value.__suppress_context__ or trouble.value.__context__ is None


def test_a_passphrase_file_is_refused_before_it_costs_anything(keys: Keys) -> None:
    from assistant.storage.passphrase import wrap

    with pytest.raises(Damaged, match="keys of this kind"):
        opened(wrap(b"x", "a bomb", log_n=15), "x.age", keys, keys.verifier)
