"""Settings: every value survives the file, and no file can stop the program or be lost."""

from __future__ import annotations

import json
import logging
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.exporting import ExportFormat
from core.engines.choice import EngineChoice
from core.jobs.model import ConvertOptions
from core.jobs.states import IfExists
from core.settings import definitions as declared
from core.settings.definitions import Settings, Theme
from core.settings.types import (
    CardKeysSetting,
    ChoiceSetting,
    FlagSetting,
    FolderSetting,
    FormatsSetting,
    NumberSetting,
    Setting,
    TextSetting,
)
from core.worker.kinds import Ocr


def values(setting: Setting[Any]) -> st.SearchStrategy[Any]:
    """Every value that a setting takes."""
    match setting:
        case FlagSetting():
            return st.booleans()
        case ChoiceSetting():
            return st.sampled_from(list(setting.choices))
        case NumberSetting():
            return st.none() | st.integers(setting.minimum, setting.maximum)
        case TextSetting():
            return st.none() | st.from_regex(setting.pattern, fullmatch=True)
        case FolderSetting():
            # Undecodable bytes of a name are surrogate escapes in Python.
            names = st.binary(min_size=1, max_size=30).filter(lambda name: b"\0" not in name)
            return st.none() | names.map(
                lambda name: Path("/") / name.decode("utf-8", "surrogateescape")
            )
        case FormatsSetting():
            chosen = st.sets(st.sampled_from(ExportFormat))
            return chosen.map(lambda some: tuple(one for one in ExportFormat if one in some))
        case CardKeysSetting():
            return st.lists(st.text(min_size=1), unique=True).map(tuple)
    raise AssertionError(f"what values does {type(setting).__name__} take?")


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.fixture
def file(home: Path) -> Path:
    return home / "settings.json"


def test_keys_are_unique_and_defaults_are_values_of_their_own_setting() -> None:
    assert len({setting.key for setting in declared.ALL}) == len(declared.ALL)
    for setting in declared.ALL:
        assert setting.from_json(setting.to_json(setting.default)) == setting.default
        assert str(setting.label)


def test_every_declared_setting_is_in_the_list() -> None:
    found = [value for value in vars(declared).values() if isinstance(value, Setting)]
    assert found == [*declared.ALL, *declared.ELSEWHERE]


def test_labels_are_there_for_every_choice() -> None:
    for setting in declared.ALL:
        if isinstance(setting, ChoiceSetting):
            kind: type[Enum] = type(setting.default)
            assert list(setting.choices) == list(kind), setting.key


@given(st.data())
def test_every_value_survives_the_file(data: st.DataObject) -> None:
    setting = data.draw(st.sampled_from(declared.ALL))
    value = data.draw(values(setting))
    written = json.dumps(setting.to_json(value))
    assert setting.from_json(json.loads(written)) == value


@given(st.sampled_from(declared.ALL), ANY_JSON)
def test_whatever_stands_in_a_file_is_a_value_or_refused(
    setting: Setting[Any], raw: object
) -> None:
    try:
        value = setting.from_json(raw)
    except ValueError:
        value = setting.default
    assert setting.from_json(setting.to_json(value)) == value


def test_asking_makes_no_file(home: Path, file: Path) -> None:
    assert Settings(file).get(declared.THEME) is Theme.SYSTEM
    assert not home.exists()


def test_choices_are_there_at_the_next_start(file: Path) -> None:
    first = Settings(file)
    first.set(declared.THEME, Theme.DARK)
    first.set(declared.OUTPUT_FOLDER, Path("/Ergebnisse/文件"))
    first.set(declared.CARDS, ("npu:6", "npu:7"))
    second = Settings(file)
    assert second.get(declared.THEME) is Theme.DARK
    assert second.get(declared.OUTPUT_FOLDER) == Path("/Ergebnisse/文件")
    assert second.get(declared.CARDS) == ("npu:6", "npu:7")
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


def test_only_what_differs_from_its_default_is_in_the_file(file: Path) -> None:
    settings = Settings(file)
    settings.set(declared.TABLE, False)
    settings.set(declared.THEME, Theme.DARK)
    settings.set(declared.THEME, Theme.SYSTEM)
    assert json.loads(file.read_text()) == {"schema": 1, "table": False}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (declared.CPU_WORKERS, 0),
        (declared.CPU_WORKERS, 65),
        (declared.TIMEOUT_S, 0),
        (declared.LANG, "not a code!"),
        (declared.OUTPUT_FOLDER, Path("relative")),
    ],
)
def test_a_value_out_of_bounds_is_refused_and_changes_nothing(
    setting: Setting[Any], value: object, file: Path
) -> None:
    settings = Settings(file)
    with pytest.raises(ValueError, match=r"^it "):
        settings.set(setting, value)
    assert settings.get(setting) == setting.default
    assert not file.exists()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b"[" * 100_000, b'{"a": 1}garbage']
)
def test_a_damaged_file_is_kept_aside(
    content: bytes, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file.parent.mkdir()
    for name in ("settings.damaged.json", "settings.damaged-2.json"):
        file.write_bytes(content)
        settings = Settings(file)
        assert settings.get(declared.THEME) is Theme.SYSTEM
        settings.set(declared.THEME, Theme.DARK)
        assert file.with_name(name).read_bytes() == content
    assert "settings.damaged.json" in caplog.text


def test_a_folder_in_the_files_place_is_moved_aside_too(file: Path) -> None:
    file.mkdir(parents=True)
    settings = Settings(file)
    settings.set(declared.TABLE, False)
    assert Settings(file).get(declared.TABLE) is False


def test_one_bad_value_costs_only_itself_and_stays_in_the_file(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file.parent.mkdir()
    raw = {"schema": 1, "theme": "purple", "table": False, "of a later version": [1, 2]}
    file.write_text(json.dumps(raw))
    settings = Settings(file)
    assert settings.get(declared.THEME) is Theme.SYSTEM
    assert settings.get(declared.TABLE) is False
    assert "'theme' is not used" in caplog.text
    settings.set(declared.FORMULA, False)
    assert json.loads(file.read_text()) == {**raw, "formula": False}


def test_observers_hear_of_changes_only_until_they_stop(file: Path) -> None:
    settings = Settings(file)
    heard: list[Theme] = []
    stop = settings.observe(declared.THEME, heard.append)
    settings.set(declared.THEME, Theme.DARK)
    settings.set(declared.THEME, Theme.DARK)
    settings.set(declared.TABLE, False)
    stop()
    settings.set(declared.THEME, Theme.LIGHT)
    assert heard == [Theme.DARK]


def test_an_observer_may_stop_while_it_is_told(file: Path) -> None:
    settings = Settings(file)
    heard: list[str] = []

    def once(theme: Theme) -> None:
        heard.append("once")
        stop()

    stop = settings.observe(declared.THEME, once)
    settings.observe(declared.THEME, lambda theme: heard.append("always"))
    settings.set(declared.THEME, Theme.DARK)
    settings.set(declared.THEME, Theme.LIGHT)
    assert heard == ["once", "always", "always"]


def test_a_file_that_cannot_be_written_is_said_and_the_choice_holds(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file where the folder should be")
    settings = Settings(tmp_path / "in the way" / "settings.json")
    with pytest.raises(OSError, match="in the way"):
        settings.set(declared.THEME, Theme.DARK)
    assert settings.get(declared.THEME) is Theme.DARK


def test_a_write_that_fails_leaves_the_old_file_whole(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(file)
    settings.set(declared.TABLE, False)
    before = file.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        settings.set(declared.FORMULA, False)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_options_of_the_next_documents(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(file)
    assert settings.convert_options() == ConvertOptions()
    settings.set(declared.ENGINE, EngineChoice.FLASH)
    settings.set(declared.OCR, Ocr.OFF)
    settings.set(declared.LANG, "ch")
    settings.set(declared.IF_EXISTS, IfExists.OVERWRITE)
    settings.set(declared.TIMEOUT_S, 90)
    settings.set(declared.MEMORY_LIMIT_MB, 4096)
    assert Settings(file).convert_options() == ConvertOptions(
        engine=EngineChoice.FLASH,
        ocr=Ocr.OFF,
        lang="ch",
        if_exists=IfExists.OVERWRITE,
        timeout_s=90,
        memory_limit_mb=4096,
    )
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
