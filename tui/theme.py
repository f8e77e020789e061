"""Two grounds for the same four voices: ink on paper, and a calm dark."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="viceversa-dark",
    primary="#9cc4b2",
    secondary="#c9b28f",
    accent="#e0b872",
    foreground="#dcd9d0",
    background="#1b1d1f",
    surface="#222527",
    panel="#2b2f31",
    success="#9cc4b2",
    warning="#e0b872",
    error="#e79a8b",
    dark=True,
    variables={"quiet": "#a09d94", "footer-key-foreground": "#e0b872"},
)
LIGHT = Theme(
    name="viceversa-light",
    primary="#2f5d4c",
    secondary="#6b5428",
    accent="#7a4b00",
    foreground="#262420",
    background="#f6f2e9",
    surface="#eee9dd",
    panel="#e3ddce",
    success="#2f5d4c",
    warning="#7a4b00",
    error="#9c2f1f",
    dark=False,
    variables={"quiet": "#625d52", "footer-key-foreground": "#7a4b00"},
)
