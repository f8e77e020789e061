import copy
import pickle
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.storage.bech32 import ALPHABET
from assistant.storage.keys import Keys, seal
from assistant.storage.recovery import PREFIX, RecoveryCode
from assistant.storage.troubles import Damaged

CODE = RecoveryCode.generate()
DATA = CODE.code.removeprefix(PREFIX)
FIXED = RecoveryCode.parse(
    "AGE-SECRET-KEY-1E479LSDUVRUEU5UHRMTNMYR4R285928DVQ2LFXNM0DYL8E0L75GSTMWARK"
)


def refused(typed: str) -> str:
    with pytest.raises(Trouble) as caught:
        RecoveryCode.parse(typed)
    trouble = caught.value
    assert trouble.title == "Not the recovery code"
    assert "paper" in trouble.hint
    for start in range(len(DATA) - 8):
        assert DATA[start : start + 8] not in f"{trouble} {trouble.title}"
    return trouble.detail


def replaced(place: int, letter: str) -> str:
    return PREFIX + DATA[:place] + letter + DATA[place + 1 :]


def test_the_code_is_shown_in_blocks_that_make_it_up() -> None:
    assert len(CODE.code) == 74
    assert CODE.code == CODE.code.upper()
    assert "".join(CODE.blocks) == CODE.code
    assert [len(block) for block in CODE.blocks] == [16, 10, 10, 10, 10, 10, 8]
    assert CODE.last_block == CODE.code[-8:]


def test_the_last_block_is_asked_back_forgivingly() -> None:
    for typed in (FIXED.last_block, " gstm warK\n", "gstmw-ark"):
        assert FIXED.is_last_block(typed)
    for typed in ("", FIXED.code, "GSTMWAR", "GSTMWARKK", "GSTMWARQ"):
        assert not FIXED.is_last_block(typed)


def test_what_is_made_for_the_code_opens_with_it_again() -> None:
    sealed = seal(b"identity", [CODE.recipient])
    assert RecoveryCode.parse(CODE.code).decrypt(sealed, "It") == b"identity"
    with pytest.raises(Damaged, match="not meant"):
        FIXED.decrypt(sealed, "It")


@pytest.mark.parametrize(
    "write",
    [
        str,
        str.lower,
        lambda code: f"  {code}\n",
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", "\u2013"),
        lambda code: code.removeprefix(PREFIX),
        lambda code: PREFIX + " ".join(RecoveryCode.parse(code).blocks[1:]),
        lambda code: "\r\n".join(RecoveryCode.parse(code).blocks),
        lambda code: "-".join(RecoveryCode.parse(code).blocks).lower(),
        lambda code: code.replace("KEY-1", "KEY-l"),
        lambda code: PREFIX + code.removeprefix(PREFIX).replace("0", "O"),
        lambda code: PREFIX + code.removeprefix(PREFIX).replace("L", "1"),
        lambda code: PREFIX + code.removeprefix(PREFIX).replace("L", "I"),
        lambda code: PREFIX + code.removeprefix(PREFIX).replace("8", "B"),
        lambda code: code.replace("A", "\uff21"),
        lambda code: "\ufeff" + code,
    ],
    ids=range(16),
)
def test_spaces_dashes_case_and_lookalikes_do_not_matter(write: Callable[[str], str]) -> None:
    assert all(letter in FIXED.code.removeprefix(PREFIX) for letter in "0L8")
    assert RecoveryCode.parse(write(FIXED.code)).code == FIXED.code


@settings(max_examples=300)
@given(st.integers(0, 57), st.sampled_from(ALPHABET.upper()))
def test_one_wrong_character_is_found_in_its_block(place: int, letter: str) -> None:
    assume(DATA[place] != letter)
    detail = refused(replaced(place, letter))
    block = place // 10 + 2
    assert detail == f"One character is mistyped, in block {block} of 7."
    assert DATA[place] in CODE.blocks[block - 1]


@pytest.mark.parametrize("letter", ["?", "\0", "é", "\U0001f600", "\u0661"])
def test_a_character_no_code_has_is_found_too(letter: str) -> None:
    assert refused(replaced(25, letter)) == "One character is mistyped, in block 4 of 7."
    assert "More than one" in refused(replaced(25, letter)[:-1] + letter)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 57), st.integers(1, 31)), min_size=2, max_size=3))
def test_two_or_three_wrong_ones_are_never_taken_for_one(wrong: list[tuple[int, int]]) -> None:
    assume(len({place for place, _ in wrong}) == len(wrong))
    letters = list(DATA.lower())
    for place, by in wrong:
        letters[place] = ALPHABET[ALPHABET.index(letters[place]) ^ by]
    assert refused("".join(letters)) == "More than one character is mistyped."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "here are 0"),
        ("a passphrase", "here are 11"),
        (PREFIX, "here are 0"),
        (CODE.code[:-1], "here are 57"),
        (CODE.code + "Q", "here are 59"),
        (CODE.code * 2, "here are 129"),
        (CODE.recipient, "public key"),
        ("Q" * 100_000, "here are 100000"),
    ],
    ids=range(8),
)
def test_what_is_too_short_or_long_is_counted(typed: str, said: str) -> None:
    assert said in refused(typed)


def test_swapped_neighbours_are_refused() -> None:
    place = next(place for place in range(57) if DATA[place] != DATA[place + 1])
    pair = DATA[place + 1] + DATA[place]
    assert "mistyped" in refused(PREFIX + DATA[:place] + pair + DATA[place + 2 :])


@given(st.text(max_size=120))
def test_any_text_is_refused_in_words(typed: str) -> None:
    refused(typed)


def test_nothing_is_shown_copied_or_pickled() -> None:
    for shown in (repr(CODE), str(CODE), f"{CODE}"):
        assert DATA[:8] not in shown
    for keep in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            keep(CODE)


def test_a_code_opens_the_identity_which_opens_the_journal() -> None:
    keys = Keys.generate()
    kept = seal(keys.text.encode(), [CODE.recipient])
    entry = seal(b"an entry", [keys.recipient])
    again = Keys.parse(RecoveryCode.parse(CODE.code).decrypt(kept, "It"), "It")
    assert again.decrypt(entry, "It") == b"an entry"
