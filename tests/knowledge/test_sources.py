from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.errors import Problem
from knowledge.guide_files import embedded_guide
from knowledge.sources import read_sources
from tests.builders import SOURCES


def problems(folder: Path, text: str | bytes) -> list[Problem]:
    (folder / "sources.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    read = read_sources(folder)
    assert isinstance(read, list)
    assert all(problem.file == "sources.yaml" for problem in read)
    return read


def test_sources_are_read_by_id(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES)
    read = read_sources(tmp_path)
    assert isinstance(read, dict)
    assert list(read) == ["S1", "A1"]
    assert read["S1"].citation == "A. Writer (2020). On promises. A web page."


@pytest.mark.parametrize(
    ("changes", "citation"),
    [
        ({"year": "n.d."}, "A. Writer. On promises. A web page, undated."),
        ({"authors": "unknown", "year": "n.d."}, "On promises. A web page, undated."),
        ({"authors": "Lee, J.", "year": "n.d."}, "Lee, J. On promises. A web page, undated."),
        ({"title": "On promises."}, "A. Writer (2020). On promises. A web page."),
    ],
)
def test_what_is_not_known_of_a_source_is_left_out(
    tmp_path: Path, changes: dict[str, str], citation: str
) -> None:
    fields = yaml.safe_load(SOURCES)[0] | changes
    (tmp_path / "sources.yaml").write_text(yaml.safe_dump([fields]))
    read = read_sources(tmp_path)
    assert isinstance(read, dict)
    assert read["S1"].citation == citation


def test_the_embedded_sources_can_all_be_cited() -> None:
    read = read_sources(embedded_guide())
    assert isinstance(read, dict)
    assert read
    for key, source in read.items():
        assert source.id == key
        assert source.citation.endswith(".")
        assert ".." not in source.citation


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        ("- id: [", "file", "not valid YAML"),
        ("- year: 2020-13-45", "file", "not valid YAML"),
        (b"- id: \xff", "file", "not valid YAML in UTF-8"),
        ("id: S1", "file", "must be a list"),
        ("", "file", "must be a list"),
        ("- just text", "1.source", "dictionary"),
        (SOURCES.replace("  title: On promises\n", ""), "S1.title", "is missing"),
        (SOURCES.replace("grade: S", "grade: Z"), "S1.grade", "input should be"),
        (SOURCES + "  colour: red\n", "A1.colour", "not a key"),
        (SOURCES.replace("- id: S1", "- id: 7"), "7.id", "valid string"),
        (SOURCES.replace("A. Writer", '"\\u200b"'), "S1.authors", "at least 1 character"),
        (SOURCES + SOURCES[: SOURCES.index("- id: A1")], "S1", "stands twice"),
    ],
    ids=[
        "yaml",
        "date",
        "utf-8",
        "keys",
        "empty",
        "text",
        "missing",
        "grade",
        "unknown",
        "number",
        "invisible",
        "twice",
    ],
)
def test_a_broken_file_has_one_problem(
    tmp_path: Path, text: str | bytes, field: str, message: str
) -> None:
    found = problems(tmp_path, text)
    assert [problem.field for problem in found] == [field]
    assert message in found[0].message


def test_every_broken_source_is_told(tmp_path: Path) -> None:
    text = SOURCES.replace("grade: S", "grade: Z").replace("  venue: a journal\n", "")
    assert {problem.field for problem in problems(tmp_path, text)} == {"S1.grade", "A1.venue"}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    read = read_sources(tmp_path)
    assert isinstance(read, list)
    assert (read[0].field, "cannot be read" in read[0].message) == ("file", True)


def test_hostile_text_is_cleaned(tmp_path: Path) -> None:
    nasty = SOURCES.replace("a web page", '"a\\u202e web\\e[2J page"').replace("S1", '"S1\\a"')
    nasty = nasty.replace("kind: article", 'kind: article\n  url: "http://\\e[31m"\n  doi: "1\\e"')
    (tmp_path / "sources.yaml").write_text(nasty)
    read = read_sources(tmp_path)
    assert isinstance(read, dict)
    assert list(read) == ["S1", "A1"]
    source = read["S1"]
    assert (source.venue, source.url, source.doi) == ("a web[2J page", "http://[31m", "1")
