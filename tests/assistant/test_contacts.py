"""The organisation's contacts: read whatever stands in the file, name what cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.contacts import FILE, GENERIC, MOST, ContactKind, contacts_from, read_contacts
from assistant.safety import Category
from tests.conftest import PROJECT

WHOLE = """
[emergency]
phone = 112
where = "anywhere in the EU"

[crisis_line]
name = "Night line"
phone = "+00 (0)800 000-000"
hours = "day and night"

[[speak_up]]
name = "Speak up"
url = "https://example.org/speak-up"

[[speak_up]]
name = "Works council"
where = "room 2.14"
for = ["mistreatment"]

[[other]]
name = "Coordinator"
url = "mailto:pairs@example.org"
"""


def test_a_whole_file_is_used_in_its_order() -> None:
    contacts = contacts_from(WHOLE)
    assert contacts.notes == ()
    assert [one.called for one in contacts.of(Category.SELF_HARM)] == [
        "Emergency services", "Night line", "Coordinator",
    ]  # fmt: skip
    assert [one.called for one in contacts.of(Category.WRONGDOING)] == ["Speak up", "Coordinator"]
    urgent = contacts.of(Category.WRONGDOING, urgent=True)
    assert urgent[0].kind is ContactKind.EMERGENCY
    assert urgent[0].line == "Emergency services: 112 (anywhere in the EU)"
    assert contacts.of(Category.MISTREATMENT)[1].line == "Works council: room 2.14"


def test_no_file_is_no_trouble(tmp_path: Path) -> None:
    assert read_contacts(tmp_path) == GENERIC


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[crisis_line]\nphone = "call us"', "line 2: “crisis_line.phone” is no phone number"),
        ("[crisis_line]\nphone = true", "line 2: “crisis_line.phone” must be text"),
        ('[speak_up]\nurl = "javascript:alert(1)"', "line 2: “speak_up.url” must begin with"),
        ('[speak_up]\nurl = "https://example.org@evil.example"', "line 2: “speak_up.url”"),
        ('[speak_up]\nurl = "file:///etc/passwd"', "line 2: “speak_up.url”"),
        ('[speak_up]\nfor = ["boredom"]', "line 2: “speak_up.for” must be a list of"),
        ('[speak_up]\nfor = "mistreatment"', "line 2: “speak_up.for” must be a list of"),
        ('[speak_up]\nfax = "1"', "line 2: “speak_up.fax” is not known"),
        ('[speak_up]\nkind = "other"', "line 2: “speak_up.kind” is not known"),
        ("[hotline]\nphone = 12", "line 1: “hotline” is not a table"),
        ("emergency = 112", "line 1: “emergency” must be a table"),
        ('[[other]]\nname = "x"\nphone = 12\n[[other]]\nname = "y"', "line 4: “other” has no phone"),
        (f'[other]\nname = "{"x" * 81}"', "line 2: “other.name” is too long"),
        (f'[other]\nphone = "{"1" * 100}"', "line 2: “other.phone” is too long"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_and_the_rest_used(text: str, said: str) -> None:
    contacts = contacts_from(f'{text}\n[crisis_line2]\n[[employee_assistance]]\nphone = "12 34"\n')
    assert any(said in note for note in contacts.notes), contacts.notes
    assert any(one.kind is ContactKind.ASSISTANCE for one in contacts.all)


def test_a_file_that_is_no_toml_leaves_general_wording_and_a_note(tmp_path: Path) -> None:
    for raw in (
        b"[emergency\nphone",
        b"\xff\xfe\x00",
        b"[" * 50_000,
        b"x" * 70_000,
        b"a = " + b"[" * 3_000,
    ):
        (tmp_path / FILE).write_bytes(raw)
        contacts = read_contacts(tmp_path)
        assert contacts.all == ()
        assert len(contacts.notes) == 1
        assert "general wording" in contacts.notes[0]
        assert str(tmp_path) not in contacts.notes[0]


def test_a_pipe_in_its_place_holds_nothing_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE)
    assert "cannot be read" in read_contacts(tmp_path).notes[0]


def test_control_codes_and_long_lists_do_no_harm() -> None:
    text = '[emergency]\nname = "a\\u001b[31mb\\u202e\\nc"\nphone = "112"\n'
    (one,) = contacts_from(text).all
    assert one.name == "a[31mb c"
    many = contacts_from('[[other]]\nphone = "12 34"\n' * 500)
    assert len(many.all) == MOST
    assert len(contacts_from("[[x]]\n" * 3 + "".join(f"[t{n}]\n" for n in range(99))).notes) <= 7


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["phone", "url", "name", "hours", "for", "where"]))
def test_no_value_breaks_the_reading(value: str, key: str) -> None:
    contacts_from(value)
    quoted = value.replace("\\", "").replace('"', "").replace("\n", " ")
    for one in contacts_from(f'[other]\nphone = "12 34"\n{key} = "{quoted}"\n').all:
        assert "\x1b" not in one.line
        assert "\n" not in one.line
        assert len(one.line) < 600


def test_the_example_of_the_docs_is_used_whole() -> None:
    page = (PROJECT / "docs" / "contacts.md").read_text(encoding="utf-8")
    example = page.split("```toml")[1].split("```")[0]
    contacts = contacts_from(example)
    assert contacts.notes == ()
    assert {one.kind for one in contacts.all} == set(ContactKind)
