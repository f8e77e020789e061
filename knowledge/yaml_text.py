"""YAML as a guide may hold it: plain values only, and one error for whatever is wrong with it."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotYaml(Exception):
    """The text is not YAML; `line` is where, counted from 1, if that is known."""

    def __init__(self, line: int | None) -> None:
        super().__init__(line)
        self.line = line


def read_yaml(text: str) -> Any:
    """Return the value that `text` stands for. Raises NotYaml."""
    try:
        return yaml.load(text, Loader=_LOADER)
    except Exception as error:
        # Besides YAMLError, PyYAML lets ValueError, KeyError and AttributeError through where a value
        # is not of the kind it looks like or is tagged as: 2020-13-45, `!!int x`, `!!bool x`.
        mark = getattr(error, "problem_mark", None)
        raise NotYaml(mark.line + 1 if mark else None) from None
