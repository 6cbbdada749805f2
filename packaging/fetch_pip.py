"""Fetch the wheel of pip that the lock names: for a Python that brings none, Debian's before
python3-venv is installed. Standard library only; pip's own settings of the index are honoured.

    python fetch_pip.py LOCK FOLDER        prints the path of the wheel
"""

from __future__ import annotations

import configparser
import hashlib
import os
import re
import ssl
import sys
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

PYPI = "https://pypi.org/simple"
ANSWERS_S = 60.0


class CannotFetchError(Exception):
    """Why there is no wheel; for a person."""


class Links(HTMLParser):
    """Targets of a page's links (PEP 503: one for each file of a project)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def main(arguments: Sequence[str]) -> int:
    """Fetch it. Returns the exit code."""
    lock, folder = Path(arguments[0]), Path(arguments[1])
    try:
        print(fetch(lock.read_text(), folder, index_url(os.environ)))
    except CannotFetchError as error:
        print(f"headframe: {error}", file=sys.stderr)
        return 1
    return 0


def fetch(lock: str, folder: Path, index: str) -> Path:
    """The wheel, from the index or as it was fetched before. Its hash is the lock's."""
    version = re.search(r"^pip==(\S+)", lock, re.MULTILINE)
    hashes = set(re.findall(r"--hash=sha256:([0-9a-f]{64})", lock))
    if version is None:
        raise CannotFetchError("the lock names no pip")
    name = f"pip-{version[1]}-py3-none-any.whl"
    path = folder / name
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() in hashes:
        return path
    page = f"{index.rstrip('/')}/pip/"
    links = Links()
    links.feed(_read(page).decode("utf-8", "replace"))
    for link in links.found:
        address = urllib.parse.urljoin(page, link)
        if urllib.parse.urlsplit(address).path.endswith(f"/{name}"):
            content = _read(address)
            if hashlib.sha256(content).hexdigest() not in hashes:
                raise CannotFetchError(f"{address} is not the file that the lock names")
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            return path
    raise CannotFetchError(f"{page} has no {name}")


def index_url(environ: Mapping[str, str]) -> str:
    """The index that pip would use: of its variable, the user's files, or the machine's."""
    if environ.get("PIP_INDEX_URL"):
        return environ["PIP_INDEX_URL"]
    home = Path(environ.get("HOME", "/"))
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    named = [Path(environ["PIP_CONFIG_FILE"])] if environ.get("PIP_CONFIG_FILE") else []
    for file in (*named, home / ".pip/pip.conf", config / "pip/pip.conf", Path("/etc/pip.conf")):
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding="utf-8")
        except (OSError, ValueError, configparser.Error):
            continue
        for section in ("install", "global"):
            if parser.has_option(section, "index-url"):
                return parser.get(section, "index-url")
    return PYPI


def _read(address: str) -> bytes:
    context = ssl.create_default_context(cafile=os.environ.get("PIP_CERT") or None)
    request = urllib.request.Request(address, headers={"Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=ANSWERS_S, context=context) as answer:
            content = answer.read()
    except OSError as error:  # URLError is one
        raise CannotFetchError(f"{address} cannot be read: {error}") from error
    assert isinstance(content, bytes)
    return content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
