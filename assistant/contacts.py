"""The people to turn to, as the organisation has written them into `contacts.toml` in the home.

    [emergency]
    phone = "112"
    where = "anywhere in the European Union"

    [speak_up]
    name = "Speak-up line"
    url = "https://example.org/speak-up"
    for = ["mistreatment", "wrongdoing"]

No number is ours: where nothing is written, the wording is general. What cannot be used is named with
its line, and the rest is used.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.safety import Category
from knowledge.bounded import KIB, read_file
from knowledge.plain_text import one_line

FILE = "contacts.toml"
MOST = 12
"""Contacts that are used; a longer list helps nobody in trouble."""
_MOST_NOTES = 6
_PHONE = re.compile(r"(?=(?:.*\d){2})[\d+A-Za-z ()./*#,:\-]{2,60}")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\]{3,200}", re.IGNORECASE)
_HEADER = re.compile(r"^\s*\[{1,2}\s*[\"']?([\w-]{1,40})[\"']?\s*\]{1,2}")
_KEY = re.compile(r"^\s*[\"']?([\w-]{1,40})[\"']?\s*=")


class ContactKind(StrEnum):
    """The tables of the file."""

    EMERGENCY = "emergency"
    CRISIS = "crisis_line"
    ASSISTANCE = "employee_assistance"
    SPEAK_UP = "speak_up"
    OTHER = "other"


_NAMES = {
    ContactKind.EMERGENCY: "Emergency services",
    ContactKind.CRISIS: "Crisis line",
    ContactKind.ASSISTANCE: "Employee assistance",
    ContactKind.SPEAK_UP: "HR or speak-up line",
    ContactKind.OTHER: "Someone to turn to",
}
_FOR = {
    ContactKind.EMERGENCY: (Category.SELF_HARM, Category.VIOLENCE),
    ContactKind.CRISIS: (Category.SELF_HARM, Category.DISTRESS),
    ContactKind.ASSISTANCE: (Category.DISTRESS, Category.SELF_HARM, Category.MISTREATMENT),
    ContactKind.SPEAK_UP: (Category.MISTREATMENT, Category.WRONGDOING),
    ContactKind.OTHER: tuple(Category),
}


def _text(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValueError("must be text in quotes")
    return one_line(value)


def _phone(value: str) -> str:
    if value and not _PHONE.fullmatch(value):
        raise ValueError("is no phone number")
    return value


def _link(value: str) -> str:
    # Before an "@" may stand another site's name.
    site = value.partition("//")[2].partition("/")[0]
    if value and (not _LINK.fullmatch(value) or "@" in site):
        raise ValueError("must begin with https://, http:// or mailto:")
    return value


_Line = Annotated[str, BeforeValidator(_text), Field(max_length=80)]


class Contact(BaseModel):
    """Somebody to turn to: texts of one line, up to 80 characters, "" where nothing is said."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kind: ContactKind
    name: _Line = ""
    phone: Annotated[str, BeforeValidator(_text), Field(max_length=60), AfterValidator(_phone)] = ""
    hours: _Line = ""
    url: Annotated[str, BeforeValidator(_text), Field(max_length=200), AfterValidator(_link)] = ""
    where: _Line = ""
    categories: Annotated[tuple[Category, ...], Field(max_length=len(Category))] = ()
    """What they are for; as the kind has it where nothing is said."""

    @property
    def called(self) -> str:
        """The name as shown."""
        return self.name or _NAMES[self.kind]

    def helps(self, category: Category) -> bool:
        """Whether they are for `category`."""
        return category in (self.categories or _FOR[self.kind])

    @property
    def line(self) -> str:
        """All of it in one line: “Crisis line: 123 456 (day and night), https://example.org”."""
        known = ", ".join(one for one in (self.where, self.hours) if one)
        reached = ", ".join(one for one in (self.phone, self.url) if one)
        if reached and known:
            reached = f"{reached} ({known})"
        return f"{self.called}: {reached or known}"


class Contacts(BaseModel):
    """What the file has, in its order, and a sentence for each thing in it that is not used."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    all: tuple[Contact, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, category: Category, *, urgent: bool = False) -> tuple[Contact, ...]:
        """Those for `category`, the emergency number first; with `urgent` it is always there."""
        first = [
            one
            for one in self.all
            if one.kind is ContactKind.EMERGENCY and (urgent or one.helps(category))
        ]
        others = [
            one for one in self.all if one.kind is not ContactKind.EMERGENCY and one.helps(category)
        ]
        # A line made for this stands before one that takes everything.
        others.sort(key=lambda one: one.kind is ContactKind.OTHER and not one.categories)
        return (*first, *others)

    @property
    def emergency(self) -> Contact | None:
        """The first emergency number, if one is written."""
        return next((one for one in self.all if one.kind is ContactKind.EMERGENCY), None)


GENERIC = Contacts()
"""Where nobody has filled the file."""


def read_contacts(home: Path) -> Contacts:
    """The contacts of `home`; never raises. Notes hold nothing of the file but the names of keys."""
    path = home / FILE
    try:
        text = read_file(path, 64 * KIB).decode("utf-8-sig")
    except FileNotFoundError:
        return GENERIC
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        return _unread(f"{FILE} cannot be read ({reason})")
    return contacts_from(text)


def contacts_from(text: str) -> Contacts:
    """The contacts that stand in `text`, as TOML; never raises."""
    import tomllib

    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        where = str(error).rpartition("(")[2].rstrip(")") if "(at " in str(error) else "somewhere"
        return _unread(f"{FILE} is not valid TOML ({one_line(where)[:40]})")
    lines = _lines(text)
    notes: list[str] = []
    found: list[Contact] = []
    for name, value in told.items():
        try:
            kind = ContactKind(name)
        except ValueError:
            notes.append(_note(lines.get((name, 0, "")), f"“{_short(name)}” is not a table of it"))
            continue
        tables = value if isinstance(value, list) else [value]
        for at, table in enumerate(tables[: MOST + 1]):
            if not isinstance(table, dict):
                notes.append(_note(lines.get((name, at, "")), f"“{name}” must be a table"))
                continue
            contact = _contact(kind, at, table, lines, notes)
            if contact is not None:
                found.append(contact)
    if len(found) > MOST:
        notes.append(f"{FILE} has more than {MOST} contacts; the first {MOST} are used.")
    if len(notes) > _MOST_NOTES:
        notes[_MOST_NOTES:] = [f"{len(notes) - _MOST_NOTES} more things in {FILE} are not used."]
    return Contacts(all=tuple(found[:MOST]), notes=tuple(notes))


def _contact(
    kind: ContactKind,
    at: int,
    table: dict[str, Any],
    lines: dict[tuple[str, int, str], int],
    notes: list[str],
) -> Contact | None:
    """The contact of one table, without what cannot be used; None where it cannot be reached."""
    given: dict[str, Any] = {}
    for key, value in table.items():
        line = lines.get((kind.value, at, key))
        field = "categories" if key == "for" else key
        if field not in Contact.model_fields or key in {"kind", "categories"}:
            notes.append(_note(line, f"“{kind.value}.{_short(key)}” is not known"))
            continue
        try:
            Contact.model_validate({"kind": kind, field: value})
        except ValidationError as error:
            notes.append(_note(line, f"“{kind.value}.{key}” {_said(error, key)}"))
        else:
            given[field] = value
    contact = Contact.model_validate({"kind": kind, **given})
    if contact.phone or contact.url or contact.where:
        return contact
    line = lines.get((kind.value, at, ""))
    notes.append(_note(line, f"“{kind.value}” has no phone, url or where that can be used"))
    return None


def _said(error: ValidationError, key: str) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    if key == "for":
        return f"must be a list of: {', '.join(Category)}"
    if first["type"] in {"string_too_long", "too_long"}:
        return "is too long"
    return str(first["msg"]).removeprefix("Value error, ")


def _lines(text: str) -> dict[tuple[str, int, str], int]:
    """Where each table (key "") and key stands: (table, which of that name, key) to a line from 1."""
    found: dict[tuple[str, int, str], int] = {}
    count: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            table = header[1]
            count[table] = count.get(table, -1) + 1
            found.setdefault((table, count[table], ""), number)
        elif key := _KEY.match(line):
            place = (table, count.get(table, 0), key[1]) if table else (key[1], 0, "")
            found.setdefault(place, number)
    return found


def _note(line: int | None, what: str) -> str:
    place = f"{FILE}, line {line}" if line else FILE
    return f"{place}: {what}; it is not used."


def _short(name: str) -> str:
    return one_line(name)[:40]


def _unread(why: str) -> Contacts:
    return Contacts(notes=(f"{why}; general wording is used until it is put right.",))
