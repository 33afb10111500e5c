"""Typed settings: defaults < instance/config.py < environment; refuses what it does not know."""

import fcntl
import json
import os
import re
import secrets
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from matchmaker.errors import ConfigError

PREFIX = "MATCHMAKER_"
ADDRESSES = {
    "base_url": (("http", "https"), "https://partner.example"),
    "mail_url": (("smtp", "smtps"), "smtp://user:password@host:587"),
    "redis_url": (("redis", "rediss", "unix"), "redis://localhost:6379/0"),
    "tiles_url": (("http", "https"), "https://tiles.example/{z}/{x}/{y}.png"),
    "database_url": (
        ("sqlite", "postgres", "postgresql", "postgresql+psycopg"),
        "postgresql://user:password@host/database",
    ),
}
"""Schemes and an example for every setting that is an address."""
WITHOUT_HOST = ("sqlite", "unix", "postgres", "postgresql", "postgresql+psycopg")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class ScorerSettings(BaseModel):
    """What an operator may say of one scorer in SCORERS: weight, enabled, and its own settings."""

    model_config = ConfigDict(extra="allow", frozen=True)

    weight: float = Field(default=1.0, ge=0, le=1000, allow_inf_nan=False)
    enabled: bool = True

    @property
    def parameters(self) -> dict[str, Any]:
        return dict(self.model_extra or {})

    @model_validator(mode="after")
    def _can_be_written(self) -> Self:
        """`plugins list --json` and the API show them."""
        try:
            json.dumps(self.parameters, allow_nan=False, ensure_ascii=False).encode()
        except (TypeError, ValueError):
            wanted = "settings of a scorer are JSON values, without NaN and infinity"
            raise ValueError(wanted) from None
        return self


class Settings(BaseModel):
    """Every setting of an installation.

    Set as MATCHMAKER_NAME in the environment or as NAME in instance/config.py. Switches are
    "on" or "off".
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    instance: Path
    """Folder of this installation: database, secret key, index, mails."""
    plugins: Path
    """Folder in which scorers are looked for."""
    database_url: str = ""
    """SQLAlchemy address; empty: SQLite in the instance."""
    redis_url: str | None = None
    """Needed with more than one worker: rate limits and jobs are shared through it."""
    secret_key: str = ""
    """Signs cookies and links; generated into the instance on first start."""
    base_url: str = ""
    """Public address, as in https://partner.landkreis.example; decides hosts and Secure cookies."""
    host: str = Field(default="127.0.0.1", min_length=1)
    """Address to listen on; an IPv6 one in brackets."""
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    """Processes that answer requests; more than one needs REDIS_URL."""
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    """How many proxies in front set X-Forwarded-For; 0 believes none."""
    mail_url: str | None = None
    """smtp://user:password@host:port; without it mails are files in the instance's mail/."""
    scorers: dict[str, ScorerSettings] = {}
    """Weights and settings of scorers, as JSON; what the database holds wins."""
    approval: Literal["off", "office"] = "office"
    """Whether an office looks at new profiles before they are seen."""
    creatives_meet: Literal["off", "on"] = "off"
    """Whether creatives may look for creatives too, in a list of its own."""
    office_two_factor: Literal["off", "on"] = "off"
    """Whether offices and the administration sign in with a second factor."""
    rate_limits: Literal["off", "on"] = "on"
    """How often one client may ask; off for measurements alone."""
    tiles_url: str | None = None
    """Where the map gets pictures from, once a visitor asks for them; without it from nowhere."""
    metrics: Literal["off", "on"] = "off"
    """Figures for a monitoring system at /metrics, for near addresses only."""
    demo: Literal["off", "on"] = "off"
    """Shows the demo sign-ins on the sign-in page."""

    @field_validator("scorers", mode="before")
    @classmethod
    def _parse_json(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise ValueError("is not valid JSON") from None

    @field_validator("base_url", "mail_url", "redis_url", "tiles_url", "database_url")
    @classmethod
    def _check_address(cls, value: str | None, info: ValidationInfo) -> str | None:
        schemes, example = ADDRESSES[str(info.field_name)]
        plain = {"base_url": _is_public, "tiles_url": _is_of_tiles}.get(str(info.field_name), bool)
        if value and not (_is_address(value, schemes) and plain(value)):
            raise ValueError(f"must be an address such as {example}")
        if not value and info.field_name in ("redis_url", "mail_url", "tiles_url"):
            return None
        return value.rstrip("/") if value and info.field_name == "base_url" else value

    @model_validator(mode="after")
    def _workers_share_through_redis(self) -> Self:
        if self.workers > 1 and not self.redis_url:
            raise ValueError("WORKERS is more than 1, which needs REDIS_URL")
        return self

    @model_validator(mode="after")
    def _libraries_are_there(self) -> Self:
        needed = {
            "DATABASE_URL": "" if self.database.startswith("sqlite") else "psycopg",
            "REDIS_URL": "redis" if self.redis_url else "",
            "WORKERS": "gunicorn" if self.workers > 1 else "",
        }
        for name, package in needed.items():
            if package and find_spec(package) is None:
                what = f"Setting {PREFIX}{name} needs the package {package}"
                raise ValueError(f"{what}: install matchmaker[scale], as docs/operation.md tells")
        return self

    @property
    def database(self) -> str:
        if not self.database_url:
            return f"sqlite:///{self.instance / 'matchmaker.db'}"
        scheme, separator, rest = self.database_url.partition("://")
        driver = "postgresql+psycopg" if scheme in ("postgres", "postgresql") else scheme
        return f"{driver}{separator}{rest}"

    @property
    def address(self) -> str:
        return self.base_url or f"http://{self.host}:{self.port}"

    @property
    def secure(self) -> bool:
        return urlsplit(self.address).scheme == "https"

    @property
    def allowed_hosts(self) -> list[str]:
        return sorted({_hostname(self.address) or "localhost", *LOOPBACK})


def load_settings(environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """The settings in force; raises ConfigError with one sentence that names the setting."""
    environment = os.environ if environment is None else environment
    given = _from_environment(environment) | overrides
    instance = _folder("INSTANCE", given.get("instance", "instance"))
    values = {"plugins": "plugins"} | _from_file(instance / "config.py") | given
    values["instance"] = instance
    values["plugins"] = _folder("PLUGINS", values["plugins"])
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise ConfigError(_sentence(error)) from None
    return settings if settings.secret_key.strip() else _with_generated_key(settings)


def _folder(name: str, given: str | Path) -> Path:
    """Where the folder is, or will be once it is needed."""
    try:
        folder = Path(given).resolve()
        if given and (folder.is_dir() or not folder.exists()):
            return folder
    except (TypeError, ValueError, OSError):
        pass  # no path at all, such as one with a NUL
    raise ConfigError(f"Setting {PREFIX}{name} cannot be used: {str(given)!r} is no folder.")


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    names = [name for name in environment if name.startswith(PREFIX)]
    return {name.removeprefix(PREFIX).lower(): environment[name] for name in names}


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    values: dict[str, Any] = {}
    try:
        exec(compile(path.read_text("utf-8"), str(path), "exec"), values)  # noqa: S102 - the operator's own file
    except Exception as error:
        raise ConfigError(f"instance/config.py cannot be read: {error}.") from None
    return {name.lower(): value for name, value in values.items() if name.isupper()}


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    if not first["loc"]:
        return first["msg"].removeprefix("Value error, ") + "."
    name = ".".join(str(part) for part in first["loc"])
    name = name.upper() if len(first["loc"]) == 1 else f"{str(first['loc'][0]).upper()} ({name})"
    if first["type"] == "extra_forbidden":
        return f"Unknown setting {PREFIX}{name}; the known ones are in docs/settings.md."
    return f"Setting {PREFIX}{name} cannot be used: {first['msg'].removeprefix('Value error, ')}."


def _with_generated_key(settings: Settings) -> Settings:
    path = settings.instance / "secret_key"
    try:
        settings.instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cause = f"{settings.instance} cannot be made ({error.strerror})"
        raise ConfigError(f"Setting {PREFIX}INSTANCE cannot be used: {cause}.") from None
    key = path.read_text().strip() if path.exists() else ""
    return settings.model_copy(update={"secret_key": key or _generated(path)})


def _generated(path: Path) -> str:
    """The key in the file, put there by whichever process comes first.

    One that died at it, or found the disk full, has left the file empty.
    """
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        key = file.read().strip()
        if not key:
            key = secrets.token_hex(32)
            file.seek(0)
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
    return key


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme not in schemes or "://" not in text or " " in text or not text.isprintable():
        return False
    return bool(parts.hostname) or parts.scheme in WITHOUT_HOST


def _is_public(address: str) -> bool:
    """Host, and at most a path: links are made of it by adding theirs."""
    parts = urlsplit(address)
    return parts.username is None and not parts.query and not parts.fragment


def _is_of_tiles(address: str) -> bool:
    """One host without a password: it goes into a header, and the map fills in nothing else."""
    holes = set(re.findall(r"\{.*?\}", address))
    plain_host = re.fullmatch(r"[\w.-]+(:\d+)?", urlsplit(address).netloc, re.ASCII)
    return holes == {"{z}", "{x}", "{y}"} and plain_host is not None


def _hostname(address: str) -> str | None:
    try:
        name = urlsplit(address).hostname
    except ValueError:
        return None
    return f"[{name}]" if name and ":" in name else name
