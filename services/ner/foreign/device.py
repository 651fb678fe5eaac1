"""Where a torch model computes."""

import torch

from services.ner.settings import DeviceName
from shared.errors import ConfigError


def open_device(wanted: DeviceName) -> torch.device:
    """The device; `auto` is the fastest there is. Raises ConfigError when there is none such."""
    there = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    found = [name for name, is_there in there.items() if is_there]
    if wanted == "auto":
        return torch.device(found[0])
    if wanted not in found:
        raise ConfigError(
            f"MELDER_NER_DEVICE: no {wanted} on this machine, as torch {torch.__version__} sees it; "
            f"there is: {', '.join(found)}. Set one of these or auto, or install a torch that can"
        )
    return torch.device(wanted)
