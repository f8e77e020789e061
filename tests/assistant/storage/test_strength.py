import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnemonic import Mnemonic

from assistant.storage.strength import SHORTEST, offered, refusal, told

NAMES = ("Annegret Zuckmayer", "Balthasar")


def test_an_offered_phrase_is_six_words_and_always_enough() -> None:
    words = set(Mnemonic("english").wordlist)
    phrases = {offered() for _ in range(400)}
    assert len(phrases) == 400
    for phrase in phrases:
        assert len(phrase.split(" ")) == 6
        assert words.issuperset(phrase.split(" "))
        assert refusal(phrase, NAMES) == ""
        assert told(phrase, NAMES) == "strong"


@pytest.mark.parametrize(
    ("passphrase", "made_of"),
    [
        ("password1234", "a common password"),
        ("Elisabeth 1975", "a name and a year"),
        ("annegretzuckmayer", "a name of this pair"),
        ("ZUCKMAYER 2001", "a name of this pair and a year"),
        ("qwertyuiop[]", "neighbouring keys"),
        ("aaaaaaaaaaaaaaaaaaaaa", "a repetition"),
        ("halloha halloha halloha", "a repetition"),
        ("12/05/1975 Anna", "a date and a name"),
        ("correct horse", "common words"),
        ("i love my dog", "common words"),
        ("x8#kQ!p2", "shorter than 10"),
        ("x8#kQ!p2Lm", "too short"),
        ("секретный пароль", "too few separate words"),
        ("schmetterling", "too few separate words"),
        ("geburtstagskuchen", "too few separate words"),
        ("Krankenversicherung", "too few separate words"),
        ("Krankenversicherung2026", "too few separate words"),
        ("KrankenVersicherung!", "too few separate words"),
        ("Schm3tterling", "too few separate words"),
        ("vaterunserimhimmel", "too few separate words"),
        ("пустьвсегдабудетсолнце", "too few separate words"),
        ("नमस्तेभारतमाता", "too few separate words"),
        ("guten morgen, liebe", "too few separate words"),
        ("guten+morgen+liebe", "too few separate words"),
        ("liebe Krankenversicherung, liebe Krankenversicherung!", "too few separate words"),
        ("tobeornottobethatisthequestion", "too few separate words"),
        ("correcthorsebatterystaple", "too few separate words"),
        ("annegret+BALTHASAR=2026", "a name of this pair"),
        ("Balthasar: Krankenversicherung", "a name of this pair"),
    ],
)
def test_what_is_easily_guessed_is_refused_with_the_reason(passphrase: str, made_of: str) -> None:
    said = refusal(passphrase, NAMES)
    assert made_of in said
    assert "phrase that is offered" in said
    assert passphrase not in said


@pytest.mark.parametrize(
    "passphrase",
    [
        "correct horse battery staple",
        "mein hund heisst bello",
        "x8#kQ!p2LmZv",
        "Kq#mVbTw$RpLx!",
        "k3jx9qmw2tzp",
        "dugqav-tyxmo2-zukkyr",
        "CorrectHorseBatteryStaple",
        "guten morgen, liebe kastanie",
        "jazzy plum 77 lantern",
        "дождь фонарь улица аптека",
        "安全な長い合言葉です、ね",
        "🌵🌵 cactus by the 7th window",
        "jazzy plum 77 lantern" + " and so on" * 1000,
    ],
)
def test_enough_is_let_through(passphrase: str) -> None:
    assert refusal(passphrase) == ""


def test_only_the_beginning_of_a_long_one_counts() -> None:
    assert "a repetition" in refusal("word " * 100 + "jazzy plum 77 lantern")


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("", "shorter than 10"),
        ("a" * (SHORTEST - 1), "shorter than 10"),
        ("e\u0301" * (SHORTEST - 1), "shorter than 10"),
        (" jazzy plum 77 lantern", "space"),
        ("jazzy plum 77 lantern ", "space"),
        ("jazzy plum 77 lantern\u3000", "space"),
        ("jazzy plum\t77 lantern", "cannot be seen"),
        ("jazzy plum 77 lantern\n", "cannot be seen"),
        ("jazzy plum\0 77 lantern", "cannot be seen"),
        ("jazzy plum\x1b[0m 77 lantern", "cannot be seen"),
        ("jazzy plum\u200b 77 lantern", "cannot be seen"),
        ("jazzy plum\u202e 77 lantern", "cannot be seen"),
        ("jazzy plum\ud800 77 lantern", "cannot be seen"),
        ("jazzy plum\u2028 77 lantern", "cannot be seen"),
    ],
    ids=range(14),
)
def test_what_could_not_be_typed_again_is_refused(passphrase: str, reason: str) -> None:
    assert reason in refusal(passphrase)
    assert told(passphrase) in {
        "",
        "too short",
        "not possible: spaces at an end, or invisible characters",
    }


def test_names_count_only_where_they_are_known() -> None:
    phrase = "Zuckmayer Balthasar 77"
    assert "name of this pair" in refusal(phrase, NAMES)
    assert "name of this pair" not in refusal(phrase)


def test_an_offered_phrase_is_enough_whatever_the_people_are_called() -> None:
    for _ in range(40):
        phrase = offered()
        names = ("Grace Young", "Art", "The Bridge of an Age", phrase.split()[0])
        assert refusal(phrase, names) == ""


def test_names_do_not_stay_in_the_library() -> None:
    from zxcvbn import matching

    refusal("jazzy plum 77 lantern", NAMES)
    assert "user_inputs" not in matching.RANKED_DICTIONARIES


@pytest.mark.parametrize(
    ("passphrase", "said"),
    [
        ("", ""),
        ("Anna1975", "too short"),
        ("Elisabeth 1975", "weak: a name and a year"),
        ("correct horse battery", "nearly enough: common words"),
        ("x8#kQ!p2LmZ", "good"),
        ("correct horse battery staple", "strong"),
    ],
)
def test_strength_is_told_in_a_few_words(passphrase: str, said: str) -> None:
    assert told(passphrase) == said


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_what_is_told_and_what_is_refused_agree(passphrase: str) -> None:
    assert (told(passphrase) in {"good", "strong"}) is (refusal(passphrase) == "")


def test_two_threads_may_ask_at_once() -> None:
    found: list[str] = []

    def ask(name: str) -> None:
        found.extend(refusal(f"{name} 2001", [name]) for _ in range(10))

    threads = [threading.Thread(target=ask, args=[name]) for name in ("Zuckmayer", "Balthasar")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert all("name of this pair" in said for said in found)
