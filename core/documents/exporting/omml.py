"""MathML, as the converter writes it, in Word's own equation language (OMML, ECMA-376 part 22)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from core.documents.exporting.tree import Element, tag_of

_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_LARGE = frozenset("∑∏∐∫∬∭∮∯∰⋂⋃⨁⨂⨄⨆⋀⋁")
_OPENING = {"(": ")", "[": "]", "{": "}", "|": "|", "‖": "‖", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}
_CLOSING = frozenset(_OPENING.values())
_ACCENTS = {
    # What MathML writes beside a letter, as the combining character that Word wants.
    "^": "\u0302",
    "~": "\u0303",
    "¯": "\u0305",
    "‾": "\u0305",
    "\u0332": "\u0305",
    "˙": "\u0307",
    "¨": "\u0308",
    "´": "\u0301",
    "`": "\u0300",
    "ˇ": "\u030c",
    "˘": "\u0306",
    "˚": "\u030a",
    "→": "\u20d7",
    "←": "\u20d6",
    "↔": "\u20e1",
}


def omml_of(math: Element) -> Element:
    """An ``m:oMath`` element for a ``<math>`` element. What Word has no form for is its text."""
    made = _new("oMath")
    made.extend(_row(list(math)))
    return made


def _new(name: str, *children: Element, **values: str) -> Element:
    element = etree.Element(f"{{{_M}}}{name}", nsmap={"m": _M})
    for key, value in values.items():
        element.set(f"{{{_M}}}{key}", value)
    element.extend(children)
    return element


def _run(text: str, *, plain: bool) -> Element:
    run = _new("r")
    if plain:
        run.append(_new("rPr", _new("sty", val="p")))
    content = _new("t")
    content.text = text
    if text != text.strip():
        content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(content)
    return run


def _row(elements: list[Element]) -> Iterator[Element]:
    """A row, in which Word wants fences and sums to hold what follows them."""
    place = 0
    while place < len(elements):
        element = elements[place]
        fence = _fence_end(elements, place)
        if fence is not None:
            yield _delimited(elements[place : fence + 1])
            place = fence + 1
            continue
        base = _large_base(element)
        if base is not None:
            following = elements[place + 1 : place + 2]
            yield _nary(element, base, following)
            place += 1 + len(following)
            continue
        yield from _one(element)
        place += 1


def _one(element: Element) -> Iterator[Element]:
    name = tag_of(element)
    make = _MAKERS.get(name)
    if make is not None and len(element) >= _NEEDED.get(name, 0):
        yield make(element)
    elif name in ("mi", "mn", "mo", "mtext", "ms"):
        yield from _token(element, name)
    elif name in ("mspace", ""):
        width = element.get("width", "") if name else ""
        if width[:1].isdigit() and width[:1] != "0":
            yield _run("\N{EM SPACE}", plain=True)
    elif name != "mphantom":
        yield from _row(list(element) if len(element) else [])
        if not len(element) and element.text:
            yield _run(element.text, plain=True)


def _token(element: Element, name: str) -> Iterator[Element]:
    text = "".join(element.itertext())
    if text:
        upright = name != "mi" or len(text) > 1 or element.get("mathvariant") == "normal"
        yield _run(text, plain=upright)


def _arg(name: str, element: Element) -> Element:
    made = _new(name)
    made.extend(_row(list(element)) if tag_of(element) == "mrow" else _row([element]))
    return made


def _fraction(element: Element) -> Element:
    made = _new("f")
    if element.get("linethickness", "1").startswith("0"):
        made.append(_new("fPr", _new("type", val="noBar")))
    made.extend([_arg("num", element[0]), _arg("den", element[1])])
    return made


def _square_root(element: Element) -> Element:
    body = _new("e")
    body.extend(_row(list(element)))
    return _new("rad", _new("radPr", _new("degHide", val="1")), _new("deg"), body)


def _root(element: Element) -> Element:
    return _new("rad", _arg("deg", element[1]), _arg("e", element[0]))


def _sub(element: Element) -> Element:
    return _new("sSub", _arg("e", element[0]), _arg("sub", element[1]))


def _sup(element: Element) -> Element:
    return _new("sSup", _arg("e", element[0]), _arg("sup", element[1]))


def _sub_sup(element: Element) -> Element:
    parts = (_arg("e", element[0]), _arg("sub", element[1]), _arg("sup", element[2]))
    return _new("sSubSup", *parts)


def _over(element: Element) -> Element:
    accent = "".join(element[1].itertext()).strip()
    if element.get("accent") == "true" and len(accent) == 1:
        character = _ACCENTS.get(accent, accent)
        if character in ("⏞", "⎴"):
            return _group(element, character, "top")
        return _new("acc", _new("accPr", _new("chr", val=character)), _arg("e", element[0]))
    if accent in ("⏞", "⎴"):
        return _group(element, accent, "top")
    return _new("limUpp", _arg("e", element[0]), _arg("lim", element[1]))


def _under(element: Element) -> Element:
    below = "".join(element[1].itertext()).strip()
    if below in ("⏟", "⎵"):
        return _group(element, below, "bot")
    if element.get("accentunder") == "true":
        return _new("bar", _new("barPr", _new("pos", val="bot")), _arg("e", element[0]))
    return _new("limLow", _arg("e", element[0]), _arg("lim", element[1]))


def _group(element: Element, character: str, place: str) -> Element:
    properties = _new("groupChrPr", _new("chr", val=character), _new("pos", val=place))
    if place == "top":
        properties.append(_new("vertJc", val="bot"))
    return _new("groupChr", properties, _arg("e", element[0]))


def _under_over(element: Element) -> Element:
    lower = _new("limLow", _arg("e", element[0]), _arg("lim", element[1]))
    body = _new("e", lower)
    return _new("limUpp", body, _arg("lim", element[2]))


def _table(element: Element) -> Element:
    rows = [
        [cell for cell in row if tag_of(cell) == "mtd"] for row in element if tag_of(row) == "mtr"
    ]
    width = max((len(row) for row in rows), default=0)
    made = _new("m")
    column = _new(
        "mc", _new("mcPr", _new("count", val=str(max(1, width))), _new("mcJc", val="center"))
    )
    made.append(_new("mPr", _new("mcs", column)))
    for row in rows:
        line = _new("mr")
        for cell in row:
            body = _new("e")
            body.extend(_row(list(cell)))
            line.append(body)
        line.extend(_new("e") for _ in range(width - len(row)))
        made.append(line)
    return made


def _boxed(element: Element) -> Element:
    body = _new("e")
    body.extend(_row([child for child in element if tag_of(child) != "mrow" or len(child)]))
    return _new("borderBox", body) if "box" in element.get("notation", "") else _new("box", body)


_MAKERS: dict[str, Callable[[Element], Element]] = {
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "msub": _sub,
    "msup": _sup,
    "msubsup": _sub_sup,
    "mover": _over,
    "munder": _under,
    "munderover": _under_over,
    "mtable": _table,
    "menclose": _boxed,
}
_NEEDED = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "msubsup": 3,
    "mover": 2,
    "munder": 2,
    "munderover": 3,
}


def _text(element: Element) -> str:
    return (element.text or "").strip() if tag_of(element) == "mo" else ""


def _fence_end(elements: list[Element], start: int) -> int | None:
    """Where the fence that opens here closes in this row, if it grows with what it holds."""
    opening = elements[start]
    text = _text(opening)
    if opening.get("stretchy") == "false" or (text not in _OPENING and text):
        return None
    if not text and tag_of(opening) != "mo":
        return None
    level = 0
    for place in range(start, len(elements)):
        character = _text(elements[place])
        if elements[place].get("stretchy") == "false" or tag_of(elements[place]) != "mo":
            continue
        if place > start and (character in _CLOSING or not character):
            level -= 1
            if level == 0:
                return place
        elif character in _OPENING or not character:
            level += 1
    return None


def _delimited(elements: list[Element]) -> Element:
    first, last = _text(elements[0]), _text(elements[-1])
    properties = _new("dPr", _new("begChr", val=first), _new("endChr", val=last))
    body = _new("e")
    body.extend(_row(elements[1:-1]))
    return _new("d", properties, body)


def _large_base(element: Element) -> str | None:
    """The sign of a sum, product or integral with limits."""
    if tag_of(element) not in ("munderover", "munder", "mover", "msub", "msup", "msubsup"):
        return None
    text = _text(element[0]) if len(element) else ""
    return text if text in _LARGE and text else None


def _nary(element: Element, sign: str, following: list[Element]) -> Element:
    name = tag_of(element)
    sub = element[1] if name in ("munderover", "munder", "msub", "msubsup") else None
    sup = element[-1] if name in ("munderover", "mover", "msup", "msubsup") else None
    beside = "subSup" if name.startswith("msu") else "undOvr"
    properties = _new("naryPr", _new("chr", val=sign), _new("limLoc", val=beside))
    if sub is None:
        properties.append(_new("subHide", val="1"))
    if sup is None:
        properties.append(_new("supHide", val="1"))
    body = _new("e")
    body.extend(_row(following))
    return _new(
        "nary",
        properties,
        _new("sub") if sub is None else _arg("sub", sub),
        _new("sup") if sup is None else _arg("sup", sup),
        body,
    )
