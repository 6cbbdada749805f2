"""Chromium, shut in: one scheme, no network, nothing on disk, no scripts of the page's own."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QSize, QUrl
from PySide6.QtGui import QImageReader
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

import resources
from gui.reading.markdown.url_scheme import SCHEME, file_below

log = logging.getLogger(__name__)

FOLDER = Path(resources.__file__).parent / "reading"
SHELL = QUrl("headframe://shell/shell.html")
MAX_PICTURE_PIXELS = 60_000_000
"""A picture is unpacked to 4 bytes a pixel: more than this is told, not shown."""
WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld
_SHELL_FILES = {"/shell.html": b"text/html", "/reading.css": b"text/css"}
_PICTURES = {
    ".png": b"image/png",
    ".jpg": b"image/jpeg",
    ".jpeg": b"image/jpeg",
    ".gif": b"image/gif",
    ".webp": b"image/webp",
    ".bmp": b"image/bmp",
    ".svg": b"image/svg+xml",
}


class ResultFileHandler(QWebEngineUrlSchemeHandler):
    """Answers for the shell's files and the pictures of the result shown."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.generation = 0
        self.folder: Path | None = None

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        if url.host() == "shell":
            self._shell(job, url.path())
        elif url.host() == "result":
            self._picture(job, url.path())
        else:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)

    def _shell(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        if path in _SHELL_FILES:
            _reply(job, _SHELL_FILES[path], (FOLDER / path[1:]).read_bytes())
        else:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)

    def _picture(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        generation, _, relative = path[1:].partition("/")
        found = None
        if self.folder is not None and generation == str(self.generation):
            found = file_below(self.folder, relative)
        kind = _PICTURES.get(found.suffix.lower()) if found is not None else None
        if found is None or kind is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        size = QImageReader(str(found)).size() if kind != b"image/svg+xml" else QSize()
        if size.isValid() and size.width() * size.height() > MAX_PICTURE_PIXELS:
            log.info("%s of %s × %s is not shown", found, size.width(), size.height())
            _reply(job, b"image/svg+xml", _too_large(size))
            return
        file = QFile(str(found), job)
        if file.open(QIODevice.OpenModeFlag.ReadOnly):
            job.reply(QByteArray(kind), file)
        else:
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)


class RequestBlocker(QWebEngineUrlRequestInterceptor):
    """Blocks every request that is not ours, whatever asks for it."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        info.block(info.requestUrl().scheme() != SCHEME.decode())


class ReadingPage(QWebEnginePage):
    """A page that stays where it is."""

    def acceptNavigationRequest(
        self, url: QUrl | str, _kind: QWebEnginePage.NavigationType, _is_main: bool
    ) -> bool:
        return QUrl(url) == SHELL

    def javaScriptConsoleMessage(
        self,
        _level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        source: str,
    ) -> None:
        log.info("the Markdown's page, %s line %s: %s", source, line, message)


def make_profile(parent: QObject | None) -> tuple[QWebEngineProfile, ResultFileHandler]:
    """A profile that keeps nothing and reaches nothing, and what answers for our scheme."""
    if QWebEngineUrlScheme.schemeByName(SCHEME).name().isEmpty():
        scheme = QWebEngineUrlScheme(SCHEME)
        scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
        scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
        QWebEngineUrlScheme.registerScheme(scheme)
    profile = QWebEngineProfile(parent)  # without a name: off the record
    files = ResultFileHandler(profile)
    profile.installUrlSchemeHandler(SCHEME, files)
    profile.setUrlRequestInterceptor(RequestBlocker(profile))
    profile.setSpellCheckEnabled(False)
    return profile, files


def own_script() -> str:
    """What runs beside the page, in a world of its own, once the page is loaded."""
    channel = _resource(":/qtwebchannel/qwebchannel.js")
    return channel + (FOLDER / "reading.js").read_text("utf-8")


def make_page(profile: QWebEngineProfile) -> ReadingPage:
    """A page of that profile, with everything off that reading does not need."""
    page = ReadingPage(profile)
    attribute = QWebEngineSettings.WebAttribute
    for name in (
        attribute.JavascriptEnabled,
        attribute.LocalStorageEnabled,
        attribute.PluginsEnabled,
        attribute.WebGLEnabled,
        attribute.Accelerated2dCanvasEnabled,
        attribute.AutoLoadIconsForPage,
        attribute.LocalContentCanAccessFileUrls,
        attribute.LocalContentCanAccessRemoteUrls,
        attribute.JavascriptCanOpenWindows,
        attribute.JavascriptCanAccessClipboard,
        attribute.NavigateOnDropEnabled,
        attribute.PdfViewerEnabled,
        attribute.HyperlinkAuditingEnabled,
        attribute.DnsPrefetchEnabled,
    ):
        page.settings().setAttribute(name, False)
    page.settings().setAttribute(attribute.FocusOnNavigationEnabled, False)
    return page


def _resource(name: str) -> str:
    file = QFile(name)
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(name)
    text = bytes(file.readAll().data()).decode("utf-8")
    file.close()
    return text


def _reply(job: QWebEngineUrlRequestJob, kind: bytes, content: bytes) -> None:
    buffer = QBuffer(job)
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(QByteArray(kind), buffer)


def _too_large(size: QSize) -> bytes:
    text = f"{size.width()} × {size.height()} px"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="80">'
        '<rect x="1" y="1" width="318" height="78" fill="#f4f4f4" stroke="#999"'
        ' stroke-dasharray="4"/><text x="160" y="45" text-anchor="middle" fill="#555"'
        f' font-family="sans-serif" font-size="14">{text}</text></svg>'
    ).encode()
