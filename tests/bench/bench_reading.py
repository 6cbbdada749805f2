"""How the reading pane bears a book: ``python -m tests.bench.bench_reading``.

A result of 500 pages with 3,000 formulas and 300 tables, and a PDF of 500 pages. Printed: the time
until the first screen can be read, the longest stall of the GUI thread, added memory, flips of
pages. On an own X server when there is none, so that Chromium paints.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
from PySide6.QtCore import QEventLoop, QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from gui.reading.markdown.url_scheme import register_schemes

PAGES = 500
TEX = (
    r"\mathcal { L } _ { PAGE } = \frac { 1 } { n } \sum _ { i = NUMBER } ^ { n }"
    r" \left( x _ { i } ^ { 2 } - \mathbf { y } _ { i } \right)"
)
TICK_MS = 5
SCREEN_PDF = (595, 842)


def make_result(folder: Path, pages: int = PAGES) -> Path:
    """Six paragraphs, six formulas a page, three tables on every fifth page."""
    folder.mkdir(parents=True)
    parts: list[tuple[str, str, int, list[float]]] = []
    for page in range(pages):
        rows: list[tuple[str, str]] = [("title", f"## Section {page}")]
        for number in range(6):
            prose = f"Paragraph {page}.{number} with words, 中文 and more words. " * 9
            rows.append(("text", prose.strip()))
            tex = TEX.replace("PAGE", str(page)).replace("NUMBER", str(number))
            rows.append(("equation", f"$$\n{tex}\n$$"))
        if page % 5 == 0:
            cells = "".join(
                "<tr>" + "".join(f"<td>{page}.{r}.{c}</td>" for c in range(5)) + "</tr>"
                for r in range(8)
            )
            rows += [("table", f"<table>{cells}</table>")] * 3
        step = 760 / len(rows)
        for place, (kind, text) in enumerate(rows):
            top = 40 + place * step
            parts.append((kind, text, page, [50, top, 545, top + step - 4]))
    blocks, at = [], 0
    for kind, text, page, box in parts:
        span = {"type": kind, "md_start": at, "md_end": at + len(text), "page": page, "bbox": box}
        blocks.append(span)
        at += len(text) + 2
    name = folder.name
    (folder / f"{name}.md").write_text("\n\n".join(text for _, text, _, _ in parts), "utf-8")
    (folder / "blocks.json").write_text(json.dumps({"schema": 1, "blocks": blocks}))
    (folder / "headframe.json").write_text(json.dumps({"schema": 1, "pages": pages}))
    return folder


def make_pdf(path: Path, pages: int = PAGES) -> Path:
    """Pages full of text and a few lines."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=SCREEN_PDF)
    for page in range(pages):
        for row in range(58):
            canvas.drawString(50, 800 - row * 13, f"{page}.{row} " + "some words of a line " * 4)
        canvas.showPage()
    canvas.save()
    return path


class Lateness(QObject):
    """How late a timer comes: what a user feels as a stall. And the most CPU time that the GUI
    thread took between two of its ticks: the same on a machine that is not busy with others."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._last = self._used = 0.0
        self.late_ms: list[float] = []
        self.longest_turn_ms = 0.0

    def start(self) -> None:
        self.late_ms = []
        self.longest_turn_ms = 0.0
        self._last, self._used = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> str:
        self._timer.stop()
        late = sorted(self.late_ms) or [0.0]
        middle, most = late[len(late) // 2], late[int(len(late) * 0.99)]
        return (
            f"GUI late p50 {middle:.0f}, p99 {most:.0f}, max {late[-1]:.0f} ms"
            f" (CPU in one turn at most {self.longest_turn_ms:.0f} ms)"
        )

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, (now - self._last) * 1000 - TICK_MS))
        self._last = now
        used = time.thread_time()
        self.longest_turn_ms = max(self.longest_turn_ms, (used - self._used) * 1000)
        self._used = used


def memory_mb() -> float:
    """Proportional memory of this process and all below it."""
    own = psutil.Process()
    total = 0
    for process in (own, *own.children(recursive=True)):
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 2**20


def wait_for(signal: SignalInstance, timeout_ms: int = 60_000) -> float:
    """Run the event loop until a signal; the seconds it took."""
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(timeout_ms, loop.quit)
    started = time.perf_counter()
    loop.exec()
    signal.disconnect(loop.quit)
    return time.perf_counter() - started


def idle(seconds: float) -> None:
    """Run the event loop for a while."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def main() -> None:
    register_schemes()
    app = QApplication(sys.argv[:1])
    from gui.reading.result_pane import ResultPane

    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        small = make_result(home / "small", 3)
        book = make_result(home / "book")
        pdf = make_pdf(home / "book.pdf")
        print(f"{PAGES} pages, {(book / 'book.md').stat().st_size / 1e6:.1f} MB of Markdown")
        lateness = Lateness()
        pane = ResultPane()
        pane.resize(1280, 800)
        pane.show()
        idle(0.5)
        before = memory_mb()

        def shown(folder: Path) -> float:
            lateness.start()
            pane.show_result(folder, pdf)
            return wait_for(pane.shown) * 1000

        print(f"first result of all: readable after {shown(small):.0f} ms")
        idle(3)
        print(f"  {lateness.stop()}; web view and pages take {memory_mb() - before:.0f} MB")
        before = memory_mb()
        print(f"the book: readable after {shown(book):.0f} ms")
        idle(5)
        print(f"  while it fills in: {lateness.stop()}")
        print(f"  added memory {memory_mb() - before:.0f} MB")
        again = [shown(folder) for folder in (small, book, small, book, small, book)]
        small_ms, book_ms = (statistics.median(again[start::2]) for start in (0, 1))
        print(f"shown before, readable again after: small {small_ms:.0f}, book {book_ms:.0f} ms")
        lateness.stop()
        idle(3)

        view = pane.pages.view
        flips: list[float] = []
        lateness.start()
        before = memory_mb()
        for page in range(PAGES):
            started = time.perf_counter()
            view.go_to_page(page)
            while view.images.get(page) is None:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
            view.viewport().repaint()
            flips.append((time.perf_counter() - started) * 1000)
        flips.sort()
        print(
            f"page after page: p50 {flips[250]:.0f}, p99 {flips[495]:.0f}, max {flips[-1]:.0f} ms;"
            f" {lateness.stop()}; images {view.images.bytes / 2**20:.0f} MB,"
            f" added memory {memory_mb() - before:.0f} MB"
        )
        jumps: list[float] = []
        for page in range(7, PAGES, 37):
            started = time.perf_counter()
            view.go_to_page((page * 173) % PAGES)
            while view.images.get(view.page) is None:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
            jumps.append((time.perf_counter() - started) * 1000)
        print(f"far jumps: median {statistics.median(jumps):.0f}, max {max(jumps):.0f} ms")
        pane.shut_down()
        pane.deleteLater()
        app.processEvents()


if __name__ == "__main__":
    main()
