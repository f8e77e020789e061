from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.life.zones import own_zone, typed_zone, zone_at, zone_named


@pytest.mark.parametrize(
    "name",
    ["", "Nowhere/Here", "../../etc/passwd", "/etc/passwd", "Europe", "a" * 5000, "\0", "\ud800"],
)
def test_a_name_that_is_no_zone_is_none(name: str) -> None:
    assert zone_named(name) is None


def test_a_record_without_a_known_zone_stands_at_its_own_offset() -> None:
    at = datetime(2026, 3, 3, 9, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    assert zone_at("", at) is at.tzinfo
    assert zone_at("Nowhere/Here", at) is at.tzinfo
    assert str(zone_at("Europe/London", at)) == "Europe/London"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Europe/London", "Europe/London"),
        (":Europe/London", "Europe/London"),
        ("/usr/share/zoneinfo/America/New_York", "America/New_York"),
        ("GMT0BST,M3.5.0/1,M10.5.0", ""),
        ("", "UTC"),
    ],
)
def test_what_tz_says_comes_before_the_system(said: str, name: str, tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Asia/Tokyo")
    assert own_zone({"TZ": said}, link) == name


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("/usr/share/zoneinfo/Europe/London", "Europe/London"),
        ("../usr/share/zoneinfo/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("/var/db/timezone/zoneinfo/Asia/Kolkata", "Asia/Kolkata"),
        ("/usr/share/zoneinfo/posix/Europe/Paris", "Europe/Paris"),
        ("/etc/some-zone", ""),
        ("/usr/share/zoneinfo/Nowhere", ""),
    ],
)
def test_the_system_says_its_zone_by_a_link(target: str, name: str, tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    link.symlink_to(target)
    assert own_zone({}, link) == name


def test_a_system_that_does_not_say_has_no_zone(tmp_path: Path) -> None:
    assert own_zone({}, tmp_path / "missing") == ""
    (tmp_path / "copied").write_bytes(b"TZif2")
    assert own_zone({}, tmp_path / "copied") == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Europe/London", "Europe/London"),
        (" europe/london ", "Europe/London"),
        ("america/new york", "America/New_York"),
        ("St Johns", "America/St_Johns"),
        ("kolkata", "Asia/Kolkata"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_may_be_typed_in_any_case_or_by_its_city(text: str, name: str) -> None:
    assert typed_zone(text) == name


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Europe/Londn", "Europe/London"),
        ("Louisville", "America/Louisville"),
        ("qqqqqq", "America/New_York"),
        ("", "Europe/London"),
    ],
)
def test_an_unknown_zone_is_answered_with_what_to_type(text: str, hint: str) -> None:
    with pytest.raises(Trouble) as trouble:
        typed_zone(text)
    assert hint in trouble.value.hint


@given(st.text(max_size=400))
def test_whatever_is_typed_is_a_zone_or_trouble(text: str) -> None:
    try:
        name = typed_zone(text)
    except Trouble:
        return
    assert datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone_named(name)).tzinfo is not None
