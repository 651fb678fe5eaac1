"""What German papers put between the paragraphs of an article: links to others, offers, pictures' credits.

A line of furniture that is kept does little harm, a sentence of the article that is dropped does a lot.
So each pattern asks for what no sentence has: a colon behind the label, the end of the line, or words to the
reader.
"""

import re

LONGEST = 300
"""Characters. A longer paragraph is the article's, whatever it begins with."""
QUOTED = r"[„“\"‚]|[»«][^»«]*[»«]"
START = rf"(?!\W*?(?:{QUOTED}))[\W_]{{0,5}}"
"""Arrows and brackets; a paragraph that begins with a quotation is what somebody says."""
YOU = r"(?-i:Sie)\b"
"""The reader, not them."""
END = r"(?=\W*$| ?:)"
UNSAID = (
    r"(?!.*(?:[“”\"«],|[,“”\"«!?]\s*(?:so|heißt|hieß|sag(?:t|te|ten)|erklär\w+|teilt\w*|mein\w+|betont\w*"
    r"|forder\w+|rief|riefen|schr(?:ei|ie)b\w*|warn\w+|berichtet\w*|meldet\w*|versicher\w+)\b))"
)
"""Nobody's words: "Lesen Sie mehr, sagte der Minister"."""
PLACE = r"(?: (?:aus|zu|zum|zur|über|im|in|auf)(?: (?:der|dem|den|die))?)?(?: (?-i:[„A-ZÄÖÜ])\S*)?\W*$"
"""What a heading may go on with: "aus der Region", "zum Krieg", "Nordkorea"."""
ONE = r"(?!.*\w{3}\. (?-i:[„A-ZÄÖÜ]))"
"""A sentence at most: one more may be the article's, put into one line with the furniture."""
LISTED = (
    r"(?:\S*ticker|\S*blog|\S*überblick|übersicht|startseite|podcasts?|video|artikel|beitrag|newsletter"
    r"|nachrichten|meldungen)\b"
)
LINKS = (
    rf"lesen {YOU}(?: (?:auch|hier|mehr|dazu|jetzt))+ ?[:|>–]",
    rf"lesen {YOU} (?:auch|hier|mehr|dazu|jetzt)\b{UNSAID}",
    rf"mehr (?:dazu|zum thema|nachrichten|aus dem ressort)(?:{END}|{PLACE})",
    rf"mehr (?:dazu|zum thema) (?:lesen|finden|erfahren|hören|sehen) {YOU}{UNSAID}",
    rf"mehr dazu (?:hier|(?:auf|in|im) .{{0,30}}{LISTED})\W*$",
    rf"das könnte {YOU} (?:auch )?interessieren(?:{END}| (?-i:[„\dA-ZÄÖÜ]))",
    rf"(?:auch interessant|siehe auch|passend dazu|meistgelesen|verwendete quellen){END}",
    rf"weitere (?:artikel|nachrichten|themen|meldungen)(?:{END}|{PLACE})",
    rf"alle (?:entwicklungen|infos) im .{{0,40}}{LISTED}\W*$",
    r"(?:(?:im )?video|podcast|lesetipp|surftipp|zum thema|themen|schlagworte|tags) ?:",
    r"(?:über )?dieses thema berichteten? .{1,120}\bum \d{1,2}[.:]\d\d uhr",
    rf"dieses thema im programm{END}|(?:mehr lesen|weiterlesen|loading)\W*$",
    r"(?:der (?:beitrag|artikel)|the post) (?-i:(?![a-zäöü])).{1,160}"
    r" (?:erschien zuerst (?:auf|bei)|appeared first on)(?! \w*(?:isch|deutsch)\b)(?: \S+){1,4}$",
    rf"hier (?:geht es|gelangen {YOU}|finden {YOU}) zu[mr]?\b.{{0,60}}\b{LISTED}{UNSAID}",
    rf"hier finden {YOU} (?:alle|weitere|inhalte|mehr)\b{UNSAID}",
)
SUBSCRIBE = r"abonnieren|anmelden|bestellen|registrieren"
LETTER = r"\b(?:newsletter|whatsapp-kanal|push-nachrichten)\b"
OFFERS = (
    r"(?:.{0,160}[.!?:|–] )?(?:jetzt|hier) (?:[\w-]*newsletter|kostenlos|gratis|für|den|die|zum|unser\w*)\b"
    rf".{{0,80}}{LETTER}.{{0,80}}\b(?:{SUBSCRIBE}|folgen)\W*$",
    rf".{{0,160}}\bkönnen {YOU}.{{0,80}}{LETTER}.{{0,80}}\b(?:{SUBSCRIBE})\b{UNSAID}",
    rf".{{0,120}}\bunser\w* (?:[\w-]+ ){{0,3}}[\w-]*{LETTER}"
    rf".{{0,80}}\b(?:{SUBSCRIBE}|kostenlos(?:en)?|gratis)\b{UNSAID}",
    rf".{{0,160}}\b(?:{SUBSCRIBE}|melden|folgen) {YOU}"
    rf".{{0,80}}\b(?:newsletter|\S*kanal|push-nachrichten)\b{UNSAID}",
    rf".{{0,80}}\bfolgen {YOU} uns\b.{{0,40}}\b(?:whatsapp|instagram|facebook|google news|telegram)\b",
    r"jetzt (?:(?:kostenlos|gratis|weiter|hier|mehr|dazu|alles|direkt|den|die|das|unser\w*|artikel|newsletter"
    r"|abo|podcast|\S*app) ){0,3}(?:abonnieren|anmelden|testen|laden|lesen)\W*$",
)
OUTSIDE = (
    r"empfohlener redaktioneller inhalt|externer inhalt\b|diese zusammenfassung wurde\b",
    r"an dieser stelle (?:finden sie|befindet sich|steht)\b|dieser inhalt (?:ist|wird|kann|stammt)\b",
    r"ich bin (?:damit )?einverstanden, dass\b",
    r"(?:wir benötigen|hierfür ist|dafür ist) ihre (?:zustimmung|einwilligung)\b",
)
FROM_OUTSIDE = re.compile(
    r"redaktionell\w* inhalt|\bexterne[nrs]? inhalte?\W*(?:$|\bvon\b|\bangezeigt)|ausgewählter inhalt"
    r"|von (?:der|unserer) redaktion|\b(?:cookies|angezeigt|anzuzeigen|anzeigen|geladen|dargestellt"
    r"|eingebunden\w*|eingebettet\w*|verfügbar)\b|\bki\b|künstlicher intelligenz",
    re.IGNORECASE,
)
"""What such a paragraph is about: something that the page would show, or a program that wrote it."""
MARKS = (
    r"(?:anzeige|werbung|advertisement|(?:artikel )?teilen|drucken|merken|nach oben|zurück|newsletter)\W*$",
    r"zur(?:ück zur)? (?:startseite|übersicht)\W*$",
    r"fehler (?:gefunden|entdeckt)(?:\W*$|\? (?:jetzt|hier|schreiben|melden)\b)",
    rf"rechte am artikel (?:können {YOU}|erwerben|kaufen)",
    r"(?:stand|lesezeit|lesedauer|(?:zuletzt )?aktualisiert|veröffentlicht)(?: am)?\W{0,3}\d"
    r"[\d\W]{0,12}(?:\w{3,9} \d{4})?[\d\W]{0,12}(?:uhr|min(?:uten?)?)?\W*$",
    r"\d+ kommentare?\W*$",
)
NO_PROSE = (
    r"(?:picture|alliance|images?|photos?|press|privat|stock|bild|archiv|nachrichtenagentur|und|von|via"
    r"|ap|dpa|afp|apa|epa|epd|kna|rtr|sda|dts)\b"
)
CREDIT = (
    rf"(?=.{{0,120}}$)(?!.*(?<![\w./@-])(?!{NO_PROSE})(?-i:[a-zäöüß]{{2,}})(?![\w/@-]|\.\w))"
    r"(?!.*(?<![\w.:/-])(?!(?:19|20)\d\d\b)\d)"
    r"(?!.*\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dutzend\w*|hundert\w*|tausend\w*)\b)"
)
"""Names, agencies and years: no word that makes a sentence, and no other number."""
PICTURES = (
    rf"(?:foto|bild|symbolbild|archivbild|grafik|bildquelle|quelle)s? ?:{CREDIT}",
    rf"(?:©|\(c\)) ?\w{CREDIT}|picture[ -]alliance\b{CREDIT}",
)
FURNITURE = re.compile(
    rf"{START}(?:{ONE}(?:{'|'.join((*LINKS, *OFFERS))})|{'|'.join((*MARKS, *PICTURES))})", re.IGNORECASE
)
EMBEDDED = re.compile(rf"[\W_]{{0,5}}(?:{'|'.join(OUTSIDE)})", re.IGNORECASE)


def is_furniture(paragraph: str) -> bool:
    """Whether a paragraph does not belong to the article that it stands in."""
    if len(paragraph) > LONGEST:
        return False
    asks = is_embedding(paragraph) and FROM_OUTSIDE.search(paragraph)
    return bool(asks or FURNITURE.match(paragraph))


def is_embedding(paragraph: str) -> bool:
    """Whether it asks for consent to something from elsewhere, below which the article goes on."""
    return EMBEDDED.match(paragraph) is not None
