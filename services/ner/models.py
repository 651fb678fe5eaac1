"""MELDER_NER_MODEL → a tagger: the shipped model, or another one that its SHA-256 names."""

from pathlib import Path

from services.ner import weights
from services.ner.settings import NerSettings
from services.ner.tagging import WordTagger
from shared.errors import ConfigError
from shared.events import ModelInfo

SHIPPED = "shipped"


def load_model(settings: NerSettings) -> WordTagger:
    """Load the model that the settings name. Raises ConfigError that says why not, and what to do."""
    if settings.ner_model == SHIPPED:
        return _load_ours(weights.SHIPPED, "", settings)
    expected = _expected(settings)
    path = _found(settings.ner_model)
    load = _load_ours if path.is_dir() else _load_flair
    return load(path, expected, settings)


def _load_ours(folder: Path, expected: str, settings: NerSettings) -> WordTagger:
    if settings.ner_device not in ("auto", "cpu"):
        raise ConfigError(
            f"MELDER_NER_DEVICE: the model in {folder} reads on the CPU; set cpu or auto, or "
            f"MELDER_NER_MODEL to a Flair model that can use {settings.ner_device}"
        )
    from services.ner.tagger import load_tagger  # torch takes seconds, and --help needs none

    return load_tagger(folder, expected)


def _load_flair(path: Path, expected: str, settings: NerSettings) -> WordTagger:
    content = weights.read_verified(path, expected)
    from services.ner.foreign.tagger import load_foreign  # as above

    name = path.name if Path(settings.ner_model).exists() else settings.ner_model
    return load_foreign(content, ModelInfo(name=name, version=expected[:12].lower()), settings.ner_device)


def _found(name: str) -> Path:
    """The file or folder of that name; else the hub's model."""
    from services.ner.foreign.hub import fetch, is_hub_name

    if Path(name).exists():
        return Path(name)
    if not is_hub_name(name):
        raise ConfigError(
            f"MELDER_NER_MODEL: {name}: no such file or folder; give a Flair model's file, a folder with "
            f"{weights.MANIFEST}, a name on the hub (flair/ner-german-large), or {SHIPPED}"
        )
    return fetch(name)


def _expected(settings: NerSettings) -> str:
    if not settings.ner_model_sha256:
        raise ConfigError(
            f"MELDER_NER_MODEL_SHA256 is not set: {settings.ner_model} may run any code when it is loaded, "
            "so it is only opened by its SHA-256. It is that of the model's file (sha256sum FILE; on the "
            f"hub, of pytorch_model.bin), or of {weights.MANIFEST} in a folder; take it from whom you trust"
        )
    return settings.ner_model_sha256
