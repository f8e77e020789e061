"""The main job in plain text, for whoever has no terminal or only a minute."""

from __future__ import annotations

from assistant.suggest import AgendaRequest
from assistant.wording import Side, Stage
from assistant.workspace import Filters, Workspace
from tui.plain import echo, heading, paragraph, print_agenda, print_answer, print_questions

_WORRY = "he keeps saying yes yes I know and then it turns out he doesnt"


def print_tour(work: Workspace) -> None:
    """Print a question answered, an agenda and questions for both sides, from the guide."""
    heading("Vice Versa, a tour")
    paragraph(
        "Reverse mentoring: the mentor is the junior colleague, the mentee the senior one; what is "
        "reversed is rank, and both learn. Everything here comes from named cards of a guide on this "
        "machine. Nothing leaves it.",
        "",
    )
    echo()
    heading(f"1. A mentor asks: “{_WORRY}”")
    echo()
    print_answer(
        work.ask(_WORRY, Filters(side=Side.MENTOR), limit=3), Side.MENTOR, work.catalogue.sources
    )
    echo()
    heading("2. An agenda for the next session")
    echo()
    focus = work.pair.focus or "reading a dashboard"
    stage = work.pair.stage if work.pair.named else Stage.EARLY
    print_agenda(work.suggest_agenda(AgendaRequest(work.pair.minutes, stage, focus)), work.pair)
    for number, side, who in (
        (3, Side.MENTOR, "mentor (junior)"),
        (4, Side.MENTEE, "mentee (senior)"),
    ):
        echo()
        heading(f"{number}. Questions for the {who}")
        echo()
        print_questions(work.suggest_questions(side=side, stage=stage, limit=3))
    echo()
    paragraph(
        "In a terminal, `viceversa` opens the app, `viceversa demo` a sample pair; `viceversa --help` "
        "names the rest.",
        "",
    )
