"""Topics as people call them: the names of `Topic` found in a message by their many synonyms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from knowledge.plain_text import words
from knowledge.vocabulary import Theme, Topic

_LEADS = frozenset(
    {"about", "on", "around", "regarding", "concerning", "topic", "focus", "discuss", "cover"}
)
_REACH = 3
"""A topic stands at most so many words after the one that leads to it: "on the old topic of trust"."""
_OTHERWISE = (
    "excel at", "excel in", "some slack", "the slack", "power cut", "off target", "race against time",
    "brand new partner", "as a result", "with the result", "prompt reply", "prompt answer", "be prompt",
    "for ages", "in ages", "match report", "football match", "boxing match",
)  # fmt: skip
"""Phrases that hold a synonym and mean something else."""


@dataclass(frozen=True)
class Subject:
    """A topic with what people call it; `title` is how it is said within a sentence."""

    name: Topic
    title: str
    synonyms: tuple[str, ...]
    themes: tuple[Theme, ...]
    """The shelves of the guide nearest to it, nearest first."""
    questions: tuple[str, ...]
    """Questions that open it up and claim nothing."""


@dataclass(frozen=True)
class Mention:
    """A topic found in a text; `at` and `length` count words."""

    topic: Topic
    at: int
    length: int
    led: bool
    """Whether the words before it say that this is what it is about: "a plan on trust"."""


@cache
def subjects() -> Mapping[str, Subject]:
    """Every topic by its name, in the order of `Topic`; read once."""
    from knowledge.yaml_text import read_yaml

    file = resources.files("assistant.talk") / "data" / "topics.yaml"
    told = read_yaml(file.read_text("utf-8"))
    return MappingProxyType({name.value: _subject(name, told[name]) for name in Topic})


def _subject(name: Topic, told: Mapping[str, object]) -> Subject:
    def several(key: str) -> tuple[str, ...]:
        value = told.get(key, ())
        return tuple(map(str, value)) if isinstance(value, list) else ()

    themes = tuple(map(Theme, several("theme")))
    return Subject(name, str(told["title"]), several("synonyms"), themes, several("questions"))


def title_of(name: str) -> str:
    """How a topic is said in a sentence. Raises KeyError for a name that is none."""
    return subjects()[name].title


def topics_in(text: str) -> tuple[Topic, ...]:
    """The topics that `text` mentions, each once, in the order in which they come.

    The longest phrase counts: "social media data" is social media and data, "power BI" is data only.
    """
    return tuple(dict.fromkeys(mention.topic for mention in mentions(text)))


def topic_of(text: str) -> Topic | None:
    """The topic that `text` is most likely about; None if it mentions none.

    That is one led to by "on" or "about", then the one said in more words, then the first.
    """
    found = mentions(text)
    if not found:
        return None
    return max(found, key=lambda mention: (mention.led, mention.length, -mention.at)).topic


def mentions(text: str) -> tuple[Mention, ...]:
    """Every mention of a topic in `text`, in order, no two of them sharing a word."""
    return tuple(_walk(folded(text)))


def _walk(said: tuple[str, ...]) -> Iterator[Mention]:
    phrases, longest = _phrases()
    at = 0
    while at < len(said):
        for length in range(min(longest, len(said) - at), 0, -1):
            phrase = said[at : at + length]
            if phrase in phrases:
                topic = phrases[phrase]
                if topic is not None:
                    led = not _LEADS.isdisjoint(said[max(0, at - _REACH) : at])
                    yield Mention(topic, at, length, led)
                at += length
                break
        else:
            at += 1


@cache
def _phrases() -> tuple[Mapping[tuple[str, ...], Topic | None], int]:
    """What each phrase stands for, None where it only looks like a topic, and the longest one's words."""
    phrases: dict[tuple[str, ...], Topic | None] = {folded(phrase): None for phrase in _OTHERWISE}
    for subject in subjects().values():
        for phrase in (subject.name, subject.title, *subject.synonyms):
            phrases[folded(phrase)] = subject.name
    return MappingProxyType(phrases), max(map(len, phrases))


def folded(text: str) -> tuple[str, ...]:
    """The words of `text` as they are compared: lower case, without apostrophes, in the singular."""
    return tuple(_singular(word.replace("'", "")) for word in words(text.replace("_", " ")))


def _singular(word: str) -> str:
    """`word` without the ending of a plural, roughly: what matters is that both sides fold alike."""
    if len(word) < 4 or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word.removesuffix("s")
