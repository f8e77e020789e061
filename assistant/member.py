"""A member of a pair: the mentor (junior) or the mentee (senior), with the keys others know them by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from assistant.errors import wrong_usage
from assistant.wording import Side, one_line

MAX_NAME = 60


def _named(text: object) -> object:
    return one_line(text.encode("utf-8", "replace").decode()) if isinstance(text, str) else text


def _role(side: Side) -> Side:
    if side not in {Side.MENTOR, Side.MENTEE}:
        raise ValueError("a member is the mentor or the mentee")
    return side


Name = Annotated[str, BeforeValidator(_named), Field(min_length=1, max_length=MAX_NAME)]
Role = Annotated[Side, AfterValidator(_role)]


class Member(BaseModel):
    """Who writes under `writer`: a name, a role, and two public keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    writer: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    name: Name
    role: Role
    recipient: Annotated[str, Field(pattern=r"^age1[0-9a-z]{58}$")]
    verifier: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

    def __repr__(self) -> str:
        """Name nobody."""
        return f"Member({self.writer})"

    __str__ = __repr__


def name_typed(text: str, whose: str) -> str:
    """A person's name as one clean line; Trouble where there is none, or it is too long."""
    name = one_line(text.encode("utf-8", "replace").decode())
    if not name:
        raise wrong_usage(f"{whose} name is empty.", "A first name is enough.")
    if len(name) > MAX_NAME:
        raise wrong_usage(f"{whose} name is longer than {MAX_NAME} characters.", "Shorten it.")
    return name


def other_role(role: Side) -> Literal[Side.MENTOR, Side.MENTEE]:
    """The role of the partner."""
    return Side.MENTEE if role is Side.MENTOR else Side.MENTOR


def safety_number(members: Iterable[Member]) -> str:
    """Thirty digits that two screens show alike only if both know the same keys.

    SHA-256 over the sorted public keys, as six groups of five digits (about 99 bits).
    """
    keys = "\n".join(sorted(f"{member.recipient} {member.verifier}" for member in members))
    digits = int.from_bytes(hashlib.sha256(keys.encode()).digest()) % 10**30
    return " ".join(f"{digits:030}"[at : at + 5] for at in range(0, 30, 5))
