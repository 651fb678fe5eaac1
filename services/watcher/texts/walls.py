"""Pages that show a wall instead of their article.

News has a wall's words, too: a peace that nobody will accept, a channel's subscribers. So a wall is known by
phrases that only walls have, by lines that are buttons, or by its words in a sentence to the reader.
"""

import re
from collections.abc import Callable

from shared.events import Wall

SHORT = 1_500
"""Characters. A longer text is the article, whatever is offered below it."""
ARTICLE = r"(?:artikel|beitrag|text|inhalt)\w*"
OFFERED = r"(?:jetzt|hier|gratis|digital|kostenlos|sofort|direkt|unverbindlich)"
PAY_PHRASES = (
    rf"(?:um|für) (?:den|diesen) (?:ganzen |vollständigen )?{ARTICLE} (?:zu lesen|weiter)",
    rf"(?:diese[nrs]?|de[nr]|ganzen|vollständigen) {ARTICLE} (?:ist|lesen|gibt es|steht)\b.{{0,40}}"
    r"(?:\babo\b|abonnent|abonnement|premium|\bplus\b|\w\+)",
    r"\bweiterlesen mit\b|mit (?:plus|\w+ ?\+|premium)[\w\s-]{0,20}weiterlesen|\bum weiterzulesen\b",
    rf"{ARTICLE} freischalten|jederzeit kündbar|\b(?-i:Sie) (?:möchten|wollen) .{{0,20}}weiterlesen",
    r"(?:zugang|zugriff) (?:zu|auf) (?:allen?|sämtlichen?) .{0,20}(?:artikel|beiträge|inhalte)",
    r"\bsie (?:haben|sind) (?:bereits|schon) (?:ein \w*abo|abonn|registriert)",
    r"(?:für|ab) (?:nur )?\d[\d,]* ?(?:€|euro)(?: (?:im|pro) \w+)? (?:testen|lesen|weiterlesen)",
    r"\b(?:für|exklusiv für|nur für) unsere \w*abonnent",
)
PAY_BUTTONS = (
    rf"(?:{OFFERED} |\d+ (?:tage|wochen|monate?) ){{1,4}}(?:abonnieren|testen|weiterlesen)(?:$| und\b)",
    r"bereits (?:abonnent|abonniert|ein \w*abo)\w*\b.{0,20}$",
    r"(?:exklusiv|nur) (?:für|mit) (?:\w+ )?(?:\w*abonnent\w*|abo|plus|premium)(?:\W?\w+){0,2}$",
    r"(?:probe|\w*-)?abo(?:nnement)? (?:abschließen|kaufen|wählen|testen)$",
)
PAY_WORDS = r"abonnent(?:en|innen)|abonnieren|(?<!pur[- ])\babo\b|probe(?:abo|monat)|freischalten"
COOKIE_PHRASES = (
    r"\bcookies? (?:\w+ ){0,2}(?:akzeptieren|zulassen|erlauben|ablehnen|zustimmen)\b",
    r"\bmit werbung (?:und (?:\w+ )?tracking )?weiterlesen|contentpass",
)
COOKIE_BUTTONS = (
    r"(?:alle[ns]? )?(?:akzeptieren|zustimmen)(?: (?:und|&) (?:weiter\w*|schließen|fortfahren))?$",
    r"(?:mit|ohne) werbung (?:und (?:\w+ )?tracking )?(?:weiter)?lesen(?:$| ?[:–-])",
)
COOKIE_WORDS = (
    r"\b(?:verwende|nutze|setze|speicher|verarbeite)\w*\b.{0,60}\b(?:cookies|informationen auf \w+ gerät)"
    r"|pur[- ]abo|\b(?-i:Ihre[rn]?) (?:einwilligung|zustimmung)\b.{0,80}"
    r"\b(?:cookies|tracking|daten\b|datenschutz|werbung|inhalt|fortzufahren)"
)
READER = re.compile(r"(?<=[a-zäöüß,:;] )(?:Sie|Ihr(?:e[mnrs]?)?)\b")
US = re.compile(rf"{READER.pattern}|\b(?:[Ww]ir|[Uu]nsere?[mnrs]?)\b")
QUOTATION = re.compile(r"[„“”»«\"]")
NEWSLETTER = re.compile(r"newsletter|whatsapp", re.IGNORECASE)
"""In a sentence that offers it, "jetzt abonnieren" is no wall."""
CONSENT_PAGE = re.compile(
    r"//(?:consent|cmp|zustimmung)\.|/(?:zustimmung|consent|cookie-?wall|privacy-?wall)\b", re.IGNORECASE
)


def _known_by(
    phrases: tuple[str, ...], buttons: tuple[str, ...], words: str, speaks: re.Pattern[str]
) -> Callable[[str], bool]:
    """Whether a sentence is a wall's."""
    clear = re.compile("|".join((*phrases, rf"^\W*(?:{'|'.join(buttons)})")), re.IGNORECASE)
    word = re.compile(words, re.IGNORECASE)

    def known(sentence: str) -> bool:
        said = QUOTATION.search(sentence) or not speaks.search(sentence)
        return bool(clear.search(sentence) or (word.search(sentence) and not said))

    return known


_sells = _known_by(PAY_PHRASES, PAY_BUTTONS, PAY_WORDS, READER)
_asks = _known_by(COOKIE_PHRASES, COOKIE_BUTTONS, COOKIE_WORDS, US)


def sells(text: str) -> bool:
    """Whether some sentence of it is a paywall's."""
    return any(map(_sells, _sentences(text)))


def wall_before(text: str, url: str, *, free: bool) -> Wall:
    """`text` is what can be read at `url`, where the redirects ended; `free` is what the page declares."""
    if CONSENT_PAGE.search(url):
        return Wall.COOKIES
    if not free:
        return Wall.PAY
    if len(text) < SHORT:
        if sells(text):
            return Wall.PAY
        if any(map(_asks, _sentences(text))):
            return Wall.COOKIES
    return Wall.NONE


def _sentences(text: str) -> list[str]:
    parts = (" ".join(part.split()) for part in re.split(r"[.!?]+(?!\w)|\n+", text))
    return [part for part in parts if not NEWSLETTER.search(part)]
