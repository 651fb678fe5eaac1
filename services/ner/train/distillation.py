"""Several teachers → what one student learns: the mean of their probabilities (Hinton et al. 2015).

A student reads as fast as one teacher and nearly as well as all of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from services.ner.train.corpora import Sentence
from services.ner.train.examples import Example, Pieces, batches
from services.ner.train.labels import TAGS, name_tag
from services.ner.train.network import Network, read_network
from services.ner.weights import TOKENIZER

GOLD = 0.7  # how much people's tags count against the teachers', where there are any
ONE_IN_CAPITALS = 12  # sentences of which one is learnt in capitals, too: headlines
READ_AT_ONCE = 2_000  # pieces


def opinion(teacher: Path, sentences: Sequence[Sentence]) -> torch.Tensor:
    """Probabilities of the student's tags, shape (all words, tags); zeros where a sentence is too long."""
    network = read_network(teacher)
    pieces = Pieces(Tokenizer.from_file(str(teacher / TOKENIZER)))
    found = [torch.zeros(len(sentence.words), len(TAGS)) for sentence in sentences]
    examples = [(place, pieces.example(sentence)) for place, sentence in enumerate(sentences)]
    order = [(place, example) for place, example in examples if example is not None]
    order.sort(key=lambda item: len(item[1].ids))
    read = _read(network, [example for _, example in order])
    for (place, _), rows in zip(order, read, strict=True):
        found[place] = rows
    return torch.cat(found)


def _read(network: Network, ordered: Sequence[Example]) -> Iterator[torch.Tensor]:
    merge = _merge(network.tags)
    with torch.inference_mode():
        for batch in batches(ordered, None, READ_AT_ONCE):
            yield from torch.split(network(batch).softmax(-1) @ merge, batch.sizes)


def _merge(tags: Sequence[str]) -> torch.Tensor:
    """(teacher's tags, student's tags): derivations and parts of words are no names."""
    merge = torch.zeros(len(tags), len(TAGS))
    for row, tag in enumerate(tags):
        merge[row, TAGS.index(name_tag(tag))] = 1
    return merge


def lessons(sentences: Sequence[Sentence], opinions: Sequence[torch.Tensor], pieces: Pieces) -> list[Example]:
    """Examples whose targets are the teachers' mean, and people's tags where there are any.

    One in `ONE_IN_CAPITALS` is there in capitals, too, with the tags that it has without.
    """
    sizes = [len(sentence.words) for sentence in sentences]
    mean = torch.split(torch.stack(list(opinions)).mean(0), sizes)
    targets = [_target(sentence, rows) for sentence, rows in zip(sentences, mean, strict=True)]
    taught = [*zip(sentences, targets, strict=True)]
    taught += [(_in_capitals(sentence), target) for sentence, target in taught[::ONE_IN_CAPITALS]]
    made = [(pieces.example(sentence), target) for sentence, target in taught]
    return [replace(example, target=target) for example, target in made if example is not None]


def _in_capitals(sentence: Sentence) -> Sentence:
    return replace(sentence, words=tuple(word.upper() for word in sentence.words))


def _target(sentence: Sentence, mean: torch.Tensor) -> torch.Tensor:
    if sentence.tags is None:
        return mean
    gold = torch.zeros_like(mean)
    for word, tag in enumerate(sentence.tags):
        gold[word, TAGS.index(name_tag(tag))] = 1
    return GOLD * gold + (1 - GOLD) * mean


def student_of(teacher: Path) -> Network:
    """A network that begins where this teacher has arrived, with the student's tags."""
    taught = read_network(teacher)
    student = Network(teacher, TAGS)
    rows = [taught.tags.index(tag) for tag in TAGS]
    student.linear.load_state_dict(
        {"weight": taught.linear.weight.data[rows], "bias": taught.linear.bias.data[rows]}
    )
    return student


def average(students: Sequence[Path]) -> Network:
    """One network with the mean of their weights (Wortsman et al. 2022, Model soups)."""
    networks = [read_network(folder) for folder in students]
    mean = networks[0]
    with torch.no_grad():
        for name, parameter in mean.named_parameters():
            same = [dict(network.named_parameters())[name] for network in networks]
            parameter.copy_(torch.stack([other.data for other in same]).mean(0))
    return mean
