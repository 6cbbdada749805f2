"""One HTML file with everything in it: it opens in any browser, without a network."""

from __future__ import annotations

import base64
import html
import re
from pathlib import Path
from typing import Any

from pygments.formatters import HtmlFormatter

import resources
from core.documents.exporting.tree import language_of, media_type, parts, picture, title_of
from core.documents.result import Result

_IMAGE = re.compile(r'(<img(?:\s+[\w-]+="[^"]*")*?\s+src=")([^"]*)(")')
_DARK = """
@media (prefers-color-scheme: dark) { :root {
  --text: #e7eaef; --muted: #9ea8b6; --base: #1c1f24; --sunken: #262a31; --line: #3d444e;
  --accent: #8aa2f5; --warning: #e0ad4f; } }
"""


def one_page(result: Result) -> str:
    """The whole document as HTML."""
    body = []
    for part in parts(result):
        markup = _IMAGE.sub(lambda match: _embedded(result, match), part.markup)
        body.append(f'<div class="b" id="b{part.number}" dir="auto">{markup}</div>')
    return (
        f'<!doctype html>\n<html lang="{language_of(result)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{html.escape(title_of(result))}</title>\n<style>\n{style()}{_DARK}</style>\n"
        f"</head>\n<body>\n<main>\n{chr(10).join(body)}\n</main>\n</body>\n</html>\n"
    )


def style() -> str:
    """The style sheet of the window's page, and of coloured code."""
    sheet = Path(resources.__file__).parent / "reading" / "reading.css"
    formatter: Any = HtmlFormatter(classprefix="c-")
    rules: str = formatter.get_style_defs("pre")
    code = "\n".join(rule for rule in rules.split("\n") if rule.startswith("pre .c-"))
    return f"{sheet.read_text('utf-8')}\n{code}\n"


def _embedded(result: Result, match: re.Match[str]) -> str:
    path = picture(result, html.unescape(match[2]))
    if path is None:
        return match[0]
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return f"{match[1]}data:{media_type(path)};base64,{data}{match[3]}"
