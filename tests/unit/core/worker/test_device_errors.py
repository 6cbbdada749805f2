"""What the words of drivers and runtimes mean, and that no worker's own index is ever shown."""

from __future__ import annotations

import pytest

from core.worker.device_error_patterns import RULES
from core.worker.device_errors import classify_error, classify_without_card, error_text
from core.worker.failures import failure_of
from core.worker.kinds import FailureKind, Scope

NPU_MEMORY = (
    "NPU out of memory. Tried to allocate 72.00 MiB (NPU 0; 61.27 GiB total capacity; "
    "56.05 GiB already allocated; 56.05 GiB current active; 5.04 MiB free; 58.39 GiB reserved in "
    "total by PyTorch).If reserved memory is >> allocated memory try setting max_split_size_mb"
)
MEMORY, UNAVAILABLE = FailureKind.CARD_OUT_OF_MEMORY, FailureKind.CARD_UNAVAILABLE
FAULT, MISSING = FailureKind.CARD_FAULT, FailureKind.ENGINE_MISSING
TOO_LARGE, NO_SPACE = FailureKind.TOO_LARGE, FailureKind.NO_SPACE


@pytest.mark.parametrize(
    ("text", "kind", "scope"),
    [
        (NPU_MEMORY, MEMORY, Scope.WORKER),
        (NPU_MEMORY.replace(").If", ") If"), MEMORY, Scope.WORKER),
        ("NPU out of memory. Tried to allocate more than 1EB memory.", MEMORY, Scope.WORKER),
        ("NPU out of memory. NPUWorkspaceAllocator tried to allocate 1", MEMORY, Scope.WORKER),
        ("torch.OutOfMemoryError: CUDA out of memory. x", MEMORY, Scope.WORKER),
        ("EL0004: Failed to allocate memory.", MEMORY, Scope.WORKER),
        ("NPU function error: f, error code is 207001", MEMORY, Scope.WORKER),
        ("error code is 207018\n[Error]: The memory is exhausted", MEMORY, Scope.WORKER),
        (
            "EE1001: x set ASCEND_RT_VISIBLE_DEVICES:4 error, input data rang[0-2)",
            UNAVAILABLE,
            Scope.CARD,
        ),
        ("Set visible device failed, invalid device=0", UNAVAILABLE, Scope.CARD),
        (
            "NPU function error: aclrtGetDeviceCount(&n), error code is 207004\n"
            "driver error:no valid device",
            UNAVAILABLE,
            Scope.CARD,
        ),
        ("open device 0 failed, runtime result = 107001", UNAVAILABLE, Scope.CARD),
        ("AssertionError: Invalid device id", UNAVAILABLE, Scope.CARD),
        ("because the device is used. ret is -8020", UNAVAILABLE, Scope.CARD),
        ("Resource_Busy(EL0005): The resources are busy", UNAVAILABLE, Scope.CARD),
        ("Container ID verify failed (session ct_id=0; device ct_id=", UNAVAILABLE, Scope.CARD),
        ("Can't get ascend_hal device count", UNAVAILABLE, Scope.MACHINE),
        ("error code is 507033", FAULT, Scope.CARD),
        ("error code is 507008", FAULT, Scope.MACHINE),
        ("error code is 507010", FAULT, Scope.CARD),
        ("error code is 507013", FAULT, Scope.CARD),
        ("error code is 507901", FAULT, Scope.CARD),
        ("error code is 507899", FAULT, Scope.CARD),
        ("error code is 507014", FAULT, Scope.WORKER),
        ("error code is 507015", FAULT, Scope.WORKER),
        ("error code is 507035", FAULT, Scope.WORKER),
        ("error code is 207008", FAULT, Scope.WORKER),
        ("HBM MULTI BIT ECC ERROR", FAULT, Scope.CARD),
        ("UCE ERROR", FAULT, Scope.CARD),
        ("HCCS LINK ERROR", FAULT, Scope.CARD),
        ("FORCE STOP", FAULT, Scope.WORKER),
        (
            "ImportError: libhccl.so: cannot open shared object file: No such file",
            UNAVAILABLE,
            Scope.MACHINE,
        ),
        ("ASCEND_OPP_PATH environment variable is not set", UNAVAILABLE, Scope.MACHINE),
        ("ASCEND_RUNTIME_PATH : /x does not exist", UNAVAILABLE, Scope.MACHINE),
        ("the possible cause is that driver and firmware packages do not match", UNAVAILABLE, None),
        ("AclSetCompileopt(a, b), error code is 500001", UNAVAILABLE, Scope.MACHINE),
        ("EZ9999: Cannot find bin of op Conv2D", UNAVAILABLE, Scope.MACHINE),
        ("libtorch_npu.so: undefined symbol: _ZN", MISSING, Scope.MACHINE),
        ("No module named 'torch_npu'", MISSING, Scope.MACHINE),
        ("RuntimeError: Unsupported soc version: Ascend999Z", UNAVAILABLE, Scope.MACHINE),
        (
            "RuntimeError: Two accelerators cannot be used at the same time in PyTorch: npu and "
            "cuda. You can install the cpu version of PyTorch to use your npu device",
            MISSING,
            Scope.MACHINE,
        ),
        (
            "RuntimeError: Failed to load the backend extension: torch_npu. You can disable "
            "extension auto-loading with TORCH_DEVICE_BACKEND_AUTOLOAD=0.",
            MISSING,
            Scope.MACHINE,
        ),
        ("NPU is selected as device, but torch_npu is not available.", MISSING, Scope.MACHINE),
        ("EZ9999: Inner Error!", FAULT, Scope.WORKER),
        ("EI9999", FAULT, Scope.WORKER),
        ("error code is 500002", FAULT, Scope.WORKER),
        ("CUDA error: an illegal memory access was encountered", FAULT, Scope.WORKER),
        ("CUDA error: device-side assert triggered", FAULT, Scope.WORKER),
        ("CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate`", MEMORY, Scope.WORKER),
        ("cuDNN error: CUDNN_STATUS_ALLOC_FAILED", MEMORY, Scope.WORKER),
        ("GET was unable to find an engine to execute this computation", MEMORY, Scope.WORKER),
        ("NPU function error: f(stream), error code is 507001", FAULT, Scope.WORKER),
        ("CUDA error: GPU is lost", FAULT, Scope.CARD),
        ("aclnnAddGetWorkspaceSize failed: EZ1001: x is invalid", FAULT, Scope.WORKER),
        ("CUDA error: all CUDA-capable devices are busy or unavailable", UNAVAILABLE, Scope.CARD),
        ("CUDA error: no kernel image is available for execution", UNAVAILABLE, Scope.CARD),
        ("The NVIDIA driver on your system is too old (found 11040)", UNAVAILABLE, Scope.MACHINE),
        ("Error 804: forward compatibility was attempted on", UNAVAILABLE, Scope.MACHINE),
        ("Op Pack does not has any binary for Cast, ret 561000", UNAVAILABLE, Scope.MACHINE),
    ],
)
def test_a_known_text_has_its_kind_and_reach(
    text: str, kind: FailureKind, scope: Scope | None
) -> None:
    failure = classify_error(f"Traceback…\n  {text}\n\tRectify the fault", "NPU 6")
    assert failure is not None
    assert failure.kind is kind
    assert scope is None or failure.scope is scope
    assert failure.hint is not None
    for sentence in (str(failure.message), str(failure.hint)):
        assert "{" not in sentence  # every fact is filled in
        assert "NPU 0" not in sentence


@pytest.mark.parametrize("library", ["libhccl.so", "libascend_hal.so"])
def test_that_torch_itself_cannot_be_imported_is_told_as_that(library: str) -> None:
    cause = ImportError(f"{library}: cannot open shared object file: No such file or directory")
    error = RuntimeError("Failed to load the backend extension: torch_npu. You can disable it.")
    error.__cause__ = cause
    printed = f"ImportError: {cause}\n\nThe above exception was the direct cause\n{error}"
    for text in (error_text(error), printed):
        failure = classify_error(text, "NPU 6", starting=True)
        assert failure is not None
        assert "torch cannot even be imported" in str(failure.message)
        assert f"({library} was not found)" in str(failure.message)


def test_the_figures_of_an_allocation_are_told_with_the_cards_name() -> None:
    failure = classify_error(NPU_MEMORY, "NPU 6")
    assert failure is not None
    message = str(failure.message)
    assert message.startswith("NPU 6 ran out of memory")
    for figure in ("72.00 MiB", "5.04 MiB of 61.27 GiB", "56.05 GiB"):
        assert figure in message


def test_cudas_newer_wording_is_read_too() -> None:
    failure = classify_error(
        "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 23.69 GiB "
        "of which 1.10 GiB is free. Process 7 has 3 GiB memory in use.",
        "GPU 1",
    )
    assert failure is not None
    assert "2.00 GiB more were needed, and 1.10 GiB of 23.69 GiB were free" in str(failure.message)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MemoryError",
        "ValueError: page 207001 is not there",
        "skip this page, not found useful bbox, page_id: 507015",
        "fitz.FileDataError: Failed to open stream",
        "ZeroDivisionError: division by zero",
        "Device:0 is in use by nobody",
    ],
)
def test_other_words_are_no_fault(text: str) -> None:
    assert classify_error(text, "NPU 6") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("BFCArena::AllocateRawInternal Failed to allocate memory of 285081600", TOO_LARGE),
        ("OpenCV(4.10.0) alloc.cpp:73: error: (-4:Insufficient memory) Failed to", TOO_LARGE),
        ("CUDA error: out of memory (cudaHostAlloc pin_memory)", TOO_LARGE),
        ("DefaultCPUAllocator: can't allocate memory: you tried 3145728000 bytes", TOO_LARGE),
        ("RuntimeError: std::bad_alloc", TOO_LARGE),
        ("unable to write to file </torch_1234>: No space left on device (28)", NO_SPACE),
        ("dataloader's workers are out of shared memory", NO_SPACE),
    ],
)
def test_memory_of_the_machine_is_not_told_as_the_cards(text: str, kind: FailureKind) -> None:
    for failure in (classify_error(text, "NPU 6"), classify_without_card(text)):
        assert failure is not None
        assert failure.kind is kind
        assert "NPU 6" not in str(failure.message)
    assert failure_of(RuntimeError(text), "/nowhere").kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "FileNotFoundError: '/data/How to fix CUDA out of memory.pdf'",
        "cannot open 'HBM MULTI BIT ECC ERROR.pdf'",
        "page 3 of /data/NPU out of memory.pdf cannot be read",
    ],
)
def test_the_name_of_a_document_is_no_error_text(text: str) -> None:
    assert classify_error(text, "NPU 6") is None


@pytest.mark.parametrize("text", ["EZ9999: Inner Error!", "aclInit, error code is 500001"])
def test_before_anything_was_computed_an_inner_error_is_the_installations(text: str) -> None:
    at_work, at_start = classify_error(text, "NPU 6"), classify_error(text, "NPU 6", starting=True)
    assert at_work is not None
    assert (at_work.kind, at_work.scope) == (FAULT, Scope.WORKER)
    assert at_start is not None
    assert (at_start.kind, at_start.scope) == (UNAVAILABLE, Scope.MACHINE)
    assert "doctor" in str(at_start.hint)
    lost = classify_error(f"{text}\nerror code is 507010", "NPU 6", starting=True)
    assert lost is not None
    assert lost.scope is Scope.CARD


def test_every_rule_says_what_to_do() -> None:
    assert all(rule.message.template and rule.hint.template for rule in RULES)


def test_the_words_of_an_error_hold_those_of_its_causes() -> None:
    error = RuntimeError("outer")
    error.__cause__ = ValueError("inner")
    error.__cause__.__context__ = error  # a ring is no reason to go on for ever
    assert error_text(error) == "RuntimeError: outer\nValueError: inner"
