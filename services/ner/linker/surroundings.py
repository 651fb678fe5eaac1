"""Words beside a name that say whose it is, or that it is no person's."""

from services.ner.linker.names import keys_of

JUNIOR = keys_of("Jr jun junior Sr sen senior II III")
PREFIXES = keys_of("Ex Anti Pro Post Nicht Vor Nach Neo Alt Vize US")
FAMILY = keys_of(
    "Familie Clan Dynastie Ehepaar Eheleute Geschwister Brüder Gebrüder Ehefrau Gattin Witwe Tochter"
    " Sohn Bruder Schwester Mutter Vater First Lady Firma Konzern"
)
"""Before a family name these mean a relative."""
FIRMS = keys_of(
    "Tower Towers Hotels Organization Foundation Center Centre Institute University School Airport"
    " Library AG GmbH KG SE Inc Corp Corporation Group Holding Media Company Post Times Journal"
    " International Stock"
)
"""After a name, with a blank or a hyphen: what is called so, and is not them."""
MEMORIALS = FIRMS | keys_of(
    "Stiftung Zentrum Institut Universität Schule Platz Straße Allee Ufer Brücke Damm Haus Hotel Preis"
    " Kaserne Flughafen Bibliothek Gruppe Museum Klinik Werke Verlag Brauerei Bank"
)
"""The same after a hyphen."""
GOVERNMENTS = keys_of("Regierung Administration Kabinett Ära")
"""Before a name, or after it and a hyphen, these show that it is a leader's: "Kabinett Merz"."""
ARTICLES = keys_of("der die dem den des ein eine einem einen eines einer")
POLITICAL = ("politiker", "politikerin", "demokrat", "demokratin", "republikaner", "kandidat", "kandidatin")
PATRONYMICS = ("witsch", "wich", "vich", "owna", "ewna", "ovna", "evna")
