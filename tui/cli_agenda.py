"""The `agenda` command: an agenda for anybody, or on a pair's own records, as text or a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assistant.errors import Trouble
from assistant.wording import Side, Stage
from tui.options import json_option, load_model, pair_role_option, stage_option, workspace
from tui.passphrase import descriptor, of_a_person, pair_asked, unlocked

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.context import PairContext
    from assistant.pair_space import PairSpace
    from assistant.workspace import Workspace

_USUAL = 45


@click.command()
@click.option("--minutes", default=None, type=int, help="Length, 10 to 180.  [default: 45]")
@stage_option
@click.option("--focus", default="", help="What the session is about.")
@pair_role_option
@click.option("--seed", default=0, help="Another suggestion for another number.")
@json_option
@click.option("--markdown", is_flag=True, help="Print Markdown.")
@click.option(
    "--ics",
    is_flag=True,
    help="Print the next session as a calendar file; takes a pair and its passphrase.",
)
@click.option("--with-agenda", is_flag=True, help="With --ics: put the session's agenda into it.")
@of_a_person
def agenda(
    minutes: int | None,
    stage: str | None,
    focus: str,
    side: str,
    seed: int,
    as_json: bool,
    markdown: bool,
    ics: bool,
    with_agenda: bool,
) -> None:
    """Suggest an agenda whose minutes add up, with a reason for every item.

    With --pair it is made on what the pair shares: goals, actions, what was put off, earlier sessions.
    """
    from assistant.safety import matter
    from assistant.suggest import AgendaRequest

    if as_json + markdown + ics > 1:
        raise click.UsageError("--json, --markdown and --ics exclude each other.")
    if with_agenda and not ics:
        raise click.UsageError("--with-agenda belongs to --ics.")
    if ics and (unused := _typed("minutes", "stage", "focus", "side", "seed")):
        raise click.UsageError(f"--ics is of the session that is planned: leave out {unused}.")
    about = matter(focus, "focus")
    asked = AgendaRequest(
        _USUAL if minutes is None else minutes, Stage(stage or "early"), about, Side(side), seed
    )
    asked.check()
    work = workspace()
    if not (ics or pair_asked() or descriptor("--passphrase-fd") is not None):
        if about:
            load_model(work)
        _print(work, work.suggest_agenda(asked), work.pair, as_json, markdown)
        return
    with unlocked(work.people) as opened:
        if ics:
            _print_calendar(opened, with_agenda=with_agenda)
            return
        load_model(work)
        from assistant.pair_work import PairWork

        on_records = PairWork(work, opened)
        request = on_records.request(
            minutes=minutes,
            stage=Stage(stage) if stage else None,
            focus=about,
            seed=seed,
            side=Side(side),
        )
        suggested = on_records.suggest(request)
        names = opened.context
    work.pair = names
    _print(work, suggested, names, as_json, markdown)


def _typed(*names: str) -> str:
    """Which of these options somebody typed, as they are typed."""
    context = click.get_current_context()
    options = {one.name: one.opts[0] for one in context.command.params}
    typed = click.core.ParameterSource.COMMANDLINE
    return ", ".join(options[name] for name in names if context.get_parameter_source(name) is typed)


def _print(
    work: Workspace, suggested: Agenda, names: PairContext, as_json: bool, markdown: bool
) -> None:
    from assistant.export import agenda_json
    from tui import plain

    if as_json:
        plain.json_out(agenda_json(suggested))
    elif markdown:
        plain.echo(work.agenda_markdown(suggested).rstrip("\n"))
    else:
        plain.print_agenda(suggested, names)


def _print_calendar(pair: PairSpace, *, with_agenda: bool) -> None:
    from assistant.life.calendar_file import session_calendar
    from assistant.life.rhythms import next_session

    life, now = pair.records.life, pair.moment()
    session = next_session(life, now)
    if session is None:
        raise Trouble(
            "No session is planned",
            "There is no next session to put into a calendar.",
            "Plan one in the app: Pair, then d for dates.",
        )
    data = session_calendar(life, session, with_agenda=with_agenda, now=now, pair_id=pair.id)
    click.echo(data, nl=False)
