"""Days and moments as people say them."""

from __future__ import annotations

from datetime import date, datetime


def day_said(day: date, today: date) -> str:
    """`day` in a few words: Today, Yesterday, Thursday, Thu 12 Nov, 12 Nov 2025."""
    ago = (today - day).days
    if ago == 0:
        return "Today"
    if ago == 1:
        return "Yesterday"
    if 1 < ago < 7:
        return f"{day:%A}"
    if day.year == today.year:
        return f"{day:%a} {day.day} {day:%b}"
    return f"{day.day} {day:%b} {day.year}"


def whole_day(day: date) -> str:
    """`day` in full: Thursday 12 November 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def distance(day: date, today: date) -> str:
    """How far `day` is from today: today, yesterday, 3 days ago, in 2 days."""
    ago = (today - day).days
    if ago in {0, 1, -1}:
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[ago]
    return f"{ago:,} days ago" if ago > 0 else f"in {-ago:,} days"


def hour(moment: datetime) -> str:
    """The time of day: 14:32."""
    return f"{moment:%H:%M}"
