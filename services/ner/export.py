"""A fine-tuned Hugging Face folder → the files that Melder ships: `python -m services.ner.export FROM TO`.

FROM holds config.json, model.safetensors (a BERT encoder), head.safetensors, tokenizer.json and labels.json.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import torch
import typer
from onnxruntime import InferenceSession
from transformers import BertConfig, BertModel

from services.ner.encoder import END, START, one_thread
from services.ner.network.bert import Bert
from services.ner.network.inputs import inputs
from services.ner.network.products import Exact, Int8, Range
from services.ner.weights import ENCODER, FILES, HEAD, LABELS, MANIFEST, TOKENIZER, Manifest, sha256
from shared.errors import ConfigError

SEED = 1
SHORT = 12  # hex digits of a version
LENGTHS = (14, 30, 62, 126, 510)  # pieces of the sequences that ranges are taken from
AT_ONCE = 1_024  # pieces


def export(
    source: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="folder of the trained model")],
    target: Annotated[Path, typer.Argument(file_okay=False, help="folder to write the shipped files to")],
    name: Annotated[str, typer.Option(help="name that every ArticleTagged carries")] = "melder-german",
    version: Annotated[str, typer.Option(help="its version; by default from the weights' sum")] = "",
) -> None:
    """Quantise a model to int8 ONNX and write it with its manifest. The same input gives the same bytes.

    Raises ConfigError when the model is built otherwise than the network that is written.
    """
    config = BertConfig.from_pretrained(source, local_files_only=True)
    bert = _read(source, config)
    ranges = measure(bert, config.vocab_size, config.max_position_embeddings)
    target.mkdir(parents=True, exist_ok=True)
    (target / ENCODER).write_bytes(bert.network(Int8(ranges)).SerializeToString(deterministic=True))
    for file in (TOKENIZER, LABELS, HEAD):
        shutil.copyfile(source / file, target / file)
    sums = {file: sha256((target / file).read_bytes()) for file in FILES}
    version = version or sha256((sums[ENCODER] + sums[HEAD]).encode())[:SHORT]
    manifest = Manifest(name=name, version=version, max_pieces=config.max_position_embeddings, files=sums)
    (target / MANIFEST).write_text(json.dumps(manifest.model_dump(), indent=2) + "\n", encoding="utf-8")
    typer.echo(f"{target}: {name} {version}, {(target / ENCODER).stat().st_size / 1e6:.1f} MB")


def _read(source: Path, config: BertConfig) -> Bert:
    built = (config.hidden_act, getattr(config, "position_embedding_type", "absolute"))
    if built != ("gelu", "absolute"):
        raise ConfigError(f"{source / 'config.json'}: {built}: only gelu with absolute positions is exported")
    encoder = BertModel.from_pretrained(
        source, dtype=torch.float32, add_pooling_layer=False, local_files_only=True
    )
    weights = {name: tensor.numpy() for name, tensor in encoder.state_dict().items()}
    return Bert(weights, config.num_hidden_layers, config.num_attention_heads, config.layer_norm_eps)


def measure(bert: Bert, pieces: int, longest: int) -> list[Range]:
    """The ranges of all that the network multiplies, in order, over every piece of its vocabulary.

    Not of a corpus: a channel that stands out does so whatever is read.
    """
    exact = Exact()
    bert.network(exact)
    network = bert.network(Exact(), extra=exact.inputs).SerializeToString()
    session = InferenceSession(network, one_thread(), providers=["CPUExecutionProvider"])
    nothing = np.zeros(1, np.float32)  # it must have a place
    ranges: list[Range] = [(nothing, nothing)] * len(exact.inputs)
    for ids in _sequences(pieces, longest - 2):
        every = [range(ids.shape[1])] * len(ids)
        _, *seen = session.run(None, inputs(ids.tolist(), every))
        ranges = [
            (np.minimum(low, values.min(axis=0)), np.maximum(high, values.max(axis=0)))
            for (low, high), values in zip(ranges, seen, strict=True)
        ]
    return ranges


def _sequences(pieces: int, longest: int) -> Iterator[npt.NDArray[np.int64]]:
    """Every piece, in a seeded order, in sequences of all `LENGTHS`."""
    parts = np.array_split(np.random.default_rng(SEED).permutation(pieces), len(LENGTHS))
    for part, length in zip(parts, (min(length, longest) for length in LENGTHS), strict=True):
        rows = np.resize(part, (-(-len(part) // length), length))
        framed = np.pad(rows, ((0, 0), (1, 1)), constant_values=((0, 0), (START, END)))
        step = max(1, AT_ONCE // length)
        yield from (framed[start : start + step] for start in range(0, len(framed), step))


if __name__ == "__main__":
    typer.run(export)
