"""chromadb over the guide's passages, in an environment of its own; started by `scripts/peers.py`.

The commands are those of `peer_txtai.py`. Its own model would be fetched from elsewhere, so it is given
the same one as all others, through sentence-transformers.
"""

import json
import sys
from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings
from sentence_transformers import SentenceTransformer

_AT_ONCE = 2000


class Encoder(chromadb.EmbeddingFunction):
    """The model in a folder."""

    def __init__(self, model: str) -> None:
        self._model = SentenceTransformer(model, device="cpu")

    def __call__(self, texts: list[str]) -> list[Any]:
        """The vectors of `texts`, of length 1."""
        return list(self._model.encode(texts, normalize_embeddings=True))


def build(folder: Path, model: str) -> None:
    passages = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
    collection = _client(folder).create_collection(
        "guide", embedding_function=Encoder(model), configuration={"hnsw": {"space": "ip"}}
    )
    for start in range(0, len(passages), _AT_ONCE):
        some = passages[start : start + _AT_ONCE]
        collection.add(
            ids=[str(row) for row in range(start, start + len(some))],
            documents=[text for _, text in some],
        )
    (folder / "model").write_text(model, encoding="utf-8")


def ask(folder: Path, question: str) -> None:
    found = _opened(folder).query(query_texts=[question], n_results=5)
    for text, distance in zip(found["documents"][0], found["distances"][0], strict=True):
        print(f"{1 - distance:.2f}  {text}")


def rank(folder: Path, most: int) -> None:
    """Print the rows found for each of `questions.json`; there is one method only."""
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    collection = _opened(folder)
    found = [collection.query(query_texts=[own], n_results=most)["ids"][0] for own in questions]
    print(json.dumps([[int(row) for row in own] for own in found]))


def _client(folder: Path) -> Any:
    settings = Settings(anonymized_telemetry=False)
    return chromadb.PersistentClient(str(folder / "chromadb"), settings=settings)


def _opened(folder: Path) -> Any:
    model = (folder / "model").read_text(encoding="utf-8")
    return _client(folder).get_collection("guide", embedding_function=Encoder(model))


if __name__ == "__main__":
    command, place, *rest = sys.argv[1:]
    if command == "build":
        build(Path(place), *rest)
    elif command == "ask":
        ask(Path(place), *rest)
    else:
        rank(Path(place), int(rest[1]))
