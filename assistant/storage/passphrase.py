"""An age file under a passphrase, with the cost of a guess set by us.

pyrage times the machine and picks the cost itself, up to a gibibyte of memory; a file made so on a
fast machine may not open on a slow one. Everything else is as the age format says, so that `age`
and pyrage open what is written here.
"""

from __future__ import annotations

import hmac
import os
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.errors import Trouble
from assistant.storage.age_header import (
    VERSION_LINE,
    Header,
    Stanza,
    decoded,
    encoded,
    read_header,
)
from assistant.storage.troubles import Damaged, WrongPassphrase

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

LOG_N = 18
"""The cost of a guess as a power of two: 256 MiB and about half a second."""
LEAST_LOG_N, MOST_LOG_N = 15, 20
"""What is opened: less protects nothing, more costs over a gibibyte before anything is known."""
_KIND = "scrypt"
_SALT_LABEL = b"age-encryption.org/v1/scrypt"
_BLOCK = 8
_CHUNK = 64 * 1024
_TAG = 16
_NONCE = bytes(12)
_LOG_N_TEXT = re.compile("[1-9][0-9]")


def wrap(data: bytes, passphrase: str, *, log_n: int = LOG_N) -> bytes:
    """`data` as a binary age file under `passphrase`. Takes half a second without the GIL.

    `log_n` is lowered in tests only.
    """
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    salt, file_key, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    sealed_key = ChaCha20Poly1305(_derived(passphrase, salt, log_n)).encrypt(_NONCE, file_key, None)
    signed = VERSION_LINE + b"-> scrypt %s %d\n%s\n---" % (
        encoded(salt),
        log_n,
        encoded(sealed_key),
    )
    header = signed + b" " + encoded(_mac(file_key, signed)) + b"\n"
    cipher = ChaCha20Poly1305(_expanded(file_key, b"payload", nonce))
    return header + nonce + b"".join(_sealed_chunks(cipher, data))


def unwrap(sealed: bytes, passphrase: str, what: str) -> bytes:
    """What stands in a passphrase age file. Takes as long as the file says, without the GIL.

    Raises Damaged, naming `what`, before anything costly is done, where it is not such a file or
    asks for too much; afterwards WrongPassphrase, for a wrong one as for a damaged file; and
    Trouble where memory does not suffice.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    header = read_header(sealed, what)
    salt, log_n, sealed_key = _lock(header, what)
    key = _derived(passphrase, salt, log_n)
    try:
        file_key = ChaCha20Poly1305(key).decrypt(_NONCE, sealed_key, None)
        if not hmac.compare_digest(_mac(file_key, header.signed), header.mac):
            raise WrongPassphrase
        start = header.length + 16
        cipher = ChaCha20Poly1305(
            _expanded(file_key, b"payload", sealed[header.length : start]),
        )
        return b"".join(_opened_chunks(cipher, sealed[start:]))
    except InvalidTag:
        raise WrongPassphrase from None


def log_n_of(sealed: bytes, what: str) -> int:
    """What a try at a passphrase age file costs, as a power of two. Raises Damaged, naming `what`."""
    return _lock(read_header(sealed, what), what)[1]


def _lock(header: Header, what: str) -> tuple[bytes, int, bytes]:
    """Salt, log N and the wrapped file key of the only stanza. Raises Damaged."""
    kinds = [stanza.kind for stanza in header.stanzas]
    if _KIND not in kinds:
        raise Damaged(what, "it is not closed with a passphrase but with keys")
    if len(kinds) > 1:
        raise Damaged(what, "it has more than one lock, which no passphrase file has")
    try:
        return _lock_parts(header.stanzas[0], what)
    except ValueError:
        raise Damaged(what, "its beginning was changed or cut off") from None


def _lock_parts(stanza: Stanza, what: str) -> tuple[bytes, int, bytes]:
    """Raises ValueError or Damaged."""
    salt_text, log_n_text = stanza.arguments
    salt = decoded(salt_text.encode())
    if len(salt) != 16 or len(stanza.body) != 16 + _TAG or not log_n_text.isdigit():
        raise ValueError
    if not _LOG_N_TEXT.fullmatch(log_n_text) or not LEAST_LOG_N <= int(log_n_text) <= MOST_LOG_N:
        raise Damaged(what, "opening it would cost another amount of memory than this program uses")
    return salt, int(log_n_text), stanza.body


def _derived(passphrase: str, salt: bytes, log_n: int) -> bytes:
    """The 32 bytes that close the file key. The passphrase is taken in Unicode's form NFC."""
    # Not hashlib's: this one is some 10 % faster, lets other threads run as well, and is there on
    # every Python.
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    n = 1 << log_n
    try:
        return Scrypt(salt=_SALT_LABEL + salt, length=32, n=n, r=_BLOCK, p=1).derive(secret)
    except MemoryError:
        raise Trouble(
            "Not enough memory",
            f"Trying a passphrase takes {n >> 10} MiB of memory, and there is not as much free.",
            "Nothing was changed. Close other programs and try again.",
        ) from None


def _expanded(file_key: bytes, label: bytes, salt: bytes | None) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length=32, salt=salt, info=label).derive(file_key)


def _mac(file_key: bytes, signed: bytes) -> bytes:
    return hmac.digest(_expanded(file_key, b"header", None), signed, "sha256")


def _chunk_nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _sealed_chunks(cipher: ChaCha20Poly1305, data: bytes) -> Iterator[bytes]:
    """`data` in chunks of 64 KiB, the last one marked; no data is one empty chunk."""
    count = max(1, -(-len(data) // _CHUNK))
    for number in range(count):
        chunk = data[number * _CHUNK : (number + 1) * _CHUNK]
        yield cipher.encrypt(_chunk_nonce(number, number == count - 1), chunk, None)


def _opened_chunks(cipher: ChaCha20Poly1305, payload: bytes) -> Iterator[bytes]:
    """The chunks behind `payload`. Raises InvalidTag, WrongPassphrase for an empty last one."""
    size = _CHUNK + _TAG
    count = max(1, -(-len(payload) // size))
    for number in range(count):
        sealed = payload[number * size : (number + 1) * size]
        last = number == count - 1
        chunk = cipher.decrypt(_chunk_nonce(number, last), sealed, None)
        if last and number and not chunk:  # the format allows it only where there is nothing else
            raise WrongPassphrase
        yield chunk
