"""The `guide` commands: list, show, search and check the cards."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from assistant.wording import Side, Stage, Theme, Topic
from tui.cli_documents import add, refresh, remove, search_in, sources
from tui.options import (
    MOST_CARDS,
    compare_meaning,
    documents_near,
    folders,
    json_option,
    load_model,
    not_empty,
    question_of,
    role_option,
    stage_option,
    theme_option,
    topic_option,
    wide_limit_option,
    workspace,
    workspace_opener,
)

if TYPE_CHECKING:
    from assistant.workspace import Filters


@click.group(invoke_without_command=True)
@folders
@click.pass_context
def guide(context: click.Context) -> None:
    """Read, search and check the guide's cards."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@guide.command("list")
@role_option
@stage_option
@theme_option
@topic_option
@json_option
@folders
def list_cards(
    side: str, stage: str | None, theme: str | None, topic: str | None, as_json: bool
) -> None:
    """List the cards, by theme."""
    from tui import plain

    filters = _filters(side, stage, theme, topic)
    cards = [
        card
        for card in workspace().catalogue.cards
        if filters.admits(card) and card.speaks_to(filters.side)
    ]
    if as_json:
        plain.json_out(
            [
                {
                    "card": card.id,
                    "title": card.title,
                    "theme": card.theme.value,
                    "kind": card.kind.value,
                    "sides": [own.value for own in card.sides],
                    "stages": [own.value for own in card.stages],
                }
                for card in cards
            ]
        )
    elif cards:
        plain.print_list(cards)
    else:
        plain.echo("No card fits all of these.")


@guide.command()
@click.argument("card")
@role_option
@json_option
@folders
def show(card: str, side: str, as_json: bool) -> None:
    """Show one CARD (its id, as `guide list` prints it), worded for a side."""
    from tui import plain

    work = workspace()
    shown = work.card(card)
    if as_json:
        plain.json_out({key: value for key, value in asdict(shown).items() if key != "file"})
    else:
        plain.print_card(shown, Side(side), work.catalogue.sources)


@guide.command()
@click.argument("text", nargs=-1)
@role_option
@stage_option
@theme_option
@topic_option
@wide_limit_option
@click.option(
    "--in",
    "place",
    default=None,
    metavar="PATH",
    callback=not_empty,
    help="Search a folder of documents, or a .jsonl of records, instead of the guide.",
)
@click.option(
    "--queries",
    default=None,
    metavar="FILE",
    callback=not_empty,
    help="With --in: a .jsonl of many questions.",
)
@json_option
@folders
def search(
    text: tuple[str, ...],
    side: str,
    stage: str | None,
    theme: str | None,
    topic: str | None,
    limit: int,
    place: str | None,
    queries: str | None,
    as_json: bool,
) -> None:
    """Search the cards and say why each was found. TEXT - reads standard input."""
    from tui import plain

    if place is not None:
        if any(option is not None for option in (stage, theme, topic)) or _is_given("side"):
            raise click.UsageError(
                "--role, --stage, --theme and --topic are for the guide's cards."
            )
        search_in(place, text, queries, limit, as_json=as_json)
        return
    if queries is not None:
        raise click.UsageError("--queries goes with --in.")
    if limit > MOST_CARDS:
        raise click.UsageError(f"--limit goes up to {MOST_CARDS} for the guide's cards.")
    query = question_of(text, "search", as_json=as_json)
    if query is None:
        return
    work = workspace()
    load_model(work, documents=True)
    answer = work.ask(query, _filters(side, stage, theme, topic), limit)
    documents = documents_near(work, query, limit)
    if as_json:
        plain.json_out(plain.answer_json(answer, documents))
    else:
        plain.print_hits(answer)
        plain.print_documents(documents)


@guide.command()
@click.option(
    "--quick", is_flag=True, help="Do not compare cards by meaning, which takes the model."
)
@folders
def check(quick: bool) -> None:
    """Name every rule that a card breaks: file, field, what is wrong."""
    from assistant.errors import Trouble
    from assistant.wording import one_line
    from tui import plain

    work = workspace_opener()()
    broken = work.check_guide()
    compared = quick
    if not quick:
        try:
            broken += compare_meaning(work)
            compared = True
        except Trouble as trouble:
            plain.note(f"viceversa: cards were not compared by meaning. {one_line(str(trouble))}")
            plain.note("viceversa: `guide check --quick` leaves the comparison out.")
    for line in broken:
        plain.echo(one_line(line))
    if broken:
        plain.note(f"viceversa: {len(broken)} to mend.")
    if broken or not compared:
        raise SystemExit(1)
    plain.note(f"The guide keeps all rules: {len(work.catalogue)} cards.")


def _is_given(option: str) -> bool:
    """Whether an option was typed, not left at its default."""
    source = click.get_current_context().get_parameter_source(option)
    return source is click.core.ParameterSource.COMMANDLINE


def _filters(side: str, stage: str | None, theme: str | None, topic: str | None) -> Filters:
    from assistant.workspace import Filters as Chosen

    return Chosen(
        side=Side(side),
        stage=Stage(stage) if stage else None,
        theme=Theme(theme) if theme else None,
        topic=Topic(topic) if topic else None,
    )


for command in (add, sources, remove, refresh):
    guide.add_command(command)
