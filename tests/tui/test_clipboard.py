"""Private text in the clipboard: with a warning, for a while, and no longer than unlocked."""

from __future__ import annotations

from collections.abc import Callable

from tui.clipboard import KEPT_FOR, WARNING, Clipboard


class Timer:
    def __init__(self, seconds: float, ring: Callable[[], None]) -> None:
        self.seconds = seconds
        self.ring = ring
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True


class World:
    def __init__(self) -> None:
        self.written: list[str] = []
        self.timers: list[Timer] = []
        self.clipboard = Clipboard(self.written.append, self._later)

    def _later(self, seconds: float, ring: Callable[[], None]) -> Timer:
        self.timers.append(Timer(seconds, ring))
        return self.timers[-1]


def test_a_copy_is_warned_of_and_taken_away_after_a_while() -> None:
    world = World()
    assert world.clipboard.copy("dear diary") == WARNING
    assert world.written == ["dear diary"]
    assert world.timers[0].seconds == KEPT_FOR
    assert "dear" not in WARNING
    world.timers[0].ring()
    assert world.written == ["dear diary", ""]
    world.clipboard.clear()
    assert world.written == ["dear diary", ""]


def test_a_second_copy_has_its_own_while() -> None:
    world = World()
    world.clipboard.copy("one")
    world.clipboard.copy("two")
    assert world.timers[0].stopped
    assert world.written == ["one", "two"]
    world.timers[1].ring()
    assert world.written[-1] == ""


def test_what_is_no_longer_ours_is_left_alone() -> None:
    world = World()
    world.clipboard.clear()
    assert world.written == []
    world.clipboard.copy("one")
    world.clipboard.forget()
    world.clipboard.clear()
    assert world.written == ["one"]
    assert world.timers[0].stopped
