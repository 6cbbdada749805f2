"""The protocol as bytes: what goes in comes out, and nothing else ever does."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages import Message
from core.worker import protocol
from core.worker.codec import MessageDecoder, encode, report_reader, request_reader
from core.worker.kinds import EngineName, FailureKind, Ocr, Stage
from core.worker.protocol import (
    MAX_LINE_BYTES,
    Cancel,
    Convert,
    Converted,
    Exit,
    Failure,
    Heartbeat,
    Hello,
    Progress,
    ProtocolError,
    Ready,
    Rejected,
    StartFailed,
    WorkerReport,
    WorkerRequest,
)

M = TypeVar("M")
paths = st.binary(min_size=1, max_size=40).map(os.fsdecode)
names = st.text(max_size=20)
numbers = st.integers(0, 2**40)
floats = st.floats(allow_nan=False, allow_infinity=False)
sentences = st.builds(
    Message, st.text(), st.dictionaries(names, st.one_of(paths, st.integers(), floats))
)
failures = st.builds(
    Failure, st.sampled_from(FailureKind), sentences, st.one_of(st.none(), sentences)
)
requests: st.SearchStrategy[WorkerRequest] = st.one_of(
    st.builds(
        Convert,
        names,
        paths,
        paths,
        paths,
        first_page=st.none() | numbers,
        last_page=st.none() | numbers,
        password=st.none() | st.text(),
        ocr=st.sampled_from(Ocr),
        lang=st.none() | names,
        formula=st.booleans(),
        table=st.booleans(),
    ),
    st.builds(Cancel, names),
    st.just(Exit()),
)
reports: st.SearchStrategy[WorkerReport] = st.one_of(
    st.builds(Hello, numbers, numbers, st.sampled_from(EngineName), names, st.none() | names),
    st.builds(Ready, names, st.none() | numbers),
    st.builds(StartFailed, failures),
    st.just(Heartbeat()),
    st.builds(
        Progress,
        names,
        st.sampled_from(Stage),
        st.none() | numbers,
        st.none() | numbers,
        floats,
    ),
    st.builds(Converted, names, numbers, floats, st.lists(sentences, max_size=3)),
    st.builds(Rejected, names, failures),
)


def cut(data: bytes, places: Iterable[int]) -> list[bytes]:
    """The bytes in pieces, cut at those places."""
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


def read(
    reader: MessageDecoder[M], pieces: Iterable[bytes]
) -> tuple[list[M], ProtocolError | None]:
    """All messages, and the error that ended them, if one did."""
    messages: list[M] = []
    for piece in pieces:
        reader.feed(piece)
        try:
            while (message := reader.next_message()) is not None:
                messages.append(message)
        except ProtocolError as error:
            return messages, error
    return messages, None


@given(st.lists(requests, max_size=5), st.lists(st.integers(0)))
def test_requests_arrive_as_they_were_sent_however_they_are_cut(
    messages: list[WorkerRequest], places: list[int]
) -> None:
    data = b"".join(map(encode, messages))
    assert read(request_reader(), cut(data, places)) == (messages, None)


@pytest.mark.slow
@given(st.lists(reports, max_size=5), st.lists(st.integers(0)))
def test_reports_arrive_as_they_were_sent_however_they_are_cut(
    messages: list[WorkerReport], places: list[int]
) -> None:
    data = b"".join(map(encode, messages))
    assert read(report_reader(), cut(data, places)) == (messages, None)


@given(st.lists(reports, max_size=3), st.binary(), st.lists(st.integers(0)))
def test_any_bytes_give_messages_or_a_protocol_error(
    before: list[WorkerReport], noise: bytes, places: list[int]
) -> None:
    data = b"".join(map(encode, before)) + noise
    whole, whole_error = read(report_reader(), [data])
    assert whole[: len(before)] == before
    parts, parts_error = read(report_reader(), cut(data, places))
    assert parts == whole
    assert str(parts_error) == str(whole_error)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def holds(read_as: object, sent: object) -> bool:
    """Whether nothing that was sent was changed. Fields of an object that may be left out are
    filled in.
    """
    if isinstance(read_as, dict) and isinstance(sent, dict):
        return all(name in read_as and holds(read_as[name], sent[name]) for name in sent)
    return read_as == sent


@pytest.mark.slow
@given(reports, st.data())
def test_a_field_of_another_type_is_refused_and_never_converted(
    message: WorkerReport, data: st.DataObject
) -> None:
    body: dict[str, Any] = json.loads(encode(message))
    name = data.draw(st.sampled_from(sorted(body)))
    body[name] = data.draw(json_values)
    line = json.dumps(body).encode() + b"\n"
    messages, error = read(report_reader(), [line])
    if error is None:
        (again,) = messages
        assert holds(json.loads(encode(again)).get(name), body[name])


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"type":"exit","code":1}',
        b'{"type":"cancel"}',
        b'{"type":"cancel","job":7}',
        b'{"type":["cancel"],"job":"a"}',
        b'{"type":"heartbeat"}',  # a report: not of this direction
        b'{"type":"cancel","job":"\xff"}',
        b'{"type":"cancel","job":NaN}',
        b'{"type":"convert","job":"a","source":"/a","staging":"/b","stem":"c","first_page":true}',
        b'{"type":"convert","job":"a","source":"/a","staging":"/b","stem":"c","first_page":1.0}',
        b'{"type":"convert","job":"a","source":"/a","staging":"/b","stem":"c","ocr":"maybe"}',
        b"[" * 100_000,
        b'{"type":"cancel","job":' + b"9" * 10_000 + b"}",
    ],
)
def test_what_is_no_request_is_refused_and_so_is_all_after_it(line: bytes) -> None:
    reader = request_reader()
    reader.feed(encode(Exit()) + line + b"\n" + encode(Exit()))
    assert reader.next_message() == Exit()
    for _ in range(2):
        with pytest.raises(ProtocolError):
            reader.next_message()


@pytest.mark.parametrize(
    "field",
    ['"fraction":1e999', '"fraction":1' + "0" * 400, '"fraction":true', '"page":1e3'],
)
def test_numbers_that_are_none_are_refused(field: str) -> None:
    line = f'{{"type":"progress","job":"a","stage":"read",{field}}}\n'.encode()
    assert isinstance(read(report_reader(), [line])[1], ProtocolError)


def test_a_whole_number_may_stand_for_a_float() -> None:
    line = b'{"type":"progress","job":"a","stage":"read","fraction":1}\n'
    (message,), error = read(report_reader(), [line])
    assert error is None
    assert isinstance(message, Progress)
    assert type(message.fraction) is float


@pytest.mark.parametrize("end", [b"", b"\n"])
@pytest.mark.parametrize("piece", [1 << 12, 1 << 16, 1 << 24])
def test_a_giant_line_is_refused_before_it_fills_the_memory(end: bytes, piece: int) -> None:
    reader = report_reader()
    giant = b"x" * (MAX_LINE_BYTES + 1) + end
    pieces = [giant[i : i + piece] for i in range(0, len(giant), piece)]
    messages, error = read(reader, [encode(Heartbeat()), *pieces])
    assert messages == [Heartbeat()]
    assert isinstance(error, ProtocolError)


def test_the_longest_line_that_is_sent_is_also_taken() -> None:
    room = MAX_LINE_BYTES - len(encode(Cancel("")))
    longest = Cancel("x" * room)
    assert len(encode(longest)) == MAX_LINE_BYTES
    assert read(request_reader(), [encode(longest)]) == ([longest], None)
    with pytest.raises(ProtocolError):
        encode(Cancel("x" * (room + 1)))


def test_a_number_that_is_not_finite_is_not_sent() -> None:
    with pytest.raises(ProtocolError):
        encode(Progress("a", Stage.READ, fraction=float("nan")))


def test_every_message_of_the_protocol_has_a_reader() -> None:
    messages = {
        kind
        for kind in vars(protocol).values()
        if dataclasses.is_dataclass(kind) and hasattr(kind, "type")
    }
    readers = (request_reader(), report_reader())
    assert {kind for reader in readers for kind in reader.kinds} == messages
