"""One search, gone through beside the GUI thread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.paths import search_file

if TYPE_CHECKING:
    from core.search.hits import SearchHit


def find_hits(home: Path, text: str) -> Iterator[SearchHit]:
    """What is found and still there, one more than is shown at most: that says there are more.

    Raises :class:`IndexUnusable`.
    """
    from core.search.hits import MOST_CANDIDATES, MOST_HITS
    from core.search.index import SearchIndex
    from core.search.query import Query

    is_there: dict[Path, bool] = {}
    count = 0
    with SearchIndex(search_file(home), repair=False) as index:
        for hit in index.search(Query.parse(text), MOST_CANDIDATES):
            if hit.markdown not in is_there:
                is_there[hit.markdown] = hit.markdown.is_file()
            if is_there[hit.markdown]:
                yield hit
                count += 1
                if count > MOST_HITS:
                    return
