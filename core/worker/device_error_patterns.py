"""Texts of torch_npu, CANN and the drivers that are known: kind, reach, a sentence, a next step.

Where each text comes from: torch_npu's sources (NPUCachingAllocator.cpp, NPUWorkspaceAllocator.cpp,
NPUErrorCodes.h), CANN's documentation and public reports. "NPU 0" in them is the worker's own
index, never the card that was picked, so no such text is shown: the sentence names the card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.messages import Message, msg
from core.worker.kinds import FailureKind, Scope


@dataclass(frozen=True)
class ErrorPattern:
    """One text that is known."""

    pattern: str
    """A regular expression, its dots for any character; compiled by the first error that comes."""
    kind: FailureKind
    scope: Scope
    message: Message
    """Its facts are the pattern's named groups, and ``card``."""
    hint: Message


def _any(*patterns: str) -> str:
    return "|".join(patterns)


def _codes(*codes: int) -> str:
    """torch_npu's "error code is N", older ACL's "runtime result = N", CANN's "ErrCode=N"."""
    numbers = "|".join(map(str, codes))
    return rf"(?:error code is|runtime result\s*=|ErrCode\s*=)\s*(?P<code>{numbers})\b"


_SMALLER = msg(
    "A smaller batch is tried once by itself. Pick a card with more free memory, or stop what "
    "else runs on {card}."
)
_ASK_DOCTOR = msg("`headframe doctor` looks at the driver, CANN and the engine's packages.")
_OTHER_CARD = msg(
    "Pick another card (`headframe cards` lists them), and tell the administrator of this machine."
)
_PICK_AGAIN = msg("Look with `headframe cards` which cards are there, and pick again.")
_FITTING_PAIR = msg(
    "`headframe engine install NAME --device npu` makes an environment whose packages fit; in one "
    "of your own, `python -m pip install torch==2.7.1 torch_npu==2.7.1` for example."
)
_SOURCE_CANN = msg(
    "Install CANN, or load it before Headframe starts: `source PATH/ascend-toolkit/set_env.sh`."
)

OF_THE_MACHINE: Sequence[ErrorPattern] = (
    ErrorPattern(
        _any(
            r"unable to write to file </torch_",
            r"out of shared memory",
            r"shared memory limit",
            r"/dev/shm\b[^\n]*No space left",
        ),
        FailureKind.NO_SPACE,
        Scope.WORKER,
        msg("The shared memory of this machine (/dev/shm) is full."),
        msg(
            "Give it more room (in a container: `docker run --shm-size 8g`), or convert with fewer "
            "workers."
        ),
    ),
    ErrorPattern(
        _any(
            r"DefaultCPUAllocator",
            r"std::bad_alloc",
            r"OpenCV\(.{0,200}Insufficient memory",
            r"cudaHostAlloc|cudaMallocHost|pin_memory",
            r"(?<!Cuda)(?<!CUDA)BFCArena::AllocateRawInternal(?!.*CUDA)",
        ),
        FailureKind.TOO_LARGE,
        Scope.WORKER,
        msg("The memory of this machine ran out, not that of a card."),
        msg("Convert fewer pages at a time or with fewer workers, or close other programs."),
    ),
)

_MEMORY: Sequence[ErrorPattern] = tuple(
    ErrorPattern(pattern, FailureKind.CARD_OUT_OF_MEMORY, Scope.WORKER, message, _SMALLER)
    for pattern, message in (
        (
            (
                r"(?:NPU|CUDA) out of memory\. Tried to allocate (?P<asked>[\d.]+ [KMG]iB)"
                r" \((?:NPU|GPU) \d+; (?P<total>[\d.]+ \w+) total capacity; "
                r"(?P<held>[\d.]+ \w+) already allocated;.*?(?P<free>[\d.]+ \w+) free;"
            ),
            msg(
                "{card} ran out of memory: {asked} more were needed, {free} of {total} were free, "
                "and this engine held {held}."
            ),
        ),
        (
            (
                r"CUDA out of memory\. Tried to allocate (?P<asked>[\d.]+ [KMG]iB)\.? GPU \d+ "
                r"has a total capacity of (?P<total>[\d.]+ \w+) "
                r"of which (?P<free>[\d.]+ \w+) is free"
            ),
            msg(
                "{card} ran out of memory: {asked} more were needed, "
                "and {free} of {total} were free."
            ),
        ),
        (
            _any(
                r"NPU out of memory",
                r"CUDA out of memory",
                r"torch\.OutOfMemoryError",
                r"\bOutOfMemoryError\b",
                r"\bEL0004\b",
                r"Failed to allocate",
                r"CUDA error: out of memory",
                # Handles of these libraries take memory of the card when they are made.
                r"CU(?:BLAS|DNN)_STATUS_(?:NOT_INITIALIZED|ALLOC_FAILED)",
                r"unable to find an engine to execute this computation",
            ),
            msg("{card} ran out of memory."),
        ),
        (_codes(207001, 207018), msg("{card} ran out of memory (error {code}).")),
    )
)

_NOT_THERE: Sequence[ErrorPattern] = (
    ErrorPattern(
        (
            r"EE1001.*?set ASCEND_RT_VISIBLE_DEVICES:(?P<asked>[\d,]+) error, "
            r"input data rang\w*\[0-(?P<count>\d+)\)"
        ),
        FailureKind.CARD_UNAVAILABLE,
        Scope.CARD,
        msg("{card} is not visible here: {asked} was asked for, of {count} that are visible."),
        _PICK_AGAIN,
    ),
    ErrorPattern(
        _any(
            r"EE1001.*?ASCEND_RT_VISIBLE_DEVICES",
            r"Set visible device failed",
            r"driver error:no valid device",
            r"AssertionError: Invalid device id",
            r"Invalid device id\b",
            r"CUDA error: invalid device ordinal",
            r"No CUDA GPUs are available",
        ),
        FailureKind.CARD_UNAVAILABLE,
        Scope.CARD,
        msg("{card} is not visible to the engine."),
        _PICK_AGAIN,
    ),
    ErrorPattern(
        _codes(207004, 107001),
        FailureKind.CARD_UNAVAILABLE,
        Scope.CARD,
        msg("{card} is not available to the engine (error {code})."),
        _PICK_AGAIN,
    ),
    ErrorPattern(
        _any(r"all CUDA-capable devices are busy or unavailable"),
        FailureKind.CARD_UNAVAILABLE,
        Scope.CARD,
        msg("{card} is busy: another process has it for itself, or its driver does not answer."),
        _OTHER_CARD,
    ),
    ErrorPattern(
        _any(r"no kernel image is available for execution"),
        FailureKind.CARD_UNAVAILABLE,
        Scope.CARD,
        msg("The engine's torch was not built for a card like {card}."),
        msg("Install a torch for this card's architecture into the engine's environment."),
    ),
    ErrorPattern(
        _any(
            r"NVIDIA driver on your system is too old",
            r"Error 80[34]: ",
            r"forward compatibility was attempted",
            r"CUDA driver version is insufficient",
        ),
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        msg("The NVIDIA driver and the CUDA of the engine's torch do not fit each other."),
        msg("Update the driver, and restart the machine after it, or install an older torch."),
    ),
    ErrorPattern(
        _any(r"device is used\. ret is -8020", r"Resource_Busy\(EL0005\)", r"\bEL0005\b"),
        FailureKind.CARD_UNAVAILABLE,
        Scope.CARD,
        msg("{card} is held by another container or process."),
        msg(
            "Map only free cards into this container (`docker run --device /dev/davinciN`), stop "
            "the other one, or run both privileged."
        ),
    ),
    ErrorPattern(
        _any(r"Container ID verify failed"),
        FailureKind.CARD_UNAVAILABLE,
        Scope.CARD,
        msg("{card} belongs to another container."),
        msg(
            "Give this container the device files of the chosen card only "
            "(`docker run --device /dev/davinciN`)."
        ),
    ),
    ErrorPattern(
        _any(
            r"Can't get ascend_hal device count",
            r"drvRetCode=87\b",
            r"ErrCode=507899",
            r"driver error:internal error",
        ),
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        msg("The driver of the cards does not answer the engine."),
        _ASK_DOCTOR,
    ),
)

_HARDWARE: Sequence[ErrorPattern] = (
    ErrorPattern(
        r"(?P<what>HBM MULTI BIT ECC ERROR|UCE ERROR|SUSPECT MEM ERROR)",
        FailureKind.CARD_FAULT,
        Scope.CARD,
        msg("{card} reports a fault of its memory ({what})."),
        _OTHER_CARD,
    ),
    ErrorPattern(
        r"(?P<what>(?:HCCS|UB) LINK ERROR|HCCL OP RETRY FAILED|SUSPECT REMOTE ERROR)",
        FailureKind.CARD_FAULT,
        Scope.CARD,
        msg("{card} has lost a link to another card ({what})."),
        _OTHER_CARD,
    ),
    ErrorPattern(
        r"(?P<what>GPU is lost|fallen off the bus)",
        FailureKind.CARD_FAULT,
        Scope.CARD,
        msg("{card} is no longer there ({what})."),
        _OTHER_CARD,
    ),
    ErrorPattern(
        r"(?P<what>FORCE STOP)",
        FailureKind.CARD_FAULT,
        Scope.WORKER,
        msg("The work on {card} was stopped by its driver ({what})."),
        _OTHER_CARD,
    ),
)


def _fault(codes: tuple[int, ...], scope: Scope, message: Message, hint: Message) -> ErrorPattern:
    return ErrorPattern(_codes(*codes), FailureKind.CARD_FAULT, scope, message, hint)


_CODES: Sequence[ErrorPattern] = (
    _fault(
        (507033,),
        Scope.CARD,
        msg("{card} does not start (error {code}): it is busy elsewhere, or faulty."),
        msg("See its health with `headframe cards`, and the kernel's log with `dmesg`."),
    ),
    _fault(
        (507008,),
        Scope.MACHINE,
        msg("CANN does not know this chip (error {code}): driver and CANN do not match."),
        _ASK_DOCTOR,
    ),
    _fault(
        (507010, 507901, 507899),
        Scope.CARD,
        msg("{card} was lost (error {code}): it, or its driver, has restarted."),
        _OTHER_CARD,
    ),
    _fault(
        (507013,),
        Scope.CARD,
        msg("{card} reports a hardware fault (error {code})."),
        _OTHER_CARD,
    ),
    _fault(
        (507014, 507017, 507034, 507046, 507048, 107019),
        Scope.WORKER,
        msg("{card} did not finish its task in time (error {code}): overloaded, or hung."),
        msg("Try again when less runs on it, or pick another card."),
    ),
    _fault(
        (507001, 507011, 507015, 507018, 507035),
        Scope.WORKER,
        msg("A calculation on {card} failed (error {code})."),
        msg("It is retried automatically; then try another card."),
    ),
    _fault(
        (207008,),
        Scope.WORKER,
        msg("Too many processes work on {card} (error {code})."),
        msg("Stop some of them, or pick another card."),
    ),
)

BESIDE_TORCH = "Failed to load the backend extension: torch_npu"
"""What torch says where it cannot be imported at all, also for work on the CPU."""

_INSTALLATION: Sequence[ErrorPattern] = (
    ErrorPattern(
        (
            rf"\A(?=.*{BESIDE_TORCH})"
            r".*?(?P<library>lib\w+\.so)[^\n]*cannot open shared object file"
        ),
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        msg(
            "torch cannot even be imported: torch_npu lies beside it, and CANN or the driver is "
            "not loaded ({library} was not found)."
        ),
        _SOURCE_CANN,
    ),
    ErrorPattern(
        (
            r"(?P<library>lib(?:hccl|ascendcl|atb|ascend_hal)\.so)[^\n]*"
            r"cannot open shared object file"
        ),
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        msg("CANN or the driver is not loaded: {library} was not found."),
        _SOURCE_CANN,
    ),
    ErrorPattern(
        r"(?P<name>ASCEND_\w+_PATH)\b[^\n]*(?:does not exist|is not set)",
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        msg("CANN is only partly installed, or was moved: {name} leads nowhere."),
        _SOURCE_CANN,
    ),
    ErrorPattern(
        _any(r"driver and firmware packages do not match"),
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        msg("The versions of the cards' driver and firmware do not match."),
        msg("Ask the administrator to install a driver and a firmware of one release."),
    ),
    ErrorPattern(
        _any(
            r"AclSetCompileopt\(.*?error code is 500001",
            r"Cannot find bin(?:ary)? (?:of|for) op",
            r"Op Pack does not has? any binary",
            r"(?:error code is|ErrCode\s*=|ret\s*=?)\s*561000\b",
        ),
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        msg("CANN has no kernels for this chip, or does not match its driver."),
        msg("Install the kernels package of the same CANN release for this chip."),
    ),
    ErrorPattern(
        r"Unsupported soc version: (?P<chip>\S+)",
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        msg(
            "torch_npu does not know this chip ({chip}): it is older than the chip, or the driver "
            "names it wrongly."
        ),
        msg("Install a torch_npu whose release notes name the chip, and the torch that fits it."),
    ),
    ErrorPattern(
        r"Two accelerators cannot be used at the same time in PyTorch: npu and (?P<other>\w+)",
        FailureKind.ENGINE_MISSING,
        Scope.MACHINE,
        msg("torch_npu refuses to work beside another accelerator that torch sees ({other})."),
        msg(
            "Start it through Headframe, which hides other cards from it, or install a torch for "
            "the CPU alone: `headframe engine install NAME --device npu --wheels DIR`."
        ),
    ),
    ErrorPattern(
        _any(r"undefined symbol", r"GLIBCXX_[\d.]+'? not found"),
        FailureKind.ENGINE_MISSING,
        Scope.MACHINE,
        msg("The engine's packages do not fit each other: torch and torch_npu, most likely."),
        _FITTING_PAIR,
    ),
    ErrorPattern(
        _any(
            r"NPU is selected as device, but torch_npu is not available",
            r"No module named 'torch_npu'",
        ),
        FailureKind.ENGINE_MISSING,
        Scope.MACHINE,
        msg("The engine cannot use an NPU: torch_npu is not installed beside it."),
        _FITTING_PAIR,
    ),
    ErrorPattern(
        _any(BESIDE_TORCH),
        FailureKind.ENGINE_MISSING,
        Scope.MACHINE,
        msg(
            "torch cannot even be imported: torch_npu lies beside it and fails, most often because "
            "CANN is not loaded."
        ),
        _SOURCE_CANN,
    ),
)

_AT_START: Sequence[ErrorPattern] = tuple(
    ErrorPattern(
        pattern,
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        msg(
            "CANN does not start on {card} ({code}): most often its version does not fit the "
            "driver or torch_npu."
        ),
        msg(
            "`headframe doctor` shows the versions: install the CANN that torch_npu asks for. "
            "Details are under ~/ascend/log."
        ),
    )
    for pattern in (
        r"(?P<code>E[1-9A-Z]9999)",
        _codes(500000, 500001, 500002, 500003, 500004, 107000),
    )
)

_INSIDE: Sequence[ErrorPattern] = (
    ErrorPattern(
        r"(?P<code>EZ1001)\b",
        FailureKind.CARD_FAULT,
        Scope.WORKER,
        msg("An operator of CANN refused what {card} was asked to compute ({code})."),
        msg("Most often CANN and torch_npu are of different releases: `headframe doctor`."),
    ),
    ErrorPattern(
        r"(?P<code>E[1-9A-Z]9999)",
        FailureKind.CARD_FAULT,
        Scope.WORKER,
        msg("CANN failed inside while it worked on {card} ({code})."),
        msg("It is retried automatically. Details are under ~/ascend/log."),
    ),
    ErrorPattern(
        _codes(500000, 500001, 500002, 500003, 500004, 107000, 107002),
        FailureKind.CARD_FAULT,
        Scope.WORKER,
        msg("CANN failed inside while it worked on {card} (error {code})."),
        msg("It is retried automatically. Details are under ~/ascend/log."),
    ),
    ErrorPattern(
        _any(
            r"CUDA error: (?:an illegal memory access|unspecified launch failure|uncorrectable)",
            r"device-side assert triggered",
        ),
        FailureKind.CARD_FAULT,
        Scope.WORKER,
        msg("A calculation on {card} failed inside CUDA."),
        msg("It is retried automatically; then try another card."),
    ),
)

_KNOWN = (*OF_THE_MACHINE, *_MEMORY, *_NOT_THERE, *_HARDWARE, *_CODES, *_INSTALLATION)
RULES: tuple[ErrorPattern, ...] = (*_KNOWN, *_INSIDE)
RULES_AT_START: tuple[ErrorPattern, ...] = (*_KNOWN, *_AT_START, *_INSIDE)
