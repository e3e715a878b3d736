"""Names as common as they are in Finland; every likeness is accidental.

Lists are in order of commonness, the commonest first. What each weighs follows from its place: in the population
register the hundredth surname has a third of the bearers of the tenth, and that holds far down the list.
"""

from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from random import Random

from hoks.demo.names import Nimi

SUKUNIMET = (
    "Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Lehtinen Saarinen "
    "Salminen Heinonen Niemi Heikkilä Kinnunen Salonen Turunen Salo Laitinen Tuominen Rantanen Karjalainen Jokinen "
    "Mattila Savolainen Lahtinen Ahonen Ojala Leppänen Väisänen Hiltunen Kallio Pitkänen Leinonen Räsänen Manninen "
    "Laaksonen Hakala Aaltonen Nurmi Lehto Miettinen Anttila Toivonen Koivisto Hirvonen Pesonen Niskanen Hänninen "
    "Aalto Mustonen Jääskeläinen Lappalainen Kettunen Halonen Kärkkäinen Kemppainen Rantala Aho Peltonen Moilanen "
    "Hartikainen Nyman Rautiainen Vainio Kokkonen Mikkonen Peltola Väänänen Parviainen Oksanen Pulkkinen Honkanen "
    "Partanen Lindholm Karppinen Nevalainen Tikkanen Holopainen Lindström Kangas Saari Kauppinen Mäki Rossi Huttunen "
    "Honkala Koponen Hyvönen Nousiainen Backman Tanskanen Suominen Vuori Penttinen Eskelinen Ikonen Kivelä Simonen "
    "Puustinen Jokela Eronen Harju Pekkala Rajala Alanen Haapala Huovinen Hakkarainen Korpela Lindroos Kulmala "
    "Kuusisto Andersson Lampinen Haapanen Tamminen Luoma Autio Sipilä Aaltio Mononen Johansson Tolonen Voutilainen "
    "Vesterinen Holmberg Karvonen Ranta Lehtimäki Halme Ruotsalainen Ylönen Lipponen Vartiainen Mäenpää Kivinen "
    "Soininen Rissanen Ketola Hietala Erkkilä Varis Forsman Pietilä Ylitalo Hyttinen Juntunen Kujala Rautio Seppälä "
    "Seppänen Ahola Martikainen Vuorinen Asikainen Immonen Pelkonen Kuosmanen Tervo Keränen Kokko Ala-Korpi Viitanen "
    "Wallenius Kankaanpää Nykänen Silvennoinen Hokkanen Keskitalo Lammi Wirtanen Rinne Paananen Sillanpää Uusitalo "
    "Tuomi Alatalo Kortelainen Heino Suhonen Vilén Ollikainen Ruuskanen Lahti Haukka Pohjola Niemelä Salmi Nikula "
    "Koskela Hautala Myllymäki Hakola Paavola Pajunen"
).split()
# Rare names are many and each is had by few: what stands in the land, with what names end in.
KANNAT = (
    "Aho Haapa Halla Harju Hauki Heinä Hieta Hirvi Honka Ilves Joki Joutsen Kaarna Kaisla Kallio Kanerva Karhu Kataja "
    "Kaura Kela Ketu Kivi Koivu Korpi Koski Kotka Kuura Kuusi Kytö Lahna Laho Laita Lato Lehmus Lehti Leppä Liekki "
    "Lokki Luhta Lumi Luoto Maa Marja Metso Multa Mustikka Myrsky Naava Neva Niitty Nurmi Oja Palo Pelto Peura Pihlaja "
    "Pilvi Poro Pouta Puro Raita Rapa Rauta Repo Ruis Ruoho Saari Salo Sammal Sarka Sauna Savi Sorsa Suo Susi Suvi "
    "Syvä Taimi Talvi Tammi Terva Tuomi Tuuli Ulko Uusi Vaahtera Valko Varpu Vasa Vehka Vesi Viita Virta Vuori "
    "Yli Ylä Äyräs"
).split()
PAATTEET = (
    "nen mäki niemi lahti ranta järvi maa oja koski saari harju salo kangas korpi pää ketola talo virta aho vaara "
    "suo lampi kallio puro nummi kari lehto sto vuori pelto rinne"
).split()
SUKUNIMET_RUOTSI = (
    "Johansson Nyman Lindholm Karlsson Andersson Lindström Eriksson Nyberg Holmström Lindqvist Nordström Björklund "
    "Sundström Bergström Söderholm Öhman Holm Grönroos Sjöberg Granholm Ekholm Wikström Åberg Blomqvist Sandberg "
    "Fagerström Österberg Engblom Strandberg Backlund Häggblom Ahlskog Söderlund Ström Östman Storgårds Snellman "
    "Hägg Nygård Rönnqvist Mattsson Mannström Sjölund Åkerlund Östergård"
).split()
SUKUNIMET_MUU = (
    "Ahmed Mohamed Nguyễn Ali Ivanov Ivanova Hassan Abdi Hussein Tamm Smirnova Mohammed Omar Ibrahim Singh Kuznetsov "
    "Petrov Popova Shevchenko Kovalenko Trần Hoang Osman Farah Warsame Khalil Haddad Demir Yılmaz Gashi Krasniqi "
    "Jovanović Nowak Wiśniewski Kowalska Sharma Kumar Thapa Saengchai Rahimi Karimi Mägi Saar Kask Öztürk García "
    "Silva Müller Şahin Bajrami Chernenko Bondarenko Melnyk El-Sayed Al-Hassan Bin-Saleh"
).split()
SUKUNIMET_ERIKOISET = ("O'Connor", "D’Angelo", "von Essen", "af Forselles", "de la Cruz", "W", "Papadimitrakopoulou")

NAISET = (
    "Maria Sofia Emilia Johanna Emma Anna Olivia Iida Aino Sara Helmi Aada Ella Venla Julia Laura Jenna Matilda Roosa "
    "Veera Aurora Amanda Elina Katariina Eveliina Kristiina Noora Sanni Oona Siiri Vilma Elli Linnea Jasmin Nea Ronja "
    "Pihla Senni Enni Lotta Hilla Aliisa Susanna Essi Saara Sini Heidi Hanna Milla Anni Kaisa Marika Henna Satu Tiina "
    "Minna Päivi Mari Niina Riikka Kati Heli Jonna Outi Tanja Pinja Minttu Kerttu Lilja Alisa Isabella Mila Vilja "
    "Inka Salla Meri Taru Tuulia Annika Kirsi Eeva Helena Marjatta Anneli Ilona Hannele Liisa Tuulikki Irmeli Inkeri "
    "Viivi Fanni Saimi Hilma Alma Elsa Martta Lempi Tyyne Rauha Ämmi Åsa"
).split()
MIEHET = (
    "Juhani Johannes Mikael Olavi Antero Tapani Kalevi Matias Elias Oliver Eetu Leo Onni Väinö Eino Aleksi Ville Joona "
    "Niko Juho Jesse Arttu Santeri Lauri Eemeli Valtteri Aatu Oskari Daniel Samuel Otto Julius Viljami Miro Roope "
    "Kasper Luukas Leevi Jere Joonas Tuomas Antti Markus Miika Teemu Janne Mika Jari Petri Sami Timo Jukka Pekka Jani "
    "Marko Heikki Kari Matti Tommi Toni Jussi Henri Henrik Iiro Rasmus Nooa Noel Eeli Emil Vilho Toivo Urho Taavi "
    "Sampo Konsta Akseli Topi Niklas Severi Robin Sebastian Aaro Martti Ilmari Ensio Tapio Kristian Alexander Artturi "
    "Eelis Aarni Hugo Sulo Veikko Yrjö Öjvind Åke"
).split()
NAISET_RUOTSI = "Ebba Saga Alva Linnéa Märta Ingrid Sigrid Åsa Hedda Lovisa Felicia Elsa Ida Wilma Tove Agneta".split()
MIEHET_RUOTSI = "Axel Emil Viktor Oskar Anders Göran Åke Nils Albin Isak Linus Edvin Sixten Gösta Hjalmar Göte".split()
NAISET_MUU = (
    "Fatima Amina Anastasia Maryam Aisha Khadija Svitlana Kateryna Linh Zahra Hodan Priya Daria Natalia Leila Olena "
    "Thảo Žaneta Renée Zoë Łucja María Siobhán Ayşe"
).split()
MIEHET_MUU = (
    "Mohamed Ali Ahmed Abdirahman Omar Yusuf Igor Oleksandr Maksym Minh Hamza Nikolai Samir Mahmoud Dmitri Artem Bao "
    "Somchai José Jürgen İbrahim Đorđe Étienne Søren"
).split()
YHDYSNIMET = (
    "Anna-Maija Anna-Liisa Marja-Leena Eeva-Liisa Ulla-Maija Riitta-Liisa Veli-Matti Juha-Pekka Olli-Pekka Jukka-Pekka "
    "Carl-Gustaf Jan-Erik Karl-Johan Ann-Sofie Matti-Pekka Ida-Maria"
).split()

# Shares of people by where their surname comes from: the commonest, rare, Swedish, immigrant, odd.
ALKUPERAT = (0.33, 0.51, 0.055, 0.10, 0.005)
YHDYSSUKUNIMI, YHDYSETUNIMI = 0.03, 0.02


class Paino:
    """Picks from a list in order of commonness: the n-th weighs (n + shift) ** -steepness."""

    def __init__(self, items: Iterable[str], steepness: float = 0.48, shift: float = 4):
        self.items = tuple(items)
        self.weights = list(accumulate((place + shift) ** -steepness for place in range(1, len(self.items) + 1)))

    def pick(self, rng: Random) -> str:
        """One of the items."""
        return self.items[bisect(self.weights, rng.random() * self.weights[-1])]


def harvinaiset() -> Sequence[str]:
    """Some three thousand surnames that few have, in an order that has nothing to do with their letters."""
    made = [
        f"{kanta}{'-' if kanta[-1].lower() == paate[0] else ''}{paate}"
        for kanta in KANNAT
        for paate in PAATTEET
        if kanta.lower() != paate
    ]
    Random("harvinaiset sukunimet").shuffle(made)
    return made


@cache
def _sukunimet() -> tuple[Paino, ...]:
    return (
        Paino(SUKUNIMET),
        Paino(harvinaiset(), steepness=0.5, shift=300),
        Paino(SUKUNIMET_RUOTSI),
        Paino(SUKUNIMET_MUU),
        Paino(SUKUNIMET_ERIKOISET, steepness=0.0),
    )


@cache
def _etunimet() -> tuple[tuple[Paino, Paino], ...]:
    """By origin of the surname, women's and men's apart."""
    suomi = Paino(NAISET, 0.6), Paino(MIEHET, 0.6)
    ruotsi = Paino(NAISET_RUOTSI), Paino(MIEHET_RUOTSI)
    muu = Paino(NAISET_MUU), Paino(MIEHET_MUU)
    return suomi, suomi, ruotsi, muu, suomi


_ALKUPERAT = list(accumulate(ALKUPERAT))


def henkilo(rng: Random) -> Nimi:
    """One person's name: mostly two given names, of which mostly the first is used."""
    alkupera = min(bisect(_ALKUPERAT, rng.random()), len(ALKUPERAT) - 1)
    nimet = _etunimet()[alkupera][rng.random() < 0.5]
    sukunimi = _sukunimet()[alkupera].pick(rng)
    if rng.random() < YHDYSSUKUNIMI:
        toinen = _sukunimet()[0].pick(rng)
        sukunimi = f"{sukunimi}-{toinen}" if toinen != sukunimi else sukunimi
    kutsumanimi = rng.choice(YHDYSNIMET) if rng.random() < YHDYSETUNIMI else nimet.pick(rng)
    etunimet = [kutsumanimi]
    for chance in (0.85, 0.12):
        muu = nimet.pick(rng)
        if rng.random() < chance and muu not in etunimet:
            # The name in use is the second for about one in ten.
            etunimet.insert(0 if rng.random() < 0.1 else len(etunimet), muu)
    return Nimi(" ".join(etunimet), kutsumanimi, sukunimi)
