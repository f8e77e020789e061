"""The registry of actions: each one's key, wording and scope, stated once.

Bindings, footer, command palette, help and the page of keys in docs all read it.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.action import Action, Scope
from tui.actions_agenda import AGENDA_ACTIONS
from tui.actions_dates import DATES_ACTIONS, ENDING_ACTIONS
from tui.actions_journal import JOURNAL_ACTIONS
from tui.actions_pair import PAIR_ACTIONS
from tui.actions_progress import PROGRESS_ACTIONS
from tui.actions_session import SESSION_ACTIONS

__all__ = ["ACTIONS", "Action", "Scope", "actions_in", "bindings_for"]

ACTIONS = (
    Action("today", Scope.APP, "1", "1", "Today", "Go to Today", "go('today')"),
    Action(
        "journal", Scope.APP, "3", "3", "Journal", "Go to Journal: write and read", "go('journal')"
    ),
    Action("agenda", Scope.APP, "4", "4", "Agenda", "Go to Agenda: plan a session", "go('agenda')"),
    Action("guide", Scope.APP, "5", "5", "Guide", "Go to Guide: browse and search", "go('guide')"),
    Action(
        "progress",
        Scope.APP,
        "6",
        "6",
        "Progress",
        "Go to Progress: goals and how it goes",
        "go('progress')",
    ),
    Action("pair", Scope.APP, "7", "7", "Pair", "Go to Pair: how you two work", "go('pair')"),
    Action("search", Scope.APP, "slash", "/", "search", "Search the guide", "search"),
    Action("role", Scope.APP, "r", "r", "read as", "Read as mentor, mentee or both", "next_side"),
    Action("theme", Scope.APP, "t", "t", "light or dark", "Change between light and dark", "shade"),
    Action(
        "help",
        Scope.APP,
        "f1",
        "F1",
        "help",
        "Help for this place",
        "help",
        priority=True,
    ),
    Action(
        "keys",
        Scope.APP,
        "question_mark",
        "?",
        "keys",
        "All keys of this place",
        "help",
        footer=True,
    ),
    Action(
        "palette",
        Scope.APP,
        "ctrl+p",
        "Ctrl+P",
        "commands",
        "Find a command by name",
        "command_palette",
    ),
    Action(
        "blur",
        Scope.APP,
        "f8",
        "F8",
        "hide",
        "Hide the screen until a key is pressed",
        "blur",
        priority=True,
    ),
    Action(
        "lock",
        Scope.APP,
        "ctrl+l",
        "Ctrl+L",
        "lock",
        "Lock your journal, or unlock it",
        "lock",
        priority=True,
    ),
    Action(
        "passphrase",
        Scope.APP,
        "",
        "Ctrl+P",
        "passphrase",
        "Change the passphrase of your journal",
        "passphrase",
    ),
    Action(
        "notices",
        Scope.APP,
        "",
        "Ctrl+P",
        "notices",
        "Read what there is to know about your files",
        "notices",
    ),
    Action("quit", Scope.APP, "q,ctrl+q", "q", "quit", "Quit", "quit"),
    *AGENDA_ACTIONS,
    Action("shelf", Scope.GUIDE, "e", "e", "theme", "Choose a theme", "to('theme')"),
    Action("when", Scope.GUIDE, "s", "s", "stage", "Choose a stage", "to('stage')"),
    Action(
        "to_cards",
        Scope.GUIDE,
        "escape,down",
        "Esc",
        "to the cards",
        "Leave a box for the cards",
        "leave",
        footer=True,
    ),
    Action(
        "clear", Scope.GUIDE, "c", "c", "clear", "Clear search and choices", "clear", footer=True
    ),
    Action(
        "plan_card",
        Scope.CARD,
        "p",
        "p",
        "plan on it",
        "Plan a session on this card",
        "plan",
        footer=True,
    ),
    Action(
        "as_mentor",
        Scope.CARD,
        "m",
        "m",
        "mentor",
        "Read the card as the mentor (junior)",
        "read_as('mentor')",
        footer=True,
    ),
    Action(
        "as_mentee",
        Scope.CARD,
        "e",
        "e",
        "mentee",
        "Read the card as the mentee (senior)",
        "read_as('mentee')",
        footer=True,
    ),
    Action(
        "as_both",
        Scope.CARD,
        "b",
        "b",
        "both",
        "Read the card as both",
        "read_as('both')",
        footer=True,
    ),
    Action(
        "back", Scope.CARD, "escape", "Esc", "back", "Back to where you were", "back", footer=True
    ),
    *JOURNAL_ACTIONS,
    *PROGRESS_ACTIONS,
    *PAIR_ACTIONS,
    *DATES_ACTIONS,
    *ENDING_ACTIONS,
    *SESSION_ACTIONS,
    Action(
        "show",
        Scope.UNLOCK,
        "f2",
        "F2",
        "show",
        "Show what is typed, or hide it",
        "show",
        footer=True,
    ),
    Action(
        "offer",
        Scope.UNLOCK,
        "f3",
        "F3",
        "offer a phrase",
        "Take a passphrase of six words, each time another",
        "offer",
        footer=True,
    ),
    Action(
        "code",
        Scope.UNLOCK,
        "ctrl+r",
        "Ctrl+R",
        "recovery code",
        "Open with the recovery code",
        "code",
        footer=True,
    ),
    Action("leave_door", Scope.UNLOCK, "escape", "Esc", "back", "Back", "back", footer=True),
)


def actions_in(*scopes: Scope) -> list[Action]:
    """The actions of `scopes`, in the order of the registry."""
    return [action for action in ACTIONS if action.scope in scopes]


def bindings_for(scope: Scope) -> list[BindingType]:
    """What a screen or the app binds."""
    return [
        Binding(
            action.keys,
            action.run,
            action.label,
            show=action.footer,
            key_display=action.shown,
            tooltip=action.help,
            id=f"{scope.name.lower()}.{action.id}",
            priority=action.priority,
        )
        for action in actions_in(scope)
        if action.keys  # others are only in the palette
    ]
