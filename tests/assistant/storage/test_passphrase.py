import base64
import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.storage import passphrase as module
from assistant.storage.age_header import encoded, read_header
from assistant.storage.keys import Keys, seal
from assistant.storage.passphrase import LOG_N, unwrap, wrap
from assistant.storage.troubles import Damaged, WrongPassphrase

PHRASE = "correct horse battery"
SECRET = b"Nobody else reads this."
QUICK = 15
CHUNK = 64 * 1024
# By pyrage 1.4.0. It picks the cost from the machine's speed at the moment: here 18, most often 20.
PYRAGE_MADE = (
    b"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBpdVcvSVZibTdrUXFoRmh2RmgwUTNRIDE4CnFFV2RF"
    b"SE1tcEhZdUNwWWJJakIwK2xjS3dVS1RobTBQY09iMjgyU0RieHcKLS0tICtXTU1aUnc4S2ZuY0pZdW8wb2VC"
    b"NGlLbDBxdkRNY2RVcVQ1V21hY3lIelEKCN7YAdsD9xLA3nmbDHK4lwxNjx3Wvh8MbU6BYdCgXnLecDrwnrZI"
    b"TPxgLCHusRCQKm2fQEcdmw=="
)
needs_age = pytest.mark.skipif(which("age") is None, reason="the age tool is not installed")


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return wrap(SECRET, PHRASE)


@pytest.fixture(scope="module")
def quick() -> bytes:
    return wrap(SECRET, PHRASE, log_n=QUICK)


def locked(*stanzas: bytes) -> bytes:
    return b"age-encryption.org/v1\n" + b"".join(stanzas) + b"--- " + b"A" * 43 + b"\n" + bytes(32)


def stanza(log_n: bytes = b"18", salt: bytes = bytes(16), key: bytes = bytes(32)) -> bytes:
    return b"-> scrypt %s %s\n%s\n" % (encoded(salt), log_n, encoded(key))


# Takes the terminal it was given as its own, which `age` opens to ask, and becomes the command.
ON_TERMINAL = (
    "import fcntl, os, sys, termios\n"
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    "os.execvp(sys.argv[1], sys.argv[1:])\n"
)


def age_with_terminal(command: list[str | Path], answers: list[str]) -> int:
    """Runs `age` on a terminal of its own and answers each question; its exit code."""
    ours, theirs = os.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", ON_TERMINAL, *command],
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        for answer in answers:
            shown = b""
            while b": " not in shown:
                assert select.select([ours], [], [], 60)[0], f"age asked nothing: {shown!r}"
                shown += os.read(ours, 1024)
            os.write(ours, answer.encode() + b"\n")
        return child.wait(timeout=60)
    finally:
        child.kill()
        child.wait()
        os.close(ours)


def test_the_cost_is_ours_and_the_only_lock(sealed: bytes) -> None:
    (lock,) = read_header(sealed).stanzas
    assert (lock.kind, lock.arguments[1]) == ("scrypt", str(LOG_N))
    assert LOG_N == 18


def test_pyrage_opens_ours(sealed: bytes) -> None:
    assert pyrage.passphrase.decrypt(sealed, PHRASE) == SECRET


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_any_number_of_chunks_as_pyrage_reads_them(size: int) -> None:
    data = os.urandom(size)
    file = wrap(data, PHRASE, log_n=QUICK)
    assert unwrap(file, PHRASE, "It") == data
    assert pyrage.passphrase.decrypt(file, PHRASE) == data


def test_we_open_what_pyrage_made() -> None:
    assert unwrap(base64.b64decode(PYRAGE_MADE), PHRASE, "It") == SECRET


@needs_age
def test_the_age_tool_opens_ours(sealed: bytes, tmp_path: Path) -> None:
    file, out = tmp_path / "identity.age", tmp_path / "out"
    file.write_bytes(sealed)
    assert age_with_terminal(["age", "-d", "-o", out, file], [PHRASE]) == 0
    assert out.read_bytes() == SECRET


@needs_age
def test_we_open_what_the_age_tool_made(tmp_path: Path) -> None:
    plain, file = tmp_path / "plain", tmp_path / "file.age"
    plain.write_bytes(SECRET)
    assert age_with_terminal(["age", "-p", "-o", file, plain], [PHRASE, PHRASE]) == 0
    assert unwrap(file.read_bytes(), PHRASE, "It") == SECRET


@needs_age
def test_the_age_tool_reads_a_journal_file_with_the_passphrase_alone(tmp_path: Path) -> None:
    keys = Keys.generate()
    identity, file, out = (tmp_path / name for name in ("identity.age", "j-0001.age", "out"))
    identity.write_bytes(wrap(keys.text.encode(), PHRASE, log_n=QUICK))
    file.write_bytes(seal(SECRET, [keys.recipient]))
    assert age_with_terminal(["age", "-d", "-i", identity, "-o", out, file], [PHRASE]) == 0
    assert out.read_bytes() == SECRET


@pytest.mark.parametrize("other", ["", PHRASE + " ", PHRASE.upper(), "\ud800"])
def test_another_passphrase_does_not_open_it(quick: bytes, other: str) -> None:
    with pytest.raises(WrongPassphrase):
        unwrap(quick, other, "It")


def test_one_passphrase_typed_on_two_systems_is_one() -> None:
    composed, apart = "cr\u00e8me br\u00fbl\u00e9e", "cre\u0300me bru\u0302le\u0301e"
    assert unwrap(wrap(SECRET, apart, log_n=QUICK), composed, "It") == SECRET
    assert pyrage.passphrase.decrypt(wrap(SECRET, apart, log_n=QUICK), composed) == SECRET


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "age format"),
        (b"AGE-SECRET-KEY-1", "age format"),
        (seal(b"", [Keys.generate().recipient]), "closed with a passphrase but with keys"),
        (locked(stanza(), stanza()), "more than one lock"),
        (locked(stanza(), b"-> x-grease\n\n"), "more than one lock"),
        (locked(stanza(b"21")), "memory"),
        (locked(stanza(b"63")), "memory"),
        (locked(stanza(b"9999999999999999999")), "memory"),
        (locked(stanza(b"14")), "memory"),
        (locked(stanza(b"018")), "memory"),
        (locked(stanza(b"+18")), "changed"),
        (locked(stanza(b"")), "changed"),
        (locked(stanza(b"18 18")), "changed"),
        (locked(stanza(salt=bytes(15))), "changed"),
        (locked(stanza(key=bytes(31))), "changed"),
        (locked(stanza(key=bytes(48))), "changed"),
    ],
    ids=range(16),
)
def test_what_is_no_passphrase_file_is_refused_unread(
    file: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived: list[str] = []
    monkeypatch.setattr(module, "_derived", lambda *_: derived.append("derived"))
    with pytest.raises(Damaged, match=reason):
        unwrap(file, PHRASE, "It")
    assert derived == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_damage_is_noticed(quick: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(quick) - 1))
    rest = quick[place:]
    kind = data.draw(st.sampled_from(["flip", "cut", "insert", "remove"]))
    if kind == "flip":
        damaged = quick[:place] + bytes([rest[0] ^ 1 << data.draw(st.integers(0, 7))]) + rest[1:]
    elif kind == "cut":
        damaged = quick[:place]
    elif kind == "insert":
        damaged = quick[:place] + data.draw(st.binary(min_size=1, max_size=40)) + rest
    else:
        damaged = quick[:place] + rest[1:]
    with pytest.raises((WrongPassphrase, Damaged)):
        unwrap(damaged, PHRASE, "It")


def test_chunks_cannot_be_dropped_swapped_or_repeated() -> None:
    data = os.urandom(2 * CHUNK + 5)
    file = wrap(data, PHRASE, log_n=QUICK)
    start = read_header(file).length + 16
    head, one, two, last = (
        file[:start],
        file[start : start + CHUNK + 16],
        file[start + CHUNK + 16 : start + 2 * (CHUNK + 16)],
        file[start + 2 * (CHUNK + 16) :],
    )
    assert unwrap(head + one + two + last, PHRASE, "It") == data
    for chunks in ([], [one], [one, two], [one, last], [two, one, last], [one, two, two, last]):
        with pytest.raises(WrongPassphrase):
            unwrap(head + b"".join(chunks), PHRASE, "It")


def test_the_header_is_sealed_too(quick: bytes) -> None:
    mac = encoded(read_header(quick).mac)
    with pytest.raises(WrongPassphrase):
        unwrap(quick.replace(mac, encoded(bytes(32))), PHRASE, "It")


def test_an_empty_last_chunk_after_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def chunks(cipher: ChaCha20Poly1305, data: bytes) -> Iterator[bytes]:
        yield cipher.encrypt(bytes(12), data, None)
        yield cipher.encrypt(bytes(10) + b"\1\1", b"", None)

    monkeypatch.setattr(module, "_sealed_chunks", chunks)
    file = wrap(bytes(CHUNK), PHRASE, log_n=QUICK)
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(file, PHRASE)
    with pytest.raises(WrongPassphrase):
        unwrap(file, PHRASE, "It")


def test_other_threads_run_while_the_key_is_derived(quick: bytes) -> None:
    ticks = 0
    done = threading.Event()

    def derive() -> None:
        for _ in range(5):
            unwrap(quick, PHRASE, "It")
        done.set()

    thread = threading.Thread(target=derive)
    thread.start()
    while not done.wait(0.001):
        ticks += 1
    thread.join()
    assert ticks > 20


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's here")
def test_too_little_memory_is_said(sealed: bytes) -> None:
    code = (
        "import resource, sys\n"
        "from assistant.errors import Trouble\n"
        "from assistant.storage.passphrase import unwrap\n"
        "import cryptography.hazmat.primitives.ciphers.aead\n"
        "import cryptography.hazmat.primitives.kdf.scrypt\n"
        "sealed = sys.stdin.buffer.read()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (200 << 20, 200 << 20))\n"
        "try:\n"
        "    unwrap(sealed, 'any', 'It')\n"
        "except Trouble as trouble:\n"
        "    print(trouble.title)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=sealed, capture_output=True, check=True, timeout=60
    )
    assert done.stdout.strip() == b"Not enough memory"
