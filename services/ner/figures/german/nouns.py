"""Which nouns are people, which are things, and which are bodies of soldiers; in lower case."""

from services.ner.figures.german.words import word_set

THINGS = word_set(
    """
    prozent prozentpunkt prozentpunkte promille euro cent dollar franken rubel pfund yen mark kronen
    schilling schekel lira lire zloty hrywnja yuan gulden taler dukaten kilometer meter zentimeter
    millimeter meile meilen quadratkilometer quadratmeter kubikmeter hektar kilogramm kilo gramm tonne
    tonnen liter barrel grad celsius watt kilowatt megawatt gigawatt volt byte megabyte gigabyte jahr
    jahre jahren monat monate monaten woche wochen tag tage tagen stunde stunden minute minuten sekunde
    sekunden nacht nächte uhr mal jahrzehnt jahrzehnte jahrzehnten jahrhundert jahrhunderte quartal
    quartale wochenende wochenenden mittag abend morgen januar februar märz april mai juni juli august
    september oktober november dezember jänner montag dienstag mittwoch donnerstag freitag samstag sonntag
    prozentpunkten punkt punkte punkten tor tore toren spiel spiele spielen sieg siege treffer satz sätze
    platz plätze plätzen sitz sitze sitzen stimme stimmen seite seiten band bände kapitel artikel absatz
    paragraf land länder ländern bundesländer mitgliedsländer nachbarländer entwicklungsländer staat
    staaten staats stadt städte städten ort orte orten dorf dörfer dörfern gemeinde gemeinden region
    regionen provinz provinzen bezirk bezirke kanton kantone bundesland haus häuser häusern
    gebäude gebäuden wohnung wohnungen schule schulen krankenhaus krankenhäuser kirche kirchen auto autos
    wagen fahrzeug fahrzeuge fahrzeugen bus busse bussen lkw pkw zug züge zügen schiff schiffe schiffen
    boot boote booten flugzeug flugzeuge flugzeugen hubschrauber helikopter maschine maschinen rakete
    raketen drohne drohnen bombe bomben granate granaten geschosse waffe waffen gewehr gewehre panzer
    schuss schüsse schüssen mine minen angriff angriffe angriffen luftangriff anschlag anschläge
    anschlägen überfall überfälle unfall unfälle unfällen explosion explosionen detonation brand brände
    bränden feuer erdbeben beben sturm stürme unwetter lawine lawinen absturz kollision zusammenstoß
    zusammenstöße gefecht gefechte gefechten kampf kämpfe schlacht schlachten krieg kriege einsatz
    einsätze operation operationen fall fälle fällen vorfall vorfälle verfahren prozess prozesse urteil
    urteile versuch versuche teil teile teilen drittel viertel hälfte liste listen bericht
    berichte mitteilung frage fragen antwort million millionen milliarde milliarden stück exemplar
    exemplare runde runden etappe etappen saison mandat mandate baum bäume bäumen tier tiere tieren hund
    hunde hunden katze katzen pferd pferde pferden kuh kühe kühen rind rinder rindern schwein schweine
    schweinen schaf schafe schafen huhn hühner hühnern pute puten gans gänse ente enten vogel vögel vögeln
    fisch fische fischen wolf wölfe wölfen bär bären elefant elefanten wal wale walen delfin delfine robbe
    robben affe affen nashorn nashörner löwe löwen tiger hai haie geflügel mücke mücken biene bienen
    insekt insekten ziege ziegen reh rehe hirsch hirsche esel kamel kamele vieh sorte sorten art
    arten mittel sache sachen gesetz gesetze regel regeln recht rechte vertrag verträge abkommen grundsatz
    finger fingern zehe zehen bein beine arm arme rippe rippen hand hände auge augen wirbel kopf
    messerstich messerstiche stich stiche höhenmeter brücke brücken straße straßen ziel ziele zielen
    stellung stellungen stützpunkt stützpunkte position positionen posten siedlung siedlungen
    stadtteil stadtteile partei parteien firma firmen unternehmen betrieb betriebe bank banken
    organisation organisationen gruppe gruppen verband verbände verein vereine team teams mannschaft
    schritt schritte phase phasen grund gründe thema themen beispiel beispiele folge folgen weise
    mail mails brief briefe buch bücher film filme bild bilder foto fotos lied lieder album alben
    konzert konzerte kontrolle kontrollen durchsuchung durchsuchungen demonstration demonstrationen
    treffen gespräch gespräche bombardement streit messer pistole kugel kugeln hitze hochwasser flut
    überschwemmung überschwemmungen taifun hurrikan tornado orkan vulkan ausbruch erdrutsch epidemie virus
    krankheit seuche tsunami katastrophe unglück amoklauf schießerei attacke attacken attentat attentate
    hinterhalt sprengsatz sprengsätze autobombe autobomben brandsatz brandanschlag raketenangriff
    selbstmordanschlag bombenanschlag terroranschlag verletzung verletzungen hotel moschee fabrik
    kilometern prozenten metern hundertstel pass pässe etage etagen stock stockwerk stockwerke zimmer
    reform reformen vorhaben vorschlag vorschläge vorschlägen antrag anträge anträgen entwurf entwürfe
    gesetzentwurf plan pläne plänen traum träume wunsch wünsche hoffnung hoffnungen familie familien
    haushalt haushalte haushalten ministerium ministerien behörde behörden patent patente
    computer sender fehler körper container tanker frachter kreuzer bomber zerstörer laster
    transporter dampfer kutter segler sommer winter fernseher hammer keller fenster wasser ufer lager alter
    bunker rechner server speicher motor reaktor traktor koffer eimer acker anker hafer leiter
    rekord rekorde mythos mythen legende legenden tabu tabus karriere karrieren
    meldung datum nummer zahl ausgabe sekt flasche flaschen idee projekt projekte programm programme
    arbeitsplatz arbeitsplätze stelle stellen job jobs konto konten aktie aktien dosis dosen impfung
    impfungen test tests probe proben meinung mitgliedsstaat mitgliedstaat quadratkilometern
    """
)
"""Nouns, and ends of compounds from six letters on, that are nobody: units, times, things, animals."""

SHORT_HEADS = word_set(
    """
    zug züge zügen bus busse bussen auto autos wagen boot boote booten schiff haus häuser jahr jahre
    jahren tag tage tagen euro staat stadt städte dorf dörfer meter panzer waffe waffen bombe bomben tonne
    liter stunde straße brand brände firma firmen partei bank banken kirche schule tiere hunde vögel
    fische stelle stellen punkte plätze
    """
)
"""Short ends of compounds that are things too."""
PERSONS = word_set(
    """
    kleinkind schulkind kleinkinder schulkinder
    neugeborenes neugeborene neugeborener neugeborenen
    mensch menschen person personen mann männer frau frauen kind kinder baby babys säugling junge jungen
    mädchen jugendlicher jugendliche jugendlichen zivilist zivilisten zivilistin isten istinnen toren
    soldat soldatin polizist polizistin polizisten beamter beamte beamten beamtin fahrer arbeiter
    demonstrant demonstrantin journalist journalistin mitarbeiter angehöriger angehörige passagier tourist
    touristin student studentin schüler schülerin lehrer bewohner anwohner bürger insasse helfer sanitäter
    arzt ärztin pfleger feuerwehrmann feuerwehrfrau retter rentner rentnerin radfahrer fußgänger mitglied
    mitglieder mitgliedern kommandeur kommandant general oberst offizier kämpfer rebell terrorist
    attentäter täter verdächtiger verdächtige mädchens bub vater mutter sohn tochter bruder schwester
    großmutter großvater paar pilot matrose wachmann geisel dolmetscher übersetzer diplomat botschafter
    richter politiker bauer fischer händler wächter bergmann kumpel bergsteiger kletterer wanderer
    skifahrer taucher schwimmer motorradfahrer autofahrer beifahrer lastwagenfahrer busfahrer taxifahrer
    rheinländer saarländer sauerländer burgenländer vogtländer
    reisende reisender geschädigter ausländer engländer niederländer holländer einwohner brite türke russe
    spion spione spionen ausbilder ausbildern
    leute leuten
    däne pole schwede franzose grieche chinese deutscher deutsche iraker syrer afghane opfer siedler
    häftling flüchtling migrant gast zuschauer spieler
    """
)
MILITARY = word_set(
    """
    armee heer streitmacht streitkräfte truppe truppen einheit einheiten bataillon brigade regiment
    kompanie division kontingent garnison miliz korps verband marine luftwaffe bundeswehr militär flotte
    expeditionskorps eingreiftruppe friedenstruppe schutztruppe kampftruppe eliteeinheit spezialeinheit
    sondereinheit kampfverband legion garde nationalgarde besatzungstruppe belagerungsheer invasionsarmee
    rebellenarmee rebellengruppe mission verbände
    """
)
RANKS = word_set(
    """
    kommandeur kommandeurin kommandant kommandantin general generalmajor generalleutnant generaloberst oberst
    oberstleutnant major hauptmann leutnant oberleutnant feldwebel unteroffizier gefreiter hauptgefreiter
    obergefreiter sergeant korporal
    """
)
"""Singular nouns of whom "gefallen" is said."""
MEMBERS = word_set("angehörige angehörigen mann männer männern frauen mitglieder mitgliedern kräfte")
"""Who are soldiers when they are those of a body of soldiers."""
PRISONERS = ("häftling", "häftlinge", "häftlingen", "gefangene", "gefangenen")
"""Ends of nouns for those whom a state lets go as it lets captives go."""
FIGHTING = word_set(
    "kämpfen kämpften kämpfe kämpfend gekämpft stationiert zusammengezogen kampfbereit einsatzbereit"
)
SERVING = word_set("dienen dienten dient diente gedient zählt zählte umfasst umfasste")
JOINING = word_set("mitkämpfen einzugreifen eingreifen mitzukämpfen")
AT_HOME = word_set(
    """
    leben lebten lebt wohnen wohnten arbeiten arbeiteten arbeiter studieren studierten reisen reisten
    demonstrieren demonstrierten protestieren protestierten besuchten nutzen nutzten wählten stimmten erhalten
    erhielten beziehen bezogen bürgergeld registriert gemeldet aufgenommen beantragt beantragten asyl
    beschäftigen beschäftigt urlauber touristen zuschauer fans flohen geflohen geflüchtet baustellen
    """
)
"""Words of a sentence whose "15.000 Nordkoreaner" are no soldiers, whatever the passage is about."""
AT_WAR = word_set(
    """
    gefallen eingekesselt schlachtfeld kampfeinsatz fronteinsatz frontlinie frontabschnitt schützengräben
    """
)
"""Words that say by themselves that people are soldiers, as "an der Front" does."""
DEADLY = tuple(
    word_set(
        """
        forder anschl attentat erdbeben beben absturz abgestürzt unglück massaker bomb flut tsunami
        toten tote starb getötet krieg amok schießerei explosion taifun hurrikan lawine luftangriff
        geborgen beigesetzt katastrophe terror völkermord seuche hochwasser blutbad
        """
    )
)
"""Beginnings of words that tell of what kills many."""
CIVIL = word_set(
    """
    feuerwehr feuerwehren feuerwehrleute thw spiel spiels tor tore trainer team minute platzverweis kader
    mannschaft kapelle orchester chor verein belegschaft betrieb firma spielte spielten spielen unterzahl
    überzahl liga elf torwart stürmer band besatzung schiff boot crew publikum saal halbzeit rote gelb-rot
    gelb-roter gäste gastgeber musiker bühne u-boot platzverweise platzverweisen fc sc sv tsv vfb vfl fsv
    karneval karnevalsverein fasnacht prinzengarde bürgerwehr schützenverein bergwacht bergrettung
    rettungsdienst
    """
)
