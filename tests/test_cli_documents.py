"""The commands for one's own documents, and for searching anything, as people and scripts use them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import write_guide
from tests.conftest import PROJECT
from tests.running import Run, refused
from tui import plain


def clean(text: str) -> bool:
    """Whether a terminal is told nothing but text."""
    return not set("\x00\x07\x1b\x7f\x9b\u202e\u2066\u200b") & set(text)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Trust\n\nKeep small promises.\n", encoding="utf-8")
    (folder / "b.txt").write_text("Bread, butter and jam for breakfast.", encoding="utf-8")
    return folder


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    return write_guide(tmp_path / "guide")


def jsonl(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


RECORDS = [
    {"id": "promise", "text": "Keep small promises.", "asks": ["they broke their word"]},
    {"id": "bread", "text": "Bread, butter and jam for breakfast."},
    {"id": 7, "text": "Listen before you answer."},
]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return jsonl(tmp_path / "records.jsonl", *RECORDS)


# --- one's own documents ---------------------------------------------------------------------------


def test_added_documents_are_listed_found_and_removed(
    run: Run, notes: Path, guide: Path, home: Path
) -> None:
    empty = run("guide", "sources")
    assert (empty.code, empty.err) == (0, "")
    assert "No documents of your own yet" in empty.out
    assert run("guide", "sources", "--json").out == "[]\n"
    assert run("guide", "add", notes) == (0, "", "2 documents read, 0 unchanged.\n")
    assert run("guide", "sources").out == f"  {notes}  (2 documents)\n"
    listed = json.loads(run("guide", "sources", "--json").out)
    assert listed == [{"path": str(notes), "documents": 2, "there": True}]
    for command in (("ask",), ("guide", "search")):
        asked = (*command, "bread and butter for breakfast", "--guide", guide)
        found = run(*asked)
        assert found.code == 0
        before, _, after = found.out.partition("In your documents")
        assert "jam" not in before
        assert f"{notes / 'b.txt'}\n    “Bread, butter and jam for breakfast.”" in after
        (document,) = json.loads(run(*asked, "--json").out)["documents"]
        assert document["file"] == str(notes / "b.txt")
        assert document["passage"] == "Bread, butter and jam for breakfast."
        assert (document["place"], 0 < document["score"] <= 1) == ("", True)
    (notes / "b.txt").write_text("Jam is gone.", encoding="utf-8")
    (notes / "a.md").unlink()
    assert "1 document read, 0 unchanged, 1 gone." in run("guide", "refresh").err
    assert "Jam is gone." in run("guide", "search", "jam", "--in", notes).out
    removed = run("guide", "remove", notes)
    assert removed.err == f"Removed: {notes}. The documents themselves were not touched.\n"
    assert (notes / "b.txt").exists()
    assert "documents" not in json.loads(run("ask", "jam", "--guide", guide, "--json").out)
    for path in home.rglob("*"):
        assert not path.is_file() or b"Jam is gone" not in path.read_bytes()


def test_nothing_of_a_document_is_quoted_as_guidance(run: Run, notes: Path, guide: Path) -> None:
    run("guide", "add", notes)
    (notes / "c.md").write_text("Keep small promises, said the zebrafish.", encoding="utf-8")
    run("guide", "refresh")
    answer = json.loads(run("ask", "keep small promises", "--guide", guide, "--json").out)
    assert answer["results"]
    assert any("zebrafish" in hit["passage"] for hit in answer.pop("documents"))
    assert "zebrafish" not in json.dumps(answer)
    for command in (["agenda", "--focus"], ["questions", "--about"]):
        done = run(*command, "keep small promises, zebrafish", "--guide", guide, "--json")
        assert done.out.count("zebrafish") <= 1  # the focus itself, as it was typed
        assert "said the zebrafish" not in done.out


def test_what_cannot_be_read_is_named_and_the_rest_is_read(run: Run, notes: Path) -> None:
    (notes / "broken.docx").write_bytes(b"nothing")
    (notes / "empty.md").write_text("")
    done = run("guide", "add", notes)
    assert done.code == 0
    assert f"Skipped {notes / 'broken.docx'}: " in done.err
    assert f"Skipped {notes / 'empty.md'}: holds no text\n" in done.err
    assert done.err.endswith("2 documents read, 0 unchanged, 2 skipped.\n")


def test_a_source_that_is_away_is_told(run: Run, notes: Path) -> None:
    run("guide", "add", notes)
    notes.rename(notes.with_name("away"))
    done = run("guide", "refresh")
    assert f"{notes}: does not exist; what was read of it before is still searched\n" in done.err
    assert "it is not there now, and searched as it was" in run("guide", "sources").out
    assert json.loads(run("guide", "sources", "--json").out)[0]["there"] is False
    assert run("guide", "remove", notes).code == 0


@pytest.mark.parametrize("command", ["add", "remove"])
def test_a_path_that_is_wrong_is_said_in_one_sentence(run: Run, command: str) -> None:
    assert "/no/such/folder" in refused(run("guide", command, "/no/such/folder"), 2)
    assert "PATH" in refused(run("guide", command), 2)


def test_a_list_that_cannot_be_read_does_not_keep_the_guide_from_answering(
    run: Run, notes: Path, guide: Path, home: Path
) -> None:
    run("guide", "add", notes)
    (home / "documents.json").write_text("{")
    for command in (("add", notes), ("remove", notes), ("sources",), ("refresh",)):
        assert "it is not JSON" in refused(run("guide", *command), 1)
    answered = run("ask", "keep a small promise", "--guide", guide, "--json")
    assert answered.code == 0
    assert json.loads(answered.out)["mode"] == "semantic"
    assert "documents" not in json.loads(answered.out)
    assert "it is not JSON" in answered.err
    assert "by words" not in answered.err


def test_names_and_texts_of_documents_tell_a_terminal_nothing(
    run: Run, tmp_path: Path, guide: Path
) -> None:
    folder = tmp_path / "notes \x1b[31m\u202e\n[x]"
    folder.mkdir()
    name = "two\nlines \x1b]0;x\x07 \u2066.md"
    (folder / name).write_text(
        "# Head \x1b[1m [/b]\n\nBread \x1b[31m \u202e [/x] butter \x9b breakfast.",
        encoding="utf-8",
    )
    (folder / "bad\x1b[2J\n.pdf").write_bytes(b"no")
    said = [
        run("guide", "add", folder),
        run("guide", "sources"),
        run("guide", "search", "bread butter breakfast", "--guide", guide),
        run("ask", "bread butter breakfast", "--guide", guide),
        run("guide", "search", "bread butter breakfast", "--in", folder),
    ]
    asked = ("bread butter breakfast", "--json")
    answers = [
        run("ask", *asked, "--guide", guide),
        run("guide", "search", *asked, "--in", folder),
        run("guide", "sources", "--json"),
    ]
    said += [*answers, run("guide", "refresh"), run("guide", "remove", folder)]
    for done in said:
        assert done.code == 0, done
        assert clean(done.out), done.out
        assert clean(done.err), done.err
    assert all(len(done.err.splitlines()) <= 3 for done in said)
    read = [json.loads(answer.out) for answer in answers]
    assert read[0]["documents"][0]["file"] == str(folder / name)
    assert read[1]["results"][0]["id"] == str(folder / name)
    assert read[2][0]["path"] == str(folder)


def test_a_model_that_is_not_there_leaves_documents_searched_by_words(
    run: Run, notes: Path, home: Path
) -> None:
    run("guide", "add", notes)
    (home / "settings.toml").write_text("[search]\nmodel = '/no/such/model'\n")
    (notes / "c.md").write_text("Marmalade.", encoding="utf-8")
    refreshed = run("guide", "refresh")
    assert refreshed.code == 0
    assert "/no/such/model" in refreshed.err
    found = run("guide", "search", "marmalade", "--in", notes, "--json")
    assert json.loads(found.out)["mode"] == "lexical"
    assert json.loads(found.out)["results"][0]["id"] == str(notes / "c.md")
    run("guide", "remove", notes)
    assert not list((home / "cache" / "documents").glob("*.faiss"))


_AT_ONCE = """
import signal
from tui import options
from tui.__main__ import main
options._QUIET_SECONDS = 0  # progress is told from the first moment
signal.signal(signal.SIGINT, signal.default_int_handler)  # not what the tests' process may have
main()
"""


def test_ctrl_c_keeps_what_is_done_and_the_next_run_goes_on(
    home: Path, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(3000):
        (folder / f"{number}.txt").write_text(f"promise number {number}", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", _AT_ONCE, "guide", "add", str(folder), "--home", str(home)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr
    assert process.stderr.readline() == "Reading your documents: 0 of 3,000 documents\n"
    assert process.stderr.readline().startswith("Reading your documents: 750 of 3,000 documents")
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (130, "")
    assert err.endswith("viceversa: stopped.\n")
    assert "Traceback" not in err
    (source,) = json.loads(run("guide", "sources", "--json").out)
    assert 700 < source["documents"] < 3000
    (home / "settings.toml").write_text("[search]\nmodel = '/no/such/model'\n")
    done = run("guide", "refresh")
    rest = 3000 - source["documents"]
    assert f"{rest:,} documents read, {source['documents']:,} unchanged." in done.err


# --- anything --------------------------------------------------------------------------------------


def test_each_question_gets_one_line_in_its_order(run: Run, records: Path, tmp_path: Path) -> None:
    asked = [
        ("q1", "bread and butter"),
        ("empty", ""),
        ("blank", " \n"),
        ("q1", "a word that was broken"),
        (9, "she wants to die"),
        ("mark", "?!"),
    ]
    queries = jsonl(tmp_path / "q.jsonl", *({"id": name, "text": text} for name, text in asked))
    done = run("guide", "search", "--in", records, "--queries", queries, "--limit", 10, "--json")
    assert (done.code, done.err) == (0, "")
    lines = done.lines
    assert [line["id"] for line in lines] == ["q1", "empty", "blank", "q1", "9", "mark"]
    assert [len(line["results"]) for line in lines] == [3, 0, 0, 3, 3, 3]
    assert lines[0]["results"][0]["id"] == "bread"
    assert lines[3]["results"][0]["id"] == "promise"
    for line in lines:
        assert set(line) == {"id", "results"}
        assert all(set(result) == {"id", "score"} for result in line["results"])
        scores = [result["score"] for result in line["results"]]
        assert scores == sorted(scores, reverse=True)
        assert all(-1 <= score <= 1.000001 for score in scores)
    again = run("guide", "search", "--in", records, "--queries", queries, "--limit", 10)
    assert again.out == done.out


def test_no_questions_get_no_lines(run: Run, records: Path, tmp_path: Path) -> None:
    queries = jsonl(tmp_path / "q.jsonl")
    assert run("guide", "search", "--in", records, "--queries", queries, "--json") == (0, "", "")


def test_one_question_is_answered_in_text_and_in_json(run: Run, records: Path) -> None:
    done = run("guide", "search", "they broke their word", "--in", records, "--limit", 1)
    assert done.out == "promise\n  1.00  they broke their word\n"
    found = json.loads(run("guide", "search", "bread", "--in", records, "--json").out)
    assert (found["query"], found["mode"]) == ("bread", "semantic")
    assert set(found["results"][0]) == {"id", "score", "place", "passage"}
    assert len(found["results"]) == 3


def test_a_limit_may_be_large_where_it_is_not_for_cards(run: Run, tmp_path: Path) -> None:
    records = jsonl(
        tmp_path / "r.jsonl", *({"id": str(n), "text": f"promise {n}"} for n in range(300))
    )
    queries = jsonl(tmp_path / "q.jsonl", {"id": "q", "text": "promise"})
    asked = ("guide", "search", "--in", records, "--queries", queries, "--limit")
    for limit in (1, 100, 1000):
        (line,) = run(*asked, limit).lines
        assert len(line["results"]) == min(limit, 300)
        assert len({result["id"] for result in line["results"]}) == min(limit, 300)
    assert "1000" in refused(run(*asked, 1001), 2)
    assert "--limit goes up to 50" in refused(run("guide", "search", "x", "--limit", 51), 2)


def test_one_question_that_tells_of_danger_is_answered_by_naming_people(
    run: Run, records: Path
) -> None:
    done = run("guide", "search", "she wants to die", "--in", records, "--json")
    assert json.loads(done.out)["safety_category"]
    assert json.loads(done.out)["results"] == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--in", "{records}"], "empty"),
        (["--in", "{records}", "bread", "--queries", "{records}"], "not both"),
        (["bread", "--queries", "{records}"], "--queries goes with --in"),
        (["bread", "--in", "{records}", "--theme", "trust"], "are for the guide's cards"),
        (["bread", "--in", "{records}", "--role", "both"], "are for the guide's cards"),
        (["bread", "--in", "/no/such/place"], "nothing at that path"),
        (["bread", "--in", "{bad}"], "Line 2: its id stands on an earlier line"),
        (["--in", "{records}", "--queries", "{bad}x"], "No such file"),
        (["--in", "{records}", "--queries", "{broken}"], "Line 1 is not JSON"),
        (["--in", "{records}", "--queries", "/"], "not an ordinary file"),
        (["", "--in", "{records}"], "empty"),
        (["bread", "--in", ""], "names nothing"),
        (["--in", "{records}", "--queries", ""], "names nothing"),
    ],
)
def test_a_mistake_gets_one_clear_sentence(
    run: Run, records: Path, tmp_path: Path, options: list[str], says: str
) -> None:
    names = {
        "records": records,
        "bad": jsonl(tmp_path / "bad.jsonl", RECORDS[0], RECORDS[0]),
        "broken": tmp_path / "broken.jsonl",
    }
    names["broken"].write_text("private words")
    given_options = [option.format(**names) for option in options]
    said = refused(run("guide", "search", *given_options, stdin=b""), 2)
    assert says in said
    assert "private" not in said


def test_ids_come_out_as_they_went_in(run: Run, tmp_path: Path) -> None:
    odd = [
        "a\u001b[31m", "a\u0000b", "line\nend\r\t", "e\u0301", "\u00e9", "\u202eabc", "\ud800", "\u200b",
        " spaced ", "🙂", "\U000e0041", "\u00ad", "\u2028", "汉字", '"quoted\\"', "7", "",
    ]  # fmt: skip
    records = jsonl(tmp_path / "r.jsonl", *({"id": one, "text": "promise"} for one in odd))
    queries = jsonl(tmp_path / "q.jsonl", *({"id": one, "text": "promise"} for one in odd))
    done = run("guide", "search", "--in", records, "--queries", queries, "--limit", 100)
    assert clean(done.out)
    lines = done.lines
    assert [line["id"] for line in lines] == odd
    for line in lines:
        assert [result["id"] for result in line["results"]] == odd
    alone = run("guide", "search", "promise", "--in", records, "--limit", 100, "--json")
    assert [result["id"] for result in json.loads(alone.out)["results"]] == odd
    shown = run("guide", "search", "promise", "--in", records, "--limit", 100)
    assert clean(shown.out)
    assert len(shown.out.splitlines()) == 2 * len(odd)


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner, max_size=3)))
def test_json_reads_back_as_it_was_and_tells_a_terminal_nothing(value: object) -> None:
    for indent in (None, 2):
        text = plain.json_text(value, indent)
        assert json.loads(text) == value
        assert clean(text)
        assert all(one.isprintable() or one == "\n" or ord(one) > 0x32F for one in text)
        assert text.encode()


def test_json_is_ascii_where_the_output_is_no_utf8(
    records: Path, tmp_path: Path, home: Path, viceversa: list[str]
) -> None:
    rows = jsonl(tmp_path / "r.jsonl", {"id": "ü汉", "text": "promise"})
    command = [*viceversa, "guide", "search", "promise", "--in", str(rows), "--json"]
    done = subprocess.run(
        [*command, "--home", str(home)],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("ascii"))["results"][0]["id"] == "ü汉"


def test_a_home_that_cannot_be_written_is_no_hindrance(run: Run, records: Path, home: Path) -> None:
    home.mkdir()
    (home / "cache").write_text("a file where the folder should be")
    done = run("guide", "search", "bread", "--in", records, "--json")
    assert done.code == 0
    assert json.loads(done.out)["results"][0]["id"] == "bread"
    assert "works from memory" in done.err


def test_only_results_stand_on_standard_output(run: Run, notes: Path, tmp_path: Path) -> None:
    (notes / "broken.pdf").write_bytes(b"nothing")
    queries = jsonl(tmp_path / "q.jsonl", {"id": "q", "text": "bread"})
    done = run("guide", "search", "--in", notes, "--queries", queries)
    assert done.lines[0]["results"][0]["id"] == str(notes / "b.txt")
    assert done.err.startswith(f"viceversa: skipped {notes / 'broken.pdf'}: ")
    empty = tmp_path / "empty"
    empty.mkdir()
    done = run("guide", "search", "--in", empty, "--queries", queries)
    assert done.lines == [{"id": "q", "results": []}]
    assert done.err == "viceversa: There is no document in it that can be read.\n"
