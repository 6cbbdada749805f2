"""Taking text and drawings out of a page's content, and putting text in, and nothing else.

Only operators that paint are taken out; those that move, scale or choose a font stay, so that
what is left stands where it stood. Text is named by its place: the number of the operator that
shows it, among those of its stream that show any (PDFium makes one text object of each, in this
order), preceded by the numbers of the form XObjects that it is nested in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from core.worker.flash.preparation.matrix import IDENTITY, Matrix, inverse, matrix_of, times

TextPath = tuple[int, ...]
"""Numbers of the nested forms, then that of the operator that shows the text."""

MAX_DEPTH = 12
"""PDFium stops at a similar depth; a form that holds itself would never end."""

_MAX_NODES = 50
"""Above a page, in a damaged tree that goes in a circle."""
SHOW = frozenset({"Tj", "TJ", "'", '"'})
_PAINT = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
_END_PATH = pikepdf.ContentStreamInstruction([], pikepdf.Operator("n"))
_NEXT_LINE = pikepdf.ContentStreamInstruction([], pikepdf.Operator("T*"))


@dataclass(frozen=True)
class Changes:
    """What to take out of a page, and what to put in."""

    texts: Collection[TextPath] = ()
    """Texts that go."""
    other_than: Collection[TextPath] | None = None
    """All texts but these go."""
    is_off: Callable[[Any], bool] | None = None
    """Whether an optional content group or membership is not shown: what belongs to it goes."""
    pieces: Mapping[int | None, bytes] = field(default_factory=dict)
    """Content in the space of the page, to put behind the text of the page's own content with this
    number; behind -1 is before all of it, behind ``None`` the end."""

    def takes(self, path: TextPath) -> bool:
        """Whether the text at this place goes."""
        return path in self.texts or (self.other_than is not None and path not in self.other_than)


def change(pdf: pikepdf.Pdf, page: pikepdf.Page, changes: Changes) -> bool:
    """Write the page's content again; whether anything had to be changed.

    Forms that change are copied for this page, since other pages may draw them, too. Raises
    ``pikepdf.PdfError`` for content that cannot be parsed.
    """
    rewriting = _Rewriting(pdf, changes)
    written = rewriting.page(page.obj, inherited(page.obj, "/Resources"))
    if written is None:
        return False
    page.obj.Resources = written.resources
    page.obj.Contents = pdf.make_stream(written.content)
    return True


@dataclass
class _Written:
    content: bytes
    resources: Any


@dataclass
class _State:
    """While one stream is gone through."""

    resources: Any
    kept: list[Any] = field(default_factory=list)
    changed: bool = False
    shows: int = 0
    forms: int = 0
    marks: list[bool] = field(default_factory=list)
    own_resources: bool = False
    matrix: Matrix = IDENTITY
    stack: list[Matrix] = field(default_factory=list)

    @property
    def is_off(self) -> bool:
        return any(self.marks)


class _Rewriting:
    def __init__(self, pdf: pikepdf.Pdf, changes: Changes) -> None:
        self._pdf = pdf
        self._changes = changes

    def page(self, holder: Any, resources: Any) -> _Written | None:  # noqa: ANN401
        """The content of a page; ``None`` where all stays."""
        state = _State(resources)
        waiting = dict(self._changes.pieces)
        due: list[bytes] = []
        written: list[bytes] = []
        if first := waiting.pop(-1, b""):
            written.append(_piece([first], IDENTITY))
        for instruction in pikepdf.parse_content_stream(holder):
            before = state.shows
            self._instruction(instruction, state, (), 0)
            _follow(instruction, state)
            if state.shows > before and before in waiting:
                due.append(waiting.pop(before))
            elif due and _ends_text(instruction) and (undone := inverse(state.matrix)) is not None:
                written += [pikepdf.unparse_content_stream(state.kept), _piece(due, undone)]
                state.kept, due = [], []
        rest = due + list(waiting.values())
        if not state.changed and not self._changes.pieces:
            return None
        written.append(pikepdf.unparse_content_stream(state.kept))
        if rest:  # in the page's own space, whatever its content left behind
            written.insert(0, b"q\n")
            written += [b"\n" + b"Q\n" * (len(state.stack) + 1), _piece(rest, IDENTITY)]
        return _Written(b"".join(written), state.resources)

    def _form(self, holder: Any, resources: Any, path: TextPath, depth: int) -> _Written | None:  # noqa: ANN401
        state = _State(resources)
        for instruction in pikepdf.parse_content_stream(holder):
            self._instruction(instruction, state, path, depth)
        if not state.changed:
            return None
        return _Written(pikepdf.unparse_content_stream(state.kept), state.resources)

    def _instruction(self, instruction: Any, state: _State, path: TextPath, depth: int) -> None:  # noqa: ANN401
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            if state.is_off:
                state.changed = True
            else:
                state.kept.append(instruction)
            return
        operator = str(instruction.operator)
        if operator in SHOW:
            self._show(instruction, operator, state, path)
        elif operator == "Do":
            self._draw(instruction, state, path, depth)
        elif operator in ("BMC", "BDC"):
            state.marks.append(self._marks_off(operator, instruction.operands, state.resources))
            state.kept.append(instruction)
        elif operator == "EMC":
            if state.marks:
                state.marks.pop()
            state.kept.append(instruction)
        elif state.is_off and operator in _PAINT:
            state.kept.append(_END_PATH)
            state.changed = True
        elif state.is_off and operator == "sh":
            state.changed = True
        else:
            state.kept.append(instruction)

    def _show(self, instruction: Any, operator: str, state: _State, path: TextPath) -> None:  # noqa: ANN401
        if not shows_text(instruction.operands):
            state.kept.append(instruction)
            return
        goes = state.is_off or self._changes.takes((*path, state.shows))
        state.shows += 1
        if not goes:
            state.kept.append(instruction)
            return
        state.changed = True
        if operator in ("'", '"'):
            state.kept.append(_NEXT_LINE)

    def _draw(self, instruction: Any, state: _State, path: TextPath, depth: int) -> None:  # noqa: ANN401
        name = str(instruction.operands[0]) if instruction.operands else ""
        drawn = _resource(state.resources, "/XObject", name)
        if drawn is None:
            state.kept.append(instruction)
            return
        is_form = drawn.get("/Subtype") == "/Form"
        if is_form:
            path = (*path, state.forms)
            state.forms += 1
        if state.is_off or self._is_off(drawn.get("/OC")):
            state.changed = True
            return
        inner = None
        if is_form and depth < MAX_DEPTH:
            own = drawn.get("/Resources", state.resources)
            inner = self._form(drawn, own, path, depth + 1)
        if inner is None:
            state.kept.append(instruction)
            return
        state.changed = True
        copied = self._pdf.make_stream(inner.content)
        for key, value in drawn.items():
            if key not in ("/Length", "/Filter", "/DecodeParms"):
                copied[key] = value
        copied["/Resources"] = inner.resources
        fresh = self._add(state, copied)
        state.kept.append(
            pikepdf.ContentStreamInstruction([pikepdf.Name(fresh)], pikepdf.Operator("Do"))
        )

    def _add(self, state: _State, drawn: Any) -> str:  # noqa: ANN401
        """Give the stream's resources, a copy of its own, this XObject; its name there."""
        if not state.own_resources:
            state.resources = copied_dictionary(state.resources)
            state.resources["/XObject"] = copied_dictionary(state.resources.get("/XObject"))
            state.own_resources = True
        drawables = state.resources["/XObject"]
        name = free_name(drawables, "/HfX")
        drawables[name] = drawn
        return name

    def _marks_off(self, operator: str, operands: Iterable[Any], resources: Any) -> bool:  # noqa: ANN401
        values = list(operands)
        if operator != "BDC" or len(values) < 2 or str(values[0]) != "/OC":
            return False
        group = values[1]
        if isinstance(group, pikepdf.Name):
            group = _resource(resources, "/Properties", str(group))
        return self._is_off(group)

    def _is_off(self, group: Any) -> bool:  # noqa: ANN401
        is_off = self._changes.is_off
        return is_off is not None and group is not None and is_off(group)


def _follow(instruction: Any, state: _State) -> None:  # noqa: ANN401
    """Keep the space that content is drawn in."""
    if isinstance(instruction, pikepdf.ContentStreamInlineImage):
        return
    match str(instruction.operator):
        case "q":
            state.stack.append(state.matrix)
        case "Q":
            state.matrix = state.stack.pop() if state.stack else state.matrix
        case "cm":
            state.matrix = times(matrix_of(instruction.operands), state.matrix)


def _ends_text(instruction: Any) -> bool:  # noqa: ANN401
    return (
        not isinstance(instruction, pikepdf.ContentStreamInlineImage)
        and str(instruction.operator) == "ET"
    )


def _piece(parts: list[bytes], matrix: Matrix) -> bytes:
    turned = b""
    if matrix != IDENTITY:
        turned = " ".join(f"{part:.6f}" for part in matrix).encode("ascii") + b" cm "
    return b"\nq " + turned + b"\n".join(parts) + b"\nQ\n"


def inherited(node: Any, key: str) -> Any:  # noqa: ANN401
    """An attribute of a page or of a form's field, which one of the nodes above it may have."""
    for _ in range(_MAX_NODES):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def shows_text(operands: Iterable[Any]) -> bool:
    """Whether an operator that shows text has any to show: PDFium makes no object of an empty one.

    ``TJ`` has its strings in an array, ``"`` two numbers before its string.
    """
    values = list(operands)
    if not values:
        return False
    last = values[-1]
    if isinstance(last, pikepdf.Array):
        return any(isinstance(part, pikepdf.String) and bytes(part) for part in last)
    return isinstance(last, pikepdf.String) and bool(bytes(last))


def copied_dictionary(dictionary: Any) -> Any:  # noqa: ANN401
    """A dictionary with the same entries, that others do not share."""
    copied = pikepdf.Dictionary()
    if isinstance(dictionary, pikepdf.Dictionary):
        for key, value in dictionary.items():
            copied[key] = value
    return copied


def free_name(dictionary: Any, stem: str) -> str:  # noqa: ANN401
    """A key that is not in it yet."""
    number = 0
    while f"{stem}{number}" in dictionary:
        number += 1
    return f"{stem}{number}"


def _resource(resources: Any, kind: str, name: str) -> Any:  # noqa: ANN401
    if not isinstance(resources, pikepdf.Dictionary):
        return None
    found = resources.get(kind)
    return found.get(name) if isinstance(found, pikepdf.Dictionary) and name else None
