"""Figures as they are printed: median, range, and whether the goal was reached."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Goal:
    """What a figure should be at most, or with `least` at least."""

    limit: float
    least: bool = False

    def met_by(self, value: float) -> bool:
        """Whether `value` reaches it."""
        return value >= self.limit if self.least else value <= self.limit

    def __str__(self) -> str:
        return f"goal {'≥' if self.least else '≤'} {self.limit:g}"


@dataclass
class Report:
    """Prints figures and remembers which goals were missed."""

    missed: list[str] = field(default_factory=list)
    met: int = 0
    _part: str = ""

    def part(self, name: str) -> None:
        """Begin a part; the load tells what else ran."""
        self._part = name
        load = " ".join(f"{own:.1f}" for own in os.getloadavg())
        print(f"\n{name}   (load {load})", flush=True)

    def row(
        self,
        name: str,
        values: Sequence[float],
        unit: str,
        goal: Goal | None = None,
        note: str = "",
    ) -> None:
        """Print one figure; its median is held against the goal."""
        middle = median(values)
        places = 3 if middle < 10 else 1
        shown = f"{middle:9,.{places}f} {unit:5}"
        if len(values) > 1:
            shown += f" ({min(values):,.{places}f} to {max(values):,.{places}f}, n={len(values)})"
        judged = "" if goal is None else f"{goal}: {self._judge(name, middle, goal)}"
        print(f"  {name:42} {shown:44} {'; '.join(filter(None, (judged, note)))}", flush=True)

    def _judge(self, name: str, value: float, goal: Goal) -> str:
        if goal.met_by(value):
            self.met += 1
            return "met"
        self.missed.append(f"{self._part}, {name}: {value:.3g} ({goal})")
        return "MISSED"

    def end(self) -> None:
        """Print which goals were missed."""
        print(f"\n{self.met} goals met, {len(self.missed)} missed")
        for line in self.missed:
            print(f"  missed: {line}")


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
