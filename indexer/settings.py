"""Settings in one place: defaults here, then chutri.toml, then CHUTRI_ variables, then command-line options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


def _cache() -> Path:
    """The folder of this user's caches (XDG base directories)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chutri"


class Settings(BaseSettings):
    """Every knob of the installation; each field says what it does."""

    model_config = SettingsConfigDict(
        env_prefix="CHUTRI_", toml_file="chutri.toml", extra="ignore", validate_default=True
    )

    data: Path = Field(Path("data"), description="Folder that holds the catalogue, the index and the originals.")
    model: str = Field(
        "", description="sentence-transformers folder or name; empty means the bundled multilingual-e5-small."
    )
    query_prefix: str | None = Field(
        None, description="Words put before a query when it is encoded; unset takes the model's own."
    )
    passage_prefix: str | None = Field(
        None, description="Words put before a passage when it is encoded; unset takes the model's own."
    )
    engine: Literal["auto", "torch"] = Field(
        "auto",
        description="What computes vectors: auto takes ONNX Runtime for the bundled model, sentence-transformers "
        "otherwise; torch always takes sentence-transformers.",
    )
    cache: Path = Field(
        default_factory=_cache, description="Folder where the bundled model is unpacked; holds nothing irreplaceable."
    )
    threads: int = Field(0, description="Threads for the encoder; 0 leaves the choice to the library.", ge=0)
    batch_size: int = Field(32, description="Passages encoded at once.", ge=1, le=1024)
    passage_syllables: int = Field(
        220, description="Longest passage in syllables; longer clauses are cut at sentence ends.", ge=40, le=400
    )
    max_file_mb: int = Field(200, description="Largest file read, in megabytes.", ge=1)
    max_pages: int = Field(2000, description="Most pages read from one file.", ge=1)
    parse_seconds: int = Field(900, description="Longest time one file may take to read, in seconds.", ge=1)
    parse_memory_mb: int = Field(3072, description="Most memory one parsing process may take, in megabytes.", ge=256)
    workers: int = Field(2, description="Processes that read pages at the same time.", ge=1, le=64)
    ocr: str = Field("auto", description="OCR engine: auto, tesseract, trueocr or off.")
    review: Literal["after", "before"] = Field(
        "after",
        description="When people look through a new document: after it can be found, or before, and then it is held "
        "back until somebody publishes it.",
    )
    keep_removed_days: int = Field(
        30, description="Days for which a removed document can be restored; 0 deletes it at once.", ge=0, le=3650
    )
    max_request_mb: int = Field(
        1024, description="Most that one sending of files may take altogether, in megabytes.", ge=1
    )
    rate_limits: bool = Field(True, description="Whether requests of one account or address are limited by the minute.")
    log: Literal["auto", "json", "text"] = Field(
        "auto", description="Form of the server's log on stderr: JSON lines, text, or text on a terminal only."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What the server logs.")
    slow_ms: int = Field(1000, description="Requests that take longer are listed under operations.", ge=1)
    keep_questions: bool = Field(
        True, description="Whether past questions are kept, each for whoever asked it, to be suggested again."
    )
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8000, description="Port the server listens on.", ge=1, le=65535)
    public_url: str = Field(
        "", description="Address at which people reach the server through a proxy, such as https://chutri.example.vn."
    )
    trusted_proxies: str = Field(
        "", description="Addresses or networks of proxies whose X-Forwarded headers are believed, parted by commas."
    )
    anonymous: Literal["auto", "none", "viewer"] = Field(
        "auto",
        description="What people without an account may do: auto lets this machine read (and change, until the first "
        "administrator's password is changed) where the server listens on a loopback address, and nobody elsewhere; "
        "viewer lets everybody read; none lets nobody in.",
    )
    session_idle_hours: int = Field(12, description="Hours after which an unused log-in is over.", ge=1, le=720)
    session_hours: int = Field(168, description="Hours after which every log-in is over.", ge=1, le=8760)
    oidc_issuer: str = Field("", description="Issuer address of an OpenID Connect provider; empty turns it off.")
    oidc_client_id: str = Field("", description="Client id that the provider knows this server by.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Client secret of this server at the provider.")
    oidc_name: str = Field("", description="Name of the provider on the log-in page; empty shows its host.")
    oidc_scopes: str = Field("openid profile email", description="Scopes asked of the provider.")
    oidc_domains: str = Field(
        "", description="E-mail domains that may log in through the provider, parted by commas; empty allows any."
    )
    oidc_role_claim: str = Field("", description="Claim that holds a person's roles or groups at the provider.")
    oidc_roles: str = Field(
        "", description="Values of that claim and the roles they give: staff=viewer, clerks=editor, it=administrator."
    )
    oidc_group_claim: str = Field("", description="Claim that holds a person's groups at the provider.")
    oidc_groups: str = Field(
        "",
        description="Values of that claim and the groups here that they give, by name or id: inspectors=Thanh tra.",
    )
    oidc_default_role: Literal["", "viewer", "editor"] = Field(
        "", description="Role of people whose claim maps to none; empty refuses them."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options given in code win over CHUTRI_ variables, and those over chutri.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
