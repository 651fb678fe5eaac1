"""The closed classes of German that the reader leans on, in lower case."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text, which white space parts."""
    return frozenset(text.split())


HAVE = word_set("habe hat haben hatte hatten hätte hätten habt hast gehabt")
HAVE_SINGULAR = word_set("habe hat hatte hätte")
BE = word_set("bin ist sind sei seien war waren wäre wären gewesen")
BECOME = word_set("wird werden werde wurde wurden würde würden worden geworden")
BECOME_PASSIVE = word_set("wird werden werde wurde wurden worden")
MODALS = word_set(
    """
    kann können könne könnte könnten soll sollen solle sollte sollten will wollen wolle wollte wollten
    muss müssen müsse müsste müssten darf dürfen dürfe dürfte dürften mag mögen möge möchte möchten
    """
)
FINITE_AUXILIARIES = (HAVE | BE | BECOME | MODALS) - word_set("gehabt gewesen worden geworden")
PLURAL_AUXILIARIES = word_set(
    """
    haben hatten hätten sind seien waren wären werden wurden würden können könnten sollen sollten wollen
    wollten müssen müssten dürfen dürften
    """
)
WENT = word_set(
    """
    trug trugen griffen flohen entkam entkamen fuhr fuhren lag lagen saß sass saßen sassen lief liefen
    lud luden
    sprang sprangen schwamm schwammen floss flossen schloss schlossen wuchsen warf warfen bat baten bot boten
    trat traten begann begannen gewann gewannen sah sahen las lasen schrieb schrieben schien schienen litt
    litten ritt ritten stritt stritten biss bissen kroch krochen zwang zwangen klang klangen trank tranken
    hob hoben log logen verschwand verschwanden entstand entstanden erhielt erhielten bekam bekamen erfuhr
    erfuhren entging entgingen beging begingen erlag erlagen ergab ergaben ertrank ertranken
    verließ verliess verließen verliessen hinterließ hinterliess hinterließen hinterliessen entließ
    entliess entließen entliessen gerieten riet rieten berieten vermied
    betrat betraten vertrat vertraten half halfen warb warben rang rangen flog flogen schlief schliefen
    stießen stiessen stieß stiess wies wiesen schwieg schwiegen erschien erschienen entschied verlief
    verliefen
    """
)
"""Past forms of strong verbs that are nothing else: "33 trugen Verletzungen davon"."""
FINITE_VERBS = (
    FINITE_AUXILIARIES
    | WENT
    | word_set(
        """
    gibt gab gebe gäbe geben gaben kommt kommen kam kamen komme käme kämen geht gehen ging gingen gehe
    bleibt bleiben blieb blieben steht stehen stand standen stehe liegt liegen lag lagen liege nimmt
    nehmen nahm nahmen nehme macht machte machten sagt sagte sagten teilt teilte teilten heißt heisst hieß
    hiess hießen hiessen
    rückt rückte rückten greift griff griffen schießt schiesst schoss schossen feuert feuerte feuerten schickt
    schickte schickten schicke entsendet entsandte entsandten stieg stiegen steigt sank sanken sinkt fand
    fanden findet finden hielt hielten hält halten schlug schlugen ließ liess ließen liessen lässt lassen
    traf trafen
    trifft treffen brachte brachten bringt zählt zählte zählten umfasst umfasste befindet befinden befand
    befanden befinde befänden zog zogen zieht ziehen verlor fordert forderte forderten kostete
    kosteten riss rissen erlitt erlitten explodierte explodierten stürzte stürzten ereignete
    demonstrierten protestierten kämpfen kämpften kämpft dienen dienten nutzte meldete meldeten berichtete
    verließen verließ suchten sucht geriet gerieten betrug beträgt beteiligten beteiligt schätzt schätzte
    rechnet rechnete verfügt verfügte verfügten stationierte verlegte mobilisierte rief riefen drang
    drangen überfielen überfiel wächst wuchs brach brachen eroberten eroberte besetzten besetzte leben
    gelang gelangen gelingt
    lebten lebt arbeiten arbeiteten sitzen marschierten marschierte eröffnete eröffneten plant planen
    plante planten plane erwartet erwarten erwarte fordere verlege entsende stelle verliere kämpfe rechne
    schätze ziehe
    """
    )
)
SUBORDINATORS = word_set(
    """
    dass daß weil als wenn obwohl während nachdem bevor ehe da damit ob wobei wodurch woraufhin indem
    sodass falls sofern solange sobald seitdem wohingegen wo wohin woher wonach wie
    """
)
RELATIVES = word_set(
    """
    der die das den dem denen deren dessen welche welcher welches welchen welchem wer was
    """
)
PREPOSITIONS = word_set(
    """
    in im ins an am ans auf bei beim mit nach vor von vom zu zum zur aus seit durch für um gegen ohne
    unter über neben zwischen hinter wegen trotz während innerhalb außerhalb ausserhalb entlang bis ab
    statt anstatt
    laut gemäß gemäss samt nebst pro je per mitsamt außer ausser infolge mittels aufgrund angesichts binnen
    einschließlich einschliesslich inklusive gegenüber
    """
)
LOCAL = word_set("in im an am auf bei nahe vor nördlich südlich östlich westlich")
"""Prepositions and the like that a place follows, whatever they stand in."""
MONTHS = word_set(
    """
    januar jänner februar märz april mai juni juli august september oktober november dezember
    """
)
SEASONS = word_set("frühjahr frühling sommer herbst winter")
NOW = word_set("heute jetzt nun inzwischen mittlerweile derzeit aktuell")
TIMES_OF_NOW = word_set(
    """
    gegenwärtig derzeit zuletzt bisher bislang aktuell heute jetzt zurzeit momentan insgesamt zunächst
    inzwischen
    mittlerweile damals einst noch
    """
)
COORDINATORS = word_set("und sowie oder aber sondern doch bzw beziehungsweise sowohl als")
DETERMINERS = word_set(
    """
    der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem jener jene
    jenen seine seiner seinen seinem ihr ihre ihrer ihren ihrem unsere unserer unseren unserem alle aller
    allen sein unser sämtliche sämtlicher sämtlichen deren dessen
    """
)
PRONOUNS = word_set("er sie es wir man ich ihr dieser diese jener jemand niemand sich")
RISEN = word_set(
    """
    erlitten gestiegen angestiegen gesunken gewachsen angewachsen gefallen gestorben gekommen umgekommen
    geworden gegangen geblieben gewesen worden
    """
)
"""Participles that end a clause in -en and stand before no noun."""
ADVERBS_LIKE_ADJECTIVES = word_set(
    """
    heute gestern morgen morgens abends immer jetzt inzwischen mittlerweile derzeit zuletzt bisher bislang
    später früher wieder bereits schon noch dann nun vorher nachher hier dort dabei davon darunter daraufhin
    nicht auch nur so sehr eher lieber leider selber mehr zurück weiter voller
    """
)
NOT_ADJECTIVES = (
    PREPOSITIONS
    | word_set("nahe unter gegen")
    | COORDINATORS
    | SUBORDINATORS
    | FINITE_AUXILIARIES
    | {verb for verb in FINITE_VERBS if not verb.endswith(("te", "ten"))}
    | word_set("starben")
    | DETERMINERS
    | word_set("keine keiner keinen jeder jede jedes je denen")
    | PRONOUNS
    | word_set("ihm ihn ihnen einander")
    | ADVERBS_LIKE_ADJECTIVES
    | RISEN
    | word_set("vier sieben")
)
"""What ends like an adjective, or stands where one can, and is none."""
ADVERBS_BEFORE_ADJECTIVES = word_set(
    """
    schwer leicht teils zum sehr gut besonders noch neu lebensgefährlich speziell bis überwiegend
    größtenteils grösstenteils
    meist mehrheitlich zumeist vorwiegend teilweise schlecht offenbar mutmaßlich angeblich frisch eigens
    voll kaum hoch halbwegs weitgehend vollständig ausreichend
    """
)
LATER = word_set("später danach")
POINTERS = word_set("davon darunter hiervon wovon")
"""Words that point back to those of whom some are told."""
OWN = word_set("eigene eigenen eigener")
ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
CLAUSE_ENDS = frozenset(",;:.")
TOTALS = word_set("zahl anzahl gesamtzahl zahlen bilanz")
RULERS = word_set(
    """
    regierung armee militär präsident präsidentin ministerpräsident premierminister verteidigungsminister
    verteidigungsministerium führung generalstab streitkräfte luftwaffe marine regime kanzler
    bundesregierung
    """
)
ARMIES = word_set(
    "heer bundesheer marine luftwaffe streitmacht streitkräfte truppen volksarmee nationalgarde"
)
SENDING = word_set(
    """
    schickt schickte schicken entsendet entsandte entsenden stellt stellte stellen verlegt verlegte verlegen
    mobilisiert mobilisierte mobilisieren stationiert stationierte liefert lieferte bildet hat hatte verlor
    """
)
DESTROYED = word_set(
    """
    schoss schossen schießt schiesst schießen schiessen abgeschossen abschoss abschossen abzuschießen
    abzuschiessen fing fingen fängt fangen
    abgefangen abfing abfingen abzufangen zerstörte zerstörten zerstört zerstören vernichtete vernichteten
    vernichtet abgewehrt wehrte wehrten erbeutete erbeuteten erbeutet versenkte versenkt versenkten getroffen
    traf trafen zählte zählten registrierte registrierten ortete orteten
    meldete meldeten beschlagnahmt beschlagnahmte
    gezählt registriert geortet gesichtet sichtete sichteten entdeckt entdeckte entdeckten beobachtet
    beobachtete beobachteten identifiziert identifizierte identifizierten aufgespürt
    """
)
"""Verbs of those who meet others' things."""
SENT = SENDING - {"hat", "hatte", "verlor"} | word_set("entsandt geschickt verlegt gestellt mobilisiert")
WITHDRAWN = word_set(
    """
    zog zogen zieht ziehen abgezogen abzuziehen abziehen abzieht abzug rückzug ausgeflogen fliegt flog holte
    holt zurückgekehrt heimgekehrt zurückgeholt herausgeholt zurückgezogen evakuiert
    """
)
"""Words after which "aus" says where those counted were, not whose they are."""
TELLING = word_set(
    """
    billigte billigt beschloss beschließt stimmte stimmt genehmigte verlängerte schätzt schätzte schätzen
    sagt sagte spricht sprach sprechen geht meldet meldete berichtet berichtete erklärte erklärt behauptet
    behauptete beziffert bezifferte warnt warnte erwartet erwartete fordert forderte rechnet rechnete
    vermutet kritisiert kritisierte gesprochen gemeldet genannt geschätzt ausgegangen angegeben
    begrüßte begrüsste bestätigte bestätigt nannte nennt
    zugestimmt zustimmen gebilligt genehmigt verlängert beschlossen abgestimmt
    """
)
"""Verbs of those who speak or vote about others' soldiers."""
