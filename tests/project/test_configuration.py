"""The settings of an installation: what is read, and what is said when it cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from serai.project.configuration import (
    SETTINGS,
    ConfigurationError,
    database_settings,
    hide_password,
    home_directory,
    read_configuration,
)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SERAI_")]:
        monkeypatch.delenv(name)


def written(home: Path, text: str) -> Path:
    (home / "serai.toml").write_text(text, "utf-8")
    return home


def test_without_a_file_everything_has_a_default(tmp_path: Path) -> None:
    found = read_configuration(tmp_path)
    assert found.base_url == "http://127.0.0.1:8000"
    assert database_settings(found.database, found.home)["NAME"] == str(tmp_path / "serai.sqlite3")
    assert not found.is_https
    assert found.host == "127.0.0.1"


def test_a_made_up_key_is_known_to_be_one(tmp_path: Path) -> None:
    assert not read_configuration(tmp_path).secret_key_is_kept
    written(tmp_path, 'secret_key = "of this installation"')
    found = read_configuration(tmp_path)
    assert (found.secret_key, found.secret_key_is_kept) == ("of this installation", True)


def test_environment_overrides_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, 'base_url = "https://a.example"\ndemo = true\n')
    monkeypatch.setenv("SERAI_BASE_URL", "https://b.example")
    monkeypatch.setenv("SERAI_DEMO", "no")
    found = read_configuration(tmp_path)
    assert (found.base_url, found.demo) == ("https://b.example", False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('bse_url = "x"', "unknown setting “bse_url”. Known: api_"),
        ("base_url = 8000", "“base_url” must be text in quotes"),
        ('demo = "yes"', "“demo” must be true or false"),
        ("api_limit = 0", "“api_limit” must be a whole number above 0"),
        ('api_limit = "many"', "“api_limit” must be a whole number above 0"),
        ("api_limit = true", "“api_limit” must be a whole number above 0"),
        ("base_url = \n", "line 1"),
        ('home = "/elsewhere"', "unknown setting “home”"),
        ("secret_key_is_kept = true", "unknown setting"),
        ('base_url = "serai.example.org"', "is not the address of a site"),
        ('base_url = "https://serai.example.org/serai"', "without a path"),
        ('base_url = "https://serai.example.org:port"', "is not the address of a site"),
    ],
)
def test_a_bad_file_is_named_with_its_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(written(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "serai.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match=r"serai\.toml: .* Correct the file"):
        read_configuration(tmp_path)


def test_a_directory_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "serai.toml").mkdir()
    with pytest.raises(ConfigurationError, match=r"serai\.toml: Is a directory"):
        read_configuration(tmp_path)


def test_a_flag_in_the_environment_is_a_yes_or_a_no(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERAI_DEBUG", "perhaps")
    with pytest.raises(ConfigurationError, match="SERAI_DEBUG: write 1 or 0, not “perhaps”"):
        read_configuration(tmp_path)


def test_home_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert home_directory() == Path("var").resolve()
    monkeypatch.setenv("SERAI_HOME", "/srv/serai")
    assert home_directory() == Path("/srv/serai")


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("sqlite:///data.sqlite3", "/srv/serai/data.sqlite3"),
        ("sqlite:////data/serai.sqlite3", "/data/serai.sqlite3"),
        ("sqlite:///with%20space.sqlite3", "/srv/serai/with space.sqlite3"),
    ],
)
def test_sqlite_addresses(address: str, path: str) -> None:
    found = database_settings(address, Path("/srv/serai"))
    assert found["NAME"] == path
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_address() -> None:
    found = database_settings(
        "postgresql://serai:a%40b@db.example:6432/serai?sslmode=verify-full", Path("/srv/serai")
    )
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("serai", "a@b")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6432", "serai")
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert found["CONN_HEALTH_CHECKS"]
    assert found["OPTIONS"]["options"] == "-c jit=off -c lock_timeout=30s"


def test_what_an_address_says_of_postgresql_comes_first() -> None:
    found = database_settings("postgresql://db/serai?options=-c%20jit%3Don", Path("/srv/serai"))
    assert found["OPTIONS"]["options"] == "-c jit=on"


@pytest.mark.parametrize(
    "address",
    [
        "", "serai.sqlite3", "sqlite://serai.sqlite3", "sqlite:///", "postgresql://host",
        "mysql://user:secret@host/serai", "postgresql://host:port/serai",
    ],
)  # fmt: skip
def test_database_addresses_that_cannot_be_used(address: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^database: ") as caught:
        database_settings(address, Path("/srv/serai"))
    assert "secret" not in str(caught.value)


def test_no_password_is_shown() -> None:
    assert hide_password("postgresql://u:secret@h/n") == "postgresql://u:…@h/n"
    assert hide_password("sqlite:///n") == "sqlite:///n"


@pytest.mark.parametrize(
    ("address", "port", "ssl", "tls"),
    [
        ("smtp://mail.example", 587, False, False),
        ("smtps://u:p%3A@mail.example", 465, True, False),
        ("smtp+tls://mail.example:2525", 2525, False, True),
    ],
)
def test_mail_servers(tmp_path: Path, address: str, port: int, ssl: bool, tls: bool) -> None:
    found = read_configuration(written(tmp_path, f'email = "{address}"')).email_settings()
    assert found["EMAIL_HOST"] == "mail.example"
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (port, ssl, tls)


def test_mail_to_a_directory(tmp_path: Path) -> None:
    found = read_configuration(written(tmp_path, 'email = "file:///var/mail"')).email_settings()
    assert found["EMAIL_FILE_PATH"] == "/var/mail"


@pytest.mark.parametrize("address", ["mail.example", "imap://mail.example", "smtp://mail:x"])
def test_mail_addresses_that_cannot_be_used(tmp_path: Path, address: str) -> None:
    configuration = read_configuration(written(tmp_path, f'email = "{address}"'))
    with pytest.raises(ConfigurationError, match=r"^email: "):
        configuration.email_settings()


def test_every_setting_says_what_it_is_for() -> None:
    assert all(setting.description.endswith(".") for setting in SETTINGS.values())
    assert SETTINGS["base_url"].variable == "SERAI_BASE_URL"


def test_a_number_is_read_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "api_limit = 5")
    assert read_configuration(tmp_path).api_limit == 5
    monkeypatch.setenv("SERAI_API_LIMIT", "70")
    assert read_configuration(tmp_path).api_limit == 70
    monkeypatch.setenv("SERAI_API_LIMIT", "-1")
    with pytest.raises(ConfigurationError, match="SERAI_API_LIMIT: write a whole number above 0"):
        read_configuration(tmp_path)
