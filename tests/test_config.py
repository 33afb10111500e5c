import sys
from pathlib import Path

import pytest

from matchmaker.config import Settings, load_settings
from matchmaker.errors import ConfigError


def load(tmp_path: Path, **environment: str) -> Settings:
    return load_settings(
        {f"MATCHMAKER_{name}": text for name, text in environment.items()}, instance=tmp_path
    )


def test_without_settings_everything_lives_in_the_instance(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.database == f"sqlite:///{tmp_path / 'matchmaker.db'}"
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.workers == 1


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text("PORT = 9000\nHOST = '0.0.0.0'\n")
    settings = load(tmp_path, PORT="9001")
    assert (settings.host, settings.port) == ("0.0.0.0", 9001)


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    first = load(tmp_path).secret_key
    assert first == load(tmp_path).secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("left", ["", " \n"])
def test_an_empty_file_of_the_secret_key_is_no_key(tmp_path: Path, left: str) -> None:
    (tmp_path / "secret_key").write_text(left)
    first = load(tmp_path).secret_key
    assert 64 == len(first)
    assert first == load(tmp_path).secret_key


def test_a_blank_secret_key_is_none(tmp_path: Path) -> None:
    assert 64 == len(load(tmp_path, SECRET_KEY=" ").secret_key)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("WORKERS", "0"),
        ("RATE_LIMITS", "maybe"),
        ("BASE_URL", "partner.example"),
        ("BASE_URL", "http://[::1"),
        ("MAIL_URL", "http://mail.example"),
        ("SCORERS", "{locality}"),
        ("SCORERS", '{"locality": {"weight": -1}}'),
        ("SCORERS", '{"locality": {"weight": NaN}}'),
        ("SCORERS", '{"locality": {"half_km": NaN}}'),
        ("SCORERS", '{"locality": {"half_km": [1e999]}}'),
        ("SCORERS", '{"locality": {"half_km": "\\ud800"}}'),
        ("TILES_URL", "https://tiles.example/"),
        ("TILES_URL", "https://{s}.tiles.example/{z}/{x}/{y}.png"),
        ("TILES_URL", "https://user:secret@tiles.example/{z}/{x}/{y}.png"),
        ("TILES_URL", "https://tiles.example; script-src */{z}/{x}/{y}.png"),
        ("BASE_URL", "https://partner.example and more"),
        ("BASE_URL", "https://user:secret@partner.example"),
        ("BASE_URL", "https://partner.example/?x=1"),
        ("DATABASE_URL", "postgresql://user@local host/name"),
        ("SCORERS", '{"a":' * 5000),
        ("PLUGINS", ""),
        ("PLUGINS", "/dev/null"),
        ("PLUGINS", "a\0b"),
        ("COLOUR", "blue"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_sentence(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, **{name: text})
    assert f"MATCHMAKER_{name}" in refused.value.sentence
    assert "\n" not in refused.value.sentence


@pytest.mark.parametrize("folder", ["", "/dev/null", "/dev/null/below", "a\0b"])
def test_an_instance_that_can_be_no_folder_is_named_in_one_sentence(folder: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load_settings({"MATCHMAKER_INSTANCE": folder})
    assert "MATCHMAKER_INSTANCE" in refused.value.sentence
    assert "\n" not in refused.value.sentence


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text("PORT = \n")
    with pytest.raises(ConfigError, match=r"instance/config\.py"):
        load(tmp_path)


def test_several_workers_need_redis(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="REDIS_URL"):
        load(tmp_path, WORKERS="2")
    assert load(tmp_path, WORKERS="2", REDIS_URL="redis://localhost").workers == 2


@pytest.mark.parametrize(
    ("name", "value", "package"),
    [
        ("DATABASE_URL", "postgresql://user@localhost/name", "psycopg"),
        ("REDIS_URL", "redis://localhost", "redis"),
        ("WORKERS", "2", "gunicorn"),
    ],
)
def test_a_setting_whose_library_is_not_installed_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # as if it were not there
    with pytest.raises(ConfigError, match=rf"{name} .* {package}: install matchmaker\[scale\]"):
        load(tmp_path, **{"REDIS_URL": "redis://localhost", name: value})


def test_cookies_are_secure_behind_https(tmp_path: Path) -> None:
    settings = load(tmp_path, BASE_URL="https://partner.example/")
    assert settings.secure
    assert "partner.example" in settings.allowed_hosts
    assert load(tmp_path, BASE_URL="HTTPS://partner.example").secure
    assert not load(tmp_path).secure


def test_postgresql_is_spoken_to_by_its_driver(tmp_path: Path) -> None:
    settings = load(tmp_path, DATABASE_URL="postgres://user@localhost/name")
    assert settings.database == "postgresql+psycopg://user@localhost/name"
