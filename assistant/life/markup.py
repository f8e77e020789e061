"""Words of records put into Markdown and HTML so that nothing in them is taken for markup."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from assistant.life.figures import bar
from assistant.wording import one_line

_MARKDOWN = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|~!$"})
# What else is markup in its place: the mark of a list item, a rule, an entity such as &lt;
_IN_PLACE = re.compile(r"^\d*(?=[-+.)=](?:[\s-]|=|$))|(?=&#?\w+;)")


def in_markdown(text: str) -> str:
    """`text` as one line of Markdown that reads as it stands, in a table too."""
    return _IN_PLACE.sub(r"\g<0>\\", one_line(text).translate(_MARKDOWN))


def in_html(text: str) -> str:
    """`text` as one line of HTML, also between quotes."""
    return html.escape(one_line(text), quote=True)


def is_html(path: Path) -> bool:
    """Whether a file of that name holds HTML."""
    return path.suffix.lower() in {".html", ".htm"}


@dataclass(frozen=True, repr=False)
class Table:
    """Rows under heads; all cells are text of records."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, repr=False)
class Bar:
    """A share, 0 to 1, with the sentence that says it."""

    share: float
    words: str


@dataclass(frozen=True, repr=False)
class Section:
    """A part of a page: prose, a list, a table, bars, as far as there are any."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    bars: tuple[Bar, ...] = ()
    prose: tuple[str, ...] = ()
    """Paragraphs, which stand first."""


@dataclass(frozen=True, repr=False)
class Page:
    """A page of records' text, which nothing in the text can break out of."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    foot: str = ""

    @property
    def markdown(self) -> str:
        """The page as Markdown."""
        lines = [f"# {in_markdown(self.title)}", "", in_markdown(self.lead), ""]
        for section in self.sections:
            lines += [f"## {in_markdown(section.title)}", "", *_markdown(section)]
        if self.foot:
            lines += ["---", "", in_markdown(self.foot), ""]
        return "\n".join(lines)

    @property
    def html(self) -> str:
        """The page as one HTML file: no scripts, nothing fetched, light or dark, fit to print."""
        body = [f"<h1>{in_html(self.title)}</h1>", f"<p>{in_html(self.lead)}</p>"]
        for section in self.sections:
            body += ["<section>", f"<h2>{in_html(section.title)}</h2>", *_html(section)]
            body.append("</section>")
        if self.foot:
            body.append(f"<footer>{in_html(self.foot)}</footer>")
        return _HTML.format(title=in_html(self.title), style=_STYLE, body="\n".join(body))

    def text_for(self, path: Path) -> str:
        """What a file of that name holds: HTML where it ends so, else Markdown."""
        return self.html if is_html(path) else self.markdown


def _markdown(section: Section) -> list[str]:
    prose = [told for text in section.prose for told in (in_markdown(text), "")]
    lines = [f"- {in_markdown(line)}" for line in section.lines]
    lines += [f"- `{bar(one.share)}` {in_markdown(one.words)}" for one in section.bars]
    lines = [*prose, *lines, *([""] if lines else [])]
    if section.table is not None:
        heads = section.table.heads
        lines += [_row(heads), f"|{'---|' * len(heads)}", *map(_row, section.table.rows), ""]
    return lines


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(in_markdown, cells))} |"


def _html(section: Section) -> list[str]:
    lines = [f'<p dir="auto">{in_html(text)}</p>' for text in section.prose]
    if section.lines:
        items = "".join(f'<li dir="auto">{in_html(line)}</li>' for line in section.lines)
        lines.append(f"<ul>{items}</ul>")
    for one in section.bars:
        width = round(100 * max(0.0, min(1.0, one.share)))
        lines.append(f"<p>{in_html(one.words)}</p>")
        lines.append(f'<div class="bar" aria-hidden="true"><i style="width:{width}%"></i></div>')
    if section.table is not None:
        heads = "".join(f'<th scope="col">{in_html(head)}</th>' for head in section.table.heads)
        rows = "".join(
            "<tr>" + "".join(f'<td dir="auto">{in_html(cell)}</td>' for cell in row) + "</tr>"
            for row in section.table.rows
        )
        lines.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>")
    return lines


_STYLE = """\
:root { color-scheme: light dark; --ink: #1d1d1f; --paper: #fdfcf9; --quiet: #5f5f66; --line: #d8d5cc; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececea; --paper: #1b1c1e; --quiet: #a5a5ab; --line: #3f4044; }
}
body { font: 15px/1.45 Georgia, serif; color: var(--ink); background: var(--paper);
  max-width: 44rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.05rem; margin: 1.3rem 0 .3rem; }
ul { margin: .3rem 0; padding-left: 1.2rem; } p { margin: .3rem 0; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: start; padding: .2rem .5rem .2rem 0;
  border-bottom: 1px solid var(--line); vertical-align: top; }
.bar { border: 1px solid var(--ink); height: .6rem; margin: .2rem 0 .6rem; max-width: 20rem; }
.bar i { display: block; height: 100%; background: var(--ink); print-color-adjust: exact; }
footer { color: var(--quiet); font-size: .85rem; margin-top: 1.5rem; }
section { break-inside: avoid; }
@media print { :root { --ink: #000; --paper: #fff; --quiet: #444; --line: #aaa; }
  body { font-size: 10.5pt; margin: 0; max-width: none; } @page { margin: 16mm; } }
"""
_HTML = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
