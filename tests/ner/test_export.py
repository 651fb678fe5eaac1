"""A small network of the same kind, exported: what eight bits change, and what they must not."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto
from onnxruntime import InferenceSession
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

from services.ner.encoder import Encoder, runs
from services.ner.export import export
from services.ner.network.bert import Bert
from services.ner.network.graph import Graph
from services.ner.network.inputs import inputs
from services.ner.network.products import Exact, Int8
from services.ner.weights import ENCODER, FILES, HEAD, LABELS, SHIPPED, TOKENIZER, read_weights, sha256
from shared.errors import ConfigError

PIECES = 42_395  # as the shipped tokenizer has
SENTENCES = [
    [f"Wort{number % 7}" if number % 3 else "Berlin" for number in range(length)]
    for length in (1, 2, 3, 5, 5, 8, 8, 8, 13, 40, 40, 90)
]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("trained")
    config = BertConfig(
        vocab_size=PIECES,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
        initializer_range=0.3,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    shutil.copyfile(SHIPPED / TOKENIZER, folder / TOKENIZER)
    (folder / LABELS).write_text(json.dumps(["O", "S-PER"]), encoding="utf-8")
    save_file({"weight": torch.zeros(2, 32), "bias": torch.zeros(2)}, folder / HEAD)
    return folder


@pytest.fixture(scope="module")
def exported(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    export(trained, folder, "small", "7")
    return folder


@pytest.fixture(scope="module")
def encoder(exported: Path) -> Encoder:
    return _encoder((exported / ENCODER).read_bytes(), exported)


def _encoder(network: bytes, folder: Path) -> Encoder:
    return Encoder(network, (folder / TOKENIZER).read_bytes(), max_pieces=64)


def test_what_is_exported_can_be_loaded_and_says_who_it_is(exported: Path) -> None:
    weights = read_weights(exported)
    assert (weights.info.name, weights.info.version, weights.manifest.max_pieces) == ("small", "7", 64)


def test_the_same_model_gives_the_same_bytes(trained: Path, exported: Path, tmp_path: Path) -> None:
    export(trained, tmp_path, "small", "7")
    assert [sha256((tmp_path / name).read_bytes()) for name in FILES] == [
        sha256((exported / name).read_bytes()) for name in FILES
    ]


def test_eight_bits_say_nearly_what_torch_says(trained: Path, encoder: Encoder, exported: Path) -> None:
    bert = BertModel.from_pretrained(trained, add_pooling_layer=False, hidden_act="gelu_pytorch_tanh").eval()
    tensors = {name: tensor.numpy() for name, tensor in bert.state_dict().items()}
    in_32_bits = Bert(tensors, 2, 4, bert.config.layer_norm_eps).network(Exact()).SerializeToString()
    for words, vectors in zip(SENTENCES, encoder(SENTENCES), strict=True):
        [exact] = _encoder(in_32_bits, exported)([words])
        assert np.linalg.norm(vectors - exact) < 0.1 * np.linalg.norm(exact)
    ids = [[0, 5, 77, 4_000, 2]]
    with torch.no_grad():
        by_torch = bert(torch.tensor(ids)).last_hidden_state.numpy()
    given = inputs(ids, [range(len(ids[0]))])
    [by_onnx] = _encoder(in_32_bits, exported)._session.run(None, given)
    np.testing.assert_allclose(by_onnx, by_torch[0], atol=1e-4)


def test_a_channel_that_stands_out_leaves_the_others_their_steps() -> None:
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(100, 64)).astype(np.float32)
    weight = chance.normal(size=(16, 64)).astype(np.float32)
    vectors[:, 3] *= 100
    weight[:, 3] /= 100
    graph = Graph()
    ranges = [(vectors.min(axis=0), vectors.max(axis=0))]
    result = Int8(ranges).product(graph, "vectors", weight, np.zeros(16, np.float32))
    network = graph.model({"vectors": (TensorProto.FLOAT, ["rows", 64])}, [result])
    [product] = InferenceSession(network.SerializeToString()).run(None, {"vectors": vectors})
    exact = vectors @ weight.T
    assert np.linalg.norm(product - exact) < 0.1 * np.linalg.norm(exact)


def test_a_sentence_has_the_same_bytes_in_hundreds_of_batches(encoder: Encoder) -> None:
    alone = [encoder([words])[0].tobytes() for words in SENTENCES]
    chance = random.Random(5)
    for _ in range(300):
        batch = chance.choices(range(len(SENTENCES)), k=chance.randint(2, 16))
        together = encoder([SENTENCES[place] for place in batch])
        assert [vectors.tobytes() for vectors in together] == [alone[place] for place in batch]


def test_a_word_that_fills_windows_has_one_vector_and_no_words_have_none(encoder: Encoder) -> None:
    long_word = "Donaudampfschiff" * 12
    sentence = ["Die", *["neue"] * 50, long_word]
    alone = encoder([sentence])[0]
    assert alone.shape == (52, encoder.size)
    nothing, beside = encoder([[], sentence])
    assert nothing.shape == (0, encoder.size)
    assert beside.tobytes() == alone.tobytes()


def test_the_inputs_of_two_sequences_of_one_width() -> None:
    given = inputs([[0, 7, 8, 2], [0, 9, 2]], [[1, 2], [1]])
    nothing = [-1] * 4
    assert {name: value.tolist() for name, value in given.items()} == {
        "ids": [0, 7, 8, 2, 0, 9, 2],
        "rows": [[0, 1, 2, 3, *nothing], [4, 5, 6, -1, *nothing]],
        "cells": [0, 1, 2, 3, 8, 9, 10],
        "words": [1, 2, 5],
    }


def test_a_network_of_another_format_is_refused(exported: Path) -> None:
    network = onnx.load_from_string((exported / ENCODER).read_bytes())
    network.graph.input[1].name = "mask"
    for node in network.graph.node:
        node.input[:] = ["mask" if name == "rows" else name for name in node.input]
    with pytest.raises(
        ConfigError, match=r"encoder.onnx: exported by another version .* ids, mask, .* again"
    ):
        _encoder(network.SerializeToString(), exported)


def _gelu_by_tanh(config: dict[str, object]) -> None:
    config["hidden_act"] = "gelu_new"


def _relative_positions(config: dict[str, object]) -> None:
    config["position_embedding_type"] = "relative_key"


@pytest.mark.parametrize("change", [_gelu_by_tanh, _relative_positions])
def test_a_network_that_is_built_otherwise_is_refused(
    trained: Path, tmp_path: Path, change: Callable[[dict[str, object]], None]
) -> None:
    source = Path(shutil.copytree(trained, tmp_path / "source"))
    config = json.loads((source / "config.json").read_text())
    change(config)
    (source / "config.json").write_text(json.dumps(config))
    with pytest.raises(ConfigError, match=r"config.json: .* only gelu with absolute positions"):
        export(source, tmp_path / "out")
    assert not (tmp_path / "out").exists()


RUNS = {
    "nothing to read": ([], []),
    "what is of one width is read together, the narrowest first": ([11, 3, 8, 9], [[1, 2], [0, 3]]),
    "a full run is followed by another": ([10, 9, 16, 12], [[0, 1], [2], [3]]),
    "what is longer than a run has its own": ([40, 40], [[0], [1]]),
}


@pytest.mark.parametrize(("lengths", "expected"), RUNS.values(), ids=RUNS)
def test_sequences_of_one_width_share_a_run(lengths: list[int], expected: list[list[int]]) -> None:
    assert list(runs(lengths, budget=20)) == expected
