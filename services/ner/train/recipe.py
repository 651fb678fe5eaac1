"""The stages of the recipe, in order. Each leaves a folder; one that lies there is not made again."""

import logging
import multiprocessing
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

import torch
from joblib import cpu_count
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from services.ner.train.backbone import write_backbone
from services.ner.train.calibration import calibrate
from services.ner.train.corpora import Sentence
from services.ner.train.distillation import GOLD, ONE_IN_CAPITALS, average, lessons, opinion, student_of
from services.ner.train.examples import Pieces
from services.ner.train.fine_tuning import CHECKPOINT, Settings, fine_tune, partial_loss, soft_loss
from services.ner.train.labels import TAGS, TEACHER_TAGS
from services.ner.train.material import Material
from services.ner.train.network import Network, read_network
from services.ner.weights import HEAD, LABELS, TOKENIZER, sha256
from shared.errors import BadInputError

log = logging.getLogger(__name__)
MARK = "recipe.sha256"
TEACHERS = (
    Settings(epochs=7, rate=3e-4, seed=1, decay=0.9, masked=0.1),
    Settings(epochs=7, rate=3e-4, seed=5, decay=0.9, masked=0.1),
    Settings(epochs=7, rate=4e-4, seed=6, decay=0.85, masked=0.2),
)
STUDENTS = (
    Settings(epochs=3, rate=2e-4, seed=3, decay=0.9, masked=0.1),
    Settings(epochs=3, rate=2e-4, seed=4, decay=0.9, masked=0.1),
)


@dataclass(frozen=True)
class Recipe:
    """`work` holds what is half done; `known` are teachers that others have trained, in the same format."""

    material: Material
    weights: Path
    work: Path
    known: Sequence[Path] = ()
    teachers: Sequence[Settings] = TEACHERS
    students: Sequence[Settings] = STUDENTS

    def claim(self) -> None:
        """Mark `work` as this recipe's. Raises BadInputError where another one has begun there."""
        mark = self.work / MARK
        if mark.exists() and mark.read_text(encoding="utf-8") != self._fingerprint:
            raise BadInputError(
                f"{self.work}: begun with other corpora, settings or teachers; name another folder with "
                "--work, or remove this one"
            )
        self.work.mkdir(parents=True, exist_ok=True)
        mark.write_text(self._fingerprint, encoding="utf-8")

    @cached_property
    def _fingerprint(self) -> str:
        known = [sha256((teacher / HEAD).read_bytes()) for teacher in self.known]
        material = replace(self.material, scored=Path(self.material.scored.name))
        settings = (self.teachers, self.students, GOLD, ONE_IN_CAPITALS)
        return sha256(repr((material, self.weights.name, known, settings)).encode())

    def backbone(self) -> Path:
        """The language model with its trimmed vocabulary."""

        def make(folder: Path) -> None:
            texts = (" ".join(sentence.words) for sentence in self.material.vocabulary)
            log.info("backbone: %d pieces kept", write_backbone(self.weights, texts, folder))

        return stage(self.work / "backbone", make)

    def taught(self) -> list[Path]:
        """The teachers, one a core at a time."""
        backbone = self.backbone()
        folders = [self.work / f"teacher-{settings.seed}" for settings in self.teachers]
        parallel(
            partial(teach, backbone, self.material.corpus, TEACHER_TAGS, settings, folder)
            for settings, folder in zip(self.teachers, folders, strict=True)
        )
        return folders

    def fine_tuned(self) -> Path:
        """One network that has learnt from people's tags alone, its scores calibrated."""

        def make(folder: Path) -> None:
            single = self.work / "single"
            teach(
                self.backbone(), [*self.material.corpus, *self.material.own], TAGS, self.teachers[0], single
            )
            self._calibrate(read_network(single), single, folder)

        return stage(self.work / "fine-tuned", make)

    def distilled(self) -> Path:
        """The students' mean, its scores calibrated: a folder that `services.ner.export` takes."""
        return stage(self.work / "student", self._distil)

    def _distil(self, folder: Path) -> None:
        teachers = self.taught()
        sentences = [*self.material.corpus, *self.material.own, *self.material.plain]
        asked = [*teachers, *self.known]
        files = [self.work / f"opinion-{place}.safetensors" for place in range(len(asked))]
        parallel(partial(ask, teacher, sentences, file) for teacher, file in zip(asked, files, strict=True))
        students = [self.work / f"student-{settings.seed}" for settings in self.students]
        parallel(
            partial(study, teachers[0], sentences, files, settings, student)
            for settings, student in zip(self.students, students, strict=True)
        )
        self._calibrate(average(students), students[0], folder)

    def _calibrate(self, network: Network, origin: Path, folder: Path) -> None:
        found = calibrate(network, _pieces(origin).examples(self.material.held_out, TAGS))
        log.info("calibration: temperature %.2f, expected error %.4f before, %.4f after", *found)
        shutil.copyfile(origin / TOKENIZER, folder / TOKENIZER)
        network.write(folder)


def stage(folder: Path, make: Callable[[Path], None]) -> Path:
    """Make a folder whole or not at all."""
    if not folder.exists():
        part = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        make(part)
        part.rename(folder)
    return folder


def parallel(jobs: Iterable[Callable[[], None]]) -> None:
    """One job a core, each a process with one thread: that is half as fast again as one after another."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cpu_count(), mp_context=context, initializer=_start) as pool:
        for done in [pool.submit(job) for job in jobs]:
            done.result()


def log_progress() -> None:
    """Plain lines on standard error: people read them."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", force=True)


def _start() -> None:
    torch.set_num_threads(1)
    log_progress()


def teach(
    backbone: Path, corpus: Sequence[Sentence], tags: Sequence[str], settings: Settings, folder: Path
) -> None:
    """Fine-tune the backbone on what people have tagged."""
    if not (folder / LABELS).exists():
        torch.manual_seed(settings.seed)
        network = Network(backbone, tags)
        examples = _pieces(backbone).examples(corpus, tags)
        _write(fine_tune(network, examples, partial_loss, settings, folder), backbone, folder)


def ask(teacher: Path, sentences: Sequence[Sentence], file: Path) -> None:
    """What a teacher thinks of every word, into a file."""
    if not file.exists():
        part = file.with_suffix(".part")
        save_file({"opinion": opinion(teacher, sentences)}, part)
        part.rename(file)
        log.info("%s: %d sentences read", teacher.name, len(sentences))


def study(
    teacher: Path, sentences: Sequence[Sentence], files: Sequence[Path], settings: Settings, folder: Path
) -> None:
    """Teach a student what the teachers think, beginning where the first of them has arrived."""
    if not (folder / LABELS).exists():
        opinions = [load_file(file)["opinion"] for file in files]
        examples = lessons(sentences, opinions, _pieces(teacher))
        _write(fine_tune(student_of(teacher), examples, soft_loss, settings, folder), teacher, folder)


def _pieces(folder: Path) -> Pieces:
    return Pieces(Tokenizer.from_file(str(folder / TOKENIZER)))


def _write(network: Network, origin: Path, folder: Path) -> None:
    shutil.copyfile(origin / TOKENIZER, folder / TOKENIZER)
    network.write(folder)
    (folder / CHECKPOINT).unlink()
