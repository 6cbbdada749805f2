"""Running heads, page numbers and feet, and what only looks like them."""

from __future__ import annotations

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.regions import RegionKind
from tests.support.flash_lines import PROSE, block
from tests.support.flash_markdown import body, markdown


def test_page_numbers_and_running_headers_go() -> None:
    pages = [
        [
            block("Proceedings of the Society", y=30, size=8, page=page),
            body(100 + page, page=page),
            block(str(page + 1), x=290, y=815, size=8, page=page),
        ]
        for page in range(4)
    ]
    text = markdown(*pages)
    assert "Proceedings" not in text
    assert text.count("the committee met") == 4
    assert not any(row.isdigit() for row in text.splitlines())


def test_what_stands_beside_the_page_number_goes() -> None:
    page = [
        body(100),
        block("Journal of Bridges | www.example.org", y=815, size=8),
        block("7", x=290, y=815, size=8),
        block("March 2014", x=450, y=815, size=8),
    ]
    assert markdown(page).endswith("council.\n")


def test_titles_at_the_top_of_pages_stay() -> None:
    pages = [
        [block(f"PAGE {page}", y=40, size=18, page=page), body(100, page=page)] for page in range(4)
    ]
    assert markdown(*pages).count("# PAGE") == 4


def test_body_lines_that_are_the_same_on_each_page_are_kept_once() -> None:
    pages = [
        [
            block("Employer: Example Works", y=40, page=page),
            block(f"Employee number {page}", y=400, page=page),
            body(450, page=page),
        ]
        for page in range(4)
    ]
    assert markdown(*pages).count("Employer: Example Works") == 1


def test_the_only_line_of_a_page_stays() -> None:
    assert markdown([block("Intentionally here", y=40, region=RegionKind.FURNITURE)]) == (
        "Intentionally here\n"
    )


def test_furniture_is_kept_when_asked() -> None:
    pages = [[block("Only this", y=40, page=page), block("2", y=815, page=page)] for page in (0, 1)]
    assert "2" in markdown(*pages, keep_furniture=True)


def test_a_running_title_below_a_wide_margin_is_furniture_on_a_page_alone() -> None:
    head = block("Harbours of the North 9", x=200, y=125, size=9)
    text = markdown([head, body(160), body(240)])
    assert "Harbours" not in text
    left = block("12 M. Example and A. Sample", x=72, y=125, size=9)
    assert "Sample" not in markdown([left, body(160), body(240)])


def test_what_only_looks_like_a_running_title_is_kept() -> None:
    title = block("Report of the year 2024", x=200, y=125, size=14)
    assert "Report of the year 2024" in markdown([title, body(170), body(250)])
    near = block("Seen from the sea in 1986", x=72, y=125, size=9)
    assert "Seen from" in markdown([near, body(138), body(240)])
    plain = block("Seen from the sea in 1986", x=72, y=125)
    assert "Seen from" in markdown([plain, body(160), body(240)])


def test_what_stands_beside_the_number_in_its_letters_is_furniture() -> None:
    foot = [
        block("Journal of Harbours", x=72, y=800, size=10),
        block("4", x=300, y=800, size=10),
    ]
    small = block(*PROSE, y=300, size=9)
    assert "Journal" not in markdown([small, block(*PROSE, y=400, size=9), *foot])
    heading = block("Journal of Harbours", x=72, y=60, size=10, bold=True)
    assert "Journal" in markdown([heading, block("4", x=300, y=60), body(300), body(400)])


def test_a_foot_in_three_parts_is_furniture_and_a_row_of_two_is_not() -> None:
    parts = [
        block("Revision: 2.4", x=72, y=780, size=10),
        block("P/N 119-036", x=265, y=780, size=10),
        block("10 June 2019", x=460, y=780, size=10),
    ]
    assert "Revision" not in markdown([body(300), body(400), *parts])
    assert "Revision" in markdown([body(300), body(400), parts[0], parts[2]])
    crooked = block("P/N 119-036", x=180, y=780, size=10)
    assert "Revision" in markdown([body(300), body(400), parts[0], crooked, parts[2]])


def test_a_bold_running_head_goes_and_a_title_that_counts_stays() -> None:
    pages = [
        [block("First Bank", y=40, bold=True, page=n), body(100, n), body(300, n)] for n in range(3)
    ]
    assert markdown(*pages).count("First Bank") == 1
    pages = [
        [block(f"Lesson {n}", y=40, bold=True, page=n), body(100, n), body(300, n)]
        for n in range(3)
    ]
    assert markdown(*pages).count("# Lesson") == 3


def test_the_title_that_a_browser_prints_beside_the_time_goes() -> None:
    page = [
        block("03/11/2025, 17:42", x=40, y=20, size=8),
        block("How to prune roses", x=240, y=20, size=8),
        body(),
    ]
    assert "prune" not in markdown(page)


def test_a_line_of_a_record_is_kept_on_each_page() -> None:
    def page(number: int, month: str) -> list[Draft]:
        name = block("Department: Assembly", y=80, page=number)
        return [name, block(f"Pay of {month}", y=92, page=number), body(300, number)]

    pages = [page(number, month) for number, month in enumerate(("May", "June", "July"))]
    assert markdown(*pages).count("Department: Assembly") == 3


def test_a_head_that_was_seen_in_a_scan_goes_with_its_number_and_chapter() -> None:
    """In the body's letters, with no blank between its box and the text's."""

    def page(region: RegionKind | None, y: float) -> list[Draft]:
        return [
            block("400 British Husbandry.", y=y),
            block("[Ch. XIX.", x=400, y=y, region=region, bold=True),
            block(*PROSE, *PROSE, y=70),
        ]

    assert "Husbandry" not in markdown(page(RegionKind.FURNITURE, 52))
    assert "XIX" not in markdown(page(RegionKind.FURNITURE, 52))
    assert "Husbandry" in markdown(page(RegionKind.TEXT, 52)), "nothing says that it is a head"
    assert "Husbandry" in markdown(page(RegionKind.FURNITURE, 58)), "a line of the text"
