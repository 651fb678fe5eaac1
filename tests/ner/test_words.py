import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ner.words import words

SENTENCES = {
    "signs are words of their own": ("„Ja“, sagte er (leise).", "„ Ja “ , sagte er ( leise ) ."),
    "compounds are one word": ("Der US-Präsident und Kim Jong-un", "Der US-Präsident und Kim Jong-un"),
    "a compound with a quoted first part": ("der „Bild“-Bericht", "der „ Bild “ -Bericht"),
    "an elided second part keeps its hyphen": ("Außen- und Innenminister", "Außen- und Innenminister"),
    "ordinals keep their dot": ("Am 20. Januar um 12.30 Uhr", "Am 20. Januar um 12.30 Uhr"),
    "the last dot is a sign": ("Er kam 2024.", "Er kam 2024 ."),
    "abbreviations keep their dot": ("Dr. Li zahlte ca. 3 Mio. Euro", "Dr. Li zahlte ca. 3 Mio. Euro"),
    "initials keep their dot": ("J. D. Vance", "J. D. Vance"),
    "close abbreviations are one word": ("z.B. die U.S.A. heute", "z.B. die U.S.A. heute"),
    "numbers are one word": ("2.300 oder 5,5 Prozent", "2.300 oder 5,5 Prozent"),
    "dots are one sign": ("Und dann ... nichts", "Und dann ... nichts"),
    "apostrophes join": ("O'Brien und L’Aquila", "O'Brien und L’Aquila"),
    "a final apostrophe is a sign": ("Scholz’ Rede", "Scholz ’ Rede"),
    "addresses are one word": ("auf www.blatt.example/a?b=1 stand", "auf www.blatt.example/a?b=1 stand"),
    "soft hyphens vanish": ("Nord\u00adkorea", "Nordkorea"),
    "combined letters stay together": ("Mu\u0308ller kam", "Mu\u0308ller kam"),
}


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_a_sentence_is_cut_into_words(sentence: str, expected: str) -> None:
    assert [word.text for word in words(sentence)] == expected.split()


@given(st.text())
def test_words_lie_in_order_and_lose_only_what_is_invisible(sentence: str) -> None:
    position, seen = 0, ""
    for word in words(sentence):
        assert position <= word.start < word.end
        assert word.text
        assert not any(map(str.isspace, word.text))
        position = word.end
        seen += word.text
    assert [sign for sign in sentence if sign.isprintable() and not sign.isspace()] == [
        sign for sign in seen if sign.isprintable()
    ]
