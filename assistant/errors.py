"""Trouble as people should hear of it: what happened, what was kept, what to do."""

from __future__ import annotations

from knowledge.errors import KnowledgeError

KNOWN = KnowledgeError
"""What the guide and its search raise; its text is a sentence for people too."""
COULD_NOT = 1
WRONG_USAGE = 2


class Trouble(Exception):
    """Something went wrong that a person can understand and mend.

    `title` names it in a few words, `detail` is one sentence, `hint` says what to do. None of them
    ever holds private text. `exit_code` is what the command line ends with.
    """

    def __init__(
        self, title: str, detail: str, hint: str = "", *, exit_code: int = COULD_NOT
    ) -> None:
        super().__init__(f"{detail} {hint}".strip())
        self.title = title
        self.detail = detail
        self.hint = hint
        self.exit_code = exit_code


def wrong_usage(detail: str, hint: str = "") -> Trouble:
    """Trouble with what was typed: a value out of range, an unknown name."""
    return Trouble("That cannot be used", detail, hint, exit_code=WRONG_USAGE)


def reason_of(error: OSError) -> str:
    """What the system says of `error`, in lower case, without a path."""
    return (error.strerror or type(error).__name__).lower()
