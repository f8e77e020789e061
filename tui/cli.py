"""The command line. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.errors import Trouble
from assistant.wording import Side, Stage
from tui.cli_agenda import agenda
from tui.cli_backup import backup, restore
from tui.cli_guide import guide
from tui.cli_journal import journal
from tui.cli_pair import pair
from tui.opening import at_terminal, make_sample_pair, open_app
from tui.options import (
    documents_near,
    folders,
    json_option,
    limit_option,
    load_model,
    prepare_model,
    question_of,
    role_option,
    stage_option,
    workspace,
    workspace_opener,
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(None, "--version", package_name="viceversa", prog_name="viceversa")
@folders
@click.pass_context
def cli(context: click.Context) -> int:
    """Vice Versa: a private, offline assistant for reverse mentoring.

    A junior colleague (the mentor) teaches a senior one (the mentee), and both learn. Without a
    command the app opens; without a terminal the tour is printed.
    """
    if context.invoked_subcommand is None:
        if at_terminal():
            return open_app(workspace_opener())
        context.invoke(tour)
    return 0


@cli.command()
@folders
def demo() -> int:
    """Open the app on a sample pair, in a throw-away home."""
    import tempfile

    from assistant.context import SAMPLE_PAIR
    from tui.tour import print_tour

    with tempfile.TemporaryDirectory(prefix="viceversa-demo-") as home:
        if at_terminal():
            return open_app(workspace_opener(SAMPLE_PAIR, Path(home)), make_sample_pair)
        work = workspace(SAMPLE_PAIR, Path(home))
        load_model(work)
        print_tour(work)
    return 0


@cli.command()
@folders
def tour() -> None:
    """Print the main job in plain text: a question answered, an agenda, questions for both."""
    from tui.tour import print_tour

    work = workspace()
    load_model(work)
    print_tour(work)


@cli.command()
@click.argument("text", nargs=-1)
@role_option
@limit_option
@json_option
@folders
def ask(text: tuple[str, ...], side: str, limit: int, as_json: bool) -> None:
    """Answer a worry or a how-to from the guide. TEXT - reads standard input."""
    from assistant.workspace import Filters
    from tui import plain

    question = question_of(text, "question", as_json=as_json)
    if question is None:
        return
    work = workspace()
    load_model(work, documents=True)
    answer = work.ask(question, Filters(side=Side(side)), limit)
    documents = documents_near(work, question)
    if as_json:
        plain.json_out(plain.answer_json(answer, documents))
    else:
        plain.print_answer(answer, Side(side), work.catalogue.sources)
        plain.print_documents(documents)


@cli.command()
@role_option
@click.option("--about", default="", help="The matter at hand.")
@stage_option
@limit_option
@click.option("--seed", default=0, help="Other questions for another number.")
@json_option
@folders
def questions(
    side: str, about: str, stage: str | None, limit: int, seed: int, as_json: bool
) -> None:
    """Suggest reflection questions for either side, or for both."""
    from assistant.safety import matter
    from tui import plain

    asked = matter(about, "matter")
    work = workspace()
    if asked:
        load_model(work)
    found = work.suggest_questions(
        side=Side(side), stage=Stage(stage) if stage else None, about=asked, limit=limit, seed=seed
    )
    if as_json:
        plain.json_out(plain.questions_json(found))
    elif found:
        plain.print_questions(found)
    else:
        plain.echo("The guide has no questions on that. Leave out --about or --stage to see more.")


@cli.command()
@folders
def prepare() -> None:
    """Build the guide's index now, if it is missing or out of date."""
    from tui import plain

    work = workspace()
    if work.index_state.state != "ready":
        unkept = prepare_model(work)
        if unkept:
            raise Trouble("Not prepared", unkept)
        plain.note(f"The guide's index is ready: {work.index_state.passages} passages.")


@cli.command()
@click.option(
    "--model",
    default=None,
    metavar="PATH",
    help="Try another sentence-transformers model, a folder or a name, before it is set.",
)
@folders
def doctor(model: str | None) -> None:
    """Say what is installed, where things are, what is wrong and how to mend it."""
    from assistant.doctor import examine
    from assistant.model_trial import try_model
    from tui import plain

    work = workspace_opener()()
    findings = examine(work) if model is None else try_model(work, model)
    for finding in findings:
        plain.paragraph(
            f"{finding.name}: {finding.text}", "  ok  " if finding.well else "  !   ", " " * 6
        )
        if finding.hint:
            plain.paragraph(finding.hint, " " * 6)
    if not all(finding.well for finding in findings):
        raise SystemExit(1)


cli.add_command(agenda)
cli.add_command(guide)
cli.add_command(journal)
cli.add_command(pair)
cli.add_command(backup)
cli.add_command(restore)
