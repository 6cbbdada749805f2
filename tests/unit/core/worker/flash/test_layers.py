"""Layers of a document: what is off is not read."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest

from tests.support.flash_pages import BODY, Pages, body, line, text_of
from tests.unit.core.worker.flash.prepared_pages import prepared


def _layers(pages: Pages, **setting: Any) -> tuple[pikepdf.Object, pikepdf.Object]:
    on, off = (
        pages.pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(name))
        )
        for name in ("shown", "draft")
    )
    pages.pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=[on, off], D=pikepdf.Dictionary(OFF=[off], **setting)
    )
    return on, off


def test_a_layer_that_is_off_is_not_read() -> None:
    pages = Pages()
    on, off = _layers(pages)
    content = (
        "/OC /On BDC\n" + line("The price is 100.", 72, 740) + "EMC\n"
        "/OC /Off BDC\n" + line("The price is 900.", 72, 740) + "0 0 50 50 re f\nEMC\n" + body()
    )
    pages.add(content, resources={"/Properties": pikepdf.Dictionary(On=on, Off=off)})
    text = text_of(prepared(pages).data)
    assert "100." in text
    assert "900" not in text
    assert BODY[2] in text


def test_a_form_and_a_note_on_a_layer_that_is_off_are_not_read() -> None:
    pages = Pages()
    _, off = _layers(pages)
    stamp = pages.form(line("DRAFT of a stamp", 72, 400), OC=off)
    note = pages.annotation("FreeText", (72, 300, 300, 320), Contents="Draft note", OC=off)
    pages.add(
        body() + "/Stamp Do\n",
        resources={"/XObject": pikepdf.Dictionary(Stamp=stamp)},
        Annots=[note],
    )
    text = text_of(prepared(pages).data)
    assert "raft" not in text.lower().replace("drafted", "")
    assert BODY[0] in text


@pytest.mark.parametrize(
    ("policy", "shows"), [("AllOn", False), ("AnyOn", True), ("AnyOff", True), ("AllOff", False)]
)
def test_a_membership_follows_its_policy(policy: str, shows: bool) -> None:
    pages = Pages()
    on, off = _layers(pages)
    both = pikepdf.Dictionary(Type=pikepdf.Name.OCMD, OCGs=[on, off], P=pikepdf.Name("/" + policy))
    pages.add(
        "/OC /Both BDC\n" + line("Of both layers", 72, 740) + "EMC\n" + body(),
        resources={"/Properties": pikepdf.Dictionary(Both=pages.pdf.make_indirect(both))},
    )
    assert ("Of both layers" in text_of(prepared(pages).data)) == shows


def test_a_visibility_expression_goes_before_the_policy() -> None:
    pages = Pages()
    on, off = _layers(pages)
    neither = pikepdf.Dictionary(
        Type=pikepdf.Name.OCMD,
        OCGs=[on],
        VE=[pikepdf.Name.And, on, [pikepdf.Name.Not, [pikepdf.Name.Not, off]]],
    )
    pages.add(
        "/OC /E BDC\n" + line("By expression", 72, 740) + "EMC\n" + body(),
        resources={"/Properties": pikepdf.Dictionary(E=pages.pdf.make_indirect(neither))},
    )
    assert "By expression" not in text_of(prepared(pages).data)
