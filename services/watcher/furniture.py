"""What German papers put between the paragraphs of an article: links to others, offers, pictures' credits."""

import re

LONGEST = 300
"""Characters. A longer paragraph is the article's, whatever it begins with."""
LINKS = (
    r"lesen sie (?:auch|hier|mehr|dazu|jetzt)\b|mehr (?:dazu|zum thema|nachrichten|aus dem ressort)\b",
    r"(?:das könnte sie (?:auch )?interessieren|auch interessant|siehe auch|passend dazu)\b|weiterlesen\W*$",
    r"weitere (?:artikel|nachrichten|themen|meldungen)\b|meistgelesen\b|alle (?:entwicklungen|infos) im\b",
    r"(?:(?:im )?video|podcast|lesetipp|surftipp|zum thema|themen|schlagworte|tags) ?:",
    r"(?:über )?dieses thema (?:berichteten?|im programm)\b",
    r"mehr lesen\W*$|verwendete quellen\b|loading\W*$",
    r"(?:der (?:beitrag|artikel)|the post) .{1,160} (?:erschien zuerst (?:auf|bei|in)|appeared first on)\b",
    r"hier (?:geht es|gelangen sie|finden sie) (?:zu|alle|weitere|inhalte|mehr)\b",
)
OFFERS = (
    r".{0,200}\b(?:newsletter|whatsapp-kanal|push-nachrichten)\b.{0,120}"
    r"\b(?:abonnieren|anmelden|bestellen|kostenlos(?:en)?|gratis|registrieren|folgen)\b",
    r".{0,160}\b(?:abonnieren|bestellen) sie\b.{0,80}\b(?:newsletter|kanal)\b",
    r".{0,80}\bfolgen sie uns\b.{0,40}\b(?:whatsapp|instagram|facebook|google news|telegram)\b",
    r"jetzt (?:\w+ ){0,3}(?:abonnieren|anmelden|testen|laden|lesen)\W*$",
)
OUTSIDE = (
    r"empfohlener redaktioneller inhalt|externer inhalt\b|diese zusammenfassung wurde\b",
    r"an dieser stelle (?:finden sie|befindet sich|steht)\b|dieser inhalt (?:ist|wird|kann|stammt)\b",
    r"ich bin (?:damit )?einverstanden, dass\b",
    r"(?:wir benötigen|hierfür ist|dafür ist) ihre (?:zustimmung|einwilligung)\b",
)
MARKS = (
    r"(?:anzeige|werbung|advertisement|(?:artikel )?teilen|drucken|merken|nach oben|zurück|newsletter)\W*$",
    r"zur(?:ück zur)? (?:startseite|übersicht)\b|fehler (?:gefunden|entdeckt)\b|rechte am artikel\b",
    r"(?:stand|lesezeit|lesedauer|(?:zuletzt )?aktualisiert|veröffentlicht)(?: am)?\W{0,3}\d"
    r"[\d\W]{0,12}(?:\w{3,9} \d{4})?[\d\W]{0,12}(?:uhr|min\w*)?\W*$",
    r"\d+ kommentare?\W*$",
)
PICTURES = (
    r"(?:foto|bild|symbolbild|archivbild|grafik|bildquelle|quelle)s? ?:",
    r"(?:©|\(c\)) ?\w|picture[ -]alliance\b",
)
FURNITURE = re.compile(
    rf"[\W_]{{0,5}}(?:{'|'.join((*LINKS, *OFFERS, *OUTSIDE, *MARKS, *PICTURES))})", re.IGNORECASE
)


EMBEDDED = re.compile(rf"[\W_]{{0,5}}(?:{'|'.join(OUTSIDE)})", re.IGNORECASE)


def is_furniture(paragraph: str) -> bool:
    """Whether a paragraph does not belong to the article that it stands in."""
    return len(paragraph) <= LONGEST and FURNITURE.match(paragraph) is not None


def is_embedding(paragraph: str) -> bool:
    """Whether it asks for consent to something from elsewhere, below which the article goes on."""
    return EMBEDDED.match(paragraph) is not None
