"""Fine-tuning in epochs, each of which can be the last that was done before a crash."""

import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from services.ner.train.examples import Batch, Example, batches
from services.ner.train.network import Network

log = logging.getLogger(__name__)
Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
CHECKPOINT = "checkpoint.pt"
WARM_UP = 0.08  # share of all steps
UNKNOWN = 3  # the id of <unk>
HEAD_RATE = 10.0  # the linear layer begins at random
EVERY = 50  # steps between two lines of progress


@dataclass(frozen=True)
class Settings:
    """`rate` is the learning rate of the last layer, `decay` its factor from a layer to the one below.

    `masked` is the share of pieces hidden from the network, which keeps it from learning names by heart.
    """

    epochs: int
    rate: float
    seed: int
    decay: float = 1.0
    masked: float = 0.0


def partial_loss(logits: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    """Mean of -log p(one of the allowed tags)."""
    return -logits.log_softmax(-1).masked_fill(allowed == 0, -1e9).logsumexp(-1).mean()


def soft_loss(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Mean cross entropy against probabilities."""
    return -(target * logits.log_softmax(-1)).sum(-1).mean()


def fine_tune(
    network: Network, examples: Sequence[Example], loss: Loss, settings: Settings, folder: Path
) -> Network:
    """Train, going on after the last epoch whose checkpoint lies in `folder`. Logs progress and time left.

    Every epoch draws its own seed, so one that goes on computes what one without a break does.
    """
    optimiser = torch.optim.AdamW(_groups(network, settings), weight_decay=0.01, fused=True)
    steps = len(_epoch(examples, settings, 0))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, _triangle(round(1.05 * steps * settings.epochs)))
    run = _Run(network, optimiser, schedule, folder)
    for epoch in range(run.resume(), settings.epochs):
        start = time.monotonic()
        torch.manual_seed(1_000 * settings.seed + epoch)
        mean = run.train(_epoch(examples, settings, epoch), loss, settings.masked)
        took = time.monotonic() - start
        left = minutes(took * (settings.epochs - epoch - 1))
        done = f"{folder.name}: epoch {epoch + 1} of {settings.epochs}"
        log.info("%s, loss %.4f, %s, about %s left", done, mean, minutes(took), left)
        run.save(epoch + 1)
    return network.eval()


@dataclass
class _Run:
    network: Network
    optimiser: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler
    folder: Path

    def train(self, todo: Sequence[Batch], loss: Loss, masked: float) -> float:
        """One epoch; the mean of its losses."""
        self.network.train()
        total, start = 0.0, time.monotonic()
        for step, batch in enumerate(todo, 1):
            total += self._step(batch, loss, masked)
            if step % EVERY == 0:
                left = minutes((time.monotonic() - start) / step * (len(todo) - step))
                where = f"{self.folder.name}: step {step} of {len(todo)}"
                log.info("%s, loss %.4f, epoch done in %s", where, total / step, left)
        return total / len(todo)

    def _step(self, batch: Batch, loss: Loss, masked: float) -> float:
        error = loss(self.network(_mask(batch, masked)), batch.target)
        self.optimiser.zero_grad()
        error.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        return error.item()

    def save(self, epochs: int) -> None:
        """Write the checkpoint after so many epochs, whole or not at all."""
        content = {
            "epoch": epochs,
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
        }
        part = self.folder / f"{CHECKPOINT}.part"
        torch.save(content, part)
        part.replace(self.folder / CHECKPOINT)

    def resume(self) -> int:
        """Take up the checkpoint, if there is one; after how many epochs it was written."""
        path = self.folder / CHECKPOINT
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            return 0
        content = torch.load(path, weights_only=True)
        self.network.load_state_dict(content["network"])
        self.optimiser.load_state_dict(content["optimiser"])
        self.schedule.load_state_dict(content["schedule"])
        log.info("%s: going on after epoch %d", self.folder.name, content["epoch"])
        return int(content["epoch"])


def minutes(seconds: float) -> str:
    """`7:05` for 425 s."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _epoch(examples: Sequence[Example], settings: Settings, epoch: int) -> list[Batch]:
    return batches(examples, random.Random(1_000 * settings.seed + epoch))  # noqa: S311 - an order


def _mask(batch: Batch, share: float) -> Batch:
    hidden = (torch.rand(batch.ids.shape) < share) & (batch.ids > UNKNOWN)
    return replace(batch, ids=batch.ids.masked_fill(hidden, UNKNOWN)) if share else batch


def _groups(network: Network, settings: Settings) -> list[dict[str, object]]:
    """Parameters by layer: the embeddings learn slowest."""
    layers = network.encoder.encoder.layer
    groups = [{"params": list(network.linear.parameters()), "lr": settings.rate * HEAD_RATE}]
    groups += [
        {"params": list(layer.parameters()), "lr": settings.rate * settings.decay**depth}
        for depth, layer in enumerate(reversed(layers))
    ]
    below = settings.rate * settings.decay ** len(layers)
    return [*groups, {"params": list(network.encoder.embeddings.parameters()), "lr": below}]


def _triangle(steps: int) -> Callable[[int], float]:
    """Up during the warm-up, down to nothing at the end."""
    return lambda step: min(step / (WARM_UP * steps), max(0.0, (steps - step) / ((1 - WARM_UP) * steps)))
