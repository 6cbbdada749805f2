"""Images of pages, the least used ones dropped: memory stays the same for 10 pages and 10,000."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtGui import QImage

BUDGET_BYTES = 96 << 20


class PdfPageCache:
    """The images of one document at one turn, at most one a page, bounded in bytes."""

    def __init__(self, budget: int = BUDGET_BYTES) -> None:
        self._budget = budget
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._bytes = 0
        self.broken: set[int] = set()
        """Pages that cannot be drawn."""

    @property
    def bytes(self) -> int:
        """What the images take."""
        return self._bytes

    def get(self, page: int) -> QImage | None:
        """A page's image, perhaps of another size than is wanted."""
        image = self._images.get(page)
        if image is not None:
            self._images.move_to_end(page)
        return image

    def put(self, page: int, image: QImage) -> None:
        """Keep an image; the least used ones make room, but never this one."""
        self._drop(page)
        self._images[page] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > self._budget and len(self._images) > 1:
            self._drop(next(iter(self._images)))

    def clear(self) -> None:
        """Forget everything."""
        self._images.clear()
        self.broken.clear()
        self._bytes = 0

    def _drop(self, page: int) -> None:
        image = self._images.pop(page, None)
        if image is not None:
            self._bytes -= image.sizeInBytes()
