"""A person's keys in one pair space, and what others need of them: to write to them, to verify."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn, TypeVar

from assistant.storage.age_header import MOST_READERS, read_header
from assistant.storage.bech32 import ALPHABET, CHECK, value_of
from assistant.storage.troubles import Damaged, Locked, NewerFormat, NotMeant

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from pyrage.x25519 import Identity

_Secret = TypeVar("_Secret")

FORMAT = 1
_FIRST_LINE = "# Vice Versa identity, version "
_TEXT = """\
{first}{format}
# These are the keys of one person in one pair. Whoever has this text can read that
# person's journal and sign in that person's name. Keep it secret.
# To open a file without Vice Versa: age -d -i identity.age FILE
# signing seed: {seed}
# public key: {recipient}
{secret}
"""
_LONGEST_TEXT = 4096
_SEED = re.compile(r"# signing seed: ([0-9a-f]{64})")
_PUBLIC = re.compile(r"# public key: (.*)")
_RECIPIENT = re.compile(f"age1[{ALPHABET}]{{58}}")
_VERIFIER = re.compile("[0-9a-f]{64}")


class Keys:
    """An age X25519 secret, to read, and an Ed25519 seed, to sign. Never printed nor pickled.

    Once dropped, what needs a secret raises Locked.
    """

    __slots__ = ("_identity", "_signer", "recipient", "verifier")

    recipient: str
    """What others encrypt to: `age1…`, 62 characters."""
    verifier: str
    """What others verify with: 64 lower-case hexadecimal digits."""

    def __init__(self, identity: Identity, signer: Ed25519PrivateKey) -> None:
        self._identity: Identity | None = identity
        self._signer: Ed25519PrivateKey | None = signer
        self.recipient = str(identity.to_public())
        self.verifier = signer.public_key().public_bytes_raw().hex()

    @classmethod
    def generate(cls) -> Keys:
        """New keys, from the system's source of randomness."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from pyrage import x25519

        return cls(x25519.Identity.generate(), Ed25519PrivateKey.generate())

    @classmethod
    def parse(cls, text: str | bytes, what: str) -> Keys:
        """The keys in the text of an identity file. Raises Damaged or NewerFormat, naming `what`.

        Comments of people's own are let through; our three lines must be there, once each, and
        the public key must belong to the secret one.
        """
        try:
            lines = _lines(text)
        except ValueError:
            raise Damaged(what, "it is not an identity") from None
        version = lines[0].removeprefix(_FIRST_LINE) if lines else ""
        if version.isascii() and version.isdigit() and int(version) > FORMAT:
            raise NewerFormat(what)
        if version != str(FORMAT):
            raise Damaged(what, "it is not an identity")
        try:
            return cls._from(lines)
        except ValueError:
            raise Damaged(what, "a line of the identity is missing or was changed") from None

    @classmethod
    def _from(cls, lines: list[str]) -> Keys:
        """Raises ValueError, which says nothing."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from pyrage import IdentityError, x25519

        (seed,) = [found[1] for line in lines if (found := _SEED.fullmatch(line))]
        (public,) = [found[1] for line in lines if (found := _PUBLIC.fullmatch(line))]
        (secret,) = [line for line in lines if line and not line.startswith("#")]
        try:
            identity = x25519.Identity.from_str(secret)
        except IdentityError:
            raise ValueError from None
        if str(identity) != secret or str(identity.to_public()) != public:
            raise ValueError
        return cls(identity, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)))

    @property
    def text(self) -> str:
        """The plain text of the identity file, which `age -d -i` takes as it stands. Secret."""
        return _TEXT.format(
            first=_FIRST_LINE,
            format=FORMAT,
            seed=_held(self._signer).private_bytes_raw().hex(),
            recipient=self.recipient,
            secret=_held(self._identity),
        )

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that stand for both public keys."""
        return fingerprint(self.recipient, self.verifier)

    def sign(self, data: bytes) -> bytes:
        """The signature of `data`, 64 bytes."""
        return _held(self._signer).sign(data)

    def decrypt(self, sealed: bytes, what: str) -> bytes:
        """What stands in the age file `sealed`. Raises Damaged, naming `what`."""
        return opened(sealed, _held(self._identity), what)

    def drop(self) -> None:
        """Let go of both secrets, whoever still holds this; what is public stays."""
        self._identity = self._signer = None

    def __repr__(self) -> str:
        return "<Keys>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("Keys are never pickled or copied.")


def _held(secret: _Secret | None) -> _Secret:
    if secret is None:
        raise Locked
    return secret


def fingerprint(recipient: str, verifier: str) -> str:
    """16 hexadecimal digits that stand for a person's two public keys."""
    return hashlib.sha256((recipient + verifier).encode()).hexdigest()[:16]


def seal(data: bytes, recipients: Sequence[str]) -> bytes:
    """`data` as a binary age file for `recipients`. Raises ValueError for one that is none.

    One to eight of them; each counts once, however often it is named.
    """
    import pyrage

    keys = list(dict.fromkeys(recipients))
    if not 1 <= len(keys) <= MOST_READERS or not all(map(is_recipient, keys)):
        raise ValueError("not a list of one to eight age recipients")
    sealed: bytes = pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(key) for key in keys])
    return sealed


def opened(sealed: bytes, identity: Identity, what: str) -> bytes:
    """What stands in `sealed`, with one identity. Raises Damaged, naming `what`."""
    import pyrage

    readers_checked(sealed, what)
    try:
        data: bytes = pyrage.decrypt(sealed, [identity])
    except pyrage.DecryptError as error:
        # One class for all; only its text tells them apart.
        other = "No matching keys" in str(error)
    else:
        return data
    raise NotMeant(what) if other else Damaged(what, "it was changed or cut off")


def stanzas(sealed: bytes, what: str = "The file") -> list[str]:
    """The kinds of reader a file has, such as ["X25519", "X25519"]. Raises Damaged."""
    return [stanza.kind for stanza in read_header(sealed, what).readers]


def readers_checked(sealed: bytes, what: str) -> int:
    """How many readers a file has: one to eight X25519 keys, or Damaged is raised.

    A passphrase could cost any amount of memory to try, and a plug-in is a program.
    """
    kinds = stanzas(sealed, what)
    if not kinds or set(kinds) != {"X25519"}:
        raise Damaged(what, "it was not made for keys of this kind")
    if len(kinds) > MOST_READERS:
        raise Damaged(what, "it has too many readers")
    return len(kinds)


def verified(verifier: str, signature: bytes, data: bytes) -> bool:
    """Whether `signature` of `data` is by the owner of `verifier`. False for what is neither."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not is_verifier(verifier):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(verifier)).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def is_recipient(text: str) -> bool:
    """Whether `text` is an age X25519 recipient that can be written to."""
    import pyrage
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    if not _RECIPIENT.fullmatch(text):
        return False
    try:
        pyrage.x25519.Recipient.from_str(text)
        # A point of low order shares no secret with anybody, and pyrage panics at it.
        point = X25519PublicKey.from_public_bytes(value_of(text[4:-CHECK]))
        X25519PrivateKey.generate().exchange(point)
    except (pyrage.RecipientError, ValueError):
        return False
    return True


def is_verifier(text: str) -> bool:
    """Whether `text` has the form of an Ed25519 public key."""
    return bool(_VERIFIER.fullmatch(text))


def _lines(text: str | bytes) -> list[str]:
    """Raises ValueError where it is no text, or far too long."""
    if len(text) > _LONGEST_TEXT:
        raise ValueError
    return (text.decode() if isinstance(text, bytes) else text).split("\n")
