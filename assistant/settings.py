"""What a person has set, in `settings.toml` in the home: readable, and forgiving.

[search]
model = "/home/me/models/paraphrase-multilingual-MiniLM-L12-v2"

[privacy]
lock_after = 5
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.bounded import KIB, read_file
from knowledge.plain_text import one_line

FILE = "settings.toml"
LOCK_AFTER = 5
LOCK_LEAST, LOCK_MOST = 1, 60
_MOST_NAMED = 3


@dataclass(frozen=True)
class Settings:
    """What was set, and a sentence for each thing in the file that could not be used."""

    model: str = ""
    """Folder or name of a sentence-transformers model; empty for the one that comes with the program."""
    unusable: tuple[str, ...] = ()
    lock_after: int = LOCK_AFTER
    """Minutes without a key after which the app locks."""


def read_settings(home: Path) -> Settings:
    """The settings of `home`; what cannot be used is named and its default taken."""
    path = home / FILE
    try:
        text = read_file(path, 64 * KIB).decode("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        return Settings(unusable=(f"{path} cannot be read ({reason}); the defaults are used.",))
    import tomllib

    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        where = str(error).rpartition("(")[2].rstrip(")") if "(" in str(error) else "somewhere"
        return Settings(unusable=(f"{path} is not valid TOML ({where}); the defaults are used.",))
    unusable = _unknown(path, "", told.keys() - {"search", "privacy"})
    search = _table(path, "search", told, unusable)
    unusable += _unknown(path, "search.", search.keys() - {"model"})
    model = search.get("model", "")
    if not isinstance(model, str):
        unusable.append(f"“search.model” in {path} must be text; the program's own model is used.")
        model = ""
    privacy = _table(path, "privacy", told, unusable)
    unusable += _unknown(path, "privacy.", privacy.keys() - {"lock_after"})
    minutes = privacy.get("lock_after", LOCK_AFTER)
    # For Python, true is a whole number.
    if type(minutes) is not int or not LOCK_LEAST <= minutes <= LOCK_MOST:
        unusable.append(
            f"“privacy.lock_after” in {path} must be a whole number of minutes, {LOCK_LEAST} to "
            f"{LOCK_MOST}; it locks after {LOCK_AFTER}."
        )
        minutes = LOCK_AFTER
    return Settings(model.strip(), tuple(unusable), minutes)


def _table(path: Path, name: str, told: dict[str, Any], unusable: list[str]) -> dict[str, Any]:
    """The table `name`; an empty one, and a sentence in `unusable`, where it is none."""
    table = told.get(name, {})
    if isinstance(table, dict):
        return table
    unusable.append(f"“{name}” in {path} must be a table, [{name}]; the defaults are used.")
    return {}


def _unknown(path: Path, table: str, keys: set[str]) -> list[str]:
    """A sentence for the keys there are that mean nothing, the first few by name."""
    if not keys:
        return []
    named = ", ".join(f"“{table}{one_line(key)[:40]}”" for key in sorted(keys)[:_MOST_NAMED])
    more = f" and {len(keys) - _MOST_NAMED} more" if len(keys) > _MOST_NAMED else ""
    are = "is not a setting" if len(keys) == 1 else "are not settings"
    return [f"{named}{more} in {path} {are}."]
