"""The base of what is read from a guide's data files."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Frozen, strict about unknown keys, silent about input."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
