"""Results saved in other formats by themselves: asked for in the settings or a folder's dialog."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.documents.exporting import ExportFormat
from core.jobs.model import ConvertOptions
from core.jobs.states import JobState
from core.jobs.store.serialization import options_from_json, options_to_dict, options_to_json
from core.settings.definitions import EXPORT, EXPORT_FOLDER, Settings
from gui.settings.formats_field import FormatsField
from tests.support import pdfs
from tests.support.window import RunningApp

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_a_document_that_is_done_is_saved_in_its_formats(app: RunningApp, tmp_path: Path) -> None:
    app.settings.set(EXPORT, (ExportFormat.HTML, ExportFormat.DOCX))
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf", pages=1))
    app.wait_until_over(1)
    job = app.job("one.pdf")
    assert job.state is JobState.DONE
    assert job.warnings == ()
    assert job.markdown is not None
    assert pdfs.sentence(0) in job.markdown.with_suffix(".html").read_text("utf-8")
    assert job.markdown.with_suffix(".docx").read_bytes().startswith(b"PK")
    folder = tmp_path / "exports"
    app.settings.set(EXPORT_FOLDER, folder)
    app.settings.set(EXPORT, (ExportFormat.HTML,))
    app.drop(pdfs.text_pdf(tmp_path / "two.pdf", pages=1))
    app.wait_until_over(2)
    assert [path.name for path in folder.iterdir()] == ["two.html"]


@pytest.mark.slow
def test_what_cannot_be_saved_is_said_and_the_document_is_done(
    app: RunningApp, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    app.settings.set(EXPORT, (ExportFormat.HTML,))
    app.settings.set(EXPORT_FOLDER, tmp_path / "file")
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf", pages=1))
    app.wait_until_over(1)
    job = app.job("one.pdf")
    assert job.state is JobState.DONE
    (warning,) = job.warnings
    assert str(warning).startswith("Not saved as html: Nothing can be written in")


def test_options_without_an_export_stand_in_files_as_before(tmp_path: Path) -> None:
    assert "export" not in options_to_dict(ConvertOptions(export_folder=tmp_path))
    options = ConvertOptions(export=(ExportFormat.EPUB,), export_folder=tmp_path)
    assert options_from_json(options_to_json(options)) == options
    assert options_from_json(options_to_json(ConvertOptions())) == ConvertOptions()


def test_formats_are_ticked_in_a_menu(themed: None, settings: Settings) -> None:
    field = FormatsField(EXPORT, ())
    told: list[object] = []
    field.changed.connect(lambda _setting, value: told.append(value))
    assert field._button.text() == "Markdown only"
    field._actions[ExportFormat.DOCX].trigger()
    field._actions[ExportFormat.HTML].trigger()
    assert told == [(ExportFormat.DOCX,), (ExportFormat.HTML, ExportFormat.DOCX)]
    assert field._button.text() == "Web page (HTML), Word document"
    settings.set(EXPORT, field.value)
    assert settings.convert_options().export == (ExportFormat.HTML, ExportFormat.DOCX)
    field.deleteLater()
