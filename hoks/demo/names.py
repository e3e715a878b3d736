"""Names of the demo world's people; every likeness is accidental."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

# Given names are women's and men's apart, so that nobody gets one of each.
ETUNIMET_SUOMI = (
    "Aino Anni Eeva Elina Emma Hanna Helmi Henna Iida Inka Jenna Kaisa Katja Kerttu Kirsi Lotta Maija Meeri Milla "
    "Minttu Oona Outi Päivi Pinja Riikka Saara Sanni Satu Sini Taru Tiina Tuulikki Veera Vilja",
    "Aleksi Antti Eero Eetu Elias Heikki Ilmari Janne Jari Joona Juhani Jukka Kalle Konsta Lauri Leevi Markku "
    "Matias Mika Niilo Nooa Otso Pekka Roope Sampo Seppo Taavi Taneli Toivo Tuomas Urho Valtteri Väinö Yrjö",
)
SUKUNIMET_SUOMI = (
    "Aaltonen Alanko Haapala Hakkarainen Heinonen Hietala Hämäläinen Jokinen Järvelä Kallio Karppinen Kettunen "
    "Kivistö Koivumäki Kuusela Kärkkäinen Lappalainen Lehtimäki Leppänen Luukkonen Mäenpää Mäkelä Niemelä "
    "Nousiainen Ollikainen Paavola Peltola Pöllänen Rautio Riihimäki Ruuskanen Räsänen Saarelainen Salmela "
    "Savolainen Siltala Suominen Säynätsalo Takala Tiainen Toropainen Tähtinen Uusitalo Vainio Vartiainen "
    "Viitanen Virtanen Vuorela Wallenius Wirtanen Ylinen Äikäs Ärväs Öhman Öljymäki"
)
ETUNIMET_RUOTSI = (
    "Agneta Alva Britta Ebba Felicia Hedda Ingrid Lovisa Märta Saga Sigrid Tove Åsa",
    "Albin Anders Axel Edvin Emil Gösta Göran Hjalmar Isak Linus Nils Oskar Sixten Viktor Åke",
)
SUKUNIMET_RUOTSI = (
    "Ahlbäck Backman Bergström Björklund Ekholm Engblom Forsström Granlund Hellström Högnäs Lindqvist Nordman "
    "Nyström Rosenqvist Sandberg Sjöblom Storgårds Söderholm Wickström Åberg Åkerblom Östman"
)
ETUNIMET_MUU = (
    "Aisha Amira Anastasiia Daria Fatima Hodan Ivana Jelena Kateryna Khadija Leila Linh Mariam Natalia Priya "
    "Rania Shirin Svitlana Thảo Zahra Žaneta",
    "Abdirahman Ali Bao Hamza Igor Mahmoud Maksym Minh Mohamed Nikolai Oleksandr Omar Samir Somchai Yusuf",
)
SUKUNIMET_MUU = (
    "Abdullahi Ahmed Al-Hassan Bajrami Chernenko Demir Farah Gashi Haddad Ibrahim Ivanova Jovanović Kovalenko "
    "Kumar Kuznetsov Mahamud Melnyk Mustafa Müller Nguyễn Nowak Osman Petrenko Rahimi Saengchai Sharma Smirnova "
    "Tamm Trần Warsame Yılmaz"
)

# (first names, calling name, surname) that lists, sorting, searching and printing must stand.
ERIKOISET = (
    ("Anna-Maija Kristiina", "Anna-Maija", "Mäki-Petäjä"),
    ("Siobhán", "Siobhán", "O'Connor"),
    ("Lorenzo", "Lorenzo", "D’Angelo"),
    ("Sámmol Ánte", "Ánte", "Länsman"),
    ("Carl-Gustaf Emil", "Carl-Gustaf", "von Essenborg"),
    ("Ebba Lovisa", "Ebba", "af Kullastrand"),
    ("Thị Minh Anh", "Minh Anh", "Nguyễn"),
    ("Åsa Örjana", "Åsa", "Öster"),
    ("Veli", "Veli", "W"),
    ("José María", "José", "García Núñez"),
    ("Łucja", "Łucja", "Wiśniewska"),
    ("Jean-Luc Étienne", "Jean-Luc", "de la Roche-Mäkinen"),
    (
        "Alexandra Konstantina Evangelia Theodora Vilhelmiina",
        "Konstantina",
        "Papadimitrakopoulou-Hietakangas-Ylä-Säynäjäjärvi",
    ),
)


@dataclass(frozen=True)
class Nimi:
    """A person's name as the learner register gives it."""

    etunimet: str
    kutsumanimi: str
    sukunimi: str

    @property
    def virallinen(self) -> str:
        """`Sukunimi, Etunimi`, the way officials' and instructors' names are often written in plans."""
        return f"{self.sukunimi}, {self.kutsumanimi}"


def people(rng: Random) -> Iterator[Nimi]:
    """Endless names: first the special ones, then a mix of which about two in ten are Swedish and two immigrant."""
    for erikoinen in ERIKOISET:
        yield Nimi(*erikoinen)
    while True:
        yield person(rng)


def person(rng: Random) -> Nimi:
    """One common name; about every second person has two first names."""
    etunimet, sukunimet = rng.choices(
        (
            (ETUNIMET_SUOMI, SUKUNIMET_SUOMI),
            (ETUNIMET_RUOTSI, SUKUNIMET_RUOTSI),
            (ETUNIMET_MUU, SUKUNIMET_MUU),
        ),
        weights=(6, 2, 2),
    )[0]
    kutsumanimi, toinen = rng.sample(rng.choice(etunimet).split(), 2)
    kaikki = f"{kutsumanimi} {toinen}" if rng.random() < 0.5 else kutsumanimi
    return Nimi(kaikki, kutsumanimi, rng.choice(sukunimet.split()))
