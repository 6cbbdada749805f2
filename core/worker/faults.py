"""What the words of torch_npu, CANN and the drivers mean: kind, reach, a sentence, a next step.

Rules are tried from top to bottom and the first hit wins. Where each text comes from: torch_npu's
sources (NPUCachingAllocator.cpp, NPUWorkspaceAllocator.cpp, NPUErrorCodes.h), CANN's documentation
and public reports. "NPU 0" in them is the worker's own index, never the card that was picked, so
no such text is shown: the sentence names the card.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.sentences import Sentence, say
from core.worker.failures import Refusal
from core.worker.protocol import Failure, FailureKind, Scope


class Faulted(Refusal):
    """A refusal that says how far its failure reaches."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.kind, failure.message, failure.hint)
        self.failure = failure


@dataclass(frozen=True)
class Rule:
    """One text that is known."""

    pattern: re.Pattern[str]
    kind: FailureKind
    scope: Scope
    message: Sentence
    """Its facts are the pattern's named groups, and ``card``."""
    hint: Sentence


def classify(text: str, card: str, *, starting: bool = False) -> Failure | None:
    """What the text tells of; ``None`` when nothing in it is known. ``card`` is its label.

    ``starting``: nothing was computed yet. CANN's inner errors then tell of how it is installed.
    """
    for rule in RULES_AT_START if starting else RULES:
        match = rule.pattern.search(text)
        if match is not None:
            facts = {name: value or "?" for name, value in match.groupdict().items()}
            facts["card"] = card
            return Failure(
                rule.kind,
                Sentence(rule.message.template, facts),
                Sentence(rule.hint.template, facts),
                rule.scope,
            )
    return None


def words_of(error: BaseException) -> str:
    """All that an exception and its causes say, class names included."""
    words: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        words.append(f"{type(current).__name__}: {current}")
        current = current.__cause__ or current.__context__
    return "\n".join(words)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.DOTALL)


def _codes(*codes: int) -> re.Pattern[str]:
    """torch_npu's "error code is N", older ACL's "runtime result = N", CANN's "ErrCode=N"."""
    numbers = "|".join(map(str, codes))
    return re.compile(rf"(?:error code is|runtime result\s*=|ErrCode\s*=)\s*(?P<code>{numbers})\b")


_SMALLER = say(
    "A smaller batch is tried once by itself. Pick a card with more free memory, or stop what "
    "else runs on {card}."
)
_ASK_DOCTOR = say("`headframe doctor` looks at the driver, CANN and the engine's packages.")
_OTHER_CARD = say(
    "Pick another card (`headframe cards` lists them), and tell the administrator of this machine."
)
_PICK_AGAIN = say("Look with `headframe cards` which cards are there, and pick again.")
_FITTING_PAIR = say(
    "`headframe engine install NAME --device npu` makes an environment whose packages fit; in one "
    "of your own, `python -m pip install torch==2.7.1 torch_npu==2.7.1` for example."
)
_SOURCE_CANN = say(
    "Install CANN, or load it before Headframe starts: `source PATH/ascend-toolkit/set_env.sh`."
)

_MEMORY: Sequence[Rule] = tuple(
    Rule(pattern, FailureKind.CARD_OUT_OF_MEMORY, Scope.WORKER, message, _SMALLER)
    for pattern, message in (
        (
            re.compile(
                r"(?:NPU|CUDA) out of memory\. Tried to allocate (?P<asked>[\d.]+ [KMG]iB)"
                r" \((?:NPU|GPU) \d+; (?P<total>[\d.]+ \w+) total capacity; "
                r"(?P<held>[\d.]+ \w+) already allocated;.*?(?P<free>[\d.]+ \w+) free;",
                re.DOTALL,
            ),
            say(
                "{card} ran out of memory: {asked} more were needed, {free} of {total} were free, "
                "and this engine held {held}."
            ),
        ),
        (
            re.compile(
                r"CUDA out of memory\. Tried to allocate (?P<asked>[\d.]+ [KMG]iB)\.? GPU \d+ "
                r"has a total capacity of (?P<total>[\d.]+ \w+) "
                r"of which (?P<free>[\d.]+ \w+) is free",
                re.DOTALL,
            ),
            say(
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
            ),
            say("{card} ran out of memory."),
        ),
        (_codes(207001, 207018), say("{card} ran out of memory (error {code}).")),
    )
)

_NOT_THERE: Sequence[Rule] = (
    Rule(
        re.compile(
            r"EE1001.*?set ASCEND_RT_VISIBLE_DEVICES:(?P<asked>[\d,]+) error, "
            r"input data rang\w*\[0-(?P<count>\d+)\)",
            re.DOTALL,
        ),
        FailureKind.CARD_UNAVAILABLE,
        Scope.CARD,
        say("{card} is not visible here: only {count} cards are, and {asked} is none of them."),
        _PICK_AGAIN,
    ),
    Rule(
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
        say("{card} is not visible to the engine."),
        _PICK_AGAIN,
    ),
    Rule(
        _codes(207004, 107001),
        FailureKind.CARD_UNAVAILABLE,
        Scope.CARD,
        say("{card} is not available to the engine (error {code})."),
        _PICK_AGAIN,
    ),
    Rule(
        _any(r"device is used\. ret is -8020", r"Resource_Busy\(EL0005\)", r"\bEL0005\b"),
        FailureKind.CARD_UNAVAILABLE,
        Scope.CARD,
        say("{card} is held by another container or process."),
        say(
            "Map only free cards into this container (`docker run --device /dev/davinciN`), stop "
            "the other one, or run both privileged."
        ),
    ),
    Rule(
        _any(r"Container ID verify failed"),
        FailureKind.CARD_UNAVAILABLE,
        Scope.CARD,
        say("{card} belongs to another container."),
        say(
            "Give this container the device files of the chosen card only "
            "(`docker run --device /dev/davinciN`)."
        ),
    ),
    Rule(
        _any(
            r"Can't get ascend_hal device count",
            r"drvRetCode=87\b",
            r"ErrCode=507899",
            r"driver error:internal error",
        ),
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        say("The driver of the cards does not answer the engine."),
        _ASK_DOCTOR,
    ),
)

_HARDWARE: Sequence[Rule] = (
    Rule(
        re.compile(r"(?P<what>HBM MULTI BIT ECC ERROR|UCE ERROR|SUSPECT MEM ERROR)"),
        FailureKind.CARD_FAULT,
        Scope.CARD,
        say("{card} reports a fault of its memory ({what})."),
        _OTHER_CARD,
    ),
    Rule(
        re.compile(r"(?P<what>(?:HCCS|UB) LINK ERROR|HCCL OP RETRY FAILED|SUSPECT REMOTE ERROR)"),
        FailureKind.CARD_FAULT,
        Scope.CARD,
        say("{card} has lost a link to another card ({what})."),
        _OTHER_CARD,
    ),
    Rule(
        re.compile(r"(?P<what>FORCE STOP)"),
        FailureKind.CARD_FAULT,
        Scope.WORKER,
        say("The work on {card} was stopped by its driver ({what})."),
        _OTHER_CARD,
    ),
)


def _fault(codes: tuple[int, ...], scope: Scope, message: Sentence, hint: Sentence) -> Rule:
    return Rule(_codes(*codes), FailureKind.CARD_FAULT, scope, message, hint)


_CODES: Sequence[Rule] = (
    _fault(
        (507033,),
        Scope.CARD,
        say("{card} does not start (error {code}): it is busy elsewhere, or faulty."),
        say("See its health with `headframe cards`, and the kernel's log with `dmesg`."),
    ),
    _fault(
        (507008,),
        Scope.MACHINE,
        say("CANN does not know this chip (error {code}): driver and CANN do not match."),
        _ASK_DOCTOR,
    ),
    _fault(
        (507010, 507901, 507899),
        Scope.CARD,
        say("{card} was lost (error {code}): it, or its driver, has restarted."),
        _OTHER_CARD,
    ),
    _fault(
        (507013,),
        Scope.CARD,
        say("{card} reports a hardware fault (error {code})."),
        _OTHER_CARD,
    ),
    _fault(
        (507014, 507017, 507034, 507046, 507048, 107019),
        Scope.WORKER,
        say("{card} did not finish its task in time (error {code}): overloaded, or hung."),
        say("Try again when less runs on it, or pick another card."),
    ),
    _fault(
        (507011, 507015, 507018, 507035),
        Scope.WORKER,
        say("A calculation on {card} failed (error {code})."),
        say("It is tried once more by itself; then another card is the next thing to try."),
    ),
    _fault(
        (207008,),
        Scope.WORKER,
        say("Too many processes work on {card} (error {code})."),
        say("Stop some of them, or pick another card."),
    ),
)

_INSTALLATION: Sequence[Rule] = (
    Rule(
        re.compile(
            r"(?P<library>lib(?:hccl|ascendcl|atb|ascend_hal)\.so)[^\n]*"
            r"cannot open shared object file"
        ),
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        say("CANN or the driver is not loaded: {library} was not found."),
        _SOURCE_CANN,
    ),
    Rule(
        re.compile(r"(?P<name>ASCEND_\w+_PATH)\b[^\n]*(?:does not exist|is not set)"),
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        say("CANN is only partly installed, or was moved: {name} leads nowhere."),
        _SOURCE_CANN,
    ),
    Rule(
        _any(r"driver and firmware packages do not match"),
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        say("The versions of the cards' driver and firmware do not match."),
        say("Ask the administrator to install a driver and a firmware of one release."),
    ),
    Rule(
        _any(
            r"AclSetCompileopt\(.*?error code is 500001", r"Cannot find bin(?:ary)? (?:of|for) op"
        ),
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        say("CANN has no kernels for this chip, or does not match its driver."),
        say("Install the kernels package of the same CANN release for this chip."),
    ),
    Rule(
        _any(r"undefined symbol", r"GLIBCXX_[\d.]+'? not found"),
        FailureKind.ENGINE_MISSING,
        Scope.MACHINE,
        say("The engine's packages do not fit each other: torch and torch_npu, most likely."),
        _FITTING_PAIR,
    ),
    Rule(
        _any(
            r"NPU is selected as device, but torch_npu is not available",
            r"No module named 'torch_npu'",
        ),
        FailureKind.ENGINE_MISSING,
        Scope.MACHINE,
        say("The engine cannot use an NPU: torch_npu is not installed beside it."),
        _FITTING_PAIR,
    ),
)

_AT_START: Sequence[Rule] = tuple(
    Rule(
        pattern,
        FailureKind.CARD_UNAVAILABLE,
        Scope.MACHINE,
        say(
            "CANN does not start on {card} ({code}): most often its version does not fit the "
            "driver or torch_npu."
        ),
        say(
            "`headframe doctor` shows the versions: install the CANN that torch_npu asks for. "
            "Details are under ~/ascend/log."
        ),
    )
    for pattern in (
        re.compile(r"(?P<code>E[1-9A-Z]9999)"),
        _codes(500000, 500001, 500002, 500003, 500004, 107000),
    )
)

_INSIDE: Sequence[Rule] = (
    Rule(
        re.compile(r"(?P<code>E[1-9A-Z]9999)"),
        FailureKind.CARD_FAULT,
        Scope.WORKER,
        say("CANN failed inside while it worked on {card} ({code})."),
        say("It is tried once more by itself. Details are under ~/ascend/log."),
    ),
    Rule(
        _codes(500000, 500001, 500002, 500003, 500004, 107000, 107002),
        FailureKind.CARD_FAULT,
        Scope.WORKER,
        say("CANN failed inside while it worked on {card} (error {code})."),
        say("It is tried once more by itself. Details are under ~/ascend/log."),
    ),
    Rule(
        _any(r"CUDA error: (?:an illegal memory access|unspecified launch failure|uncorrectable)"),
        FailureKind.CARD_FAULT,
        Scope.WORKER,
        say("A calculation on {card} failed inside CUDA."),
        say("It is tried once more by itself; then another card is the next thing to try."),
    ),
)

_KNOWN = (*_MEMORY, *_NOT_THERE, *_HARDWARE, *_CODES, *_INSTALLATION)
RULES: tuple[Rule, ...] = (*_KNOWN, *_INSIDE)
RULES_AT_START: tuple[Rule, ...] = (*_KNOWN, *_AT_START, *_INSIDE)
