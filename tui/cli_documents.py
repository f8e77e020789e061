"""The `guide` commands for one's own documents, and `guide search --in` for anything else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.wording import one_line
from tui.options import folders, json_option, question_of, telling, workspace_opener

if TYPE_CHECKING:
    from assistant.elsewhere import Collection
    from assistant.own_documents import Refreshed
    from assistant.workspace import Workspace

_MOST_NAMED = 50
_TOGETHER = 256
"""Questions of a file answered at a time, so that the first answers come soon."""

_paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


@click.command()
@_paths
@folders
def add(paths: tuple[str, ...]) -> None:
    """Add folders or files of your own, to be searched beside the guide and shown apart from it.

    Markdown, text and HTML; PDF, DOCX and PPTX with the extra `documents`.
    """
    work = workspace_opener()()
    with telling("Reading your documents", "documents") as shown:
        refreshed = work.documents.add([Path(path) for path in paths], shown)
    _tell(refreshed)
    _encode(work)


@click.command()
@json_option
@folders
def sources(as_json: bool) -> None:
    """List the folders and files that were added."""
    from tui import plain

    listed = workspace_opener()().documents.sources()
    if as_json:
        plain.json_out(
            [
                {"path": str(own.path), "documents": own.documents, "there": own.there}
                for own in listed
            ]
        )
        return
    if not listed:
        plain.echo("No documents of your own yet. `viceversa guide add PATH` adds some.")
    for own in listed:
        gone = "" if own.there else "; it is not there now, and searched as it was"
        plain.echo(f"  {one_line(str(own.path))}  ({_count(own.documents)}{gone})")


@click.command()
@_paths
@folders
def remove(paths: tuple[str, ...]) -> None:
    """Remove folders or files that were added, and forget what was read of them."""
    from tui import plain

    work = workspace_opener()()
    with telling("Reading your documents", "documents") as shown:
        gone = work.documents.remove([Path(path) for path in paths], shown)
    if not _encode(work):
        work.documents.forget_vectors()  # some are of texts that are gone
    for path in gone:
        plain.note(f"Removed: {path}. The documents themselves were not touched.")


@click.command()
@folders
def refresh() -> None:
    """Look at the documents again: read what is new or has changed, forget what is gone."""
    work = workspace_opener()()
    with telling("Reading your documents", "documents") as shown:
        refreshed = work.documents.refresh(shown)
    _tell(refreshed)
    _encode(work)


def search_in(
    place: str, text: tuple[str, ...], queries: str | None, limit: int, *, as_json: bool
) -> None:
    """Search `place` for one question, or for each of a file of them, one JSON line each.

    A single question that tells of danger is answered by naming people; those of a file are material
    for search and answered as such.
    """
    from assistant.elsewhere import read_questions
    from tui import plain

    if queries is not None and text:
        raise click.UsageError("Either a question or --queries, not both.")
    query = None
    if queries is None:
        query = question_of(text, "search", as_json=as_json)
        if query is None:
            return
    asked = [] if queries is None else read_questions(Path(queries))
    work = workspace_opener()()
    with telling("Reading", "documents") as read, telling("Preparing", "texts", read) as encoded:
        found = work.elsewhere(Path(place), read, encoded)
    for skipped in found.skipped:
        plain.note(f"viceversa: skipped {skipped}")
    for notice in filter(None, (*work.settings.unusable, found.notice)):
        plain.note(f"viceversa: {notice}")
    if query is None:
        _answer_all(found.collection, asked, limit)
    else:
        _answer(found.collection, query, limit, as_json=as_json)


def _answer_all(collection: Collection, asked: list[tuple[str, str]], limit: int) -> None:
    """Print a JSON line for each question."""
    from tui import plain

    for start in range(0, len(asked), _TOGETHER):
        some = asked[start : start + _TOGETHER]
        found = collection.find_many([question for _, question in some], limit)
        for (name, _), hits in zip(some, found, strict=True):
            results = [{"id": hit.id, "score": hit.score} for hit in hits]
            plain.json_line({"id": name, "results": results})


def _answer(collection: Collection, query: str, limit: int, *, as_json: bool) -> None:
    """Print what is near one question."""
    from tui import plain

    hits = collection.find(query, limit)
    if as_json:
        results = [
            {"id": hit.id, "score": hit.score, "place": hit.place, "passage": hit.text}
            for hit in hits
        ]
        plain.json_out({"query": query, "mode": collection.mode.value, "results": results})
        return
    if not hits:
        plain.echo("Nothing there is near that.")
    for hit in hits:
        plain.heading(one_line(f"{hit.id}, {hit.place}" if hit.place else hit.id))
        plain.paragraph(f"{hit.score:.2f}  {one_line(hit.text)}")


def _tell(refreshed: Refreshed) -> None:
    from tui import plain

    for skipped in refreshed.skipped[:_MOST_NAMED]:
        plain.note(f"Skipped {skipped}")
    if len(refreshed.skipped) > _MOST_NAMED:
        plain.note(f"Skipped {len(refreshed.skipped) - _MOST_NAMED:,} more.")
    for away in refreshed.away:
        plain.note(f"{away}; what was read of it before is still searched")
    told = f"{_count(len(refreshed.read))} read, {len(refreshed.unchanged):,} unchanged"
    gone = f", {len(refreshed.gone):,} gone" if refreshed.gone else ""
    left = f", {len(refreshed.skipped):,} skipped" if refreshed.skipped else ""
    plain.note(f"{told}{gone}{left}.")


def _count(documents: int) -> str:
    return f"{documents:,} document{'' if documents == 1 else 's'}"


def _encode(work: Workspace) -> bool:
    """Have what was read searched by meaning from now on; without a model it is searched by words.

    Returns whether that could be done and kept.
    """
    from assistant.errors import Trouble
    from tui import plain

    try:
        with telling("Preparing your documents") as shown:
            notice = work.encode_documents(shown)
    except Trouble as trouble:
        notice = str(trouble)
    if notice:
        plain.note(f"viceversa: {notice}")
    return not notice
