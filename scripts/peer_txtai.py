"""txtai over the guide's passages, in an environment of its own; started by `scripts/peers.py`.

`build FOLDER MODEL`, `ask FOLDER QUESTION`, `rank FOLDER METHOD`: FOLDER has `passages.json`, a list of
[card, text]. Its index is hybrid (vectors and BM25), with the texts in it.
"""

import json
import sys
from pathlib import Path

from txtai import Embeddings

METHODS = {"hybrid": 0.5, "dense": 1.0}
"""Each with the share of the vectors in a score."""


def build(folder: Path, model: str) -> None:
    passages = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
    embeddings = Embeddings(path=model, content=True, hybrid=True)
    embeddings.index((row, text, None) for row, (_, text) in enumerate(passages))
    embeddings.save(str(folder / "txtai"))


def ask(folder: Path, question: str) -> None:
    for found in _opened(folder).search(question, 5):
        print(f"{found['score']:.2f}  {found['text']}")


def rank(folder: Path, method: str, most: int) -> None:
    """Print the rows found for each of `questions.json`."""
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    results = _opened(folder).batchsearch(questions, most, weights=METHODS[method])
    print(json.dumps([[int(found["id"]) for found in own] for own in results]))


def _opened(folder: Path) -> Embeddings:
    embeddings = Embeddings()
    embeddings.load(str(folder / "txtai"))
    return embeddings


if __name__ == "__main__":
    command, place, *rest = sys.argv[1:]
    if command == "build":
        build(Path(place), *rest)
    elif command == "ask":
        ask(Path(place), *rest)
    else:
        rank(Path(place), rest[0], int(rest[1]))
