"""A network of a few thousand weights, and corpora of our own that it can learn in a second."""

import gzip
import json
from pathlib import Path

from transformers import BertConfig, BertModel

from services.ner.train.backbone import tokenizer
from services.ner.train.corpora import Sentence
from services.ner.weights import TOKENIZER

PIECES = [
    *("<s>", "<pad>", "</s>", "<unk>", "▁Anna", "▁Berg", "▁reist"),
    *("▁nach", "▁Kiel", "▁und", "▁Bonn", "▁.", "▁kiel", "er"),
]
ANNA = Sentence(("Anna", "Berg", "reist", "nach", "Kiel", "."), ("B-PER", "E-PER", "O", "O", "S-LOC", "O"))
KIELER = Sentence(("Kieler", "und", "Bonn"), ("deriv", "O", "S-LOC"), complete=True)
GERMEVAL = """#\tour own words
1\tAnna\tB-PER\tO
2\tBerg\tI-PER\tO
3\treist\tO\tO
4\tnach\tO\tO
5\tKiel\tB-LOC\tO
6\t.\tO\tO

1\tKieler\tB-LOCderiv\tO
2\tund\tO\tO
3\tBonn\tB-LOC\tO

"""


def backbone(folder: Path) -> Path:
    """A BERT with random weights (two layers of 24) and a vocabulary of a dozen pieces."""
    folder.mkdir(parents=True)
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=64,
        pad_token_id=1,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    tokenizer([(piece, -float(place)) for place, piece in enumerate(PIECES)]).save(str(folder / TOKENIZER))
    return folder


def corpora(folder: Path, repeated: int = 40) -> Path:
    """The files that the recipe reads offline, with the same sentences over and over."""
    folder.mkdir(parents=True)
    (folder / "germeval2014-test.tsv").write_text(GERMEVAL * repeated, encoding="utf-8")
    (folder / "germeval2014-dev.tsv").write_text("1\tBonn\tB-LOC\tO\n2\t.\tO\tO\n\n", encoding="utf-8")
    for part in ("train", "test"):
        with gzip.open(folder / f"smartdata-v1-{part}.json.gz", "wt", encoding="utf-8") as file:
            for text in ("Anna Berg reist nach Bonn. Anna Berg reist und reist nach Kiel.", "Kiel"):
                file.write(json.dumps({"text": {"string": text}}, indent=1) + "\n")
    with gzip.open(folder / "wikiann-de-train.txt.gz", "wt", encoding="utf-8") as file:
        file.write("de:Anna\tB-PER\nde:Berg\tI-PER\nde:nach\tO\nde:Bonn\tB-LOC\n\n")
    return folder
