"""Which agency does an article credit? As German papers write it, and as they write other things."""

import pytest

from services.watcher.texts.credits import agencies

BODY = (
    "Titel der Meldung\n\n{}Das Ministerium teilte am Montag mit, dass Soldaten eintreffen.\n\nEs sind 300.{}"
)

DATELINES = [
    ("Berlin (dpa) - ", {"dpa"}),
    ("Kiew/Moskau (dpa/AFP) – ", {"dpa", "afp"}),
    ("BERLIN (dpa-AFX) - ", {"dpa"}),
    ("Wien/Kiew (APA/dpa/Reuters) - ", {"apa", "dpa", "reuters"}),
    ("Berlin/dpa. ", {"dpa"}),
    ("sda. ", {"keystone-sda"}),
    ("Washington, 4. Nov (Reuters) - ", {"reuters"}),
    ("Bonn (KNA) ", {"kna"}),
    ("Frankfurt a.M. (epd). ", {"epd"}),
    ("Berlin - ", set()),
    ("Berlin. ", set()),
    ("Angela Merkel (CDU) - ", set()),
]
ENDINGS = [
    ("\n\n(dpa)", {"dpa"}),
    ("\n\ndpa", {"dpa"}),
    ("\n\ndpa/lby", {"dpa"}),
    ("\n\nlby/dpa", {"dpa"}),
    ("\n\nmgb/AFP", {"afp"}),
    ("\n\n(AFP, Reuters)", {"afp", "reuters"}),
    ("\n\n(Red./dpa)", {"dpa"}),
    ("\n\n(red, APA)", {"apa"}),
    (" (APA, dpa, 4.11.2024)", {"apa", "dpa"}),
    (" (dpa)", {"dpa"}),
    (" dpa", {"dpa"}),
    ("\n\n(AP)", {"ap"}),
    ("\n\nepd sth/ jup", {"epd"}),
    ("\n\nQuelle: KEYSTONE-SDA", {"keystone-sda"}),
    ("\n\nText: dpa", {"dpa"}),
    ("\n\nMaterial: dpa", {"dpa"}),
    ("\n\nVerwendete Quellen: dpa, Reuters", {"dpa", "reuters"}),
    ("\n\nVerwendete Quellen: eigene Recherche", set()),
    ("\n\nQuelle: F.A.Z., dpa", {"dpa"}),
    ("\n\nABEND.NET mit dpa", {"dpa"}),
    ("\n\nWOCHE ONLINE, dpa, AFP, vsp", {"dpa", "afp"}),
    ("\n\nMit Material von dpa", {"dpa"}),
    ("\n\nMit Agenturmaterial von dpa und AFP", {"dpa", "afp"}),
    ("\n\nMit Informationen der Agenturen dpa und Reuters.", {"dpa", "reuters"}),
    ("\n\n(mit dpa)", {"dpa"}),
    ("\n\nDieser Artikel wurde von der Nachrichtenagentur Reuters übernommen.", {"reuters"}),
    ("\n\n© dpa-infocom, dpa:241104-930-279012/2", {"dpa"}),
    ("\n\n© SZ/dpa/abc - Rechte am Artikel können Sie hier erwerben.", {"dpa"}),
    ("\n\nFoto: dpa", set()),
    ("\n\nBild: Marta Lind/dpa", set()),
    ("\n\n© AFP", set()),
    ("\n\npicture alliance/dpa", set()),
    ("\n\nDas sagte er der dpa.", set()),
    ("\n\nDas sagte er der dpa", set()),
    ("\n\nDas sagte er der Nachrichtenagentur AFP.", set()),
    ("\n\ndpa-Chefredakteur Sven Beck war dabei.", set()),
    ("\n\nEin AP-Fotograf wurde verletzt.", set()),
    ("\n\n(ap)", set()),
    ("\n\nMehr auf reuters.com", set()),
    ("\n\n(CDU)", set()),
    ("", set()),
]
AUTHORS = [
    ("dpa", {"dpa"}),
    ("dpa-infocom GmbH", {"dpa"}),
    ("Deutsche Presse-Agentur", {"dpa"}),
    ("Anna Beck und AFP", {"afp"}),
    ("APA/dpa", {"apa", "dpa"}),
    ("Agence France-Presse", {"afp"}),
    ("Anna Beck", set()),
    ("redaktion@dpa.example", set()),
]


@pytest.mark.parametrize(("line", "named"), DATELINES, ids=[repr(line) for line, _ in DATELINES])
def test_a_dateline_names_its_agencies(line: str, named: set[str]) -> None:
    assert agencies(BODY.format(line, "")) == named


@pytest.mark.parametrize(("line", "named"), ENDINGS, ids=[repr(line) for line, _ in ENDINGS])
def test_the_end_of_a_text_credits_agencies(line: str, named: set[str]) -> None:
    assert agencies(BODY.format("", line)) == named


@pytest.mark.parametrize(("author", "named"), AUTHORS, ids=[author for author, _ in AUTHORS])
def test_the_author_field_names_agencies(author: str, named: set[str]) -> None:
    assert agencies(BODY.format("", ""), [author]) == named


def test_an_agency_in_the_middle_of_a_text_is_no_credit() -> None:
    lines = ["Das Ministerium schweigt."] * 12
    lines[6] = "(dpa)"
    assert agencies("\n\n".join(lines)) == set()
