"""Scores that mean something: one temperature (Guo et al. 2017, On Calibration of Modern Neural Networks)."""

from collections.abc import Sequence

import torch

from services.ner.train.examples import Example, batches
from services.ner.train.network import Network

BINS = 10


def calibrate(network: Network, held_out: Sequence[Example]) -> tuple[float, float, float]:
    """Divide the logits by what makes the held-out tags likeliest; which tag is likeliest stays as it was.

    Returns the temperature and the expected calibration error before and after.
    """
    logits, right = _logits(network, held_out)
    before = calibration_error(logits, right)
    scale = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([scale], lr=0.1, max_iter=100)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        error = torch.nn.functional.cross_entropy(logits / scale.exp(), right)
        error.backward()  # type: ignore[no-untyped-call]
        return error

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    temperature = float(scale.detach().exp())
    for parameter in network.linear.parameters():
        parameter.data.div_(temperature)
    return temperature, before, calibration_error(logits / temperature, right)


def calibration_error(logits: torch.Tensor, right: torch.Tensor) -> float:
    """Mean distance between how sure and how often right, over words that are a name or are called one."""
    sure, said = logits.softmax(-1).max(-1)
    names = (right != 0) | (said != 0)
    sure, hit = sure[names], (said == right)[names].float()
    place = (sure * BINS).long().clamp(max=BINS - 1)
    errors = [
        (sure[inside].mean() - hit[inside].mean()).abs() * inside.float().mean()
        for inside in (place == bin_ for bin_ in range(BINS))
        if inside.any()
    ]
    return float(sum(errors))


def _logits(network: Network, examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    with torch.inference_mode():
        read = [(network(batch), batch.target.argmax(-1)) for batch in batches(examples, None)]
    return torch.cat([logits for logits, _ in read]).clone(), torch.cat([right for _, right in read]).clone()
