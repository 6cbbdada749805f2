"""Device variables that Headframe inherits."""

from __future__ import annotations

import pytest

from core.cards.inherited_visibility import ascend_limit, cuda_limit

UUID = "GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77"


def test_no_ascend_variable_is_no_limit() -> None:
    assert ascend_limit({"ASCEND_VISIBLE_DEVICES": "0"}) is None


@pytest.mark.parametrize(
    ("value", "allowed"),
    [
        ("6", {6}),
        ("6,7", {6, 7}),
        ("0, 1", {0, 1}),
        ("7,6", {6, 7}),
        ("1,x,2", {1}),
        ("-1", set()),
        ("", set()),
        ("  ", set()),
        ("npu:1", set()),
        (",1", set()),
        ("٣", set()),
        ("9999999999999", set()),
    ],
)
def test_ascend_limits_are_read_up_to_the_first_thing_that_is_no_number(
    value: str, allowed: set[int]
) -> None:
    limit = ascend_limit({"ASCEND_RT_VISIBLE_DEVICES": value})
    assert limit is not None
    assert {index for index in range(64) if limit.allows_index(index)} == allowed
    assert value in str(limit.reason)


def test_no_cuda_variable_is_no_limit_and_an_empty_one_allows_nothing() -> None:
    assert cuda_limit({}) is None
    limit = cuda_limit({"CUDA_VISIBLE_DEVICES": ""})
    assert limit is not None
    assert not limit.allows_index(0)
    assert not limit.allows_uuid(UUID)


def test_cuda_takes_indexes_uuids_and_their_beginnings() -> None:
    limit = cuda_limit({"CUDA_VISIBLE_DEVICES": "1, gpu-5D5BA,-1,2"})
    assert limit is not None
    assert [limit.allows_index(index) for index in range(3)] == [False, True, False]
    assert limit.allows_uuid(UUID)
    assert not limit.allows_uuid("GPU-0")
