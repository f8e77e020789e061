import copy
import pickle
import subprocess
import threading
from pathlib import Path
from shutil import which

import pyrage
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.storage.age_header import LONGEST, encoded, read_header
from assistant.storage.keys import (
    Keys,
    fingerprint,
    is_recipient,
    is_verifier,
    readers_checked,
    seal,
    stanzas,
    verified,
)
from assistant.storage.troubles import Damaged, Locked, NewerFormat

ANN = Keys.generate()
BEN = Keys.generate()
SECRET = b"Nobody else reads this."
SEALED = seal(SECRET, [ANN.recipient])
# Points of low order: 0, 1 and one of order eight.
LOW_ORDER = (
    "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
    "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
)
needs_age = pytest.mark.skipif(which("age") is None, reason="the age tool is not installed")


def with_stanzas(*blocks: bytes) -> bytes:
    """A file whose header has `blocks`; no key opens it."""
    return b"age-encryption.org/v1\n" + b"".join(blocks) + b"--- " + b"A" * 43 + b"\n" + bytes(32)


X25519 = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"


def test_each_reader_opens_it_and_nobody_else() -> None:
    both = seal(SECRET, [ANN.recipient, BEN.recipient])
    assert ANN.decrypt(both, "It") == BEN.decrypt(both, "It") == SECRET
    assert ANN.decrypt(SEALED, "It") == SECRET
    with pytest.raises(Damaged, match="It cannot be read: it was not meant for these keys"):
        BEN.decrypt(SEALED, "It")


@pytest.mark.parametrize("data", [b"", b"\0" * 16, bytes(range(256)) * 1000])
def test_any_bytes_come_back(data: bytes) -> None:
    assert ANN.decrypt(seal(data, [ANN.recipient]), "It") == data


def test_stanzas_count_readers_and_only_readers() -> None:
    assert stanzas(SEALED) == ["X25519"]
    assert stanzas(seal(b"", [ANN.recipient, BEN.recipient])) == ["X25519", "X25519"]
    eight = [Keys.generate().recipient for _ in range(8)]
    assert readers_checked(seal(b"", eight), "It") == 8


def test_a_reader_named_twice_is_one_reader() -> None:
    assert stanzas(seal(b"", [ANN.recipient, ANN.recipient])) == ["X25519"]


@pytest.mark.parametrize(
    "recipients",
    [
        [],
        ["age1"],
        [ANN.recipient, ""],
        [LOW_ORDER[0]],
        [Keys.generate().recipient for _ in "123456789"],
    ],
    ids=["none", "cut off", "one empty", "low order", "nine"],
)
def test_only_real_recipients_are_written_to(recipients: list[str]) -> None:
    with pytest.raises(ValueError, match="one to eight"):
        seal(b"", recipients)


def test_a_signature_holds_for_its_data_and_its_signer_only() -> None:
    signature = ANN.sign(b"data")
    assert len(signature) == 64
    assert verified(ANN.verifier, signature, b"data")
    assert not verified(ANN.verifier, signature, b"Data")
    assert not verified(BEN.verifier, signature, b"data")


@given(st.text(max_size=80) | st.just(ANN.verifier), st.binary(max_size=80))
@example(ANN.verifier.upper(), b"")
@example(ANN.verifier + "\n", b"")
@example("0" * 64, bytes(64))
def test_what_is_no_signature_is_not_verified(verifier: str, signature: bytes) -> None:
    assert verified(verifier, signature, b"data") is False


def test_identity_text_comes_back_with_both_keys() -> None:
    again = Keys.parse(ANN.text, "It")
    assert again.text == ANN.text
    assert Keys.parse(ANN.text.encode(), "It").fingerprint == ANN.fingerprint
    assert verified(ANN.verifier, again.sign(b"data"), b"data")
    assert again.decrypt(SEALED, "It") == SECRET


def test_comments_of_ones_own_are_let_through() -> None:
    assert Keys.parse(f"{ANN.text}\n# kept by Ann\n", "It").recipient == ANN.recipient


def changed(old: str, new: str) -> str:
    assert old in ANN.text
    return ANN.text.replace(old, new)


SECRET_LINE = ANN.text.splitlines()[-1]
SEED_LINE = next(line for line in ANN.text.splitlines() if "seed" in line)


NOT_QUITE: list[str | bytes] = [
    "",
    "\n",
    "\0",
    b"\xff",
    SECRET_LINE,
    ANN.text + SECRET_LINE,
    ANN.text + SEED_LINE,
    ANN.text + "stray",
    changed(SECRET_LINE, ""),
    changed(SECRET_LINE, SECRET_LINE.lower()),
    changed(SECRET_LINE, SECRET_LINE[:-1] + ("Q" if SECRET_LINE[-1] != "Q" else "P")),
    changed(SEED_LINE, "# signing seed: "),
    changed(SEED_LINE, SEED_LINE.upper()),
    changed(ANN.recipient, BEN.recipient),
    changed("version 1", "version"),
    changed("version 1", "version 0"),
    changed("version 1", "version \u0662"),
    changed("\n", "\r\n"),
    ANN.text + "#" * 4096,
]


@pytest.mark.parametrize("text", NOT_QUITE, ids=range(len(NOT_QUITE)))
def test_what_is_not_quite_an_identity_is_refused(text: str | bytes) -> None:
    with pytest.raises(Damaged, match="identity") as caught:
        Keys.parse(text, "It")
    assert SECRET_LINE not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_an_identity_of_a_later_version_says_so() -> None:
    with pytest.raises(NewerFormat):
        Keys.parse(changed("version 1", "version 2"), "It")


def test_nothing_secret_is_shown_copied_or_pickled() -> None:
    seed = SEED_LINE.removeprefix("# signing seed: ")
    for shown in (repr(ANN), str(ANN), f"{ANN}"):
        assert SECRET_LINE not in shown
        assert seed not in shown
    for keep in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            keep(ANN)


def test_fingerprint_stands_for_both_public_keys() -> None:
    assert ANN.fingerprint == fingerprint(ANN.recipient, ANN.verifier)
    assert len({fingerprint(a.recipient, b.verifier) for a in (ANN, BEN) for b in (ANN, BEN)}) == 4
    assert len(ANN.fingerprint) == 16


def test_recipients_and_verifiers_are_told_from_other_text() -> None:
    assert is_recipient(ANN.recipient)
    assert is_verifier(ANN.verifier)
    for other in (
        "",
        ANN.recipient.upper(),
        ANN.recipient + "\n",
        ANN.verifier,
        SECRET_LINE,
        "ag\0",
    ):
        assert not is_recipient(other)
    wrong = "q" if ANN.recipient[-1] != "q" else "p"
    assert not is_recipient(ANN.recipient[:-1] + wrong)
    for other in ("", ANN.verifier.upper(), ANN.verifier + "\n", "٣" * 64):
        assert not is_verifier(other)


@pytest.mark.parametrize("recipient", LOW_ORDER)
def test_a_recipient_that_would_make_the_library_panic_is_none(
    recipient: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert pyrage.x25519.Recipient.from_str(recipient)  # the library lets it through
    assert not is_recipient(recipient)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("sealed", "reason"),
    [
        (b"", "age format"),
        (b"junk", "age format"),
        (
            pyrage.encrypt(b"", [pyrage.x25519.Recipient.from_str(ANN.recipient)], True),
            "age format",
        ),
        (b"age-encryption.org/v1\n", "beginning"),
        (b"age-encryption.org/v1\n" + X25519, "beginning"),
        (with_stanzas(), "beginning"),
        (with_stanzas(X25519 * 9), "too many"),
        (with_stanzas(X25519 * 10), "beginning"),
        (with_stanzas(b"-> x " + b"a" * LONGEST + b"\n\n"), "beginning"),
        (with_stanzas(b"-> X25519\n" + b"A" * 64 + b"\n"), "beginning"),
        (with_stanzas(b"-> X25519\n" + b"A" * 66 + b"\n\n"), "beginning"),
        (with_stanzas(b"-> X25519\nAB\n"), "beginning"),
        (with_stanzas(b"-> X25519\n====\n"), "beginning"),
        (with_stanzas(b"-> X25519  \n\n"), "beginning"),
        (with_stanzas(b"->\n\n"), "beginning"),
        (with_stanzas(b"-> x-grease\n\n"), "not made for keys"),
        (
            with_stanzas(b"-> scrypt " + b"A" * 22 + b" 18\n" + b"A" * 43 + b"\n"),
            "not made for keys",
        ),
        (with_stanzas(X25519, b"-> yubikey a\n\n"), "not made for keys"),
        (with_stanzas(X25519), "changed|not meant"),
        (with_stanzas(X25519).replace(b"--- A", b"---A"), "beginning"),
    ],
    ids=range(20),
)
def test_a_file_is_looked_at_before_it_is_opened(sealed: bytes, reason: str) -> None:
    with pytest.raises(Damaged, match=reason):
        ANN.decrypt(sealed, "It")


def test_a_share_of_low_order_is_damage(capfd: pytest.CaptureFixture[str]) -> None:
    share = read_header(SEALED).readers[0].arguments[0].encode()
    with pytest.raises(Damaged):
        ANN.decrypt(SEALED.replace(share, encoded(bytes(32))), "It")
    assert capfd.readouterr().err == ""


@settings(max_examples=500)
@given(st.data())
def test_any_damage_is_noticed(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SEALED) - 1))
    how = data.draw(st.sampled_from(["flip", "cut", "insert", "remove"]))
    if how == "flip":
        bit = 1 << data.draw(st.integers(0, 7))
        damaged = SEALED[:place] + bytes([SEALED[place] ^ bit]) + SEALED[place + 1 :]
    elif how == "cut":
        damaged = SEALED[:place]
    elif how == "remove":
        damaged = SEALED[:place] + SEALED[place + 1 :]
    else:
        damaged = SEALED[:place] + data.draw(st.binary(min_size=1, max_size=70)) + SEALED[place:]
    with pytest.raises(Damaged):
        ANN.decrypt(damaged, "It")


def test_keys_serve_several_threads() -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(ANN.decrypt(SEALED, "It"))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [SECRET] * 4


@needs_age
def test_the_age_tool_opens_with_the_identity_and_writes_to_it(tmp_path: Path) -> None:
    identity, file = tmp_path / "identity", tmp_path / "file.age"
    identity.write_text(ANN.text)
    file.write_bytes(SEALED)
    opened = subprocess.run(
        ["age", "-d", "-i", identity, file], capture_output=True, check=True, timeout=30
    )
    assert opened.stdout == SECRET
    written = subprocess.run(
        ["age", "-r", ANN.recipient], input=SECRET, capture_output=True, check=True, timeout=30
    )
    assert ANN.decrypt(written.stdout, "It") == SECRET


def test_dropped_keys_do_nothing_more() -> None:
    keys = Keys.generate()
    sealed = seal(SECRET, [keys.recipient])
    keys.drop()
    keys.drop()
    for use in (lambda: keys.decrypt(sealed, "It"), lambda: keys.sign(b""), lambda: keys.text):
        with pytest.raises(Locked):
            use()
    assert verified(keys.verifier, ANN.sign(b""), b"") is False  # what is public stays
    assert is_recipient(keys.recipient)
