"""The reading pane: a PDF's page beside its Markdown, a click on either shows the other.

``register_schemes`` (of :mod:`gui.reading.markdown.url_scheme`) is called before QApplication is
made and must stay light, so the pane itself is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gui.reading.result_pane import ResultPane

__all__ = ["ResultPane"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name == "ResultPane":
        from gui.reading.result_pane import ResultPane

        return ResultPane
    raise AttributeError(name)
