"""Scans that are not as one would wish: too large, by hand, for a machine with little memory."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageFilter

from core.worker.protocol import PagesBy
from tests.support.worker import WorkerDriver
from tests.unit.core.worker.flash.test_scans import LINES, short_scan

SIDE = 30_000


def picture_of(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    """The only one of the first page."""
    (name,) = pdf.pages[0].obj.Resources.XObject.keys()
    picture = pdf.pages[0].obj.Resources.XObject[name]
    assert isinstance(picture, pikepdf.Stream)
    return picture


@pytest.mark.slow
def test_a_scan_of_thirty_thousand_pixels_is_read(worker: WorkerDriver, tmp_path: Path) -> None:
    """One bit a pixel, as scanners of plans make it: 112 MB that PDFium need not hold at once."""
    scan = short_scan(tmp_path / "scan.pdf")
    with pikepdf.open(scan) as pdf:
        picture = picture_of(pdf)
        small = pikepdf.PdfImage(picture).as_pil_image().convert("1")
        packer = zlib.compressobj(1)
        data, height = bytearray(), round(SIDE * small.height / small.width)
        for row in range(small.height):
            strip = small.crop((0, row, small.width, row + 1)).resize((SIDE, 1))
            lines = (row + 1) * height // small.height - row * height // small.height
            data += packer.compress(strip.tobytes() * lines)
        data += packer.flush()
        picture.write(bytes(data), filter=pikepdf.Name.FlateDecode)
        picture.Width, picture.Height = SIDE, height
        picture.BitsPerComponent, picture.ColorSpace = 1, pikepdf.Name.DeviceGray
        pdf.save(tmp_path / "large.pdf")
    result = worker.result(tmp_path / "large.pdf")
    assert result.report.pages_by == PagesBy(ocr=[0])
    assert sum(line in result.markdown for line in LINES) >= 2


@pytest.mark.slow
def test_what_is_hardly_legible_is_read_and_told(worker: WorkerDriver, tmp_path: Path) -> None:
    """As handwriting is: letters that OCR is not sure of."""
    scan = short_scan(tmp_path / "scan.pdf")
    with pikepdf.open(scan) as pdf:
        picture = picture_of(pdf)
        page = pikepdf.PdfImage(picture).as_pil_image().convert("L")
        poor = page.resize((page.width // 4, page.height // 4), Image.Resampling.BILINEAR)
        poor = poor.resize(page.size).filter(ImageFilter.GaussianBlur(3))
        picture.write(zlib.compress(poor.tobytes()), filter=pikepdf.Name.FlateDecode)
        picture.BitsPerComponent, picture.ColorSpace = 8, pikepdf.Name.DeviceGray
        pdf.save(tmp_path / "poor.pdf")
    result = worker.result(tmp_path / "poor.pdf")
    assert result.report.pages_by == PagesBy(ocr=[0])
    said = " ".join(result.warnings)
    assert "hardly legible for OCR" in said or "no legible text" in said


IN_LITTLE_MEMORY = """
import json, resource, sys
from core.worker.flash.adapter import FlashAdapter
from core.worker.protocol import Convert

engine = FlashAdapter()
engine.load()
engine._ocr._loaded()
with open("/proc/self/status") as status:
    held = next(int(line.split()[1]) for line in status if line.startswith("VmData"))
room = (held + 200 * 1024) * 1024
resource.setrlimit(resource.RLIMIT_DATA, (room, room))
done = engine.convert(Convert("a", sys.argv[1], sys.argv[2], "out"), lambda *_step: None)
print(json.dumps([done.pages_by.failed, [str(one) for one in done.warnings]]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits and /proc are those of Linux")
def test_little_memory_is_told_and_the_page_is_shown_as_a_picture(tmp_path: Path) -> None:
    scan = short_scan(tmp_path / "scan.pdf")
    (tmp_path / "out").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", IN_LITTLE_MEMORY, str(scan), str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[5],
        timeout=120,
        check=True,
    )
    failed, warnings = json.loads(done.stdout)
    assert failed == [0]
    assert any(one.startswith("The memory of this machine did not suffice") for one in warnings)
    markdown = (tmp_path / "out" / "out.md").read_text("utf-8")
    assert markdown.startswith("![](images/")
