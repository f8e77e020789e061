"""What the command line prints: cards, agendas and questions as plain text, and as JSON."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from assistant.safety import SIGNPOSTS, Concern, reply_to
from assistant.wording import GRADES, SIDES, STAGES, THEMES, Side, clean, one_line

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.context import PairContext
    from assistant.own_documents import DocumentHit
    from assistant.questions import SuggestedQuestion
    from assistant.workspace import Answer, Card, Hit, Source

_MEASURE = 72
# White space but for the plain ones, C1, marks without width, surrogates, what is for private use.
_UNPRINTABLE = re.compile(
    "[\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\uf8ff"
    "\ufeff\ufff9-\ufffb\U000e0000-\U0010ffff]"
)


def echo(text: str = "") -> None:
    """Print a line to standard output."""
    click.echo(clean(text))


def note(text: str) -> None:
    """Print a message of one line to standard error, where results are not."""
    click.echo(one_line(text), err=True)


def heading(text: str) -> None:
    """Print `text` bold where the terminal can."""
    click.echo(_bold(text))


def _bold(text: str) -> str:
    """`text` cleaned and bold; a dumb terminal would show the codes for it."""
    text = clean(text)
    return text if os.environ.get("TERM") == "dumb" else click.style(text, bold=True)


def paragraph(
    text: str, first: str = "  ", rest: str | None = None, *, breaking: bool = False
) -> None:
    """Print `text` wrapped to a comfortable measure, indented; with `breaking`, long words too."""
    width = min(_MEASURE, shutil.get_terminal_size().columns - 1)
    echo(
        textwrap.fill(
            clean(text),
            max(30, width),
            initial_indent=first,
            subsequent_indent=rest if rest is not None else " " * len(first),
            break_long_words=breaking,
            break_on_hyphens=False,
        )
    )


def json_out(value: Any) -> None:
    """Print `value` as one JSON document."""
    click.echo(json_text(value, indent=2))


def json_line(value: Any) -> None:
    """Print `value` as JSON in one line."""
    click.echo(json_text(value))


def json_text(value: Any, indent: int | None = None) -> str:
    """`value` as JSON that reads back as it was: what a terminal would obey or not show is escaped."""
    # Another encoding than UTF-8 has not every character.
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(value, ensure_ascii=not utf8, indent=indent)
    return _UNPRINTABLE.sub(lambda found: json.dumps(found[0])[1:-1], text)


def hit_json(hit: Hit) -> dict[str, Any]:
    """One result in the shape the README documents."""
    return {
        "card": hit.card.id,
        "title": hit.card.title,
        "theme": hit.card.theme.value,
        "passage": hit.passage.text,
        "score": hit.score,
        "sources": list(hit.card.sources),
        "why": {"matched": hit.why.matched, "words": list(hit.why.words)},
    }


def answer_json(answer: Answer, documents: Sequence[DocumentHit] = ()) -> dict[str, Any]:
    """An answer in the shape the README documents; `documents` only where some were found."""
    apart = {"documents": [asdict(hit) for hit in documents]} if documents else {}
    return {
        "query": answer.query,
        "mode": answer.mode.value,
        "results": [hit_json(hit) for hit in answer.hits],
        "closest": [{"card": card.id, "title": card.title} for card in answer.closest],
        "elapsed_ms": round(answer.elapsed_ms, 2),
        **apart,
    }


def questions_json(questions: Iterable[SuggestedQuestion]) -> dict[str, Any]:
    """Questions in the shape the README documents."""
    return {
        "questions": [
            {
                "text": question.text,
                "side": question.side.value,
                "type": question.type.value,
                "card": question.card,
            }
            for question in questions
        ]
    }


def print_card(card: Card, side: Side, sources: Mapping[str, Source]) -> None:
    """Print all of `card` that speaks to `side`."""
    side = card.read_as(side)
    heading(card.title)
    sides = " and ".join(SIDES[own] for own in card.sides)
    echo(f"{card.id} · {THEMES[card.theme]} · for the {sides}")
    echo(f"When: {', '.join(STAGES[stage] for stage in card.stages)}")
    echo()
    paragraph(card.idea)
    print_steps(card)
    for title, advice in (("Try", card.tries), ("Say", card.say)):
        heard = advice.heard_by(side)
        if heard:
            echo()
            echo(title)
            several = len({own for own, _ in heard}) > 1
            for own, line in heard:
                paragraph(f"{SIDES[own]}: {line}" if several else line, "  · ")
    if card.avoid:
        echo()
        echo("Avoid")
        for line in card.avoid:
            paragraph(line, "  · ")
    if card.questions_for(side):
        echo()
        echo("To think about")
        for question in card.questions_for(side):
            paragraph(f"{SIDES[question.side]}: {question.text}", "  · ")
    echo()
    print_sources(card, sources)


def print_steps(card: Card) -> None:
    """Print what a drill asks for; nothing for guidance."""
    if card.steps:
        echo()
        echo(f"Alone, in {card.minutes} minutes")
        for number, step in enumerate(card.steps, 1):
            paragraph(step, f"  {number} ")


def print_sources(card: Card, sources: Mapping[str, Source]) -> None:
    """Print how strong the card's claim is, and where it comes from."""
    paragraph(f"Strength: {GRADES[card.grade]}.")
    for source in card.sources:
        if source in sources:
            paragraph(sources[source].citation)


def print_answer(answer: Answer, side: Side, sources: Mapping[str, Source]) -> None:
    """Print the best card as an answer and the others as a list."""
    if not answer.hits:
        print_nothing(answer)
        return
    best, *others = answer.hits
    side = best.card.read_as(side)
    if best.card.id in SIGNPOSTS:
        paragraph(
            "If anyone may be in danger now, call your local emergency number, or go to a person."
        )
        echo()
    heading(best.card.title)
    echo(f"from the card {best.card.id}")
    echo()
    paragraph(best.card.idea)
    print_steps(best.card)
    echo()
    readers = [own for own in (Side.MENTOR, Side.MENTEE) if best.card.speaks_to(own)]
    for reader in (readers or [Side.COORDINATOR]) if side is Side.BOTH else (side,):
        _print_advice(best.card, reader, labelled=side is Side.BOTH)
        echo()
    print_sources(best.card, sources)
    if others:
        echo()
        echo("Also near")
        for hit in others:
            paragraph(f"{hit.card.title} ({hit.card.id})", "  · ")


def _print_advice(card: Card, side: Side, *, labelled: bool) -> None:
    """What `side` can try, say and ask themselves, briefly."""
    tries = [line for _, line in card.tries.heard_by(side)[: 2 if labelled else 3]]
    if labelled:
        echo(f"  For the {SIDES[side]}")
    for line in tries:
        paragraph(line, "  · ")
    for _, line in card.say.heard_by(side)[: 1 if labelled else 2]:
        paragraph(f"Words to say: {line}", "  · ")
    for question in card.questions_for(side)[:1]:
        paragraph(f"To think about: {question.text}", "  · ")


def print_concern(question: str, concern: Concern, *, as_json: bool) -> None:
    """Say what is said instead of cards when somebody may be in danger or mistreated."""
    if as_json:
        json_out(
            {
                "query": one_line(question.encode(errors="replace").decode())[:2000],
                "mode": "lexical",
                "results": [],
                "closest": [],
                "elapsed_ms": 0,
                "safety_category": concern.value,
                "text": " ".join(reply_to(concern)),
            }
        )
        return
    for line in reply_to(concern):
        paragraph(line, "")


def print_documents(hits: Sequence[DocumentHit]) -> None:
    """Print what stands in a person's own documents, apart from guidance; nothing if there is none."""
    if not hits:
        return
    echo()
    heading("In your documents")
    for hit in hits:
        place = f", {hit.place}" if hit.place else ""
        paragraph(f"{one_line(hit.file)}{place}", "  · ")
        paragraph(f"“{hit.passage}”", "    ", breaking=True)


def print_nothing(answer: Answer) -> None:
    """Say that the guide has nothing, and what is closest."""
    echo("The guide has nothing on that.")
    if answer.closest:
        echo("Closest are:")
        for card in answer.closest:
            paragraph(f"{card.title} ({card.id})", "  · ")


def print_agenda(agenda: Agenda, pair: PairContext) -> None:
    """Print `agenda` with leaders, prompts and reasons."""
    heading(f"{agenda.minutes} minutes, {STAGES[agenda.stage]}")
    if agenda.focus:
        echo(f"Focus: {agenda.focus}")
    if not agenda.focus_found:
        echo("The guide has nothing near that focus; this is the usual agenda.")
    for item in agenda.items:
        echo()
        leads = clean(pair.leader(item.lead))
        click.echo(f"{item.minutes:4} min  {_bold(item.title)} · {leads}")
        paragraph(item.purpose, " " * 10)
        for prompt in item.prompts:
            paragraph(prompt, " " * 10 + "· ")
        paragraph(f"Why: {item.because} [{', '.join(item.cards)}]", " " * 10)


def print_questions(questions: Iterable[SuggestedQuestion]) -> None:
    """Print `questions`, each with its side and card."""
    for question in questions:
        paragraph(question.text, "  ? ")
        paragraph(f"{SIDES[question.side]}, {question.type} · {question.card}", "    ")


def print_hits(answer: Answer) -> None:
    """Print `answer` as a list of cards with why each was found."""
    if not answer.hits:
        print_nothing(answer)
    for hit in answer.hits:
        heading(hit.card.title)
        echo(f"  {hit.card.id} · {hit.score:.2f}")
        paragraph(hit.passage.text)
        words = f"; words: {', '.join(hit.why.words)}" if hit.why.words else ""
        paragraph(f"matched “{hit.why.matched[:160]}”{words}")


def print_list(cards: Iterable[Card]) -> None:
    """Print `cards` under their themes."""
    theme = None
    for card in cards:
        if card.theme is not theme:
            if theme is not None:
                echo()
            theme = card.theme
            heading(THEMES[theme])
        echo(f"  {card.title}  ({card.id})")
