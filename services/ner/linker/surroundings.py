"""Words beside a name that say whose it is, or that it is no person's."""

import re

from services.ner.linker.names import keys_of

JUNIOR = keys_of("Jr jun junior Sr sen senior II III Score")
"""After a name, with a blank or a hyphen, these tell of another who bears it: the Fico score is not his."""
NUMERAL = re.compile(r"[IVX]+")
EPITHETS = keys_of("Große Großen Heilige Heiligen Erste Ersten Zweite Zweiten Dritte Dritten")
"""After a name and "der", these tell of a ruler of old: "Leo der Große"."""
PREFIXES = keys_of("Ex Anti Pro Post Nicht Vor Nach Neo Alt Vize US")
FAMILY = keys_of(
    "Familie Clan Dynastie Ehepaar Eheleute Geschwister Brüder Gebrüder Ehefrau Gattin Witwe Tochter"
    " Sohn Bruder Schwester Mutter Vater Enkel Enkelin Neffe Nichte Cousin Cousine First Lady"
)
"""Before a family name these mean a relative."""
KIN = ("sohn", "tochter", "bruder", "schwester", "frau", "enkel", "enkelin", "neffe", "nichte", "cousin")
"""Endings of words that before "von" and a name mean somebody else, a relative."""
TRADES = keys_of(
    "Firma Konzern Unternehmen Familienunternehmen Hersteller Ausrüster Sportartikelhersteller Marke"
    " Sportmarke Modemarke Modehaus Autohaus Bäckerei Metzgerei Brauerei Druckerei Gärtnerei Spedition"
    " Reederei Kanzlei Weingut Hotel Gasthof Restaurant Café Apotheke Möbelhaus Baufirma"
)
"""Before a name these mean a firm."""
WARES = ("trikot", "trikots", "kleidung")
"""Endings of words that, with "von" before a name, mean a firm, too."""
ADDRESSES = {"frau": True, "herr": False, "herrn": False}
"""Whether a woman is addressed so."""
POSSESSIVES = keys_of("sein seine seinem seinen seiner ihr ihre ihrem ihren ihrer dessen deren")
FIRMS = keys_of(
    "Tower Towers Hotels Organization Foundation Center Centre Institute University School Airport"
    " Library AG GmbH KG SE Inc Corp Corporation Group Holding Media Company Post Times Journal"
    " International Stock"
)
"""After a name, with a blank or a hyphen: what is called so, and is not them."""
MEMORIALS = FIRMS | keys_of(
    "Stiftung Zentrum Institut Universität Schule Platz Straße Allee Ufer Brücke Damm Haus Hotel Preis"
    " Turm Kaserne Flughafen Bibliothek Gruppe Museum Klinik Werke Verlag Brauerei Bank"
)
"""The same after a hyphen."""
GOVERNMENTS = keys_of("Regierung Administration Kabinett Ära")
"""Before a name, or after it and a hyphen, these show that it is a leader's: "Kabinett Merz"."""
DEFINITE = keys_of("der die dem den des vom beim")
ARTICLES = keys_of("der die das dem den des ein eine einem einen eines einer")
POLITICAL = ("politiker", "politikerin", "demokrat", "demokratin", "republikaner", "kandidat", "kandidatin")
PATRONYMICS = ("witsch", "wich", "vich", "owna", "ewna", "ovna", "evna")
