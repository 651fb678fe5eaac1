"""The verbs of those who say something, from their principal parts, each with what belongs to it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from services.ner.figures.german.conjugation import third_person

SAYING = """
sagen sagte gesagt; erklären erklärte erklärt; berichten berichtete berichtet; melden meldete gemeldet
behaupten behauptete behauptet; betonen betonte betont; bestätigen bestätigte bestätigt; warnen warnte gewarnt
verkünden verkündete verkündet; vermuten vermutete vermutet; schreiben schrieb geschrieben
twittern twitterte getwittert; äußern äußerte geäußert; heißen hieß geheißen
heissen hiess geheissen; äussern äusserte geäussert
zitieren zitierte zitiert; zählen zählte gezählt; dokumentieren dokumentierte dokumentiert
registrieren registrierte registriert; nennen nannte genannt; unterstreichen unterstrich unterstrichen
erzählen erzählte erzählt; vermelden vermeldete vermeldet; vor|werfen warf geworfen wirft
versichern versicherte versichert; glauben glaubte geglaubt; entgegnen entgegnete entgegnet entgegnet
mit|teilen teilte geteilt; an|geben gab gegeben gibt; bekannt|geben gab gegeben gibt
bekräftigen bekräftigte bekräftigt; ergänzen ergänzte ergänzt; erläutern erläuterte erläutert
präzisieren präzisierte präzisiert; konstatieren konstatierte konstatiert; beteuern beteuerte beteuert
posten postete gepostet; meinen meinte gemeint; mutmaßen mutmaßte gemutmaßt; schildern schilderte geschildert
erwidern erwiderte erwidert; antworten antwortete geantwortet antwortet; mahnen mahnte gemahnt
kritisieren kritisierte kritisiert; bilanzieren bilanzierte bilanziert; hervor|heben hob gehoben
identifizieren identifizierte identifiziert; verifizieren verifizierte verifiziert
ein|räumen räumte geräumt; an|kündigen kündigte gekündigt; hinzu|fügen fügte gefügt
schätzen schätzte geschätzt; auf: schätzen schätzte geschätzt; auf: beziffern bezifferte beziffert
von: sprechen sprach gesprochen spricht; mit: rechnen rechnete gerechnet
von: aus|gehen ging gegangen geht; mit: an|geben gab gegeben gibt; mit: beziffern bezifferte beziffert
"""
"""A preposition is what names the number ("sprach von 40"); after the participle an odd present."""
DENYING = """
bestreiten bestritt bestritten; dementieren dementierte dementiert; leugnen leugnete geleugnet leugnet
widersprechen widersprach widersprochen widerspricht; zurück|weisen wies gewiesen
"""
"""Whoever denies is the source of nothing but what follows a colon."""
NEEDED = ("von", "mit")
"""Prepositions without which a verb of saying is another: "sprach Deutsch", but "bezifferte die Zahl"."""


class Verb(NamedTuple):
    """What makes a form a verb of saying: its particle ("teilte … mit"), its preposition ("sprach von")."""

    particle: str
    preposition: str
    participle: bool


def _verbs(table: str) -> Iterator[tuple[str, Verb]]:
    for entry in table.replace(";", "\n").strip().splitlines():
        preposition, _, parts = entry.strip().rpartition(": ")
        particle, _, rest = parts.rpartition("|")
        infinitive, past, participle, *odd = rest.split()
        plural = past + ("n" if past.endswith("e") else "en")
        for form in (odd[0] if odd else third_person(infinitive), infinitive, past, plural):
            yield form, Verb(particle, preposition, participle=False)
            if particle:  # "wie die Armee mitteilte"
                yield particle + form, Verb("", preposition, participle=False)
        yield particle + participle, Verb("", preposition, participle=True)


def _forms(table: str) -> Mapping[str, Sequence[Verb]]:
    found: dict[str, list[Verb]] = defaultdict(list)
    for form, verb in _verbs(table):
        found[form].append(verb)
    return found


FORMS, DENIALS = _forms(SAYING), _forms(DENYING)


HAVE_SAID = frozenset(form for form, verbs in FORMS.items() if any(verb.participle for verb in verbs))
PREPOSITIONS_OF = {form: {verb.preposition for verb in verbs} - {""} for form, verbs in FORMS.items()}
"""What can stand before a number that a verb names: "sprach von 40", "auf 40 beziffert"."""


def names_number(words: Set[str], preposition: str) -> bool:
    """Whether a clause of these words names what stands behind the preposition: "Kiew geht von 40 aus"."""
    verbs = (verb for word in words for verb in FORMS.get(word, ()) if not verb.participle)
    return any(verb.preposition == preposition and verb.particle in {"", *words} for verb in verbs)
