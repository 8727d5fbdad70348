"""Texts with traps for e-mail addresses and phone numbers."""

from tests.intake.cvs.nasty import DENEYIM, LABORAL, SIEMENS, WORK, Nasty

NASTY = {
    "a hyphen that a line's end took": Nasty(
        f"Max Mustermann\nmax.mustermann@uni\u00adkoeln.de\nKöln{SIEMENS}",
        "Max",
        "Mustermann",
        "max.mustermann@uni-koeln.de",
    ),
    "a hyphen that may be none": Nasty(
        f"Anna-Lena Groß\nanna\u00adlena.gross@web.de\nKöln{SIEMENS}",
        "Anna-Lena",
        "Groß",
        "?anna-lena.gross@web.de",
    ),
    "broken at the sign": Nasty(
        "Max Mustermann\nE-Mail: max.mustermann@\nweb.de\nTel. 0171 1234567\nBerlin"
        + SIEMENS,
        "Max",
        "Mustermann",
        "max.mustermann@web.de",
        "+491711234567",
    ),
    "broken before the sign": Nasty(
        f"Max Mustermann\nmax.mustermann\n@web.de\nBerlin{SIEMENS}",
        "Max",
        "Mustermann",
        "max.mustermann@web.de",
        "",
    ),
    "broken after a dot": Nasty(
        f"Max Mustermann\nmax.\nmustermann@web.de\nBerlin{SIEMENS}",
        "Max",
        "Mustermann",
        "max.mustermann@web.de",
    ),
    "broken within the name": Nasty(
        f"Max Mustermann\nE-Mail: max.muster\nmann@web.de\nBerlin{SIEMENS}",
        "Max",
        "Mustermann",
        "max.mustermann@web.de",
    ),
    "broken before the ending": Nasty(
        f"Ayşe Yılmaz\nayse.yilmaz@gmail.\ncom\nİstanbul{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "ayse.yilmaz@gmail.com",
    ),
    "ending on the next line": Nasty(
        f"Ayşe Yılmaz\nayse.yilmaz@firma.com\n.tr\nİstanbul{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "?ayse.yilmaz@firma.com.tr",
    ),
    "a domain cut in two": Nasty(
        f"Max Mustermann\nmax.mustermann@alumni.uni-heidel\nberg.de\nMannheim{SIEMENS}",
        "Max",
        "Mustermann",
        "?max.mustermann@alumni.uni-heidelberg.de",
    ),
    "spaces around the sign": Nasty(
        f"Ayşe Yılmaz\ne-posta: ayse.yilmaz @ gmail.com\n0532 123 45 67{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "ayse.yilmaz@gmail.com",
        "+905321234567",
    ),
    "hidden from robots": Nasty(
        f"John Smith\njohn.smith (at) gmail (dot) com\n07911 123456, London{WORK}",
        "John",
        "Smith",
        "john.smith@gmail.com",
        "+447911123456",
    ),
    "hidden in words": Nasty(
        f"John Smith\njohn.smith at gmail dot com\nLondon{WORK}",
        "John",
        "Smith",
        "john.smith@gmail.com",
    ),
    "a link": Nasty(
        f"John Smith\nmailto:john.smith@gmail.com?subject=CV\nLondon{WORK}",
        "John",
        "Smith",
        "john.smith@gmail.com",
    ),
    "glued": Nasty(
        f"John Smith\njohn.smith@gmail.comTel: 07911 123456\nLondon{WORK}",
        "John",
        "Smith",
        "john.smith@gmail.com",
        "+447911123456",
    ),
    "ligatures and unseen letters": Nasty(
        "So\ufb01a Gar\u00adcía\nso\ufb01a.garcia\u200b@gmail.com\n612 345 678\nMadrid"
        + LABORAL,
        "Sofia",
        "García",
        "sofia.garcia@gmail.com",
        "+34612345678",
    ),
    "marks apart from their letters": Nasty(
        "J\u00a8urgen Mu\u0308ller\njuergen.mueller@web.de\n0171 1234567\nKöln"
        + SIEMENS,
        "Jürgen",
        "Müller",
        "juergen.mueller@web.de",
        "+491711234567",
    ),
    "marks for the direction": Nasty(
        f"\u202bAyşe Yılmaz\u202c\n\u200eayse.yilmaz@gmail.com\n\u2066+90 532 123 45 67"
        f"\u2069{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "ayse.yilmaz@gmail.com",
        "+905321234567",
    ),
    "only a referee's address": Nasty(
        f"John Smith\nLondon{WORK}REFERENCES\nDr Mary Jones\nmary.jones@ucl.ac.uk\n"
        "020 7946 0018",
        "John",
        "Smith",
        "",
        "",
    ),
    "numbers that are no phones": Nasty(
        "Ayşe Yılmaz\nTC Kimlik No: 10000000146\nIBAN: TR33 0006 1005 1978 6457 "
        "8413 26\n"
        f"Doğum: 12.03.1990\nSicil No: 5321234567{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "",
        "",
    ),
    "numbers of a German": Nasty(
        "Max Mustermann\nIBAN DE89 3704 0044 0532 0130 00\nSteuer-ID 12 345 678 901\n"
        f"geb. 01.02.1980, 10115 Berlin\n2010 - 2015 2016 - 2019\nFax: 030 "
        f"1234567{SIEMENS}",
        "Max",
        "Mustermann",
        "",
        "",
    ),
    "fax and landline": Nasty(
        "Max Mustermann\nTel.: 030 12345678\nMobil: 0171 1234567\nFax: 030 12345679\n"
        f"Berlin{SIEMENS}",
        "Max",
        "Mustermann",
        "",
        "+491711234567",
    ),
    "a number of the emergency contact": Nasty(
        "Ayşe Yılmaz\nİstanbul\nTel: 0532 123 45 67\nAcil durumda (anne): 0533 765 "
        "43 21" + DENEYIM,
        "Ayşe",
        "Yılmaz",
        "",
        "+905321234567",
    ),
    "a Turkish number in Germany": Nasty(
        f"Ayşe Yılmaz\nTel: 0532 123 45 67\n10115 Berlin{SIEMENS}",
        "Ayşe",
        "Yılmaz",
        "",
        "?+905321234567",
    ),
    "an Austrian number": Nasty(
        f"Anna Gruber\nTel: 0664 1234567\n1010 Wien{SIEMENS}",
        "Anna",
        "Gruber",
        "",
        "+436641234567",
    ),
    "a number of nowhere": Nasty(
        f"John Smith\nPhone: 612 345 678{WORK}",
        "John",
        "Smith",
        "",
        "?+34612345678",
    ),
    "a hidden number": Nasty(
        f"Ayşe Yılmaz\nTel: 0532 XXX XX XX\nayse.yilmaz@gmail.com{DENEYIM}",
        "Ayşe",
        "Yılmaz",
        "ayse.yilmaz@gmail.com",
        "",
    ),
}
