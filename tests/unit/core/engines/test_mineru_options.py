"""What MinerU is told: a choice that is kept wins, else what is inherited counts."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.diagnostics.checks import check_mineru_options
from core.diagnostics.model import CheckStatus
from core.engines.choice import EngineChoice
from core.engines.launch.launch_environment import engine_environment
from core.engines.launch.preflight import preflight
from core.engines.launch.preflight_cache import fingerprint
from core.engines.mineru_options import MineruOptions
from core.engines.model import Engine
from core.engines.registry import Engines, UnfitError
from core.paths import engines_file
from core.worker import model_files
from core.worker.accelerator import DeviceMode
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import EngineName, FailureKind
from core.worker.mineru import setup
from core.worker.mineru.setup import checked_url
from core.worker.mineru.tier import SOURCE_VARIABLE, TIER_VARIABLE, URL_VARIABLE, Tier
from tests.unit.core.engines.launch.test_launch_environment import npu
from tests.unit.core.engines.test_registry import python_with, run
from tests.unit.core.worker.test_model_files import mineru_models

MINERU = EngineName.MINERU
URL = "http://10.0.0.7:30000"


@pytest.fixture(autouse=True)
def nothing_inherited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in (TIER_VARIABLE, URL_VARIABLE, SOURCE_VARIABLE, model_files.MODELS_VARIABLE):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def engines(home: Path, tmp_path: Path) -> Engines:
    """MinerU under an interpreter of its own, without models."""
    found = Engines(home)
    found.use(MINERU, str(python_with(tmp_path / "mineru", "mineru", "4.0.12")))
    return found


def test_a_choice_wins_and_a_variable_counts_where_none_was_made() -> None:
    inherited = {TIER_VARIABLE: "basic", URL_VARIABLE: "http://a", SOURCE_VARIABLE: "modelscope"}
    nothing = MineruOptions()
    assert nothing.with_overrides(inherited) == inherited
    assert nothing.in_effect(inherited) == MineruOptions(Tier.BASIC, "http://a", True)
    assert nothing.in_effect({}) == MineruOptions(None, None, False)
    told = MineruOptions(Tier.ADVANCED, URL, False).with_overrides(inherited)
    assert told == {TIER_VARIABLE: "advanced", URL_VARIABLE: URL, SOURCE_VARIABLE: "local"}
    allowed = MineruOptions(downloads=True)
    assert allowed.with_overrides({})[SOURCE_VARIABLE] == "auto"
    assert allowed.with_overrides({SOURCE_VARIABLE: "local"})[SOURCE_VARIABLE] == "auto"
    assert (
        allowed.with_overrides(inherited)[SOURCE_VARIABLE] == "modelscope"
    )  # the hub that was named
    assert nothing.in_effect({TIER_VARIABLE: "huge"}).tier is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("10.0.0.7:30000", "http://host:30000"),
        ("ftp://host", "http://host:30000"),
        ("http://", "http://host:30000"),
        ("http://ho st", "http://host:30000"),
        ("http://host:port", "http://host:30000"),
        ("http://[::1", "http://host:30000"),
        ("http://user:secret@host", "no name, password"),
        ("http://host/?key=secret", "no name, password"),
        ("http://host/#top", "no name, password"),
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(url: str, said: str) -> None:
    with pytest.raises(DocumentRejected) as caught:
        checked_url(url)
    failure = caught.value.failure
    assert said in str(failure.message)
    assert failure.hint is not None
    assert "secret" not in f"{failure.message} {failure.hint}"


@pytest.mark.parametrize(
    "url", ["http://h", " https://host.example:8443/proxy/v1 ", "http://[::1]:1"]
)
def test_an_address_is_taken(url: str) -> None:
    assert checked_url(url) == url.strip()


def test_choices_are_kept_beside_the_interpreter_and_reach_the_worker(
    engines: Engines, home: Path, tmp_path: Path
) -> None:
    mineru_models(tmp_path / "kit", model_files.MINERU_ONNX)
    chosen = MineruOptions(Tier.STANDARD, URL, False)
    engines.use_options(chosen)
    engines.use_models(MINERU, tmp_path / "kit")
    engines.use(MINERU, str(tmp_path / "mineru"))  # another interpreter changes neither
    again = Engines(home)
    engine = again.resolve(EngineChoice.MINERU)
    assert isinstance(engine, Engine)
    assert engine.options == chosen
    environment = engine_environment(engine, cpu_card(None, None), {TIER_VARIABLE: "flash"})
    assert environment[TIER_VARIABLE] == "standard"
    assert environment[URL_VARIABLE] == URL
    assert environment[SOURCE_VARIABLE] == "local"
    assert environment[model_files.MODELS_VARIABLE] == str(tmp_path / "kit")
    other = Engine(engine.name, engine.interpreter, engine.uses_card, engine.version)
    assert fingerprint(engine, npu(), os.environ) != fingerprint(other, npu(), os.environ)
    with pytest.raises(UnfitError, match="address"):
        again.use_options(MineruOptions(vlm_url="nowhere"))
    kept = again.chosen(MINERU)
    assert kept is not None
    assert kept.options == chosen


def test_without_an_interpreter_there_is_nothing_to_tell(home: Path) -> None:
    with pytest.raises(UnfitError, match="not installed"):
        Engines(home).use_options(MineruOptions(Tier.BASIC))
    assert not home.exists()


@pytest.mark.parametrize(
    "options", ['{"tier": "huge"}', '{"vlm_url": 1}', '{"downloads": "yes"}', "[1]"]
)
def test_options_that_nobody_wrote_count_as_a_broken_file(
    engines: Engines, home: Path, options: str
) -> None:
    body = json.loads(engines_file(home).read_text("utf-8"))
    body["engines"]["mineru"]["options"] = json.loads(options)
    engines_file(home).write_text(json.dumps(body), "utf-8")
    assert Engines(home).chosen(MINERU) is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (MineruOptions(), "were not found"),
        (MineruOptions(Tier.BASIC), "were not found"),
        (MineruOptions(Tier.STANDARD, URL), "were not found"),  # the small ones are local
        (MineruOptions(Tier.FLASH), None),
        (MineruOptions(downloads=True), "were not found"),  # to be fetched first: not ready
        (MineruOptions(Tier.ADVANCED, downloads=True), "were not found"),
    ],
)
def test_without_models_an_engine_is_ready_only_where_it_needs_none(
    engines: Engines, options: MineruOptions, said: str | None
) -> None:
    engines.use_options(options)
    failure = engines.status(MINERU).failure
    if said is None:
        assert failure is None
    else:
        assert failure is not None
        assert failure.kind is FailureKind.MODELS_MISSING
        assert said in str(failure.message)


def test_a_tier_that_wants_the_vision_model_is_not_ready_without_it(
    engines: Engines, tmp_path: Path
) -> None:
    engines.use_options(MineruOptions(Tier.STANDARD))
    with pytest.raises(UnfitError, match="tier standard"):
        engines.use_models(MINERU, mineru_models(tmp_path / "kit", model_files.MINERU_ONNX))
    engines.use_options(MineruOptions(Tier.STANDARD, URL))
    engines.use_models(MINERU, tmp_path / "kit")
    assert engines.status(MINERU).failure is None
    engines.use_options(MineruOptions(Tier.STANDARD))
    failure = engines.status(MINERU).failure
    assert failure is not None
    assert failure.kind is FailureKind.MODELS_MISSING
    assert "--vlm-url" in str(failure.hint)
    (tmp_path / "kit" / model_files.MINERU_VISION[0]).mkdir()
    (tmp_path / "kit" / model_files.MINERU_VISION[0] / model_files.MINERU_MARKER).touch()
    assert engines.status(MINERU).failure is None


@pytest.mark.parametrize(
    ("inherited", "kind"),
    [
        ({TIER_VARIABLE: "huge"}, FailureKind.ENGINE_MISSING),
        ({URL_VARIABLE: "nowhere"}, FailureKind.MODELS_MISSING),
    ],
)
def test_an_inherited_word_that_means_nothing_is_told_before_a_start(
    engines: Engines, monkeypatch: pytest.MonkeyPatch, inherited: dict[str, str], kind: FailureKind
) -> None:
    for name, value in inherited.items():
        monkeypatch.setenv(name, value)
    failure = engines.status(MINERU).failure
    assert failure is not None
    assert failure.kind is kind
    assert failure.hint is not None


def test_the_worker_takes_the_best_tier_that_it_can_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit = tmp_path / "kit"
    monkeypatch.setenv(model_files.MODELS_VARIABLE, str(kit))
    with pytest.raises(DocumentRejected, match="not found"):
        setup.tier(DeviceMode.CPU)
    monkeypatch.setenv(SOURCE_VARIABLE, "auto")
    assert setup.tier(DeviceMode.CPU) is Tier.BASIC  # the small ones are fetched, not gigabytes
    monkeypatch.setenv(setup.BASE_VARIABLE, "elsewhere")
    setup.prepare(DeviceMode.CPU, 16)
    assert os.environ[setup.BASE_VARIABLE] == str(kit)  # into the folder that was named
    assert os.environ[SOURCE_VARIABLE] == "auto"
    monkeypatch.setenv(SOURCE_VARIABLE, "local")
    mineru_models(kit, model_files.MINERU_ONNX)
    assert setup.tier(DeviceMode.CPU) is Tier.BASIC
    monkeypatch.setenv(URL_VARIABLE, URL)
    assert setup.tier(DeviceMode.CPU) is Tier.STANDARD
    monkeypatch.setenv(TIER_VARIABLE, "advanced")
    assert setup.tier(DeviceMode.CPU) is Tier.ADVANCED
    for name in (setup.WINDOW_VARIABLE, "LOGURU_LEVEL"):
        monkeypatch.delenv(name)


def test_before_a_start_the_choice_is_looked_at_too(engines: Engines, tmp_path: Path) -> None:
    python = tmp_path / "mineru" / "bin" / "python"
    bare = Engine(MINERU, python, uses_card=True, version="4.0.12")
    found = preflight(bare, cpu_card(None, None), os.environ)
    assert [miss.kind for miss in found.problems] == [FailureKind.MODELS_MISSING]
    flash = Engine(MINERU, python, True, "4.0.12", options=MineruOptions(Tier.FLASH))
    assert preflight(flash, cpu_card(None, None), os.environ).problems == ()


def test_the_command_tells_resets_and_lists(
    engines: Engines, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("use", "mineru", "--tier", "standard", "--vlm-url", URL, "--allow-downloads") == 0
    assert URL in capsys.readouterr().out
    assert run("list") == 0
    out = capsys.readouterr().out
    assert "tier standard" in out
    assert "fetched" in out
    assert run("use", "mineru", "--tier", "auto", "--no-allow-downloads") == 0
    kept = engines.chosen(MINERU)
    assert kept is not None
    assert kept.options == MineruOptions(None, URL, False)
    assert run("use", "mineru", "--vlm-url", "none") == 0
    assert run("use", "mineru", "--reset") == 0
    kept = engines.chosen(MINERU)
    assert kept is not None
    assert kept.options == MineruOptions()
    assert "fetches none" in capsys.readouterr().out
    monkeypatch.setenv(TIER_VARIABLE, "flash")  # nothing is chosen: this counts
    assert run("list", "--json") == 0
    body = json.loads(capsys.readouterr().out)
    told = {entry["name"]: entry["options"] for entry in body["engines"]}
    assert told["mineru"] == {"tier": "flash", "vlm_url": None, "downloads": False}
    assert told["flash"] is None


def test_a_command_that_cannot_be_carried_out_changes_nothing(
    engines: Engines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = engines.chosen(MINERU)
    python = python_with(tmp_path / "other", "mineru", "4.1")
    assert run("use", "mineru", "--python", str(python), "--vlm-url", "host") == 1
    assert "http://host:30000" in capsys.readouterr().err
    assert engines.chosen(MINERU) == before
    for wrong in (["magic-pdf", "--tier", "basic"], ["mineru", "--tier", "huge"], ["mineru"]):
        with pytest.raises(SystemExit) as caught:
            run("use", *wrong)
        assert caught.value.code == 2


def test_doctor_says_what_mineru_is_told_and_asks_the_server() -> None:
    assert list(check_mineru_options(MineruOptions(None, None, False))) == []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        found = list(check_mineru_options(MineruOptions(Tier.BASIC, url, True)))
        assert [check.name for check in found] == [
            "mineru-tier",
            "mineru-server",
            "mineru-downloads",
        ]
        assert {check.status for check in found} == {CheckStatus.OK}
    (gone,) = check_mineru_options(MineruOptions(vlm_url=url))
    assert gone.status is CheckStatus.FAIL
    assert url in str(gone.detail)
    assert "--vlm-url" in str(gone.hint)
    (bad,) = check_mineru_options(MineruOptions(vlm_url="http://"))
    assert bad.status is CheckStatus.FAIL
