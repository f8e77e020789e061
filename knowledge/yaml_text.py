"""YAML as a guide may hold it: plain values only, and one error for whatever is wrong with it."""

from __future__ import annotations

from typing import Any

import yaml

_DEEPEST = 12
_LONGEST = 2000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotYaml(Exception):
    """The text is not YAML; `line` is where, counted from 1, if that is known."""

    def __init__(self, line: int | None) -> None:
        super().__init__(line)
        self.line = line


def _refuse_traps(text: str) -> None:
    """Raise NotYaml for what a guide never needs.

    That is deep nesting, which crashes libyaml, aliases, tags, which make bytes and objects, and values
    longer than any line of a card, some of which take minutes to turn into a number.

    Reading events does not recurse, so it is safe where building the value is not.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        scalar = isinstance(event, yaml.ScalarEvent)
        trap = isinstance(event, yaml.AliasEvent) or bool(getattr(event, "tag", None))
        if depth > _DEEPEST or trap or (scalar and len(getattr(event, "value", "")) > _LONGEST):
            raise NotYaml(event.start_mark.line + 1 if event.start_mark else None)


def read_yaml(text: str) -> Any:
    """Return the value that `text` stands for. Raises NotYaml."""
    try:
        _refuse_traps(text)
        return yaml.load(text, Loader=_LOADER)
    except NotYaml:
        raise
    except Exception as error:
        # Besides YAMLError, PyYAML lets ValueError, KeyError and AttributeError through where a value
        # is not of the kind it looks like or is tagged as: 2020-13-45, `!!int x`, `!!bool x`.
        mark = getattr(error, "problem_mark", None)
        raise NotYaml(mark.line + 1 if mark else None) from None
