"""The network that is trained: a BERT encoder and a linear layer over each word's first piece."""

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import BertModel

from services.ner.train.examples import Batch
from services.ner.weights import HEAD, LABELS

DROPOUT = 0.1


class Network(torch.nn.Module):
    """Batches in, one row of logits a word out, shape (words, tags). Computes in bfloat16, keeps float32."""

    def __init__(self, folder: Path, tags: Sequence[str]) -> None:
        super().__init__()
        self.tags = tuple(tags)
        self.encoder = BertModel.from_pretrained(
            folder, add_pooling_layer=False, dtype=torch.float32, local_files_only=True
        )
        self.dropout = torch.nn.Dropout(DROPOUT)
        self.linear = torch.nn.Linear(self.encoder.config.hidden_size, len(tags))

    def forward(self, batch: Batch) -> torch.Tensor:
        """Logits of all words of the batch, in its order."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = self.encoder(input_ids=batch.ids, attention_mask=batch.mask).last_hidden_state
        logits: torch.Tensor = self.linear(self.dropout(vectors[batch.rows, batch.columns].float()))
        return logits

    def write(self, folder: Path) -> None:
        """Write config.json, model.safetensors, head.safetensors and labels.json."""
        self.encoder.save_pretrained(folder)
        save_file({"weight": self.linear.weight.detach(), "bias": self.linear.bias.detach()}, folder / HEAD)
        (folder / LABELS).write_text(json.dumps(self.tags), encoding="utf-8")


def read_network(folder: Path) -> Network:
    """A network that was written to a folder, ready to predict."""
    network = Network(folder, json.loads((folder / LABELS).read_text(encoding="utf-8")))
    network.linear.load_state_dict(load_file(folder / HEAD))
    return network.eval()
