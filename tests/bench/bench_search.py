"""The index of many results: how long it takes to fill, how large it gets, how soon it answers.

Run it from the checkout: ``python -m tests.bench.bench_search [--documents N] [--pages N] [--chars
N]``. The results are made up: ten pages of 2,000 characters each, one in five of them Chinese.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from pathlib import Path

from core.search.index import SearchIndex
from core.search.query import Query

PAGES, CHARS = 10, 2_000
AT_ONCE = 50
QUERIES = (
    "needle",
    "the",
    "the needle",
    "paper",
    "paper-77 the",
    "haystack the",
    '"one two"',
    "针",
    "神经网络",
    "zz",
    "not to be found",
    "th",
)
SYLLABLES = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--chars", type=int, default=CHARS, help="of a page")
    asked = parser.parse_args()
    count, pages, chars = asked.documents, asked.pages, asked.chars
    root = Path(tempfile.mkdtemp(prefix="bench-search-"))
    try:
        folders = [_result(root, number, pages, chars) for number in range(count)]
        path = root / "search.sqlite"
        with SearchIndex(path) as index:
            began = time.perf_counter()
            for start in range(0, count, AT_ONCE):
                with index.bulk():
                    for folder in folders[start : start + AT_ONCE]:
                        index.add(folder)
            took = time.perf_counter() - began
            print(f"{count} results of {pages} pages taken in: {took:.1f} s,", end=" ")
            print(f"{took / count * 1000:.1f} ms each")
            began = time.perf_counter()
            for folder in folders:
                index.add(folder)
            print(f"looked through again, unchanged: {time.perf_counter() - began:.2f} s")
        text = count * pages * chars / 1e6
        print(f"file: {path.stat().st_size / 1e6:.0f} MB for {text:.0f} million characters")
        for typed in QUERIES:
            began = time.perf_counter()
            with SearchIndex(path) as index:
                hits = sum(1 for _ in index.search(Query.parse(typed)))
            print(f"{typed!r}: {hits} hits in {(time.perf_counter() - began) * 1000:.0f} ms")
    finally:
        shutil.rmtree(root)


def _result(root: Path, number: int, count: int, chars: int) -> Path:
    chance = random.Random(number)
    folder = root / f"{number // 100}" / f"paper-{number}"
    folder.mkdir(parents=True)
    pages = [_page(chance, chars, is_chinese=number % 5 == 0) for _ in range(count)]
    if number % 500 == 0:
        pages[-1] += " a needle in it 一根针 神经网络"
    blocks, at = [], 0
    for page, text in enumerate(pages):
        blocks.append({"type": "text", "md_start": at, "md_end": at + len(text), "page": page})
        at += len(text) + 2
    (folder / f"{folder.name}.md").write_text("\n\n".join(pages), "utf-8")
    (folder / "blocks.json").write_text(json.dumps({"schema": 1, "blocks": blocks}))
    (folder / "headframe.json").write_text(json.dumps({"schema": 1, "sha256": str(number)}))
    return folder


def _page(chance: random.Random, chars: int, *, is_chinese: bool) -> str:
    if is_chinese:
        return "".join(chr(chance.randrange(0x4E00, 0x5800)) for _ in range(chars))
    words: list[str] = []
    length = 0
    while length < chars:
        words.append("".join(chance.choices(SYLLABLES, k=chance.randrange(1, 4))))
        length += len(words[-1]) + 1
    words[::40] = ["the"] * len(words[::40])
    return " ".join(words)


if __name__ == "__main__":
    main()
