"""How far the pair has come, in a few sentences of its records."""

from __future__ import annotations

from assistant.talk.reply import Kind, Offer
from assistant.talk.turn import Result, Turn

_MOST = 6
_NO_PAIR = "There is no pair open here, so there is nothing to look back on yet."


def progress_show(turn: Turn) -> Result:
    """What was held, goals, wins, actions: what both share, so in shared view as well."""
    from assistant.life.progress import progress

    life = turn.mind.life
    if life is None:
        return Result(turn.state, turn.reply(Kind.PROGRESS, _NO_PAIR, turn.mind.why_not_kept))
    figures = progress(life, turn.mind.now)
    told = [figures.rhythm_words, figures.goals_words, *(goal.words for goal in figures.goals)]
    told += [figures.actions.words, figures.wins_words, figures.pulse_words]
    some = list(dict.fromkeys(one for one in told if one))[:_MOST]
    offers = (
        Offer(id="agenda", label="Plan our next meeting"),
        Offer(id="place:6", label="Open Progress"),
    )
    return Result(turn.state, turn.reply(Kind.PROGRESS, *some, offers=offers))
