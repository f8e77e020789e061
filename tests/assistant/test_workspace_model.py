from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import Trouble
from assistant.suggest import AgendaRequest
from assistant.workspace import Mode, Workspace
from knowledge.encoder import Encoder
from knowledge.errors import ModelError
from tests.builders import card_text, write_guide
from tests.conftest import FakeEncoder

Open = Callable[..., Workspace]
QUESTION = "my mentor goes quiet"


def test_the_model_is_loaded_only_when_asked_for(open_workspace: Open) -> None:
    def never() -> Encoder:
        raise AssertionError("the model was loaded")

    work = open_workspace(load_encoder=never)
    work.open()
    work.ask(QUESTION)
    work.suggest_agenda(AgendaRequest(45, focus="trust"))
    assert work.mode is Mode.LEXICAL


def test_with_the_model_search_goes_by_meaning(workspace: Workspace) -> None:
    told: list[tuple[int, int]] = []
    assert workspace.load_model(lambda done, total: told.append((done, total))) == ""
    assert workspace.mode is Mode.SEMANTIC
    assert workspace.ask(QUESTION).mode is Mode.SEMANTIC
    assert told[-1][0] == told[-1][1] == workspace.index_state.passages
    assert workspace.index_state.state == "ready"


def test_loading_again_does_nothing(workspace: Workspace, fake_encoder: FakeEncoder) -> None:
    workspace.load_model()
    fake_encoder.encoded.clear()
    assert workspace.load_model() == ""
    assert fake_encoder.encoded == []


def test_the_next_start_encodes_nothing_anew(
    open_workspace: Open, fake_encoder: FakeEncoder
) -> None:
    first = open_workspace()
    first.load_model()
    fake_encoder.encoded.clear()
    second = open_workspace()
    assert second.index_state.state == "ready"
    second.load_model(lambda done, total: pytest.fail("nothing was to be built"))
    assert fake_encoder.encoded == []
    assert [hit.card.id for hit in second.ask(QUESTION).hits] == [
        hit.card.id for hit in first.ask(QUESTION).hits
    ]


def test_a_changed_guide_makes_the_index_stale_and_is_taken_up(
    open_workspace: Open, tmp_path: Path, fake_encoder: FakeEncoder
) -> None:
    guide = write_guide(tmp_path / "guide")
    open_workspace(guide=guide).load_model()
    write_guide(guide, **{"kept-word": card_text(title="Zeppelin rides")})
    fake_encoder.encoded.clear()
    work = open_workspace(guide=guide)
    assert work.index_state.state == "stale"
    work.load_model()
    assert [text.split(".")[0] for text in fake_encoder.encoded] == ["Zeppelin rides"]
    assert work.index_state.state == "ready"


def test_a_damaged_index_is_mended(open_workspace: Open, home: Path) -> None:
    open_workspace().load_model()
    (file,) = (home / "cache" / "guide").glob("*.faiss")
    file.write_bytes(b"torn")
    work = open_workspace()
    assert work.index_state.state == "damaged"
    assert work.load_model() == ""
    assert work.index_state.state == "ready"


def missing() -> Encoder:
    raise ModelError("The language model is not installed.")


class FailsToEncode(FakeEncoder):
    def encode(self, texts: Sequence[str]) -> Any:
        raise ModelError("The language model gave up.")


@pytest.mark.parametrize(("load", "told"), [(missing, "not installed"), (FailsToEncode, "gave up")])
def test_without_the_model_search_goes_on_by_words(
    open_workspace: Open, home: Path, load: Callable[[], Encoder], told: str
) -> None:
    work = open_workspace(load_encoder=load)
    before = work.ask("silent").hits
    for _ in range(2):
        with pytest.raises(Trouble, match=told) as caught:
            work.load_model()
        assert caught.value.title == "Searching by words only"
    assert work.mode is Mode.LEXICAL
    assert work.ask("silent").hits == before
    assert before
    assert work.index_state.state == "missing"
    assert not home.exists() or {path.name for path in home.iterdir()} == {"cache"}


def test_a_model_that_comes_back_is_used(open_workspace: Open) -> None:
    installed = False
    work = open_workspace(load_encoder=lambda: FakeEncoder() if installed else missing())
    with pytest.raises(Trouble):
        work.load_model()
    installed = True
    work.load_model()
    assert work.mode is Mode.SEMANTIC


class Stopped(Exception):
    """Somebody pressed Esc."""


def test_work_that_is_stopped_can_be_begun_again(workspace: Workspace, home: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        workspace.load_model(stop)
    assert workspace.mode is Mode.LEXICAL
    assert workspace.index_state.state == "missing"
    assert {path.name for path in home.iterdir()} == {"cache"}
    workspace.load_model()
    assert workspace.mode is Mode.SEMANTIC


def test_an_index_that_cannot_be_kept_is_told_and_used(workspace: Workspace, home: Path) -> None:
    home.mkdir()
    (home / "cache").write_text("in the way")
    notice = workspace.load_model()
    assert "works from memory" in notice
    assert str(home / "cache" / "guide") in notice
    assert workspace.mode is Mode.SEMANTIC
    assert workspace.ask(QUESTION).mode is Mode.SEMANTIC
    assert workspace.load_model() == ""


# --- threads --------------------------------------------------------------------------------------------


def in_threads(count: int, work: Callable[[int], object]) -> list[BaseException]:
    """Start `work` in `count` threads at one moment and wait for all; what they raised."""
    raised: list[BaseException] = []
    gate = threading.Barrier(count, timeout=60)

    def body(number: int) -> None:
        try:
            gate.wait()
            work(number)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=body, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_eight_threads_ask_while_the_model_is_loaded(
    open_workspace: Open, fake_encoder: FakeEncoder
) -> None:
    loading, loaded = threading.Event(), threading.Event()
    asked = threading.Barrier(9, timeout=60)

    def slowly() -> Encoder:
        loading.set()
        asked.wait()  # until each of the eight has had an answer by words
        return fake_encoder

    work = open_workspace(load_encoder=slowly)

    def use(number: int) -> None:
        if number == 8:
            try:
                work.load_model()
            finally:
                loaded.set()
            return
        assert loading.wait(60)
        assert work.ask(QUESTION).mode is Mode.LEXICAL
        asked.wait()
        while not loaded.is_set():
            answer = work.ask(QUESTION)
            assert answer.hits or answer.closest
            agenda = work.suggest_agenda(AgendaRequest(30, focus=QUESTION, seed=number))
            assert agenda.minutes == 30
        assert work.ask(QUESTION).mode is Mode.SEMANTIC

    assert in_threads(9, use) == []


def test_a_model_loaded_amid_first_questions_is_the_one_that_answers(open_workspace: Open) -> None:
    def use(work: Workspace, number: int) -> None:
        if number == 8:
            work.load_model()
        else:
            work.ask(QUESTION)

    for _ in range(5):
        work = open_workspace()
        assert in_threads(9, partial(use, work)) == []
        assert work.ask(QUESTION).mode is Mode.SEMANTIC


def test_the_model_is_loaded_once_however_many_ask_for_it(
    open_workspace: Open, fake_encoder: FakeEncoder
) -> None:
    loads: list[int] = []

    def load() -> Encoder:
        loads.append(1)
        return fake_encoder

    work = open_workspace(load_encoder=load)
    assert in_threads(8, lambda _: work.load_model()) == []
    assert len(loads) == 1
    assert len(fake_encoder.encoded) == work.index_state.passages


def test_damage_that_leaves_no_trace_is_told_and_mended_the_next_time(
    open_workspace: Open, home: Path
) -> None:
    open_workspace().load_model()
    open_workspace().ask("silent")  # keeps the cards
    folder = home / "cache" / "guide"
    told = []
    for share in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        (store,) = folder.glob("cards-*.sqlite")
        with store.open("rb+") as file:
            file.seek(int(store.stat().st_size * share) // 4096 * 4096)
            file.write(b"\xa5" * 8192)
        # As a disk does it: what is remembered of the file still fits.
        found = store.stat()
        state = [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
        _, checksum = json.loads((folder / "cards.json").read_text())["files"]["sqlite"]
        remembered = json.dumps({str(store): [*state, checksum]})
        (home / "cache" / "stamps.json").write_text(remembered)
        try:
            open_workspace().ask("how do I get a silent mentor to talk about trust")
        except Trouble as trouble:
            told.append(str(trouble))
        else:
            store.unlink()
        assert open_workspace().ask("silent").hits
    assert told
    assert all("is damaged" in said and said.endswith("Ask once more.") for said in told)
