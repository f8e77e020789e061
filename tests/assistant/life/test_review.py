from __future__ import annotations

import html.parser
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.errors import Trouble
from assistant.life.course import Afterwards, Ending, Learned
from assistant.life.goal import Baseline, Goal, GoalField, Look, Win
from assistant.life.markup import in_html, in_markdown
from assistant.life.review import Review, review
from assistant.life.session import Action, Given, Parked, Session, SessionState, Summary
from assistant.life.snapshot import PairLife
from assistant.wording import Side
from tests.assistant.life.sample import NOW, sample_life

HOSTILE = (
    "<script>alert(1)</script>",
    "[here](javascript:alert(1))",
    "](javascript:alert(1)) ![x](http://example.org/x.png)",
    "`code` ``` ~~~",
    "a | b | c |",
    "# head\n\n- item\n\n---\n\n> quote",
    "1. one",
    "=== ",
    "&lt;b&gt; &#x3c; &amp;",
    '" onmouseover="alert(1)',
    "</title></style></li><img src=x onerror=alert(1)>",
    "\u202eevil\u202c \u2066x\u2069",
    "*bold* _under_ ~~gone~~ **",
    "<!-- comment",
    "$$x$$ ! \\",
)


def life_of(words: str) -> PairLife:
    """A life in which `words` stand wherever a record has room for them."""
    at = NOW - timedelta(days=10)
    goal = Goal(
        id="goal",
        side=Side.MENTEE,
        what=words,
        field=GoalField.WORK,
        since=at,
        quarter="2026-Q4",
        baseline=Baseline(at=at, task=words, result=words, rating=3),
        looks=(Look(at=at + timedelta(days=1), rating=6, result=words),),
    )
    return PairLife.of(
        [
            goal,
            Session(id="one", at=at, state=SessionState.HELD, notes=(words,), mentor_spoke=9),
            Session(id="two", at=at + timedelta(hours=3), state=SessionState.HELD),
            Summary(session="two", words=words, at=at),
            Win(at=at, side=Side.MENTOR, what=words, where_used=words, who_noticed=words),
            Action(side=Side.MENTOR, what=words, since=at),
            Given(side=Side.MENTEE, what=words, at=at),
            Parked(what=words, since=at),
            Learned(side=Side.MENTEE, at=at, learned=(words,), goes_on=(words,)),
            Ending(at=at, afterwards=Afterwards.SWAP, notes=words),
        ],
        words,
        words,
    )


class Tags(html.parser.HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


def shape(life: PairLife, told: Review) -> tuple[list[str], list[str]]:
    """The tags of the page, and the kinds of block that Markdown makes of it."""
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(told.markdown)
    inline = [inner.type for token in tokens for inner in token.children or ()]
    kinds = [token.type for token in tokens] + [one for one in inline if one != "text_special"]
    return Tags(told.html).tags, [kind for kind in kinds if kind != "text"]


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_in_a_record_breaks_out(words: str) -> None:
    hostile, plain = life_of(words), life_of("plain")
    for kind in ("quarter", "ending"):
        told = review(hostile, NOW, kind=kind)  # type: ignore[arg-type]
        assert shape(hostile, told) == shape(plain, review(plain, NOW, kind=kind))  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("<>&\"'`*_[]()!#|~\\-+=:;.1a \n\u202e\t$^@/{}"), max_size=25))
def test_no_words_at_all_break_out(words: str) -> None:
    hostile, plain = life_of(f"a{words}"), life_of("plain")
    assert shape(hostile, review(hostile, NOW)) == shape(plain, review(plain, NOW))


@pytest.mark.parametrize("words", HOSTILE)
def test_escaped_words_read_as_they_were_written(words: str) -> None:
    life = life_of(words)
    cleaned = " ".join(life.parked[0].what.split())
    assert cleaned.rstrip(".") in Tags(review(life, NOW).html).words
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(f"- {in_markdown(words)}\n")
    assert cleaned in " ".join(Tags(rendered).words.split())
    assert "\u202e" not in in_html("a\u202eb") + in_markdown("a\u202eb")


def test_a_page_of_html_fetches_nothing_and_runs_nothing() -> None:
    page = review(sample_life(), NOW).html
    tags = Tags(page)
    assert not {"script", "link", "img", "iframe", "form", "object"} & set(tags.tags)
    assert tags.attributes <= {
        *("lang", "charset", "http-equiv", "content", "name", "dir", "scope", "class", "style"),
        "aria-hidden",
    }
    assert "default-src 'none'" in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert "http://" not in page
    assert "https://" not in page


def test_the_quarter_says_what_was_and_what_stands_behind_it() -> None:
    told = review(sample_life(), NOW).markdown
    assert "from 4 to 7 of 10, by Martin's own rating; looking back, the start was a 2" in told
    assert "Then: Eleven minutes, then the wrong region." in told
    assert "| Martin | The board pack went out as a link | the last board meeting |" in told
    assert "3 of 4 sessions so far held, 1 of them after a move, 1 did not take place" in told
    assert "Priya 52%, Martin 48%" in told
    assert "was opened by both" in told  # and no more: whose answers they were is the two's
    assert "hardly" not in told
    assert "Martin gave: the story of a forecast" in told
    assert "The next session: 26 November." in told
    assert "how fresh a figure is" not in told  # of August


def test_the_ending_is_of_the_whole_way_and_says_what_comes_after() -> None:
    at = NOW - timedelta(days=2)
    more = (
        Ending(at=at, afterwards=Afterwards.INFORMAL, notes="Each keeps their own."),
        Learned(side=Side.MENTOR, at=at, learned=("to speak second",), goes_on=("asking early",)),
    )
    life = sample_life()
    told = review(PairLife.of([*life.documents, *more], "Priya", "Martin"), NOW, kind="ending")
    assert told.since is None
    assert "6 of 7 sessions so far held" in told.markdown
    assert "- Priya: to speak second" in told.markdown
    assert "Afterwards: meet informally, in months you name." in told.markdown
    assert "Our notes: Each keeps their own." in told.markdown
    assert "Priya goes on with: asking early." in told.markdown
    assert "to speak second" not in review(life, NOW, kind="ending").markdown


def test_days_are_chosen_and_those_the_wrong_way_round_refused() -> None:
    life = sample_life()
    summer = review(life, NOW, since=date(2026, 7, 1), until=date(2026, 8, 31))
    assert "2 of 2 sessions so far held" in summer.markdown
    assert "Session 3" not in summer.markdown
    assert "Ask Ines" not in summer.markdown
    with pytest.raises(Trouble, match="before it begins"):
        review(life, NOW, since=date(2026, 9, 1), until=date(2026, 8, 31))


def test_an_empty_life_has_a_page_too() -> None:
    for kind in ("quarter", "ending"):
        told = review(PairLife(), NOW, kind=kind).markdown  # type: ignore[arg-type]
        assert "# The mentor and the mentee" in told
        assert "No goal is set yet." in told
        assert "Nothing is planned yet." in told


def test_a_long_history_stays_one_page() -> None:
    start = NOW - timedelta(days=80)
    many = [
        Action(side=Side.MENTOR, what=f"do {n}", since=start, id=f"a{n}") for n in range(400)
    ] + [Win(side=Side.MENTOR, what=f"won {n}", at=start, id=f"w{n}") for n in range(400)]
    told = review(PairLife.of(many), NOW).markdown
    assert len(told.splitlines()) < 80
    assert "And 393 more." in told
    assert "392 earlier ones are not in the table." in told


def test_first_and_last_days_there_are() -> None:
    life = PairLife.of([Session(at=datetime.min.replace(tzinfo=NOW.tzinfo))])
    assert review(life, NOW, since=date.min, until=date.max).markdown
    assert review(life, NOW, until=date.min).since == date.min
