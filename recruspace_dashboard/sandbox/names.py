"""Countries of the invented candidates: names, cities, phones, universities."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random

LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "æ": "ae"}
    | {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
TURKISH_LETTERS = str.maketrans("ıöüÖÜ", "iouOU")


@dataclass(frozen=True)
class Country:
    """Words are separated by spaces; an underscore is a space within one."""

    name: str
    weight: int
    women: str
    men: str
    surnames: str
    cities: str
    streets: str
    phone: str
    """A pattern in which each # is a digit."""
    universities: str
    languages: str
    surnames_of_women: str = ""

    def full_name(self, random: Random) -> tuple[str, str, bool]:
        """A first name, a last name, and whether it is a woman's."""
        woman = random.random() < 0.5
        surnames = self.surnames.split()
        place = random.randrange(len(surnames))
        if woman and self.surnames_of_women:
            surnames = self.surnames_of_women.split()
        first = random.choice((self.women if woman else self.men).split())
        return first.replace("_", " "), surnames[place].replace("_", " "), woman

    def pick(self, random: Random, words: str) -> str:
        return random.choice(words.split()).replace("_", " ")

    def phone_number(self, random: Random) -> str:
        return "".join(
            str(random.randint(0, 9)) if letter == "#" else letter
            for letter in self.phone
        )


COUNTRIES = [
    Country(
        "Türkiye",
        30,
        "Ayşe Elif Zeynep Selin Büşra Gülşah Çiğdem İrem Özge Şeyma Ebru Nazlı Pınar "
        "Tuğba Yağmur Defne Gökçe Hatice Melis Sıla Ceren Aslı",
        "Mehmet Emre Şükrü Çağrı İbrahim Oğuzhan Burak Yiğit Kağan Ömer Tuğrul Barış "
        "Gökhan Ümit Sinan Doğukan Alperen Furkan Serkan Mert İlker Onur",
        "Yılmaz Gündoğdu Şahin Çelik Özdemir Yıldız Kılıç Aydın Öztürk Güneş Doğan "
        "Arslan Karadağ Çetin Koç Uğurlu Işık Taş Ünal Şimşek Erdoğdu Kaya Bıçakçı",
        "İstanbul İstanbul İstanbul Ankara Ankara İzmir Bursa Eskişehir Antalya "
        "Kocaeli Muğla",
        "Bağdat_Caddesi İstiklal_Caddesi Atatürk_Bulvarı Çınar_Sokak Gül_Sokak",
        "+90 53# ### ## ##",
        "Boğaziçi_University Middle_East_Technical_University "
        "Istanbul_Technical_University Hacettepe_University Ege_University",
        "Turkish",
    ),
    Country(
        "Germany",
        15,
        "Anna Lea Hannah Katharina Jule Franziska Sabine Mareike Svenja Greta Käthe",
        "Jonas Lukas Maximilian Felix Jörg Jürgen Sören Matthias Tobias Björn Götz",
        "Müller Schäfer Weber Groß Köhler Vogel Krüger Böhm Lange Weiß Schröder "
        "Brandt Günther Hofmann Jäger Strauß",
        "Berlin Berlin München Hamburg Köln Düsseldorf Leipzig Stuttgart Nürnberg",
        "Lindenstraße Goethestraße Hauptstraße Schillerallee Am_Mühlbach",
        "+49 15# ########",
        "TU_Berlin TU_München RWTH_Aachen Universität_zu_Köln Universität_Leipzig",
        "German",
    ),
    Country(
        "Austria",
        4,
        "Magdalena Theresa Valentina Johanna Verena Lisa-Marie",
        "Sebastian Florian Dominik Andreas Georg Michael",
        "Gruber Steiner Moser Hölzl Eder Pichler Wörgötter Brunner",
        "Wien Wien Graz Linz Salzburg Innsbruck",
        "Mariahilfer_Straße Ringstraße Mozartgasse",
        "+43 664 #######",
        "Universität_Wien TU_Graz WU_Wien",
        "German",
    ),
    Country(
        "Switzerland",
        4,
        "Nora Céline Ladina Seraina Mirjam Chiara",
        "Reto Urs Luca Beat Noé Matteo",
        "Müller Zürcher Brügger Frei Bernasconi Rochat Ammann Schürch",
        "Zürich Zürich Basel Bern Genève Lausanne",
        "Bahnhofstrasse Seestrasse Kirchgasse",
        "+41 79 ### ## ##",
        "ETH_Zürich EPFL Universität_St._Gallen",
        "German French",
    ),
    Country(
        "Poland",
        8,
        "Agnieszka Małgorzata Zofia Karolina Łucja Bożena Joanna Kinga",
        "Łukasz Paweł Michał Krzysztof Grzegorz Wojciech Stanisław Jędrzej",
        "Kowalski Wiśniewski Wójcik Kamiński Zieliński Szymański Dąbrowski Woźniak "
        "Jabłoński Gołąb Źrebiec Piątek",
        "Warszawa Warszawa Kraków Wrocław Poznań Gdańsk Łódź",
        "Marszałkowska Długa Świętokrzyska Polna",
        "+48 5## ### ###",
        "Politechnika_Warszawska Uniwersytet_Jagielloński Politechnika_Wrocławska",
        "Polish",
        "Kowalska Wiśniewska Wójcik Kamińska Zielińska Szymańska Dąbrowska Woźniak "
        "Jabłońska Gołąb Źrebiec Piątek",
    ),
    Country(
        "Czechia",
        5,
        "Tereza Kateřina Eliška Barbora Markéta Žaneta",
        "Tomáš Jiří Ondřej Matěj Vojtěch Luboš",
        "Dvořák Novák Svoboda Černý Procházka Kučera Říha Šťastný",
        "Praha Praha Brno Ostrava Plzeň",
        "Vinohradská Dlouhá Nádražní",
        "+420 60# ### ###",
        "Univerzita_Karlova ČVUT_v_Praze Masarykova_univerzita",
        "Czech",
        "Dvořáková Nováková Svobodová Černá Procházková Kučerová Říhová Šťastná",
    ),
    Country(
        "Spain",
        7,
        "Lucía María_José Begoña Inés Nuria Ángela Marta",
        "Íñigo Álvaro José_Luis Sergio Andrés Raúl Jordi",
        "García_López Muñoz Fernández_Ruiz Núñez Ibáñez Martín Peña Gutiérrez",
        "Madrid Barcelona Valencia Sevilla Málaga Bilbao",
        "Calle_Mayor Gran_Vía Avenida_de_la_Constitución",
        "+34 6## ### ###",
        "Universidad_Complutense_de_Madrid Universitat_de_Barcelona",
        "Spanish",
    ),
    Country(
        "United Kingdom",
        8,
        "Charlotte Emily Fiona Siân Harriet Imogen Priya",
        "Oliver George Callum Rhys Alistair Harry Declan",
        "Bennett O'Connor Taylor Hughes MacDonald Clarke Whitfield Smith-Jones",
        "London London Manchester Edinburgh Bristol Leeds Cardiff",
        "High_Street Station_Road Church_Lane Victoria_Road",
        "+44 7### ######",
        "University_of_Manchester University_of_Edinburgh Imperial_College_London",
        "English",
    ),
    Country(
        "India",
        9,
        "Ananya Kavya Divya Sneha Meera Aishwarya Nandini",
        "Arjun Rohan Karthik Vikram Aditya Siddharth Rahul",
        "Sharma Iyer Reddy Patel Nair Chatterjee Krishnamurthy Singh Banerjee",
        "Bengaluru Bengaluru Hyderabad Pune Mumbai Chennai New_Delhi",
        "MG_Road Residency_Road Park_Street",
        "+91 9#### #####",
        "IIT_Bombay IIT_Madras Anna_University University_of_Delhi",
        "Hindi",
    ),
    Country(
        "Brazil",
        5,
        "Beatriz Letícia Fernanda Conceição Júlia Tatiane",
        "João_Pedro Thiago Antônio Caio Sebastião Rafael",
        "Conceição da_Silva Araújo Gonçalves Magalhães Souza Brandão",
        "São_Paulo Rio_de_Janeiro Florianópolis Curitiba Brasília",
        "Avenida_Paulista Rua_das_Acácias Rua_São_João",
        "+55 11 9####-####",
        "Universidade_de_São_Paulo Unicamp UFRJ",
        "Portuguese",
    ),
    Country(
        "France",
        5,
        "Chloé Hélène Aurélie Françoise Zoé Maëlle",
        "François Étienne Loïc Jérôme Théo Benoît",
        "Lefèvre Dubois Bélanger Gérard Moreau Châtelain Noël",
        "Paris Paris Lyon Toulouse Nantes Bordeaux",
        "Rue_de_la_République Avenue_Foch Rue_des_Écoles",
        "+33 6 ## ## ## ##",
        "Sorbonne_Université École_Polytechnique INSA_Lyon",
        "French",
    ),
]
COUNTRY = {country.name: country for country in COUNTRIES}


def plain(text: str, country: str) -> str:
    """The name in ASCII letters, as it is written in e-mail addresses there."""
    letters = TURKISH_LETTERS if country == "Türkiye" else LETTERS
    decomposed = unicodedata.normalize("NFKD", text.translate(letters))
    return "".join(each for each in decomposed.lower() if each.isascii())
