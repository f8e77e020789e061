"""The command line as people and scripts use it: results, messages, exit codes."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.locations import Locations
from assistant.wording import Side
from assistant.workspace import Workspace
from knowledge.errors import ModelError
from knowledge.guide_files import load
from tests.builders import card_body, card_text, write_guide
from tests.conftest import PROJECT
from tests.running import Run, refused
from tui.__main__ import main
from tui.plain import print_answer

# --- what is asked in the wrong way ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ask", ""], 2, "empty"),
        (["ask", "  ...  "], 2, "empty"),
        (["ask", "a" * 10_000], 2, "10,000 characters"),
        (["ask", "\udcff\udcfe"], 2, "not readable text"),
        (["ask", "x", "--role", "boss"], 2, "mentor"),
        (["ask", "x", "--limit", "0"], 2, "limit"),
        (["agenda", "--minutes", "0"], 2, "10 to 180"),
        (["agenda", "--minutes", "5000"], 2, "10 to 180 minutes long, not 5,000"),
        (["agenda", "--minutes", "ten"], 2, "minutes"),
        (["agenda", "--stage", "later"], 2, "established"),
        (["agenda", "--focus", "x" * 10_000], 2, "10,000 characters"),
        (["agenda", "--json", "--markdown"], 2, "exclude"),
        (["questions", "--about", "!!"], 2, "empty"),
        (["questions", "--stage", "soon"], 2, "first"),
        (["guide", "show", "trust/no-such-card"], 1, "no card"),
        (["guide", "show", "challenges/senior-domiantes"], 1, "challenges/senior-dominates"),
        (["guide", "search", ""], 2, "empty"),
        (["guide", "list", "--guide", "/no/such/guide"], 2, "no guide folder"),
        (["agenda", "--home", ""], 2, "names no folder"),
        (["agenda", "--guide", ""], 2, "names no folder"),
        (["agenda", "--focus", "she wants to die"], 1, "reach a person now"),
        (["nonsense"], 2, "nonsense"),
        (["agenda", "--nonsense"], 2, "nonsense"),
    ],
)
def test_a_mistake_gets_one_clear_sentence(
    run: Run, arguments: list[str], code: int, says: str
) -> None:
    assert says in refused(run(*arguments), code)


def test_standard_input_that_is_not_utf8_is_refused(run: Run) -> None:
    assert "not UTF-8" in refused(run("ask", "-", stdin=b"caf\xe9 \xff"), 2)
    assert "not UTF-8" in refused(run("guide", "search", stdin=b"\xff\xfe"), 2)
    assert "empty" in refused(run("ask", stdin=b""), 2)


def test_a_home_that_is_a_file_or_lies_under_one_is_refused(run: Run, home: Path) -> None:
    home.write_text("not a folder")
    assert "is a file" in refused(run("agenda"), 1)
    assert "is a file" in refused(run("agenda", "--home", str(home / "below")), 1)


def test_a_broken_card_names_file_and_field(run: Run, tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", broken=card_text(title=None, grade="Z"))
    said = refused(run("guide", "list", "--guide", str(guide)), 1)
    assert "trust/broken.md: " in said
    done = run("guide", "check", "--quick", "--guide", str(guide))
    assert done.code == 1
    assert "trust/broken.md: title: is missing" in done.out
    assert "trust/broken.md: grade: " in done.out
    assert "Traceback" not in done.err


def test_control_codes_in_what_was_typed_never_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    red = "\x1b[31mred\x9b1m\u202e"
    guide = write_guide(tmp_path / "guide", **{"kept-word": card_text(extra=red, id=red)})
    for arguments in (
        ["guide", "show", red],
        ["guide", "list", "--guide", f"/no/{red}"],
        ["agenda", "--home", f"/dev/null/{red}"],
        ["agenda", "--stage", red],
        ["guide", "check", "--quick", "--guide", str(guide)],
        ["guide", "list", "--guide", str(guide)],
        ["agenda", "--focus", red, "--minutes", "3"],
    ):
        done = run(*arguments)
        assert done.code in {1, 2}
        assert not set(done.out + done.err) & set("\x1b\x9b\u202e")


def test_closed_streams_are_no_defect(viceversa: list[str], home: Path) -> None:
    for redirect in ("<&-", ">&-", "<&- >&-"):
        command = f"{viceversa[0]} guide list --home {home} {redirect}"
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0
        assert done.stderr == ""
    command = f"{viceversa[0]} ask --home {home} <&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "empty" in done.stderr


def test_a_home_that_cannot_be_read_is_told(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    if os.geteuid() == 0:  # nothing is unreadable to root

        def denied(_folder: Path) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "iterdir", denied)
    else:
        home.chmod(0)
    said = refused(run("agenda"), 1)
    assert "cannot be read (permission denied)" in said


# --- what is asked in the right way ----------------------------------------------------------------


def test_agenda_json_is_as_documented(run: Run) -> None:
    done = run("agenda", "--minutes", "47", "--stage", "established", "--json")
    agenda = json.loads(done.out)
    assert (done.code, agenda["stage"], agenda["minutes"]) == (0, "established", 47)
    assert sum(item["minutes"] for item in agenda["items"]) == 47
    for item in agenda["items"]:
        assert list(item) == [
            "title", "minutes", "lead", "purpose", "prompts", "cards", "because",
        ]  # fmt: skip
    assert run("agenda", "--minutes", "47", "--stage", "established", "--json").out == done.out


def test_agenda_markdown_and_text(run: Run) -> None:
    markdown = run("agenda", "--minutes", "30", "--markdown")
    assert markdown.out.startswith("# 30 minutes")
    text = run("agenda", "--minutes", "30", "--side", "mentee")
    assert text.out.count(" min  ") == len(re.findall(r"^## \d", markdown.out, re.M))
    assert "Why: " in text.out


def test_bold_leaves_no_trace_where_output_is_no_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert "[1m" not in run("agenda", "--minutes", "30").out
    assert "[1m" not in run("guide", "list").out


def test_questions_for_each_side(run: Run) -> None:
    done = run("questions", "--role", "mentee", "--stage", "stuck", "--limit", "4", "--json")
    questions = json.loads(done.out)["questions"]
    assert len(questions) == 4
    assert {question["side"] for question in questions} <= {"mentee", "both"}
    assert all(list(question) == ["text", "side", "type", "card"] for question in questions)


def test_guide_list_show_and_check(run: Run) -> None:
    listed = json.loads(run("guide", "list", "--theme", "trust", "--json").out)
    assert len(listed) >= 10
    card = listed[0]["card"]
    shown = run("guide", "show", card, "--side", "mentor")
    assert listed[0]["title"] in shown.out
    assert "mentee (senior):" not in shown.out
    assert json.loads(run("guide", "show", card, "--json").out)["id"] == card
    assert run("guide", "check", "--quick").code == 0


def test_every_command_has_help_and_a_home(run: Run) -> None:
    commands = [
        [], ["tour"], ["demo"], ["ask"], ["agenda"], ["questions"], ["prepare"], ["doctor"],
        ["guide"], ["guide", "list"], ["guide", "show"], ["guide", "search"], ["guide", "check"],
    ]  # fmt: skip
    for command in commands:
        done = run(*command, "--help")
        assert done.code == 0
        assert "--home" in done.out


def test_a_disclosure_gets_people_and_no_cards(run: Run) -> None:
    done = run("ask", "my", "mentee", "is", "suicidal")
    assert done.code == 0
    assert "reach a person now" in done.out
    answer = json.loads(run("guide", "search", "he is sexually harassing me", "--json").out)
    assert answer["results"] == []
    assert answer["safety_category"] == "mistreatment"


def test_guide_alone_prints_its_help_and_a_card_opens_by_its_last_part(run: Run) -> None:
    assert "Commands:" in run("guide").out
    assert "challenges/senior-dominates" in run("guide", "show", "senior-dominates").out


def test_version_is_the_projects(run: Run) -> None:
    assert re.search(r"\d+\.\d+\.\d+", run("--version").out)


# --- the whole program, with the real model --------------------------------------------------------


@pytest.fixture
def program(
    viceversa: list[str], real_home: Path
) -> Callable[..., subprocess.CompletedProcess[str]]:
    def call(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            [*viceversa, *arguments],
            check=False,
            **{
                "capture_output": True,
                "text": True,
                "timeout": 120,
                "env": os.environ | {"VICEVERSA_HOME": str(real_home)},
                "stdin": subprocess.DEVNULL,
                **options,
            },
        )

    return call


Program = Callable[..., subprocess.CompletedProcess[str]]


def test_ask_answers_from_a_named_card(program: Program) -> None:
    done = program("ask", "he wont let me get a word in", "--role", "mentor", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert answer["mode"] == "semantic"
    assert answer["query"] == "he wont let me get a word in"
    assert answer["elapsed_ms"] > 0
    best = answer["results"][0]
    assert best["card"] == "challenges/senior-dominates"
    assert {"card", "title", "theme", "passage", "score", "sources"} <= set(best)


def test_ask_from_standard_input_and_nothing_found(program: Program) -> None:
    done = program("ask", "-", stdin=None, input="what is the capital of mongolia\n")
    assert done.returncode == 0
    assert "nothing on that" in done.stdout


def test_a_damaged_cache_is_built_anew(program: Program, home: Path, tmp_path: Path) -> None:
    there = ["--home", str(home), "--guide", str(write_guide(tmp_path / "guide"))]
    assert program("prepare", *there).returncode == 0
    index = next(home.glob("cache/*/*.faiss"))
    index.write_bytes(index.read_bytes()[:1000])
    said = program("doctor", *there)
    assert said.returncode == 1
    assert "damaged" in said.stdout
    done = program("prepare", *there)
    assert done.returncode == 0, done.stderr
    assert "is ready" in done.stderr
    assert program("doctor", *there).returncode == 0


def test_no_room_on_disk_is_told_and_the_question_still_answered(
    program: Program, tmp_path: Path
) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))

    guide = str(write_guide(tmp_path / "guide"))
    crowded = str(tmp_path / "crowded")
    there = ["--home", crowded, "--guide", guide]
    done = program("ask", "forgot the link again", *there, preexec_fn=no_room)
    assert done.returncode == 0, done.stderr
    assert "could not be kept" in done.stderr
    assert "Traceback" not in done.stderr
    done = program("prepare", *there, preexec_fn=no_room)
    assert done.returncode == 1
    assert not list(Path(crowded).rglob("*.faiss"))


def test_a_home_that_cannot_be_written_to_is_told(program: Program, tmp_path: Path) -> None:
    # Nobody can make a folder there, root neither.
    there = ["--home", "/proc/viceversa-test", "--guide", str(write_guide(tmp_path / "guide"))]
    done = program("ask", "forgot the link again", *there)
    assert done.returncode == 0, done.stderr
    assert len(done.stderr.splitlines()[-1:]) == 1
    assert "works from memory" in done.stderr
    done = program("prepare", *there)
    assert done.returncode == 1
    assert "could not be kept" in done.stderr
    assert "Traceback" not in done.stderr


def test_output_that_cannot_be_written_is_no_traceback(program: Program) -> None:
    with Path("/dev/full").open("w") as full:
        done = program("agenda", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert "no space left" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_traceback(viceversa: list[str], home: Path) -> None:
    command = f"{viceversa[0]} guide list --home {home} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout
    assert done.stderr == ""


def test_without_a_terminal_the_tour_is_printed(program: Program, real_home: Path) -> None:
    for arguments in ([], ["demo"], ["tour"]):
        done = program(*arguments, "--home", str(real_home))
        assert done.returncode == 0, done.stderr
        assert "1. A mentor asks" in done.stdout
        assert "min  " in done.stdout
        assert "Questions for the mentee (senior)" in done.stdout


def test_make_run_without_a_terminal_prints_the_tour(real_home: Path) -> None:
    if not (PROJECT / ".venv/.installed").exists():
        pytest.fail("make test sets up .venv, which make run uses")
    done = subprocess.run(
        ["make", "-o", ".venv/.installed", "run"],
        cwd=PROJECT,
        env=os.environ | {"VICEVERSA_HOME": str(real_home), "MAKEFLAGS": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "Vice Versa, a tour" in done.stdout


# --- cards of one's own, and drills ----------------------------------------------------------------


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """An organisation's folder of one card."""
    folder = tmp_path / "our-cards"
    (folder / "trust").mkdir(parents=True)
    fields = {"id": "trust/our-word", "title": "The word of our house", "stages": ["early"]}
    text = card_text(None, **fields, sources=["own"], grade="own")
    (folder / "trust" / "our-word.md").write_text(text, encoding="utf-8")
    return folder


def test_an_organisations_cards_are_listed_shown_and_checked_beside_the_guides(
    run: Run, ours: Path
) -> None:
    there = ("--guide", str(ours))
    alone = {card["card"] for card in json.loads(run("guide", "list", "--json").out)}
    listed = {card["card"] for card in json.loads(run("guide", "list", "--json", *there).out)}
    assert listed - alone == {"trust/our-word"}
    assert "The word of our house" in run("guide", "show", "our-word", *there).out
    done = run("guide", "check", "--quick", *there)
    assert (done.code, done.out) == (0, "")


def test_the_check_of_ones_own_cards_compares_them_by_meaning(
    real_home: Path, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = load()["challenges/senior-dominates"].asks[0]
    asks = [*(f"our own ask number {n} about {n} keys" for n in range(6)), f"{taken} again"]
    fields = {"id": "trust/our-word", "stages": ["early"], "sources": ["own"], "grade": "own"}
    path = ours / "trust" / "our-word.md"
    path.write_text(card_text(None, **fields, asks=asks), encoding="utf-8")
    there = ["--home", str(real_home), "--guide", str(ours)]
    for command, code in (["check"], 1), (["check", "--quick"], 0):
        with pytest.raises(SystemExit) as end:
            main(["guide", *command, *there])
        said = capsys.readouterr().out.splitlines()
        assert end.value.code in (code, None)
        assert len(said) == code
        assert all("means the same as" in line and taken in line for line in said)


def test_a_drill_is_shown_with_its_steps_in_order(run: Run) -> None:
    drills = json.loads(run("guide", "list", "--theme", "practice", "--json").out)
    assert {drill["kind"] for drill in drills} == {"drill"}
    card = json.loads(run("guide", "show", drills[0]["card"], "--json").out)
    shown = " ".join(run("guide", "show", drills[0]["card"]).out.split())
    assert f"Alone, in {card['minutes']} minutes" in shown
    places = [shown.index(f"{number} {step}") for number, step in enumerate(card["steps"], 1)]
    assert places == sorted(places)


def test_a_coordinator_asks_in_their_own_role(run: Run) -> None:
    done = run("questions", "--role", "coordinator", "--json")
    assert {one["side"] for one in json.loads(done.out)["questions"]} <= {"coordinator", "both"}


def test_a_coordinator_reads_both_sides_of_a_card_that_is_not_for_them(run: Run) -> None:
    listed = json.loads(run("guide", "list", "--role", "coordinator", "--json").out)
    assert all("coordinator" in card["sides"] for card in listed)
    shown = run("guide", "show", "craft/teach-back", "--role", "coordinator").out
    assert "mentor (junior): " in shown
    assert "mentee (senior): " in shown


def test_advice_for_coordinators_alone_is_printed_to_whoever_asks(
    home: Path, capsys: pytest.CaptureFixture[str], ours: Path
) -> None:
    only = card_body().replace("### For the mentor", "### For the coordinator", 1)
    first, _, rest = only.partition("### For the mentee")
    only = f"{first}## Say{rest.partition('## Say')[2]}".replace(
        "### For the mentor", "### For the coordinator"
    )
    asks = [f"zeppelin rota {n}" for n in range(6)]
    questions = [{"side": "coordinator", "type": "noticing", "text": text} for text in ("A?", "B?")]
    fields = {"sides": ["coordinator"], "stages": ["early"], "questions": questions, "blocks": []}
    text = card_text(only, id="trust/our-word", sources=["own"], grade="own", asks=asks, **fields)
    (ours / "trust" / "our-word.md").write_text(text, encoding="utf-8")
    work = Workspace(Locations.find(home), guide=ours)
    assert work.check_guide() == []
    print_answer(work.ask("zeppelin rota"), Side.BOTH, {})
    said = capsys.readouterr().out
    assert "For the coordinator" in said
    assert "Send the link on the day you named." in said
    assert "\n\n\n" not in said


def test_a_check_that_could_not_compare_does_not_pass(
    run: Run, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(self: object, **options: object) -> None:
        raise ModelError("The language model is missing.")

    monkeypatch.setattr("knowledge.fast_encoder.FastEncoder.__init__", missing)
    done = run("guide", "check", "--guide", str(ours))
    assert done.code == 1
    assert "not compared by meaning" in done.err
    assert "keeps all rules" not in done.err
    assert run("guide", "check", "--quick", "--guide", str(ours)).code == 0


@pytest.mark.parametrize("place", ["stray.md", "trust/deep/more.md"])
def test_a_card_that_lies_in_the_wrong_place_is_told(run: Run, ours: Path, place: str) -> None:
    (ours / place).parent.mkdir(exist_ok=True)
    (ours / place).write_text(card_text(), encoding="utf-8")
    done = run("guide", "check", "--quick", "--guide", str(ours))
    assert done.code == 1
    assert done.out.startswith(f"{place}: file: does not lie in a theme's folder")


@pytest.mark.parametrize("place", ["README.md", "trust/README.md", ".git/x.md", "trust/.draft.md"])
def test_what_is_no_card_is_passed_over(run: Run, ours: Path, place: str) -> None:
    (ours / place).parent.mkdir(exist_ok=True)
    (ours / place).write_text("# Notes\n", encoding="utf-8")
    assert run("guide", "check", "--quick", "--guide", str(ours)).code == 0


@pytest.mark.parametrize("command", ["ask", "agenda --focus", "questions --about"])
def test_a_disclosure_too_long_for_a_question_still_gets_people(run: Run, command: str) -> None:
    done = run(*command.split(), "I want to kill myself. " + "It goes on. " * 300)
    assert "reach a person now" in " ".join((done.out + done.err).split())


def test_a_disclosure_gets_people_whatever_is_wrong_with_the_guide(run: Run, ours: Path) -> None:
    (ours / "trust" / "our-word.md").write_text("nothing", encoding="utf-8")
    done = run("ask", "I want to kill myself", "--guide", str(ours))
    assert "reach a person now" in " ".join(done.out.split())
