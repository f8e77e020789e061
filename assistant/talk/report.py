"""A turn as an object that programs can read: what `viceversa chat --json` prints a line of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.talk.reply import Reply
    from assistant.talk.state import AgendaDraft, Dialogue


def report(
    state: Dialogue,
    reply: Reply,
    slots: Mapping[str, object],
    effects: Sequence[str],
    elapsed_ms: float,
) -> dict[str, Any]:
    """The fields that the documentation names, in their order; `effects` are what was done."""
    pending = state.pending[-1] if state.pending else None
    return {
        "text": reply.text,
        "kind": reply.kind.value,
        "intent": reply.intent.value,
        "slots": dict(slots),
        "citations": [source.id for source in reply.sources],
        "cited_titles": [source.title for source in reply.sources],
        "questions": list(reply.questions),
        "offers": [{"id": offer.id, "label": offer.label} for offer in reply.offers],
        "pending": pending.kind if pending is not None else None,
        "effects": list(effects),
        "safety_category": reply.safety_category,
        "draft": draft_report(state.draft),
        "view": state.view.value,
        "elapsed_ms": round(elapsed_ms, 1),
    }


def draft_report(draft: AgendaDraft | None) -> dict[str, Any] | None:
    """An open draft: length in minutes, ISO date, HH:MM, title, topics and items; None once it is kept."""
    if draft is None or draft.session:
        return None
    items = [{"title": item.title, "minutes": item.minutes} for item in draft.agenda.items]
    return {
        "minutes": draft.agenda.minutes,
        "date": draft.date.isoformat() if draft.date else None,
        "time": f"{draft.time:%H:%M}" if draft.time else None,
        "title": draft.agenda.focus or "The usual session",
        "themes": [draft.topic] if draft.topic else [],
        "items": items,
    }
