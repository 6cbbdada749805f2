"""Optional content: which layers of a document are shown (ISO 32000-2, 8.11).

As a viewer decides when it opens the document: base state, then the lists ON and OFF, then what
the usage of a group says for the event View. PDFium does the same when it draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf

from core.worker.flash.preparation.content import Changes, change

_MAX_DEPTH = 20
"""Of a visibility expression."""


@dataclass(frozen=True)
class Layers:
    """The groups that are off, by object number."""

    off: frozenset[tuple[int, int]]

    def is_off(self, content: Any) -> bool:  # noqa: ANN401
        """Whether a group, or a membership of several, is not shown."""
        return not self._shows(content)

    def _shows(self, content: Any) -> bool:  # noqa: ANN401
        if not isinstance(content, pikepdf.Dictionary):
            return True
        if content.get("/Type") != "/OCMD":
            return content.objgen not in self.off
        expression = content.get("/VE")
        if isinstance(expression, pikepdf.Array):
            return self._holds(expression, 0)
        groups = content.get("/OCGs")
        if isinstance(groups, pikepdf.Dictionary):
            members = [groups]
        elif isinstance(groups, pikepdf.Array):
            members = [group for group in groups if isinstance(group, pikepdf.Dictionary)]
        else:
            members = []
        states = [group.objgen not in self.off for group in members]
        if not states:
            return True
        match str(content.get("/P", "/AnyOn")):
            case "/AllOn":
                return all(states)
            case "/AnyOff":
                return not all(states)
            case "/AllOff":
                return not any(states)
        return any(states)

    def _holds(self, expression: Any, depth: int) -> bool:  # noqa: ANN401
        if isinstance(expression, pikepdf.Dictionary):
            return expression.objgen not in self.off
        if not isinstance(expression, pikepdf.Array) or not len(expression) or depth > _MAX_DEPTH:
            return True
        parts = [self._holds(part, depth + 1) for part in list(expression)[1:]]
        match str(expression[0]):
            case "/And":
                return all(parts)
            case "/Or":
                return any(parts)
            case "/Not":
                return not all(parts)
        return True


def layers(pdf: pikepdf.Pdf) -> Layers | None:
    """The document's layers; ``None`` where all are on, or there are none."""
    properties = pdf.Root.get("/OCProperties")
    if not isinstance(properties, pikepdf.Dictionary):
        return None
    groups = _groups(properties.get("/OCGs"))
    setting = properties.get("/D")
    if not isinstance(setting, pikepdf.Dictionary):
        return None
    base_off = setting.get("/BaseState") == "/OFF"
    off = {group.objgen for group in groups} if base_off else set()
    off -= {group.objgen for group in _groups(setting.get("/ON"))}
    off |= {group.objgen for group in _groups(setting.get("/OFF"))}
    for usage in _groups(setting.get("/AS")):
        if usage.get("/Event") != "/View":
            continue
        for group in _groups(usage.get("/OCGs")):
            view = group.get("/Usage", pikepdf.Dictionary()).get("/View")
            if isinstance(view, pikepdf.Dictionary):
                state = view.get("/ViewState")
                if state == "/OFF":
                    off.add(group.objgen)
                elif state == "/ON":
                    off.discard(group.objgen)
    return Layers(frozenset(off)) if off else None


def remove_hidden_layers(pdf: pikepdf.Pdf) -> list[int]:
    """Take out of each page what its layers do not show; the pages that changed."""
    found = layers(pdf)
    if found is None:
        return []
    changed = []
    for index, page in enumerate(pdf.pages):
        try:
            was_changed = change(pdf, page, Changes(is_off=found.is_off))
        except pikepdf.PdfError:
            continue
        if _remove_annotations(page, found) or was_changed:
            changed.append(index)
    return changed


def _remove_annotations(page: pikepdf.Page, found: Layers) -> bool:
    annotations = page.obj.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return False
    kept = [
        annotation
        for annotation in annotations
        if not (isinstance(annotation, pikepdf.Dictionary) and found.is_off(annotation.get("/OC")))
    ]
    if len(kept) == len(annotations):
        return False
    page.obj.Annots = pikepdf.Array(kept)
    return True


def _groups(array: Any) -> list[Any]:  # noqa: ANN401
    if not isinstance(array, pikepdf.Array):
        return []
    return [group for group in array if isinstance(group, pikepdf.Dictionary)]
