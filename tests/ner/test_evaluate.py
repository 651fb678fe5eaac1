"""How well a model reads marked sentences."""

from pathlib import Path

import pytest

from services.ner.evaluate import evaluate


def test_sentences_of_ones_own_are_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.txt"
    path.write_text(
        "# two of three\n[Olaf Scholz|PER] reist nach [Kiew|LOC].\nDer [Hund|ORG] bellt.\n", encoding="utf-8"
    )
    evaluate(path, None)
    rows = [row.replace("│", " ").split() for row in capsys.readouterr().out.splitlines()]
    assert ["PER", "1.0000", "1.0000", "1.0000", "1"] in rows
    assert ["all", "1.0000", "0.6667", "0.8000", "3"] in rows
    assert any(row[:2] == ["2", "sentences"] for row in rows)
