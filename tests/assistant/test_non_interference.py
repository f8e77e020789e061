"""What is suggested and what is shared do not depend on what somebody wrote in private."""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.entry import Draft, EntryKind
from assistant.locations import Locations
from assistant.pair_space import PairSpace
from assistant.promotion import PrivateText, Promotion
from assistant.suggest import AgendaRequest
from assistant.wording import Side
from assistant.workspace import Workspace
from knowledge.vocabulary import Stage
from tests.conftest import FakeEncoder
from tests.pairs import START, MadePair

CALM = [("A good week, he listened.", 5, ("trust",))]
TROUBLED = [
    ("He interrupted me again and I want to stop the whole thing.", 1, ("conflict", "power")),
    ("Feedback to a senior person frightens me.", 2, ("feedback",)),
    ("The dashboard again. Unspeakable.", 1, ()),
] * 5


def live(pair: MadePair, diary: list[tuple[str, int, tuple[str, ...]]]) -> PairSpace:
    """Priya's space after she wrote this diary, and shared one line, the same whatever she wrote."""
    space = pair.open(clock=lambda: START)
    for text, mood, tags in diary:
        draft = Draft(text=text, mood=mood, tags=tags, kind=EntryKind.REFLECTION)
        entry = space.journal.keep(draft)
        space.journal.keep_draft(Draft(text=text + " more", entry=entry.id))
    space.search.search_by(FakeEncoder())
    space.search.find("feedback")
    space.shared.add(Promotion(PrivateText("A line for both.")).confirmed())
    return space


def suggested(space: PairSpace, home: Path) -> str:
    """All that the pair is suggested, as text."""
    encoder = FakeEncoder()
    work = Workspace(
        Locations.find(home),
        pair=space.context,
        load_encoder=lambda: encoder,
        model_key=encoder.key,
    )
    work.load_model()
    told: list[Any] = [space.context.model_dump(mode="json")]
    for focus in ("", "feedback", "conflict with a senior person"):
        for stage in (Stage.EARLY, Stage.STUCK):
            agenda = work.suggest_agenda(AgendaRequest(45, stage, focus, Side.MENTOR))
            told.append(work.agenda_markdown(agenda))
            for side in (Side.MENTOR, Side.MENTEE):
                found = work.suggest_questions(side=side, stage=stage, limit=5, seed=3)
                told.append([repr(one) for one in found])
    told.append([(hit.card.id, round(hit.score, 6)) for hit in work.ask("trust at work").hits])
    return json.dumps(told, ensure_ascii=False)


def shared_plain(space: PairSpace) -> dict[str, str]:
    """The plain text of every shared file, by name."""
    keys = space._space.keys
    return {
        str(path.relative_to(space._space.places.shared)): keys.decrypt(
            path.read_bytes(), path.name
        ).decode()
        for path in sorted(space._space.places.shared.rglob("*.age"))
    }


@pytest.fixture
def lived(
    made_pair: MadePair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, list[Any]], tuple[str, dict[str, str]]]:
    def make(name: str, diary: list[Any]) -> tuple[str, dict[str, str]]:
        pair = made_pair.copied(tmp_path / name)
        space = live(pair, [])
        # The ids of what is shared are random: both lives draw the same.
        with pytest.MonkeyPatch.context() as patch:
            drawn = random.Random(5)
            patch.setattr(secrets, "token_hex", lambda size: drawn.randbytes(size).hex())
            space.shared.add(Promotion(PrivateText("Drawn first.")).confirmed())
        space.close()
        space = live(pair, diary)
        suggestions = suggested(space, pair.home)
        plain = shared_plain(space)
        space.close()
        return suggestions, plain

    return make


def test_two_diaries_one_agenda(lived: Callable[..., tuple[str, dict[str, str]]]) -> None:
    calm, calm_shared = lived("calm", CALM)
    troubled, troubled_shared = lived("troubled", TROUBLED)
    assert calm == troubled
    assert calm_shared.keys() == troubled_shared.keys()
    for name, plain in calm_shared.items():
        assert told_in(plain) == told_in(troubled_shared[name]), name


def told_in(plain: str) -> list[Any]:
    """A segment without signature, hashes and the ids that are drawn for notes."""
    head, _, body = plain.partition("\n")
    header = json.loads(head)
    rows = [json.loads(line) for line in body.split("\n")[1:] if line.strip()]
    for one in (header, *rows):
        for random_part in ("body", "former", "sha256", "id", "signature"):
            one.pop(random_part, None)
    return [header, rows]


def test_no_shared_file_names_a_private_entry(made_pair: MadePair, tmp_path: Path) -> None:
    pair = made_pair.copied(tmp_path / "home")
    space = live(pair, TROUBLED)
    entry = space.journal.entries[0]
    line = Promotion(PrivateText(entry.text.splitlines()[0])).confirmed()
    space.shared.add(line)
    private = [part for one in space.journal.entries for part in (one.id, one.version)]
    plain = "\n".join(shared_plain(space).values())
    assert line.text in plain
    assert not any(part in plain for part in private)
    assert '"mood"' not in plain
    assert '"tags"' not in plain
    space.close()
