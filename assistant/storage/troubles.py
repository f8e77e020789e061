"""What can go wrong with people's files, as they should hear of it. None of these holds their text."""

from __future__ import annotations

from assistant.errors import Trouble


class WrongPassphrase(Trouble):
    """The passphrase does not open it, or the file is damaged: nobody can tell the two apart."""

    def __init__(self) -> None:
        super().__init__(
            "Not opened",
            "That passphrase does not open it.",
            "Try again, or use the recovery code.",
        )


class WrongCode(WrongPassphrase):
    """The recovery code is that of other keys."""

    def __init__(self) -> None:
        Trouble.__init__(
            self,
            "Not opened",
            "This code opens no journal here.",
            "Is it the one for this pair?",
        )


class Damaged(Trouble):
    """A file is not what was written: cut off, changed, signed by somebody else, or not ours.

    `detail` names the file and the reason, never what stands in it.
    """

    def __init__(self, what: str, reason: str, hint: str = "") -> None:
        super().__init__("Damaged", f"{what} cannot be read: {reason}.", hint)
        self.reason = reason


class NotMeant(Damaged):
    """A file in order, but sealed for other keys."""

    def __init__(self, what: str) -> None:
        super().__init__(what, "it was not meant for these keys")


class NewerFormat(Trouble):
    """Written by a later version of the program."""

    def __init__(self, what: str) -> None:
        super().__init__(
            "Written by a newer version",
            f"{what} was written by a newer version of Vice Versa.",
            "Nothing of it was changed. Update the program to go on writing.",
        )


class NotKept(Trouble):
    """The disk or its rights refused a write; what was there before still stands."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "Not saved",
            f"The system refused to save it ({reason}).",
            "What was saved before is as it was. Make room or mend the rights, then save again.",
        )


class TooLarge(NotKept):
    """More than one file may hold."""

    def __init__(
        self,
        detail: str = "It is too large: nothing so long could be read again.",
        hint: str = "What was saved before is as it was. Part it, then save again.",
    ) -> None:
        Trouble.__init__(self, "Not saved", detail, hint)


class ReadOnly(Trouble):
    """Another process has the space open, or it may only be read."""

    def __init__(
        self,
        why: str = "your journal is open in another window",
        hint: str = "Close it there, then lock and unlock here to write.",
    ) -> None:
        super().__init__("Only for reading", f"Only for reading: {why}.", hint)


class Unwritable(ReadOnly):
    """The system lets nothing be written in the home."""

    def __init__(self) -> None:
        super().__init__(
            "the system lets nothing be written in its folders",
            "Mend their rights, or make room, and unlock again to write.",
        )


class SharedUnusable(ReadOnly):
    """The pair's folder cannot be used, so nothing shared is read or written."""

    def __init__(self) -> None:
        super().__init__(
            "the pair's folder cannot be used",
            "Your own journal is not touched by that. Mend the folder, then unlock again.",
        )


class NewerWrote(ReadOnly):
    """A newer version of the program wrote part of the space, so this one changes nothing."""

    def __init__(self) -> None:
        super().__init__(
            "a newer version of Vice Versa wrote part of it",
            "Nothing of it was changed. Update the program to read all of it and to write.",
        )


class ReadersUnknown(ReadOnly):
    """Who may read what the pair shares is not known as it was when it was written."""

    def __init__(self) -> None:
        super().__init__(
            "who belongs to the pair cannot be read, so nothing can be shared",
            "Whoever made the pair lets the other in again: `viceversa pair admit`.",
        )


class Locked(ReadOnly):
    """It was locked meanwhile."""

    def __init__(self) -> None:
        super().__init__("it was locked meanwhile", "Unlock it to write.")
