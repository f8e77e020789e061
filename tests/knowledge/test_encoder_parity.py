"""The fast encoder is held to the reference, text by text and ranking by ranking."""

from __future__ import annotations

import random
from functools import cache

import numpy as np
import pytest

from knowledge.encoder import Encoder
from knowledge.fast_encoder import MOST_TOKENS, FastEncoder
from knowledge.guide_files import load
from knowledge.passages import all_passages

HOW_MANY = 500
TOP = 10
TIE = 1e-6
"""Cosines nearer than this have no order."""

ODD = [
    "",
    " ",
    " \t\n\r  ",
    "?",
    "...",
    "\x00",
    "\x00\x01\x1b[31mred\x1b[0m\x7f\x9f",
    "zero\u200bwidth\u200djoined\ufeff\u2060 and \u202eturned\u202c",
    "soft\u00adhyphen and no\u00a0break",
    "lone \ud800 surrogate \udfff",
    "private \ue000 use, unassigned \u0378, replacement \ufffd",
    "😀",
    "😀" * 40,
    "👩🏽‍💻👨‍👩‍👧‍👦🏳️‍🌈🇺🇦 and a word",
    "☕️ ☕︎ ✂ ❤️‍🔥",
    "x" * 99,
    "x" * 100,
    "x" * 101,
    "x" * 20_000,
    "mentor" * 16,
    "a " * 253,
    "a " * 254,
    "a " * 255,
    "a " * 2_000,
    "[CLS] [SEP] [PAD] [UNK] [MASK]",
    "before [SEP] after[MASK]inside [cls] [ MASK ] [PAD]",
    "##ing ##s # ## ###",
    "don't can’t “quoted” ‘single’ – dash — long … 5½ ²³ № ℡ ™ ﬁ ﬂ",
    "naïve café résumé Ångström ĳ ŒUVRE ß ẞ İstanbul ı Łódź Đà Nẵng e\u0301 n\u0303 \u0301",
    "ÀÉÎÕÜ àéîõü ÇŞĞ çşğ ŘŽŠ řžš",
    "https://example.org/a/b?c=d&e=%20f#g and mailto:someone@example.org",
    "C:\\Users\\me\\notes.txt ~/.config/app.toml ../../etc",
    "def f(x: int) -> int:\n    return x ** 2  # 学\n",
    '{"id": 7, "name": "Ann", "tags": ["a", "b"], "open": null}',
    "SELECT * FROM meetings WHERE held_at >= '2026-01-01';",
    "<p>Some <b>bold</b> text &amp; an entity &#128512;</p>",
    "1234567890 3.14159 -2.5e-10 0x1F 1,000,000 2026-11-22T17:30:00+02:00",
    "+1 (555) 010-0199 · £3.50 · 20 % · ½ · Ⅳ · ٣٤٥ · 一二三",
    "A" * 30 + " SHOUTED WORDS " + "a" * 30,
]
SCRIPTS = {
    "Arabic": "كيف أتحدث مع شخص أقدم مني دون خوف من أن أخطئ",
    "Hebrew": "איך אני אומרת למנטורית שלי שהיא מדברת כל הזמן שָׁלוֹם",
    "Hindi": "मैं अपने वरिष्ठ साथी से खुलकर कैसे बात करूँ",
    "Thai": "ฉันจะบอกพี่เลี้ยงอย่างไรว่าฉันไม่เห็นด้วย",
    "Greek": "Πώς μπορώ να μιλήσω με τον μέντορά μου για λάθη",
    "Cyrillic": "Как сказать наставнику, что встреча была бесполезной, ё й Ж",
    "Korean": "멘토가 한 시간 내내 이야기해요 어떻게 하죠",
    "Japanese": "先輩が話しすぎるときはどうすればいいですかカタカナ",
    "Chinese": "我的导师整个小时都在说话我插不上嘴怎么办",
    "Tamil": "என் வழிகாட்டி அதிகம் பேசுகிறார்",
    "Georgian": "როგორ ვესაუბრო უფროს კოლეგას",
    "Amharic": "ከአማካሪዬ ጋር እንዴት ልነጋገር",
    "Mathematics": "∀x∈ℝ: x²≥0 ∧ ∑ᵢ aᵢ ≠ ∞ 𝒜 𝔅 𝕮",
}


@cache
def texts() -> list[str]:
    """HOW_MANY different texts, always the same: odd ones, many scripts, lengths, and the guide."""
    chance = random.Random(4)
    guide = sorted({passage.text for passage in all_passages(load().cards)})
    words = sorted({word for text in guide for word in text.split()})
    made = [*ODD, *SCRIPTS.values()]
    lengths = (3, 40, 150, 220, 300, 600, 600, *(chance.randint(1, 60) for _ in range(40)))
    made += [" ".join(chance.choices(words, k=length)) for length in lengths]
    scripts = list(SCRIPTS.values())
    made += [" ".join(chance.sample(scripts, k=chance.randint(2, 4))) for _ in range(60)]
    for _ in range(60):
        letters = "".join(chance.sample(scripts, k=3))
        made.append("".join(chance.choices(letters + "  abc", k=chance.randint(1, 60))))
    for _ in range(30):
        points = (chance.choice(range(32, 0x2FFFF)) for _ in range(chance.randint(1, 20)))
        made.append("".join(chr(p) for p in points if not 0xD800 <= p < 0xE000))
    made = list(dict.fromkeys(made))
    return made + chance.sample(sorted(set(guide) - set(made)), k=HOW_MANY - len(made))


@pytest.fixture(scope="module")
def fast() -> FastEncoder:
    return FastEncoder()


@pytest.fixture(scope="module")
def both(real_encoder: Encoder, fast: FastEncoder) -> tuple[np.ndarray, np.ndarray]:
    return real_encoder.encode(texts()), fast.encode(texts())


def test_there_are_as_many_texts_as_promised_with_the_guide_among_them() -> None:
    assert len(texts()) == len(set(texts())) == HOW_MANY
    guide = {passage.text for passage in all_passages(load().cards)}
    assert len(guide.intersection(texts())) > 150
    assert any(len(text.split()) >= 600 for text in texts())


def test_it_is_the_same_model_by_name(real_encoder: Encoder, fast: FastEncoder) -> None:
    assert fast.name == real_encoder.name
    assert fast.key == real_encoder.key
    assert fast.dimensions == real_encoder.dimensions


def test_vectors_are_the_references(both: tuple[np.ndarray, np.ndarray]) -> None:
    reference, fast = both
    cosines = np.einsum("ij,ij->i", reference, fast)
    worst = int(cosines.argmin())
    assert cosines[worst] >= 0.9999, repr(texts()[worst][:80])
    np.testing.assert_allclose(fast, reference, atol=1e-5)


def test_the_ten_nearest_are_the_references_in_its_order(
    both: tuple[np.ndarray, np.ndarray],
) -> None:
    exact, found = (vectors.astype(np.float64) for vectors in both)
    exact, found = exact @ exact.T, found @ found.T
    np.fill_diagonal(exact, -1)
    np.fill_diagonal(found, -1)
    compared = 0
    for row in range(HOW_MANY):
        wanted, got = np.argsort(-exact[row])[:TOP], np.argsort(-found[row])[:TOP]
        for place in range(TOP):
            if wanted[place] != got[place]:  # only ever a tie
                assert abs(exact[row, wanted[place]] - exact[row, got[place]]) < TIE, texts()[row]
            else:
                compared += 1
    assert compared > 0.9 * HOW_MANY * TOP  # the odd ones share vectors: no words, unknown words


def test_the_tokens_are_the_references(real_encoder: Encoder, fast: FastEncoder) -> None:
    tokenizer = real_encoder._model.tokenizer  # type: ignore[attr-defined]
    for text in texts():
        if "\ud800" in text:
            continue
        wanted = tokenizer(text, truncation=True, max_length=MOST_TOKENS)["input_ids"]
        assert fast._tokens([text]) == [wanted], repr(text[:80])
    assert fast._tokens(texts()) == [fast._tokens([text])[0] for text in texts()]


def test_a_text_alone_is_as_among_others(
    both: tuple[np.ndarray, np.ndarray], fast: FastEncoder
) -> None:
    chosen = [*range(len(ODD)), *range(len(ODD), HOW_MANY, 9)]
    alone = np.concatenate([fast.encode([texts()[row]]) for row in chosen])
    np.testing.assert_allclose(alone, both[1][chosen], atol=1e-5)
