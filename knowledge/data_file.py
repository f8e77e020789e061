"""The guide's data files beside its cards: YAML read within bounds, each broken rule told by its field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.bounded import MIB, read_file
from knowledge.errors import Problem
from knowledge.yaml_text import NotYaml, read_yaml

Read = TypeVar("Read")


def read_data(
    folder: Path, file: str, build: Callable[[Any], Read], *, below: int = 0
) -> Read | list[Problem]:
    """What `build` makes of the YAML in `file`, or a problem for each rule broken.

    The first `below` parts of a field's place are left out. Raises FileNotFoundError.
    """
    try:
        return build(read_yaml(read_file(folder / file, MIB).decode("utf-8")))
    except FileNotFoundError:
        raise
    except OSError as error:
        return [Problem(file, "file", f"cannot be read ({error.strerror})")]
    except (UnicodeDecodeError, NotYaml):
        return [Problem(file, "file", "is not valid YAML in UTF-8")]
    except ValidationError as error:
        return broken_rules(error, file, "file", below=below)


def broken_rules(error: ValidationError, file: str, whole: str, *, below: int = 0) -> list[Problem]:
    """A problem for each rule of the format that `error` names; `whole` is the field of the rest."""
    return [
        Problem(file, ".".join(map(str, item["loc"][below:])) or whole, _plain(item["msg"]))
        for item in error.errors(include_input=False, include_url=False)
    ]


def _plain(message: str) -> str:
    """The wording of pydantic turned into ours where people meet it most."""
    known = {
        "Extra inputs are not permitted": "is not a key that is known",
        "Unexpected keyword argument": "is not a key that is known",
        "Field required": "is missing",
    }
    message = message.removeprefix("Value error, ")
    return known.get(message, message[:1].lower() + message[1:])
