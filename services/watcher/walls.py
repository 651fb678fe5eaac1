"""Pages that show a wall instead of their article."""

import re

from shared.events import Wall

SHORT = 1_500
"""Characters. A longer text is the article, whatever is offered below it."""
PAYWALL = re.compile(
    r"(?:jetzt|hier|gratis|digital)\s+(?:abonnieren|testen\b)|abonnent(?:en|innen)|bereits\s+(?:ein\s+abo|abonn)"
    r"|(?:um|für)\s+(?:den|diesen)\s+(?:ganzen\s+|vollständigen\s+)?(?:artikel|beitrag|text)\s+(?:zu\s+lesen|weiter)"
    r"|weiterlesen\s+mit\b|mit\s+(?:plus|\w+\s?\+|premium)[\w\s-]{0,20}weiterlesen|artikel\s+freischalten"
    r"|probe(?:abo|monat)|abo\s+(?:abschließen|kaufen)|nur\s+(?:für|mit)\s+(?:\w+\s?)?(?:abo|plus\b|premium)",
    re.IGNORECASE,
)
COOKIES = re.compile(
    r"(?:mit|ohne)\s+werbung\s+(?:und\s+tracking\s+)?(?:weiter)?lesen|contentpass|pur[- ]abo"
    r"|(?:alle\s+)?(?:cookies\s+)?akzeptieren|zustimmen\s+(?:und|&)\s+weiter|ihre\s+(?:einwilligung|zustimmung)"
    r"|(?:wir|unsere\s+partner)[^.]{0,60}\b(?:cookies|informationen\s+auf\s+(?:einem|ihrem)\s+gerät)",
    re.IGNORECASE,
)
NEWSLETTER = re.compile(r"newsletter|whatsapp", re.IGNORECASE)
"""In a sentence that offers it, "jetzt abonnieren" is no wall."""
CONSENT_PAGE = re.compile(
    r"//(?:consent|cmp|zustimmung)\.|/(?:zustimmung|consent|cookie-?wall|privacy-?wall)\b", re.IGNORECASE
)


def wall_before(text: str, url: str, *, free: bool) -> Wall:
    """`text` is what can be read at `url`, where the redirects ended; `free` is what the page declares."""
    if CONSENT_PAGE.search(url):
        return Wall.COOKIES
    if not free:
        return Wall.PAY
    if len(text) < SHORT:
        text = ". ".join(part for part in re.split(r"[.!?\n]+", text) if not NEWSLETTER.search(part))
        if PAYWALL.search(text):
            return Wall.PAY
        if COOKIES.search(text):
            return Wall.COOKIES
    return Wall.NONE
