"""Texts written by hand, each with a trap for names."""

from typing import NamedTuple

SIEMENS = "\nBerufserfahrung\n2015 – 2019 Siemens AG, Entwicklung mit Java und Python\n"
DENEYIM = "\nİŞ DENEYİMİ\n2015 – 2019 Garanti Bankası, yazılım ve destek için\n"
WORK = "\nWORK EXPERIENCE\n2015 – 2019 Barclays, responsible for the reports\n"
LABORAL = "\nEXPERIENCIA LABORAL\n2015 – 2019 Banco Santander, gestión de la cartera\n"


class Nasty(NamedTuple):
    """What begins with `?` need not be found, but nothing else may be called sure."""

    text: str
    first: str = "?"
    last: str = "?"
    email: str = "?"
    phone: str = "?"
    file_name: str = "cv.pdf"


NASTY = {
    "an agency's head": Nasty(
        "Michael Page\nwww.michaelpage.co.uk\ninfo@michaelpage.co.uk\nCandidate: "
        f"Oluwaseun Adeyemi\noadeyemi@gmail.com{WORK}",
        "?Oluwaseun",
        "?Adeyemi",
        "oadeyemi@gmail.com",
    ),
    "an unknown agency's head": Nasty(
        f"Peter Walters\nCurriculum Vitae\nZebediah Quux\n07911 123456{WORK}",
        "?Zebediah",
        "?Quux",
    ),
    "two addresses of one's own": Nasty(
        "Ayşe Yılmaz\nayse.yilmaz@gmail.com\nayse.yilmaz@garanti.com.tr" + DENEYIM,
        "Ayşe",
        "Yılmaz",
        "?ayse.yilmaz@gmail.com",
    ),
    "a city for a surname": Nasty(
        f"Deniz Ankara\ndeniz.ankara@gmail.com\n0532 123 45 67{DENEYIM}",
        "Deniz",
        "Ankara",
        "deniz.ankara@gmail.com",
        "+905321234567",
    ),
    "a place that looks like a name": Nasty(
        f"Sofia Bulgaria\nRazvan Q. Zyx\nrz77@abv.bg{WORK}",
        "?Razvan",
        "?Zyx",
    ),
    "an address before the name": Nasty(
        "Karl-Marx-Allee 5\nMustafa Kemal Mahallesi\nÖZGEÇMİŞ\nŞilan Uçaroğlu\n"
        f"silan.ucaroglu@gmail.com{DENEYIM}",
        "Şilan",
        "Uçaroğlu",
    ),
    "without a dot, in Turkish": Nasty(
        f"IŞIL ILGAZ KIRCI\nYAZILIM UZMANI\nİSTANBUL\nisil@example.com{DENEYIM}",
        "?Işıl",
        "?Ilgaz Kırcı",
        "isil@example.com",
    ),
    "without a dot, abroad": Nasty(
        f"CAN YILMAZ\nSoftware Developer\ncan.yilmaz@gmail.com\nLondon{WORK}",
        "Can",
        "Yılmaz",
        "can.yilmaz@gmail.com",
    ),
    "an I that is an i": Nasty(
        f"DENIZ BIRICIK\ndeniz.biricik@gmail.com\nistanbul{DENEYIM}",
        "Deniz",
        "?Biricik",
        "deniz.biricik@gmail.com",
    ),
    "capitals that hide an ß": Nasty(
        f"UTE GROSSMANN\nute.grossmann@web.de\nKöln{SIEMENS}",
        "Ute",
        "?Großmann",
    ),
    "capitals without their marks": Nasty(
        f"JOSE GARCIA MUNOZ\njgarcia@gmail.com\n612 345 678\nMadrid{LABORAL}",
        "?José",
        "?García Muñoz",
        "jgarcia@gmail.com",
        "+34612345678",
    ),
    "surname first": Nasty(
        "Lebenslauf\nName, Vorname: Müller, Hans Peter\nE-Mail: hpm@web.de" + SIEMENS,
        "Hans Peter",
        "Müller",
        "hpm@web.de",
    ),
    "surname first, in capitals": Nasty(
        f"MÜLLER Hans\nmueller.hans@web.de\n0171 1234567 Berlin{SIEMENS}",
        "Hans",
        "Müller",
        "mueller.hans@web.de",
    ),
    "titles": Nasty(
        f"Prof. Dr. med. Dipl.-Ing. Jürgen von der Heide, MBA\njvdh@posteo.de{SIEMENS}",
        "Jürgen",
        "von der Heide",
        "jvdh@posteo.de",
    ),
    "a job on the same line": Nasty(
        f"Ayşe Yılmaz Yazılım Mühendisi\nayse.yilmaz@gmail.com{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "ayse.yilmaz@gmail.com",
    ),
    "all on one line": Nasty(
        f"Ayşe Yılmaz ayse.yilmaz@gmail.com 0532 123 45 67 İstanbul{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "ayse.yilmaz@gmail.com",
        "+905321234567",
    ),
    "labels, then values": Nasty(
        "Kişisel Bilgiler\nAd Soyad:\nE-posta:\nTelefon:\nAyşe Yılmaz\n"
        f"ayse.yilmaz@gmail.com\n0532 123 45 67{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "ayse.yilmaz@gmail.com",
        "+905321234567",
    ),
    "the name of the father": Nasty(
        "Kişisel Bilgiler\nBaba Adı: Mehmet\nAnne Adı: Fatma\nAdı: Ayşe\nSoyadı: "
        "Yılmaz\n"
        f"T.C. Kimlik No: 10000000146\nCep: 0532 123 45 67{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "",
        "+905321234567",
    ),
    "a table of labels": Nasty(
        "Apellidos\tGarcía López\nNombre\tMaría del Carmen\nDNI\t12345678Z\n"
        f"Tfno.\t612 345 678\nE-mail\tmcgl@gmail.com\nMadrid{LABORAL}",
        "María del Carmen",
        "García López",
        "mcgl@gmail.com",
        "+34612345678",
    ),
    "letters apart": Nasty(
        f"A Y Ş E Y I L M A Z\nayse.yilmaz@gmail.com\n0532 123 45 67{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "ayse.yilmaz@gmail.com",
        "+905321234567",
    ),
    "two given names or two surnames": Nasty(
        f"Ayşe Deniz Aydın\ndeniz99@gmail.com{DENEYIM}",
        "?Ayşe Deniz",
        "?Aydın",
    ),
    "small letters": Nasty(
        f"ayşe yılmaz\nayse.yilmaz@gmail.com{DENEYIM}",
        "Ayşe",
        "Yılmaz",
    ),
    "another's address": Nasty(
        f"Ayşe Yılmaz\nmehmet.demir@gmail.com{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "?",
    ),
    "the name in the file's name alone": Nasty(
        f"yazılım ve destek{DENEYIM}",
        "?Çiğdem",
        "?Aksoy",
        file_name="CV_Cigdem_Aksoy_2024.pdf",
    ),
    "a scan": Nasty("", "?Çiğdem", "?Aksoy", "", "", "CV_Cigdem_Aksoy_2024.pdf"),
    "nothing but a file's name that says nothing": Nasty("", "", "", "", "", "CV.pdf"),
    "the manager's name with the address": Nasty(
        f"Qeirish Vorlund\nQA\nqv@qv.io{WORK}Manager: Mary Jones, "
        f"mary.jones@barclays.com",
        "?Qeirish",
        "?Vorlund",
        "?qv@qv.io",
    ),
    "a heading of skills": Nasty(
        f"Adobe Photoshop\nRuby Rails\nJenkins Docker\nJane Doe\njane.doe@x.io{WORK}",
        "Jane",
        "Doe",
        "jane.doe@x.io",
    ),
}
