"""Other names and layouts, written after the rules: what they do with what they have
not seen."""

from dataclasses import replace

from tests.intake.cvs.layouts import Facts, Page, body, references
from tests.intake.cvs.lists import BRITAIN, GERMANY, SPAIN, TURKEY
from tests.intake.cvs.model import Row, rows

COUNTRIES = (
    replace(
        TURKEY,
        given="Nilay Cansu Serkan Volkan Tülin Gizem Levent Sinem Hakan Özlem Onur Eda "
        "Burak Mine Tarık Hatice_Kübra Ahmet_Can Muhammed_Ali",
        rare_given="Lerzan Mehveş Ümmügülsüm Çelebi Zozan Evin Rıdvancan Eslem_Nur "
        "Ayza",
        surnames="Tekin Karaca Güneş Polat Erdoğan Avcı Bayraktar Ünlü Sezgin Keleş "
        "Altınışık Çobanoğlu Tanrıverdi Haliloğulları İslamoğlu Kızıltan Adanalı "
        "Şener_Aktaş Bakırcı Ilıcak",
        cities="Mersin Konya Samsun Denizli Adana Kayseri İstanbul Ankara",
        titles="Endüstri_Mühendisi Finans_Analisti Mağaza_Müdürü Ön_Büro_Elemanı "
        "Diyetisyen Kaynakçı İç_Mimar Veri_Bilimci Çağrı_Merkezi_Temsilcisi",
        employers="Arçelik_A.Ş. Ziraat_Bankası Emre_Metal Murat_Gıda_Ltd._Şti. Migros",
    ),
    replace(
        GERMANY,
        given="Nicole Markus Petra Holger Tobias Svenja Ulrike Dennis Melanie Frank "
        "Kevin Carolin Ralf Ann-Kathrin Jan_Philipp Marie_Sophie Fatma",
        rare_given="Swantje Eike Lasse Malou Hinnerk Rosalie Ansgard Bente Chinedu "
        "Raúl",
        surnames="Bauer Richter Klein Wolf Neumann Zimmermann Hartmann Lehmann Dörr "
        "Kretschmann Wagenknecht Röhrig Eichendorff von_Weizsäcker Schulze-Niehues "
        "Leipziger Kowalczyk Özdemir Jäger Thiele",
        cities="Dortmund Hannover Dresden Mannheim Bonn Münster Kiel Augsburg Berlin",
        titles="Pflegefachfrau Elektroniker Controller Rechtsanwaltsfachangestellte "
        "Wirtschaftsinformatiker Koch Augenoptikerin Teamleiter_Einkauf "
        "Speditionskauffrau",
        employers="Deutsche_Bahn_AG Müller_Drogerie Adler_Modemärkte Otto_GmbH_&_Co_KG",
    ),
    replace(
        SPAIN,
        given="Laura Cristina Elena Rocío Pilar David Carlos Fernando Rubén Óscar "
        "Francisco_Javier María_Teresa Ana_María Luis_Miguel Adrián",
        rare_given="Naiara Oihane Llorenç Iago Saray Dayana Jhon_Jairo Edurne "
        "Estíbaliz",
        surnames="Moreno_Gil Jiménez_Ortega Díaz_Serrano Hernández Torres_Navarro "
        "Álvarez "
        "Domínguez_Ramos Iglesias_Cano Pujol_Ferrer Otxoa_Agirre Huamán_Flores Vallejo "
        "Montoya_Restrepo Del_Olmo_Sanz Zapatero",
        cities="Alicante Granada Valladolid Vigo Santander Madrid Barcelona Sevilla",
        titles="Fisioterapeuta Auxiliar_de_Enfermería Arquitecta_Técnica "
        "Jefa_de_Ventas "
        "Soldador Analista_de_Datos Community_Manager Farmacéutica",
        employers="Inditex_S.A. El_Corte_Inglés Pedro_Durán Telefónica_S.A.U.",
    ),
    replace(
        BRITAIN,
        given="Hannah Joshua Lucy Daniel Victoria Matthew Gemma Liam Natasha Stephen "
        "Sophie_Anne Peter_James Mohammed Katarzyna Elif",
        rare_given="Aoibheann Caoimhe Temitope Jaspreet Wanjiru Yevhen Lorcan Nkechi",
        surnames="Walker Wright Robinson Cooper Ward Bennett Fitzgerald O'Sullivan "
        "Hawthorne Chukwu Mukherjee Barrington-Ward Lancaster McKenzie Szymański "
        "Rahman "
        "Blackwood Islington",
        cities="Nottingham Sheffield Glasgow Belfast Brighton Oxford London Leicester",
        titles="Solicitor Paralegal Site_Manager Care_Assistant Data_Engineer "
        "Chef_de_Partie "
        "Quantity_Surveyor Business_Analyst Dental_Nurse",
        employers="Sainsbury's Lloyds_Banking_Group Peter_Jones Wilson_James_Ltd "
        "BAE_Systems",
    ),
)


def contact_first(facts: Facts) -> list[Page]:
    """The sender's address at the top, then the name."""
    head = rows(facts.address, facts.city, *reversed(facts.contact()))
    return [[head + rows(facts.say("cv"), facts.name, facts.title) + body(facts)]]


def row_by_row(facts: Facts) -> list[Page]:
    """Name and contact beside each other."""
    email, phone = facts.truth.email, facts.phone
    head = [
        Row((facts.name, phone) if phone else (facts.name,)),
        Row((facts.title, email) if email else (facts.title,)),
        Row((facts.say("contact"), facts.city)),
    ]
    return [[head + body(facts) + references(facts)]]


def icons(facts: Facts) -> list[Page]:
    marks = ["✉ ", "✆ "] if facts.truth.email else ["☎ "]
    lines = [f"{mark}{one}" for mark, one in zip(marks, facts.contact(), strict=False)]
    head = rows(facts.upper(facts.name), facts.title, *lines, f"⌂ {facts.place()}")
    return [[head + body(facts)]]


def network(facts: Facts) -> list[Page]:
    """As a professional network gives profiles away."""
    slug = facts.name.lower().replace(" ", "-")
    side = rows(
        "Contact",
        *facts.contact(),
        f"www.linkedin.com/in/{slug}",
        "(LinkedIn)",
        "Top Skills",
        *facts.all_of("skill")[:3],
    )
    main = rows(
        facts.name, f"{facts.title} – {facts.employer()}", facts.city, "Summary"
    )
    return [[side, main + body(facts)], [rows("Page 2 of 2")]]


def with_comma(facts: Facts) -> list[Page]:
    name = f"{facts.truth.last_name}, {facts.truth.first_name}"
    head = rows(name, facts.title, facts.place(), " · ".join(facts.contact()))
    return [[head + body(facts) + references(facts)]]


def letter_first(facts: Facts) -> list[Page]:
    """A letter to an employer on the first page."""
    who = {
        "tr": "Sayın Yetkili,",
        "de": "Sehr geehrte Frau Schmidt,",
        "es": "Estimada señora García:",
        "en": "Dear Ms Johnson,",
    }
    end = {
        "tr": "Saygılarımla,",
        "de": "Mit freundlichen Grüßen",
        "es": "Atentamente,",
        "en": "Yours sincerely,",
    }
    language = facts.country.language
    letter = rows(
        facts.name,
        facts.place(),
        *facts.contact(),
        facts.employer(),
        who[language],
        *facts.all_of("about"),
        end[language],
        facts.name,
    )
    second = rows(facts.say("cv"), facts.name, " | ".join(facts.contact()))
    return [[letter], [second + body(facts)]]


def portal(facts: Facts) -> list[Page]:
    """Labels and values of a job portal, with a space before the colon."""
    head = rows(
        facts.name,
        facts.title,
        facts.say("contact"),
        f"{facts.say('birth')} : {facts.say('born')}",
    )
    if facts.phone:
        head += rows(f"{facts.say('phone')} : {facts.phone}")
    if facts.truth.email:
        head += rows(f"{facts.say('email')} : {facts.truth.email}")
    return [
        [
            head
            + rows(f"{facts.say('address')} : {facts.place()}")
            + body(facts)
            + references(facts)
        ]
    ]


def managers(facts: Facts) -> list[Page]:
    """Each job with somebody to ask; the contact at the foot of the page."""
    jobs = rows(
        facts.say("work"),
        facts.employer(),
        f"{facts.referee} ({facts.referee_email}, {facts.referee_phone})",
        *facts.all_of("did"),
    )
    head = rows(facts.name, facts.title)
    foot = rows(f"{facts.name} | {' | '.join(facts.contact())}")
    return [[head + jobs + body(facts, short=True) + foot]]


def labelled_names(facts: Facts) -> list[Page]:
    """First and last names with labels, the surname first."""
    head = rows(
        facts.say("cv"),
        f"{facts.say('last')}: {facts.truth.last_name}",
        f"{facts.say('first')}: {facts.truth.first_name}",
        f"{facts.say('address')}: {facts.place()}",
        *(f"{facts.say('phone')}: {facts.phone}" for _ in facts.phone[:1]),
        *(f"{facts.say('email')}: {facts.truth.email}" for _ in facts.truth.email[:1]),
    )
    return [[head + body(facts)]]


LAYOUTS = {
    one.__name__.replace("_", " "): one
    for one in (
        contact_first,
        row_by_row,
        icons,
        network,
        with_comma,
        letter_first,
        portal,
        managers,
        labelled_names,
    )
}
