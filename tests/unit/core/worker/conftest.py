"""One real flash worker for all tests that only want documents converted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import pdfs
from tests.support.worker import WorkerDriver


@pytest.fixture(scope="package")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerDriver]:
    """A warm worker; a test that ends it gets itself a worker of its own."""
    with WorkerDriver(tmp_path_factory.mktemp("flash")) as worker:
        # The helper that cuts out pictures starts with the first one, and then it stays.
        worker.result(pdfs.image_pdf(tmp_path_factory.mktemp("warm") / "picture.pdf"))
        yield worker
