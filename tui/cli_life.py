"""The `pair` commands for the pair's life: its review as a page, and the end with keys destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from assistant.wording import STAGES
from tui.options import workspace_opener
from tui.passphrase import of_a_person, unlocked

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace


@click.command()
@click.option("--ending", is_flag=True, help="On all of it, for the last session.")
@click.option("--html", "as_html", is_flag=True, help="Print HTML. [default: Markdown]")
@of_a_person
def review(ending: bool, as_html: bool) -> None:
    """Print a page on the last quarter: goals, wins, actions, rhythm. Nothing private is in it."""
    from assistant.life.review import review as page_of
    from tui import plain

    with unlocked(workspace_opener()().people) as opened:
        page = page_of(opened.records.life, opened.moment(), kind="ending" if ending else "quarter")
    plain.echo((page.html if as_html else page.markdown).rstrip("\n"))


@click.command()
@click.option("--keep-shared", is_flag=True, help="Leave the shared folder: it is synchronised.")
@click.option(
    "--confirm", default=None, metavar="NAME", help="Your partner's name, instead of asking."
)
@of_a_person
def end(keep_shared: bool, confirm: str | None) -> None:
    """Destroy your keys and files of a pair on this computer, for good.

    Make a backup, or export your journal, before. What your partner has is not touched.
    """
    from assistant.errors import wrong_usage
    from assistant.storage.destroy import ELSEWHERE
    from tui import keyboard, plain

    with unlocked(workspace_opener()().people) as opened:
        name = opened.partner or opened.id
        if confirm is None:
            if not keyboard.there():
                raise wrong_usage(
                    "Nothing was destroyed: it is done only on confirmation.",
                    "Give your partner's name, or the pair's id, with --confirm.",
                )
            keyboard.tell(
                "Your keys and your files of this pair go for good. Nobody can bring them back.\n"
                "Not touched by it:"
            )
            for line in ELSEWHERE:
                keyboard.tell(f"  · {line}")
            confirm = keyboard.line(f"Type {name} to destroy them, or Enter to leave them: ")
            if not confirm.strip():
                plain.echo("Nothing was destroyed.")
                return
        done = opened.destroy(confirm, leave_shared=keep_shared)
    files = "1 file" if done.files == 1 else f"{done.files:,} files"
    plain.echo(f"Destroyed: your keys and {files}.")
    for notice in done.notices:
        plain.note(notice)


def life_json(pair: PairSpace) -> dict[str, Any]:
    """Where the pair is, in the shape the README documents."""
    from assistant.life.charters import standing
    from assistant.life.stage import stage_of
    from assistant.life.today import overview

    life, now = pair.records.life, pair.moment()
    told, today, charter = stage_of(life, now), overview(life, pair.me.role, now), standing(life)
    following = today.next
    return {
        "stage": told.stage.value,
        "because": told.reason,
        "sessions_held": len(life.held),
        "next_session": following.session.at.isoformat() if following else None,
        "charter": charter.current.number if charter.current else None,
        "charter_signed_by": sorted(side.value for side in charter.signed_by),
        "open_actions": [
            {
                "who": one.action.side.value,
                "what": one.action.what,
                "since": one.action.since.date().isoformat(),
            }
            for one in (*today.mine, *today.theirs)
        ],
    }


def life_lines(pair: PairSpace) -> tuple[list[str], list[str]]:
    """The same for people: where the pair is, line by line, and the open actions."""
    from assistant.life.charters import standing
    from assistant.life.snapshot import SIDES
    from assistant.life.stage import stage_of
    from assistant.life.today import overview

    life, now = pair.records.life, pair.moment()
    told, today, charter = stage_of(life, now), overview(life, pair.me.role, now), standing(life)
    lines = [
        f"Stage: {STAGES[told.stage]}. {told.reason}",
        f"Sessions held: {len(life.held)}",
    ]
    if today.next:
        lines.append(f"Next session: {today.next.date}")
    if charter.current:
        names = [life.called(side) for side in SIDES if side in charter.signed_by]
        signed = " and ".join(names) or "nobody yet"
        lines.append(f"Charter: version {charter.current.number}, signed by {signed}")
    actions = [
        f"{life.called(one.action.side)}: {one.action.what} · {one.since}"
        for one in (*today.mine, *today.theirs)
    ]
    return lines, actions


def print_life(lines: Sequence[str], actions: Sequence[str]) -> None:
    """Print what `life_lines` tells."""
    from tui import plain

    for line in lines:
        plain.paragraph(line, "")
    for action in actions:
        plain.paragraph(action, "  · ")
