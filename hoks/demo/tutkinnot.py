"""What the demo world's learners study: qualifications with the places, tasks and words of their trades."""

from dataclasses import dataclass

TUVA, TELMA, LUKIO = "999908", "999903", "309902"


@dataclass(frozen=True)
class Tutkinto:
    """One qualification; names and units are in the code lists, everything here is the demo world's own.

    osaamisalat are (code, name fi, name sv); paikalliset are (name, extent in competence points, objectives).
    """

    koodi: str
    diaarinro: str
    osaamisalat: tuple[tuple[str, str, str], ...]
    tyopaikat: tuple[str, ...]
    tyotehtavat: tuple[str, ...]
    naytot: tuple[str, ...]
    paikalliset: tuple[tuple[str, int, str], ...]


TUTKINNOT = (
    Tutkinto(
        koodi="371101",
        diaarinro="OPH-9371-2024",
        osaamisalat=(
            ("9711", "Ikääntyvien hoidon ja kuntoutumisen osaamisala", "Kompetensområdet för vård av äldre"),
            ("9712", "Lasten ja nuorten kasvatuksen osaamisala", "Kompetensområdet för fostran av barn och unga"),
            ("9713", "Sairaanhoidon osaamisala", "Kompetensområdet för sjukvård"),
        ),
        tyopaikat=("Hoivakoti Kanerva", "Päiväkoti Pikkukäpy", "Kotihoito Lähellä Oy", "Terveysasema Kivipuro"),
        tyotehtavat=(
            "Asiakkaan auttaminen pesuissa, pukeutumisessa ja ruokailussa",
            "Lääkkeiden jakaminen ohjaajan valvonnassa",
            "Verenpaineen ja verensokerin mittaaminen ja kirjaaminen",
            "Ulkoilun ja pienryhmien ohjaaminen",
            "Asiakastietojen kirjaaminen järjestelmään",
            "Leikkihetken suunnitteleminen lapsiryhmälle",
        ),
        naytot=(
            "Laatii asiakkaalle hoito- ja palvelusuunnitelman yhdessä tiimin kanssa",
            "Toteuttaa aamuvuoron hoitotyön kahden asiakkaan luona",
            "Toimii aseptisesti ja ergonomisesti siirtotilanteissa",
            "Arvioi omaa työtään ja pyytää palautetta",
        ),
        paikalliset=(
            ("Eläinavusteinen hoitotyö", 5, "Tuntee eläinavusteisen työn periaatteet ja osaa suunnitella tuokion."),
            ("Muistiystävällinen ympäristö", 5, "Osaa muuttaa asiakkaan kotia turvallisemmaksi."),
        ),
    ),
    Tutkinto(
        koodi="331101",
        diaarinro="OPH-9331-2024",
        osaamisalat=(
            ("9311", "Asiakaspalvelun ja myynnin osaamisala", "Kompetensområdet för kundservice och försäljning"),
            ("9312", "Taloushallinnon osaamisala", "Kompetensområdet för ekonomiförvaltning"),
        ),
        tyopaikat=("Kauppahalli Harju", "Tilitoimisto Sarake Oy", "Rautatavara Ruuvi & Mutteri", "Kirjakauppa Lehti"),
        tyotehtavat=(
            "Asiakkaiden palveleminen myymälässä ja puhelimessa",
            "Ostolaskujen käsitteleminen ja tiliöinti",
            "Tuotteiden esillepano ja hinnoittelu",
            "Verkkokaupan tilausten kerääminen ja lähettäminen",
            "Palaverimuistion kirjoittaminen",
        ),
        naytot=(
            "Hoitaa asiakaspalvelutilanteen tervehdyksestä jälkihoitoon",
            "Tarkistaa ja tiliöi viikon ostolaskut",
            "Suunnittelee ja toteuttaa kampanjan sosiaalisessa mediassa",
            "Esittelee tuloksen työpaikan esihenkilölle",
        ),
        paikalliset=(
            ("Lähikaupan yrittäjyys", 10, "Osaa laskea pienen myymälän kannattavuuden."),
            ("Käytetyn tavaran verkkokauppa", 5, "Osaa kuvata, hinnoitella ja myydä käytettyjä tuotteita verkossa."),
        ),
    ),
    Tutkinto(
        koodi="352201",
        diaarinro="OPH-9352-2023",
        osaamisalat=(
            ("9521", "Talonrakennuksen osaamisala", "Kompetensområdet för husbyggnad"),
            ("9522", "Kivialan osaamisala", "Kompetensområdet för stenhantering"),
        ),
        tyopaikat=("Rakennusliike Kurkihirsi Oy", "Muurauspalvelu Tiili ja Saumaus", "Hirsitalot Honkaselkä Ky"),
        tyotehtavat=(
            "Telineiden kokoaminen ja tarkastaminen",
            "Puurungon mittaaminen, sahaaminen ja kokoaminen",
            "Eristäminen ja höyrynsulun asentaminen",
            "Laatoittaminen kosteissa tiloissa",
            "Työmaan siistinä pitäminen ja jätteiden lajittelu",
        ),
        naytot=(
            "Lukee piirustuksista väliseinän paikan ja materiaalit",
            "Rakentaa väliseinän rungon ja levyttää sen",
            "Käyttää suojaimia ja noudattaa työmaan turvallisuusohjeita",
            "Laskee materiaalimenekin",
        ),
        paikalliset=(
            ("Perinnerakentaminen", 15, "Osaa korjata vanhan hirsirungon perinteisin menetelmin."),
            ("Kierrätysmateriaalien käyttö", 5, "Osaa purkaa ja käyttää uudelleen ehjät rakennusosat."),
        ),
    ),
    Tutkinto(
        koodi="381103",
        diaarinro="OPH-9381-2024",
        osaamisalat=(
            ("9811", "Ruokapalvelun osaamisala", "Kompetensområdet för kosthåll"),
            ("9812", "Asiakaspalvelun osaamisala", "Kompetensområdet för kundservice"),
        ),
        tyopaikat=("Ravintola Kuha & Tilli", "Lounaskahvila Voipulla", "Henkilöstöravintola Patarouva"),
        tyotehtavat=(
            "Lounasruokien esivalmistelu ja kypsentäminen",
            "Erityisruokavalioiden valmistaminen erillään muusta ruoasta",
            "Linjaston täydentäminen ja siistiminen",
            "Tilausten vastaanottaminen ja kassatyö",
            "Omavalvonnan lämpötilojen kirjaaminen",
        ),
        naytot=(
            "Valmistaa päivän lounaan ohjeen mukaan sadalle ruokailijalle",
            "Ottaa huomioon keliakian ja maitoallergian",
            "Palvelee asiakkaita suomeksi ja englanniksi",
            "Huolehtii hygieniasta ja omavalvonnasta",
        ),
        paikalliset=(
            ("Järvikalan käsittely", 5, "Osaa perata, fileoida ja savustaa järvikalaa."),
            ("Villiyrtit keittiössä", 5, "Tuntee yleisimmät villiyrtit ja osaa käyttää niitä annoksissa."),
        ),
    ),
    Tutkinto(
        koodi="351407",
        diaarinro="OPH-9351-2023",
        osaamisalat=(
            ("9541", "Sähköasennuksen osaamisala", "Kompetensområdet för elinstallation"),
            ("9542", "Automaatioasennuksen osaamisala", "Kompetensområdet för automationsinstallation"),
        ),
        tyopaikat=("Sähkö-Volttila Oy", "Automaatiotalo Rele", "Kiinteistösähkö Sulake Ky"),
        tyotehtavat=(
            "Pistorasioiden ja valaisimien asentaminen",
            "Kaapelireittien tekeminen ja johdotus",
            "Käyttöönottomittaukset ja pöytäkirjan täyttäminen",
            "Ryhmäkeskuksen kytkeminen ohjaajan valvonnassa",
        ),
        naytot=(
            "Asentaa huoneen sähköt piirustusten mukaan",
            "Tekee käyttöönottotarkastuksen mittaukset",
            "Tekee työkohteen jännitteettömäksi ja varmistaa sen",
            "Opastaa asiakasta laitteen käytössä",
        ),
        paikalliset=(("Pienvoimalan kytkentä", 10, "Osaa mitoittaa ja kytkeä mökin aurinkosähkön turvallisesti."),),
    ),
    Tutkinto(
        koodi="351301",
        diaarinro="OPH-9353-2024",
        osaamisalat=(
            ("9531", "Ajoneuvotekniikan osaamisala", "Kompetensområdet för fordonsteknik"),
            ("9532", "Korikorjauksen osaamisala", "Kompetensområdet för karosserireparation"),
        ),
        tyopaikat=("Autokorjaamo Kardaani", "Rengasmestarit Vanne Oy", "Maatalouskone Traktoriset"),
        tyotehtavat=(
            "Määräaikaishuollon tekeminen huolto-ohjelman mukaan",
            "Jarrujen ja iskunvaimentimien vaihtaminen",
            "Vikakoodien lukeminen testilaitteella",
            "Renkaiden vaihto, tasapainotus ja varastointi",
            "Huoltokirjan täyttäminen",
        ),
        naytot=(
            "Tekee ajoneuvon määräaikaishuollon",
            "Paikallistaa vian jarrujärjestelmässä ja korjaa sen",
            "Lajittelee ongelmajätteet oikein",
            "Kertoo asiakkaalle, mitä on tehty ja miksi",
        ),
        paikalliset=(("Museoajoneuvon entisöinti", 15, "Osaa dokumentoida ja kunnostaa vanhan ajoneuvon osan."),),
    ),
    Tutkinto(
        koodi="361201",
        diaarinro="OPH-9361-2022",
        osaamisalat=(
            ("9611", "Viherrakentamisen osaamisala", "Kompetensområdet för grönbyggande"),
            ("9612", "Puutarhatuotannon osaamisala", "Kompetensområdet för trädgårdsproduktion"),
        ),
        tyopaikat=("Taimisto Tuomenkukka", "Seurakunnan puutarha, Harjulanmaa", "Viherpalvelu Apila Oy"),
        tyotehtavat=(
            "Taimien istuttaminen, kastelu ja lannoitus",
            "Nurmikon perustaminen ja leikkaaminen",
            "Pensaiden hoitoleikkaus",
            "Hautojen kesäkukkien istuttaminen ja hoito",
        ),
        naytot=(
            "Perustaa istutusalueen suunnitelman mukaan",
            "Tunnistaa kaksikymmentä kasvia ja kertoo niiden hoidosta",
            "Huoltaa ruohonleikkurin ja trimmerin",
        ),
        paikalliset=(("Kaupunkiviljely", 5, "Osaa suunnitella viljelylaatikon taloyhtiön pihalle."),),
    ),
    Tutkinto(
        koodi="341101",
        diaarinro="OPH-9341-2023",
        osaamisalat=(
            ("9411", "Leipomoalan osaamisala", "Kompetensområdet för bageribranschen"),
            ("9412", "Elintarviketeknologian osaamisala", "Kompetensområdet för livsmedelsteknologi"),
        ),
        tyopaikat=("Leipomo Ruistaika", "Juustola Kellokas", "Makkaratehdas Savunen Oy"),
        tyotehtavat=(
            "Taikinoiden tekeminen ja paistaminen",
            "Pakkauslinjan käyttö ja laaduntarkkailu",
            "Koneiden purkaminen, pesu ja kokoaminen",
            "Näytteiden ottaminen omavalvontaan",
        ),
        naytot=(
            "Leipoo aamuvuoron ruisleivät",
            "Tarkkailee tuotteen laatua ja reagoi poikkeamiin",
            "Puhdistaa linjan tuotannon jälkeen",
        ),
        paikalliset=(("Hapanjuuren hoito", 5, "Osaa perustaa, ylläpitää ja käyttää ruisjuurta."),),
    ),
    Tutkinto(
        koodi="437109",
        diaarinro="OPH-9437-2021",
        osaamisalat=(),
        tyopaikat=("Konepaja Terässilta Oy", "Harjulanmaan hyvinvointipalvelut"),
        tyotehtavat=(
            "Kehityskeskustelujen suunnitteleminen ja pitäminen",
            "Oman yksikön kehittämishankkeen vetäminen",
            "Budjetin laatiminen ja seuraaminen",
        ),
        naytot=(
            "Esittelee oman yksikön kehittämissuunnitelman johtoryhmälle",
            "Arvioi muutoksen vaikutuksia henkilöstöön",
        ),
        paikalliset=(("Etäjohtaminen hajautetussa tiimissä", 10, "Osaa rakentaa etätiimin yhteiset pelisäännöt."),),
    ),
    Tutkinto(
        koodi=TELMA,
        diaarinro="OPH-9399-2022",
        osaamisalat=(),
        tyopaikat=("Kierrätyskeskus Uusi Elämä", "Kahvila Kanelitanko"),
        tyotehtavat=("Pöytien pyyhkiminen ja tiskien kerääminen", "Vaatteiden lajittelu ja hinnoittelu"),
        naytot=("Tekee työpäivän tehtävät kuvaohjeen avulla", "Pyytää apua tarvittaessa"),
        paikalliset=(("Oma arki haltuun", 5, "Harjoittelee ostoksilla käyntiä, ruoanlaittoa ja rahan käyttöä."),),
    ),
)

BY_KOODI = {tutkinto.koodi: tutkinto for tutkinto in TUTKINNOT}

# Those that schools of the demo world usually have; the two others are placed one by one.
PERUSTUTKINNOT = TUTKINNOT[:8]
