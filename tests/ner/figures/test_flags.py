"""A figure is flagged where it does not count as it stands, and only there."""

from collections.abc import Callable

import pytest

from shared.events import Figure, Flag

Read = Callable[[str], tuple[Figure, ...]]

NEGATED = [
    "Es sind keine 700 Soldaten im Land.",
    "Auf der Insel starben nicht 60 Menschen.",
    "Es seien, so der Oberst, nicht die versprochenen 700 Soldaten gekommen.",
    "Die 60 Rekruten wurden nicht verwundet.",
    "Oslo schickt die 700 Soldaten nicht.",
    "Oslo wies Angaben zurück, wonach 60 Soldaten gefallen seien.",
    "Oslo wies Meldungen zurück, nach denen 60 Soldaten gefallen seien.",
    "Gerüchte über 60 gefallene Soldaten wies Oslo am Abend zurück.",
    "Der Oberst nannte Berichte über 60 gefallene Soldaten frei erfunden.",
    "Dass 60 Soldaten gefallen seien, nannte der Oberst „Fake News“.",
    "Es stimme nicht, dass 60 Soldaten gefallen sind.",
    "Das Gerücht, 60 Soldaten seien gefallen, ist falsch.",
    "Die Zahl von 700 Soldaten sei aus der Luft gegriffen.",
    "Von 60 gefallenen Soldaten könne keine Rede sein.",
    "Oslo bestreitet die Entsendung von 700 Soldaten.",
    "Oslo dementierte, dass es 60 Zivilisten getötet habe.",
    "Die Miliz sprach von 60 Toten, was Oslo bestritt.",
    "Oslo wies den Vorwurf zurück, 60 Zivilisten getötet zu haben.",
    "Es gibt keine Belege dafür, dass 700 Soldaten dort sind.",
    "Der Thinktank hält die Zahl von 700 Soldaten für übertrieben.",
]
FACTS = [
    "Die 700 Soldaten sind nicht auf den Winter eingestellt.",
    "700 Soldaten genügen nicht.",
    "Die 700 Soldaten haben keinen Urlaub bekommen.",
    "Es gab keine Toten, aber 60 Verletzte.",
    "Die 60 Toten sind noch nicht bestattet.",
    "Zwei Rekruten wurden nicht lebensgefährlich verletzt.",
    "Nicht alle 700 Soldaten sind abgereist.",
    "Nicht die Miliz tötete die 60 Menschen, sondern die Polizei.",
    "Nicht nur 60 Soldaten, sondern auch 20 Polizisten wurden getötet.",
    "60, wenn nicht 90 Soldaten sind gefallen.",
    "Angaben zur Herkunft der drei Toten gab es nicht.",
    "Zum Tod von 60 Soldaten machte Oslo keine Angaben.",
    "Der Minister wies Kritik zurück und sagte, dass 700 Soldaten im Land sind.",
    "Die Küstenwache wies das Schiff zurück, bevor 60 Menschen ertranken.",
    "Oslo wies nach dem Tod von 60 Menschen Vorwürfe zurück.",
    "Man habe 700 Soldaten geschickt, wies der Minister den Vorwurf zurück.",
    "Bei Protesten gegen Lügen und Unsinn wurden 60 Menschen getötet.",
    "Die Polizei bestätigte 60 Tote und nannte Berichte über Gas Unsinn.",
    "Oslo bestritt nicht, dass 60 Soldaten gefallen sind.",
    "Die Polizei hat nicht bestätigt, dass 60 Menschen starben.",
    "Es gibt keinen Zweifel, dass 60 Soldaten gefallen sind.",
]
HYPOTHETICAL = [
    "Er wollte 60 Menschen töten.",
    "Man stelle sich vor, 700 Soldaten stünden an der Grenze.",
    "Angenommen, 700 Soldaten rücken vor.",
    "Nehmen wir einmal an, es gäbe 60 Tote.",
    "Elf tote Soldaten in Sumy?",
    "Sind dort wirklich 700 Soldaten?",
    "Wenn 700 Soldaten kommen, hält die Front.",
    "Unter den Trümmern werden 60 Tote vermutet.",
    "Befürchtet werden 60 Tote.",
    "Die Stadt rechnet mit mehr als 60 Toten.",
    "Laut einem internen Papier sollen 700 Soldaten im Norden stehen.",
    "Es ist unklar, ob 300 Soldaten gefallen sind.",
    "Nächstes Jahr werden es 700 Soldaten sein.",
    "Bald werde das Bataillon 700 Soldaten umfassen.",
    "Oslo braucht 700 Soldaten.",
    "Es gebe einen Bedarf von 700 Soldaten.",
    "Der Entwurf sieht 700 Soldaten vor.",
    "700 Soldaten müsse Oslo einziehen, hieß es.",
    "Ziel sind 700 Soldaten.",
    "Erwartet werden 700 Soldaten.",
    "Oslo bietet 700 Soldaten an.",
    "Oslo ist bereit, 700 Soldaten zu schicken.",
    "700 Soldaten wollen Oslo und Bern entsenden.",
    "Oslo schließt nicht aus, 700 Soldaten zu schicken.",
]
KNOWN = [
    "Warum starben im Lager 60 Menschen?",
    "Was wird aus den 700 Soldaten?",
    "Auch wenn 60 Menschen starben, geht das Fest weiter.",
    "Wenn die 700 Soldaten abziehen, wird es still.",
    "Soldaten erschossen irrtümlich drei Geiseln.",
    "In einer früheren Fassung stand etwas anderes, tatsächlich starben drei Menschen.",
    "Unklar war, ob die zwölf Vermissten noch leben.",
    "Rund 70 verwundete Soldaten wollen nach Hause.",
    "Drei gefangene Soldaten wollen Asyl.",
    "60 Verletzte brauchen Blut.",
    "Oslo bietet 700 Soldaten auf.",
    "Oslo stockt sein Kontingent auf 700 Soldaten auf.",
    "Dort werden 700 Soldaten ausgebildet.",
    "Am Freitag wird der König die 700 Soldaten besuchen.",
    "60 Verletzte werden bleibende Schäden haben.",
    "60 Menschen konnten nur tot geborgen werden.",
    "Die Vertreibung von 60 Menschen müsse enden.",
    "700 Soldaten stehen bei Bedarf bereit.",
    "Die Stadt war Ziel von 60 Drohnen.",
]
FORMER = [
    "In einer früheren Fassung hieß es, 3.000 Menschen seien getötet worden.",
    "In einer früheren Version dieses Artikels war von 5.000 gefallenen Soldaten die Rede.",
    "Irrtümlich hatten wir berichtet, es seien 900 Soldaten.",
    "In der Meldung hieß es fälschlich, es seien 2.000 Soldaten.",
    "Zunächst hatte es geheißen, neun Menschen seien getötet worden.",
    "Anfangs hatte die Feuerwehr neun Tote gemeldet.",
    "Noch am Morgen hatte die Feuerwehr neun Tote bestätigt.",
    "2017 waren es noch 700 Soldaten.",
    "Im März waren dort noch 700 Soldaten.",
    "Zu Spitzenzeiten waren 700 Soldaten im Land.",
    "Im Juni waren es 700 Soldaten gewesen.",
    "Bislang waren dort 700 Soldaten.",
    "Zeitweise hatte Oslo dort 700 Soldaten stationiert.",
    "Dort waren einmal 700 Soldaten.",
    "Zur Blütezeit der Mission waren dort 700 Soldaten.",
    "Bis 2019 waren dort 700 Soldaten.",
    "2012 waren in der Kaserne 700 Soldaten.",
    "Im Kalten Krieg dienten dort 700 Soldaten.",
    "Vor dem Abzug hatte das Lager 700 Soldaten.",
    "2018 hatte es auch gebrannt, damals blieb es bei neun Verletzten.",
    "Zwei Jahre zuvor waren neun Menschen getötet worden.",
    "Die Klinik nahm die zuvor genannte Zahl von neun Toten zurück.",
    "Die Polizei korrigierte frühere Angaben, wonach neun Menschen entführt wurden.",
]
LATEST = [
    "Oslo hatte zuvor angekündigt, mindestens 700 Soldaten seien schon dort.",
    "Noch hatte niemand von den 60 Toten gesprochen.",
    "Am Abend waren noch 60 Menschen vermisst.",
    "Auf dem Höhepunkt der Kämpfe starben 60 Soldaten.",
    "Am Ende waren es noch 60 Soldaten.",
    "Am Vortag waren zuvor schon 60 Soldaten getötet worden.",
    "Die Miliz übergab zunächst 60, dann weitere 700 Geiseln.",
    "Ende 2024 waren dort 700 Soldaten.",
    "Bis zu 2000 Soldaten waren im Einsatz.",
    "Oslo hatte vor drei Tagen 700 Soldaten in den Norden geschickt.",
    "Nicht einmal 700 Soldaten waren dort.",
    "Vor dem Rathaus waren 700 Soldaten stationiert.",
    "Die beiden gefangenen Soldaten wollen in den Süden.",
    "Nach dem Unglück mit 60 Toten rechnet die Stadt mit Klagen.",
]
BOTH = [
    "Oslo will keine weiteren 700 Soldaten schicken.",
    "Es gebe keine Pläne, 700 Soldaten in den Norden zu schicken.",
    "Oslo schloss aus, 700 Soldaten zu schicken.",
    "Oslo hat nicht vor, 700 Soldaten zu schicken.",
    "Oslo plant nicht, 700 Soldaten zu entsenden.",
    "Oslo dementiert Pläne für 700 Soldaten im Norden.",
]


@pytest.mark.parametrize("text", NEGATED)
def test_what_is_denied_is_negated(read: Read, text: str) -> None:
    assert [set(figure.flags) for figure in read(text)] == [{Flag.NEGATED}]


@pytest.mark.parametrize("text", BOTH)
def test_a_plan_that_is_denied_is_negated_and_hypothetical(read: Read, text: str) -> None:
    assert [set(figure.flags) for figure in read(text)] == [{Flag.NEGATED, Flag.HYPOTHETICAL}]


@pytest.mark.parametrize("text", HYPOTHETICAL)
def test_what_is_not_so_yet_is_hypothetical(read: Read, text: str) -> None:
    assert [set(figure.flags) for figure in read(text)] == [{Flag.HYPOTHETICAL}]


@pytest.mark.parametrize("text", FORMER)
def test_what_was_so_once_is_former(read: Read, text: str) -> None:
    assert [set(figure.flags) for figure in read(text)] == [{Flag.FORMER}]


@pytest.mark.parametrize("text", [*FACTS, *KNOWN, *LATEST])
def test_what_holds_carries_no_flag(read: Read, text: str) -> None:
    figures = read(text)
    assert figures
    assert not any(figure.flags for figure in figures)


def test_only_the_number_that_is_replaced_is_negated(read: Read) -> None:
    wrong, right = read(
        "Das Gerücht, dort stünden 700 Soldaten, wies Oslo als falsch zurück, es seien höchstens 60."
    )
    assert (wrong.flags, right.flags) == ((Flag.NEGATED,), ())


def test_a_number_behind_darunter_that_tells_another_fate_is_no_part(read: Read) -> None:
    figures = read("Es gab neun Tote, darunter ein Kind, 60 Verletzte.")
    assert [figure.flags for figure in figures] == [(), (Flag.PART,), ()]


def test_those_listed_behind_darunter_are_parts(read: Read) -> None:
    figures = read("Es gab neun Tote, darunter drei Kinder und zwei Frauen.")
    assert [figure.flags for figure in figures] == [(), (Flag.PART,), (Flag.PART,)]
