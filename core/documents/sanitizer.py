"""HTML made harmless: what Markdown, tables and formulas need, and nothing that runs or loads."""

# ruff: noqa: SIM905 - lists of words read better as words

from __future__ import annotations

import re

import nh3

_MATHML = frozenset(
    "math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms"
    " mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover".split()
)
_MATHML_ATTRIBUTES = frozenset(
    "accent accentunder display displaystyle fence form height depth width linethickness lspace"
    " rspace mathvariant maxsize minsize movablelimits notation scriptlevel separator stretchy"
    " symmetric columnspan rowspan voffset".split()
)
_HTML = frozenset(
    "a abbr b bdi bdo blockquote br caption center cite code col colgroup dd del details div dl dt"
    " em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp"
    " small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var"
    " wbr".split()
)
_CELL = frozenset({"colspan", "rowspan", "align", "valign", "headers", "scope"})
_STYLES = frozenset(
    # What math-core writes, and alignment in tables. None of them takes a url().
    "text-align vertical-align justify-items width padding padding-left padding-right padding-top"
    " padding-bottom margin-left border border-top border-right border-bottom border-left"
    " color".split()
)
_COLOUR = re.compile(r"(?<![\w-])color\s*:[^;]*;?", re.IGNORECASE)
_PATH = re.compile(r"(?!/)[^:\\?#\x00-\x1f]+")


def relative_image(source: str) -> str | None:
    """``source`` when it names a file below the result folder, as far as the name tells."""
    path = source.replace("%2e", ".").replace("%2E", ".")
    if not _PATH.fullmatch(path) or ".." in path.split("/"):
        return None
    return source


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return relative_image(value)
    if name == "style" and tag not in _MATHML:
        return _COLOUR.sub("", value)  # engines grey out notes, unreadable in the dark theme
    if name in ("colspan", "rowspan"):  # browsers lay out as many cells as they are told
        return value if value.isascii() and value.isdigit() and int(value[:6]) <= 1000 else None
    if tag == "a" and name == "href" and not re.match(r"(?:https?|mailto):|#", value):
        return relative_image(value)
    return value


def make_sanitizer() -> nh3.Cleaner:
    """A sanitiser; it may be used many times, in one thread."""
    return nh3.Cleaner(
        tags=_HTML | _MATHML,
        clean_content_tags={"script", "style", "title", "iframe", "object", "noscript", "template"},
        attributes={
            "*": {"class", "dir", "lang", "title", "style", "data-tex", "id"},
            "a": {"href"},
            "img": {"src", "alt", "width", "height"},
            "td": set(_CELL),
            "th": set(_CELL),
            "ol": {"start", "type"},
            "li": {"value"},
            "col": {"span"},
            "colgroup": {"span"},
            "details": {"open"},
            **{tag: set(_MATHML_ATTRIBUTES) for tag in _MATHML},
        },
        attribute_filter=_attribute,
        filter_style_properties=set(_STYLES),
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
