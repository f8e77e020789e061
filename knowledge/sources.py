"""The sources that cards may cite, each with the grade of its evidence."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from knowledge.card import Line, Record
from knowledge.errors import Problem
from knowledge.vocabulary import Grade
from knowledge.yaml_text import NotYaml, read_yaml

OWN = "own"
"""What a card cites for the project's own drafting judgement."""

FILE = "sources.yaml"


class Source(Record):
    """One published source as cited; `grade` is the strongest claim it can carry."""

    id: Line
    authors: Line
    year: int | Line
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
    try:
        listed = read_yaml((folder / FILE).read_bytes().decode("utf-8"))
    except OSError as error:
        return [Problem(FILE, "file", f"cannot be read ({error.strerror})")]
    except (UnicodeDecodeError, NotYaml):
        return [Problem(FILE, "file", "is not valid YAML in UTF-8")]
    if not isinstance(listed, list):
        return [Problem(FILE, "file", "must be a list of sources")]
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    for number, fields in enumerate(listed, 1):
        try:
            source = Source.model_validate(fields)
        except ValidationError as error:
            where = fields.get("id", number) if isinstance(fields, dict) else number
            problems += [
                Problem(FILE, f"{where}.{'.'.join(map(str, item['loc']))}", item["msg"])
                for item in error.errors(include_input=False, include_url=False)
            ]
            continue
        if source.id in found:
            problems.append(Problem(FILE, source.id, "stands twice"))
        found[source.id] = source
    return problems or found
