"""A fine-tuned Hugging Face folder → the files that Melder ships: `python -m services.ner.export FROM TO`.

FROM holds config.json, model.safetensors (a BERT encoder), head.safetensors, tokenizer.json and labels.json.
"""

import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Annotated

import onnx
import torch
import typer
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from transformers import BertModel

from services.ner.weights import ENCODER, FILES, HEAD, LABELS, MANIFEST, TOKENIZER, Manifest, sha256

OPSET = 17


class Bare(torch.nn.Module):
    """The encoder from pieces to vectors; one sequence at a time needs no attention mask."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Vectors of shape (batch, pieces, size)."""
        vectors: torch.Tensor = self.encoder(input_ids=ids).last_hidden_state
        return vectors


def export(
    source: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="folder of the trained model")],
    target: Annotated[Path, typer.Argument(file_okay=False, help="folder to write the shipped files to")],
    name: Annotated[str, typer.Option(help="name that every ArticleTagged carries")] = "melder-german",
    version: Annotated[str, typer.Option(help="its version")] = "1",
) -> None:
    """Quantise a model to int8 ONNX and write it with its manifest. The same input gives the same bytes."""
    target.mkdir(parents=True, exist_ok=True)
    encoder = BertModel.from_pretrained(
        source,
        dtype=torch.float32,
        add_pooling_layer=False,
        attn_implementation="eager",
        local_files_only=True,
    ).eval()
    with tempfile.TemporaryDirectory() as folder:
        _quantise(_fuse(_trace(encoder, Path(folder)), encoder), target / ENCODER)
    for file in (TOKENIZER, LABELS, HEAD):
        shutil.copyfile(source / file, target / file)
    manifest = Manifest(
        name=name,
        version=version,
        max_pieces=encoder.config.max_position_embeddings,
        files={file: sha256((target / file).read_bytes()) for file in FILES},
    )
    (target / MANIFEST).write_text(json.dumps(manifest.model_dump(), indent=2) + "\n", encoding="utf-8")
    typer.echo(f"{target}: {name} {version}, {(target / ENCODER).stat().st_size / 1e6:.1f} MB")


def _trace(encoder: BertModel, folder: Path) -> Path:
    traced = folder / "traced.onnx"
    axes = {0: "batch", 1: "pieces"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter announces its successor, which cannot be fused
        torch.onnx.export(
            Bare(encoder),
            (torch.arange(4, 12)[None],),
            traced,
            dynamo=False,
            opset_version=OPSET,
            input_names=["ids"],
            output_names=["vectors"],
            dynamic_axes={"ids": axes, "vectors": axes},
        )
    return traced


def _fuse(traced: Path, encoder: BertModel) -> Path:
    """Attention, embeddings and GELU become one operator each; SkipLayerNormalization would be slower."""
    options = FusionOptions("bert")
    options.enable_skip_layer_norm = False
    options.enable_bias_skip_layer_norm = False
    config = encoder.config
    model = optimize_model(
        str(traced),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        optimization_options=options,
        opt_level=0,
    )
    fused = traced.with_name("fused.onnx")
    model.save_model_to_file(str(fused))
    return fused


def _quantise(fused: Path, target: Path) -> None:
    """Int8 weights, a scale per channel; seven bits, which no CPU saturates at, so that all compute alike."""
    quantize_dynamic(
        fused,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


if __name__ == "__main__":
    typer.run(export)
