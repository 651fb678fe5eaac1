"""A name on the hub → its file on this machine, fetched once."""

import re
import sys
from pathlib import Path

from huggingface_hub import hf_hub_download
from huggingface_hub.errors import (
    EntryNotFoundError,
    HFValidationError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils.tqdm import disable_progress_bars

from services.ner.quiet import log_to_root
from shared.errors import ConfigError

FILE = "pytorch_model.bin"
"""What Flair calls its models on the hub."""
NAME = re.compile(r"[\w.-]+/[\w.-]+(@[\w./-]+)?")
ENDS_OF_FILES = (".pt", ".bin")
"""`models/german.pt` is a file that is missing, whatever the hub may have."""


def is_hub_name(name: str) -> bool:
    """Whether it is `owner/model` or `owner/model@revision`; no file needs to be asked for that."""
    return (
        bool(NAME.fullmatch(name)) and not name.startswith(".") and not name.lower().endswith(ENDS_OF_FILES)
    )


def fetch(name: str) -> Path:
    """The file of `owner/model` or `owner/model@revision`, from the hub or its cache (HF_HOME).

    Nothing in it is opened. Raises ConfigError that says what the hub answered and what to do.
    """
    log_to_root("huggingface_hub")
    if not sys.stderr.isatty():
        disable_progress_bars()  # a log holds one JSON object a line
    repository, _, revision = name.partition("@")
    try:
        return Path(hf_hub_download(repository, FILE, revision=revision or None))
    except (OSError, HFValidationError) as error:
        raise ConfigError(f"MELDER_NER_MODEL: {name}: {_hint(error, repository)}") from error


def _hint(error: Exception, repository: str) -> str:
    match error:
        case LocalEntryNotFoundError():
            return (
                "there is no such file here, the hub cannot be reached, and its cache (HF_HOME) does not "
                "hold the model; fetch it where there is a network "
                f"(huggingface-cli download {repository} {FILE}), and set MELDER_NER_MODEL to the file"
            )
        case RevisionNotFoundError():
            return "the hub has no such revision of it; leave out what follows the @, or name a commit"
        case RepositoryNotFoundError():
            return (
                "there is no such file here, and the hub shows nobody such a model; look up its name, or set "
                "HF_TOKEN if you may see it"
            )
        case EntryNotFoundError():
            return f"it holds no {FILE}; take a model that was saved by Flair"
        case _:
            return f"could not be fetched from the hub: {error}"
