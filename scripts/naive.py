"""The yardstick: search as anyone would write it first. `python scripts/naive.py FOLDER MODEL QUESTION`

FOLDER has `index.faiss`, a FAISS IndexFlatIP, and `texts.json`, the texts row by row. There is no floor,
no filter, no verified model and no check of anything.
"""

import json
import sys
from pathlib import Path

import faiss
from sentence_transformers import SentenceTransformer

folder, model, question = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
index = faiss.read_index(str(folder / "index.faiss"))
texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
encoder = SentenceTransformer(model, device="cpu")
vector = encoder.encode([question], normalize_embeddings=True)
scores, rows = index.search(vector, 5)
for score, row in zip(scores[0], rows[0], strict=True):
    print(f"{score:.2f}  {texts[row]}")
