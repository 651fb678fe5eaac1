"""Which words of a sentence are finite verbs, as far as form and place tell."""

from collections.abc import Sequence

from services.ner.figures.german.tokens import Kind, Token
from services.ner.figures.german.words import FINITE_AUXILIARIES, FINITE_VERBS, PREPOSITIONS, word_set
from services.ner.figures.numbers.values import spelt

NO_VERBS = word_set("heute weitere letzten meisten ersten zweiten dritten nächsten besten")
NO_PREDICATES = word_set(
    """
    zusammen inzwischen draußen drinnen oben unten morgen worden werden haben müssen können sollen wollen
    """
)
NO_FINITE = PREPOSITIONS | NO_PREDICATES
NO_SECOND = NO_FINITE | {"nicht", "erst", "seit", "etwa", "selbst", "jetzt", "zuletzt"}
NO_VERB_BEFORE_SUBJECT = NO_SECOND | word_set(
    "samt statt laut jetzt fast sonst zuletzt dort überhaupt insgesamt zumeist gesamt mitsamt"
)
ENDINGS = ("t", "te", "en")
"""Of verbs in the third person."""


def opens(tokens: Sequence[Token], index: int) -> bool:
    """Whether any word has a capital here: at the beginning, and behind a mark other than a comma."""
    return index == 0 or (tokens[index - 1].kind is Kind.MARK and tokens[index - 1].text not in ",;")


def finite(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token is a finite verb, as far as its form tells."""
    word = tokens[index]
    noun = word.capital and not opens(tokens, index)  # "ums Leben"
    if word.lower in FINITE_VERBS and not noun:
        return True
    if not word.lower.endswith(ENDINGS):
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if _behind_counted(tokens, index) or _before_subject(tokens, index):
        return True
    ends = word.lower.endswith(("te", "ten")) and not word.capital and len(word.lower) > 5
    return ends and not (following and following.capital) and word.lower not in NO_VERBS


def described(tokens: Sequence[Token], index: int, last: int) -> bool:
    """Whether a word can belong to a description that ends at `last`: "nach Kursk entsandten"."""
    word = tokens[index]
    if word.kind is not Kind.WORD or word.lower in FINITE_AUXILIARIES:
        return False
    return index == last or not finite(tokens, index)  # a participle looks like a verb


def _behind_counted(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word can only be the verb of those counted right before it: "13.500 Häftlinge entkamen"."""
    word = tokens[index]
    form = word.kind is Kind.WORD and not word.capital and word.lower.endswith("en") and len(word.lower) > 4
    goes_on = index + 1 < len(tokens) and tokens[index + 1].kind is not Kind.MARK
    if not (form and goes_on and index) or word.lower in NO_FINITE:
        return False
    following = tokens[index + 1]
    if following.capital or following.lower in ("und", "oder"):
        return False
    if not tokens[index - 1].capital:
        return (
            counts(tokens[index - 1]) and following.lower in PREPOSITIONS
        )  # "50.000 protestieren in Gießen"
    return any(counts(tokens[at]) for at in (index - 2, index - 3) if at >= 0)


def _before_subject(tokens: Sequence[Token], index: int) -> bool:
    """Whether a noun follows that can only be its subject: "Zum Schutz Grönlands verlegt Dänemark …"."""
    word = tokens[index]
    if not 0 < index < len(tokens) - 1 or not word.lower.endswith("t") or word.lower.startswith("ge"):
        return False
    between = tokens[index - 1].capital and tokens[index + 1].capital and word.kind is Kind.WORD
    return between and not word.capital and len(word.lower) > 4 and word.lower not in NO_VERB_BEFORE_SUBJECT


def counts(token: Token) -> bool:
    """Whether a token is a number."""
    return token.kind is Kind.NUMBER or spelt(token.lower) is not None
