"""Documents that are made here: their Markdown is known, and their PDF is set by WeasyPrint.

Each seed gives another document: words, headings with and without numbers, lists, code, tables
and notes come in another order, under one of the styles. Rules are tuned on even seeds only.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

_WORDS = (
    "river",
    "bridge",
    "council",
    "winter",
    "market",
    "copper",
    "island",
    "garden",
    "letter",
    "engine",
    "teacher",
    "signal",
    "harbour",
    "meadow",
    "orchard",
    "pattern",
    "silver",
    "stone",
    "travel",
    "voyage",
    "window",
    "canyon",
    "morning",
    "journal",
    "measure",
    "account",
    "balance",
    "quarter",
    "method",
    "result",
    "sample",
    "surface",
    "reactor",
    "budget",
    "network",
    "protocol",
    "station",
    "committee",
    "report",
    "growth",
    "analysis",
    "revenue",
    "process",
    "climate",
    "tunnel",
    "valley",
)
_SMALL = (
    "the",
    "of",
    "and",
    "in",
    "to",
    "with",
    "for",
    "on",
    "by",
    "from",
    "as",
    "at",
    "over",
    "under",
)
_CHINESE = (
    "养护资金由市财政承担",
    "道路日常养护工作",
    "桥梁定期检测结果",
    "附属设施更新计划",
    "系统采用分布式架构",
    "数据经过三次核对",
    "会议讨论了下一年度的预算",
    "项目组完成了全部测试",
    "报告说明了主要风险",
    "各部门应当按时提交材料",
    "实验结果与预期一致",
    "模型在测试集上表现稳定",
    "用户可以自行选择设备",
)
_CODE = (
    ("def load(path):", "    with open(path) as file:", "        return file.read()"),
    ("$ apt-get install example", "$ example --version", "example 1.4.2"),
    ("{", '  "name": "sample",', '  "pages": [1, 2, 3],', '  "ok": true', "}"),
    ("for (int i = 0; i < n; i++) {", "    total += values[i];", "}", "return total;"),
)


@dataclass(frozen=True)
class Style:
    """How a document is set."""

    name: str
    css: str
    numbered: bool = False
    chinese: bool = False


_BASE = """
@page { size: A4; margin: 20mm; @bottom-center { content: counter(page); font-size: 8pt } }
body { font: 10pt/1.4 'DejaVu Serif'; margin: 0; text-align: justify; hyphens: auto }
h1, h2, h3 { text-align: left; hyphens: none }
h1 { font-size: 20pt } h2 { font-size: 15pt } h3 { font-size: 12pt }
code, pre { font-family: 'DejaVu Sans Mono'; font-size: 8.5pt }
pre { background: #eee; padding: 4pt; white-space: pre-wrap }
table { border-collapse: collapse; margin: 8pt 0; font-size: 9pt; text-align: left }
"""
_RULED = "td, th { border: .5pt solid #555; padding: 2pt 5pt }"
_BOOKTABS = """
table { border-top: 1pt solid; border-bottom: 1pt solid } th { border-bottom: .5pt solid }
td, th { padding: 2pt 8pt }
"""
_BARE = "td, th { padding: 2pt 12pt }"
_HEADER = """
@page { @top-center { content: 'Proceedings of the Harbour Society'; font-size: 8pt } }
"""
STYLES = (
    Style("article", _BASE + _RULED + _HEADER),
    Style(
        "columns-2",
        _BASE + _BOOKTABS + "main { columns: 2 } body { font-size: 9pt } h1 { column-span: all }",
        numbered=True,
    ),
    Style(
        "columns-3",
        _BASE + _RULED + "main { columns: 3; column-gap: 14pt } body { font-size: 8pt }"
        " pre, code { font-size: 6pt } table { font-size: 7pt }",
    ),
    Style(
        "manual",
        _BASE + _BOOKTABS + "body { font-family: 'DejaVu Sans'; text-align: left; hyphens: none }"
        " h1, h2, h3 { font-size: 10pt } h2 { font-size: 13pt } h1 { font-size: 18pt }",
        numbered=True,
    ),
    Style(
        "plain",
        _BASE + _BARE + "h1 { font-size: 14pt } h2 { font-size: 11pt } h3 { font-size: 10pt }",
    ),
    Style(
        "chinese",
        _BASE + _RULED + "body { font-family: 'WenQuanYi Micro Hei'; hyphens: none }",
        chinese=True,
    ),
)


@dataclass(frozen=True)
class Made:
    """A document and what its Markdown should be."""

    name: str
    truth: str
    css: str
    chinese: bool

    def write(self, path: Path) -> Path:
        """The PDF. Needs WeasyPrint and its Pango."""
        from weasyprint import HTML

        logging.getLogger("weasyprint").setLevel(logging.ERROR)  # what Debian's Pango lacks

        body = MarkdownIt("commonmark").enable("table").render(self.truth)
        language = "zh" if self.chinese else "en"
        html = (
            f"<html lang={language}><head><style>{self.css}</style></head>"
            f"<body><main>{body}</main></body></html>"
        )
        HTML(string=html).write_pdf(path)
        return path


def made(count: int, *, odd: bool = False) -> Iterator[Made]:
    """That many documents, style after style."""
    for number in range(count):
        seed = 2 * number + odd
        style = STYLES[number % len(STYLES)]
        writer = _Writer(random.Random(seed), style)
        yield Made(f"{style.name}-{seed}", writer.document(), style.css, style.chinese)


class _Writer:
    """Writes one document."""

    def __init__(self, chance: random.Random, style: Style) -> None:
        self._chance = chance
        self._style = style
        self._numbers = [0, 0]

    def document(self) -> str:
        parts = [f"# {self._title(5)}", self._paragraph()]
        for _ in range(self._chance.randint(3, 5)):
            parts += self._section()
        return "\n\n".join(parts) + "\n"

    def _section(self) -> list[str]:
        parts = [self._heading(2)]
        for _ in range(self._chance.randint(1, 3)):
            parts += self._content()
        for _ in range(self._chance.randint(0, 2)):
            parts.append(self._heading(3))
            parts += self._content()
        return parts

    def _content(self) -> list[str]:
        kind = self._chance.choice(("text", "text", "text", "list", "numbers", "code", "table"))
        if kind == "text":
            return [self._paragraph()]
        if kind == "list":
            return [self._paragraph(), self._list("-")]
        if kind == "numbers":
            return [self._paragraph(), self._list("1.")]
        if kind == "code":
            lines = "\n".join(self._chance.choice(_CODE))
            return [self._paragraph(), f"```\n{lines}\n```"]
        return [self._paragraph(), self._table()]

    def _heading(self, level: int) -> str:
        number = ""
        if self._style.numbered:
            if level == 2:
                self._numbers = [self._numbers[0] + 1, 0]
                number = f"{self._numbers[0]} "
            else:
                self._numbers[1] += 1
                number = f"{self._numbers[0]}.{self._numbers[1]} "
        return f"{'#' * level} {number}{self._title(self._chance.randint(1, 5))}"

    def _title(self, words: int) -> str:
        if self._style.chinese:
            return self._chance.choice(_CHINESE)[: self._chance.randint(4, 8)] + str(
                self._chance.randint(10, 99)
            )
        return " ".join(self._chance.choice(_WORDS) for _ in range(words)).title()

    def _sentence(self, emphasis: bool = True) -> str:
        if self._style.chinese:
            return "，".join(self._chance.sample(_CHINESE, self._chance.randint(2, 4))) + "。"
        words = []
        for _ in range(self._chance.randint(6, 18)):
            word = self._chance.choice(_WORDS if self._chance.random() < 0.6 else _SMALL)
            if emphasis and self._chance.random() < 0.04:
                word = self._chance.choice((f"**{word}**", f"*{word}*", f"`{word}`"))
            words.append(word)
        words[0] = words[0].capitalize()
        return " ".join(words) + "."

    def _paragraph(self) -> str:
        count = self._chance.randint(2, 6)
        glue = "" if self._style.chinese else " "
        return glue.join(self._sentence() for _ in range(count))

    def _list(self, marker: str) -> str:
        lines = []
        for number in range(self._chance.randint(2, 5)):
            lines.append(f"{marker if marker == '-' else f'{number + 1}.'} {self._sentence()}")
            if marker == "-" and self._chance.random() < 0.25:
                lines += [f"  - {self._sentence()}" for _ in range(2)]
        return "\n".join(lines)

    def _table(self) -> str:
        columns = self._chance.randint(2, 4)
        rows = [[self._title(1) for _ in range(columns)], ["---"] * columns]
        for _ in range(self._chance.randint(2, 6)):
            rows.append(
                [self._title(2)]
                + [f"{self._chance.randint(1, 99999) / 10:,}" for _ in range(columns - 1)]
            )
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)
