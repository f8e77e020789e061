"""The charter: half a page on how the two work together, in versions that both sign."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from assistant.life.document import Document, Lines, MaybeLine, Moment, OneSide, Part, Words


class Confidentiality(Part):
    """The four boxes: what is said falls into one of them."""

    stays_here: Lines = ()
    without_names: Lines = ()
    with_consent: Lines = ()
    must_be_passed_on: Lines = ()


class Charter(Document):
    """One version of the charter. A change is another version, which both sign again.

    The list of what belongs in it is the brief's, T8.11 (NIHR21, YHD, own).
    """

    KIND: ClassVar = "charter"

    number: Annotated[int, Field(ge=1, le=10_000)]
    at: Moment
    written_by: OneSide
    purpose: Words = ""
    roles: Words = ""
    dates: Words = ""
    place: MaybeLine = ""
    lead: Words = ""
    topics_in: Lines = ()
    topics_out: Lines = ()
    confidentiality: Confidentiality = Confidentiality()
    notes: Words = ""
    between_sessions: Words = ""
    cancelling: Words = ""
    repair_phrase: MaybeLine = ""
    review: date | None = None
    exit: Words = ""

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, in hexadecimal: what a signature is for."""
        told = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()


class Signature(Document):
    """A member's assent to one version of the charter, with their own Ed25519 key."""

    KIND: ClassVar = "signature"
    OWN: ClassVar = True

    side: OneSide
    charter: Annotated[str, Field(pattern=r"^[0-9a-z]{1,32}$")]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    at: Moment
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]
    text: Charter | None = None
    """What was signed, kept by its signer too: the other of the two cannot change it afterwards."""

    @model_validator(mode="after")
    def _of_its_text(self) -> Signature:
        if self.text is not None and (self.text.id, self.text.digest) != (
            self.charter,
            self.digest,
        ):
            raise ValueError("it is for another text")
        return self

    @staticmethod
    def signed(space: str, digest: str) -> bytes:
        """The bytes that are signed: a label, the pair and what the charter says."""
        return f"viceversa charter 1\n{space}\n{digest}\n".encode()
