"""A model's folder → its files, each checked against the manifest before anything parses it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from shared.config import ConfigModel, load_config, parse_config
from shared.errors import ConfigError
from shared.events import ModelInfo

SHIPPED = Path(__file__).parent / "model"
MANIFEST = "manifest.json"
ENCODER, HEAD, TOKENIZER, LABELS = "encoder.onnx", "head.safetensors", "tokenizer.json", "labels.json"
FILES = (ENCODER, HEAD, TOKENIZER, LABELS)

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Manifest(ConfigModel):
    """`max_pieces` is the longest sequence that the encoder has positions for, <s> and </s> included."""

    name: str
    version: str
    max_pieces: int = Field(ge=8)
    files: Mapping[str, Sha256]


@dataclass(frozen=True)
class Weights:
    """The bytes of a model; none of them is ever unpickled."""

    manifest: Manifest
    files: Mapping[str, bytes]

    @property
    def info(self) -> ModelInfo:
        """Name and version of the model."""
        return ModelInfo(name=self.manifest.name, version=self.manifest.version)


def read_weights(folder: Path = SHIPPED, expected: str = "") -> Weights:
    """Read a model's files into memory; `expected` is the SHA-256 of a manifest that is not our own.

    Raises ConfigError on a missing file or a wrong SHA-256.
    """
    manifest = _manifest(folder / MANIFEST, expected)
    return Weights(manifest, {name: _read(folder / name, manifest) for name in FILES})


def _manifest(path: Path, expected: str) -> Manifest:
    """The bytes that were summed are the bytes that are parsed."""
    if expected:
        return parse_config(path, read_verified(path, expected), Manifest)
    return load_config(path, Manifest)


def _read(path: Path, manifest: Manifest) -> bytes:
    expected = manifest.files.get(path.name)
    if expected is None:
        raise ConfigError(
            f"{path.parent / MANIFEST}: files: {path.name} has no SHA-256; export the model again"
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; the model is not complete, fetch it again") from error
    actual = sha256(content)
    if actual != expected:
        raise ConfigError(
            f"{path}: SHA-256 is {actual}, the manifest says {expected}; the file was changed or cut, "
            "fetch it again"
        )
    return content


def read_verified(path: Path, expected: str) -> bytes:
    """The bytes of a file that the operator names by its SHA-256; ConfigError when it has another one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"MELDER_NER_MODEL: {path}: {error.strerror}") from error
    actual = sha256(content)
    if actual != expected.lower():
        raise ConfigError(
            f"{path}: SHA-256 is {actual}, MELDER_NER_MODEL_SHA256 says {expected}; it was not opened. Fetch "
            "it again, or set the variable to the new one if you trust who changed the file"
        )
    return content


def sha256(content: bytes) -> str:
    """SHA-256 in lower-case hex digits."""
    return hashlib.sha256(content).hexdigest()
