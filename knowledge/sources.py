"""The sources that cards may cite, each with the grade of its evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, ClassVar

from knowledge.bounded import MIB, read_file
from knowledge.card import STRICT
from knowledge.errors import Problem
from knowledge.fields import Line, Rules
from knowledge.vocabulary import Grade

OWN = "own"
"""What a card cites for the project's own drafting judgement."""

FILE = "sources.yaml"
_SMALL = 10**6  # Python refuses to print numbers of thousands of digits


@dataclass(frozen=True)
class Source:
    """One published source as cited; `grade` is the strongest claim it can carry."""

    __pydantic_config__: ClassVar = STRICT

    id: Line
    authors: Line
    year: Annotated[int, Rules(ge=0, le=9999)] | Line
    title: Line
    venue: Line
    kind: Line
    grade: Grade
    doi: Line | None = None
    url: Line | None = None

    @property
    def citation(self) -> str:
        """Authors, year, title and place on one line; what is not known is left out."""
        dated = f" ({self.year})" if isinstance(self.year, int) else ""
        anonymous = self.authors.startswith("unknown") or "not shown" in self.authors
        named = "" if anonymous else f"{self.authors}{dated}".rstrip(".") + ". "
        undated = "" if dated else ", undated"
        return (
            f"{named}{self.title.rstrip('.')}. {self.venue[:1].upper()}{self.venue[1:]}{undated}."
        )


def read_sources(folder: Path) -> dict[str, Source] | list[Problem]:
    """Return the sources of a guide's folder by id, or a problem for each rule broken."""
    from pydantic import TypeAdapter, ValidationError

    from knowledge.data_file import broken_rules
    from knowledge.yaml_text import NotYaml, read_yaml

    try:
        listed = read_yaml(read_file(folder / FILE, MIB).decode("utf-8"))
    except OSError as error:
        return [Problem(FILE, "file", f"cannot be read ({error.strerror})")]
    except (UnicodeDecodeError, NotYaml):
        return [Problem(FILE, "file", "is not valid YAML in UTF-8")]
    if not isinstance(listed, list):
        return [Problem(FILE, "file", "must be a list of sources")]
    checked = TypeAdapter(Source)
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    for number, fields in enumerate(listed, 1):
        try:
            source = checked.validate_python(fields)
        except ValidationError as error:
            named = fields.get("id") if isinstance(fields, dict) else None
            told = isinstance(named, str) or (isinstance(named, int) and abs(named) < _SMALL)
            where = named if told else number
            problems += [
                replace(problem, field=f"{where}.{problem.field}")
                for problem in broken_rules(error, FILE, "source")
            ]
            continue
        if source.id == OWN:
            problems.append(Problem(FILE, OWN, "is what cards cite for our own judgement"))
        if source.id in found:
            problems.append(Problem(FILE, source.id, "stands twice"))
        found[source.id] = source
    return problems or found
