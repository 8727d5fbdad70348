"""Whose CVs are invented: names, half of them unknown to the rules, cities, phones."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """Words are separated by spaces; an underscore is a space within one."""

    language: str
    # Known to the rules, and rare ones.
    given: str
    rare_given: str
    surnames: str
    cities: str
    streets: str
    phones: str
    region: str
    titles: str
    mail_hosts: str
    employers: str


TURKEY = Country(
    "tr",
    "Ayşe Fatma Zeynep Elif Merve Büşra İrem Işıl Çiğdem Gülşah Şeyma Tuğba Mehmet "
    "Mustafa Ali Hüseyin İbrahim Çağrı Ömer Şükrü Oğuzhan Yiğit Deniz Can Kıvanç "
    "Ayşe_Nur "
    "Ali_Rıza Mehmet_Emin Zeynep_Su Elif_Naz Fatma_Zehra",
    "Zişan Ayşıl Nurşah Berfu Rojda Berivan Şilan Heja Sidar Botan Sıddık Nafi "
    "Tacettin "
    "İkbal Hıfzı Mısra İdil_Su Umutay Yağızalp Gülfidan Satı Dursune",
    "Yılmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Özdemir Arslan Doğan Kılıç "
    "Çetin "
    "Kırcı İğci Şıklar Uğurlu Bıçakçı Ankara Sivaslı Üçüncüoğlu Hatipoğlu Dağıstanlı "
    "Ağaçkıran Irgat İnceoğlu Kızılırmak Tırpan Bursalıoğlu Demir_Kaya Öz-Demir "
    "Şimşek_Koç",
    "İstanbul Ankara İzmir Bursa Antalya Eskişehir Kocaeli Trabzon Gaziantep",
    "Bağdat_Caddesi_No:_12 Atatürk_Bulvarı_45/3 Çınar_Sokak_No:_8_Daire:_4 "
    "Moda_Mahallesi_Gül_Sk._7",
    "05##_###_##_## +90_5##_###_##_## (05##)_###_##_## 0_(5##)_###_##_## "
    "05##-###-##-## 05######### 5##_###_##_## +905######### 0090_5##_###_##_## "
    "+90_(5##)_###_##_## 05##.###.##.## +90_5##_#######",
    "TR",
    "Yazılım_Mühendisi Satış_Uzmanı Muhasebe_Müdürü Makine_Mühendisi "
    "İnsan_Kaynakları_Uzmanı "
    "Grafik_Tasarımcı Öğretmen Proje_Yöneticisi Hemşire Lojistik_Sorumlusu",
    "gmail.com hotmail.com outlook.com yahoo.com icloud.com yandex.com windowslive.com "
    "yildizteknik.edu.tr",
    "Koç_Holding_A.Ş. Deniz_Bank Yıldız_Holding Kaan_Yapı_San._ve_Tic._Ltd._Şti. "
    "Thomas_Cook Eren_Holding Aslı_Tekstil Selin_Lojistik_A.Ş.",
)
GERMANY = Country(
    "de",
    "Anna Lena Katharina Sabine Jürgen Björn Thomas Stefan Michael Andreas Hans Klaus "
    "Jörg Günther Lukas Felix Sören Julia Christina Hans-Peter Anna-Lena Karl_Heinz "
    "Eva_Maria Max Ayşe Mehmet",
    "Ladina Wunibald Gundula_Maria Ottokar Fenja Thure Birka Tjark Edda Wenzel "
    "Frieda_Luise "
    "Jorid Oluwaseun Thuy_Linh Ksawery Aljoscha",
    "Müller Schmidt Weber Schäfer Groß Weiß Köhler Krüger Böhm Lang Vogel Strauß "
    "von_der_Heide von_Bülow zu_Guttenberg Müller-Lüdenscheidt Bremer Frankfurter "
    "Berliner "
    "Oßwald Wiedenbrügge Ackerknecht Tschentscher Kühne-Schütz Yılmaz Nguyen Hünnebeck",
    "Berlin München Hamburg Köln Düsseldorf Leipzig Stuttgart Nürnberg Bremen",
    "Hauptstraße_5 Goethestr._12a Am_Mühlbach_3 Schillerplatz_7 Karl-Marx-Allee_101",
    "0171_####### +49_171_####### +49_(0)171_####### 0049_172_####### 0170/####### "
    "0175-####### (0176)_######## +49_1512_####### 0160_####### +49171####### "
    "+49_177_##_##_### 0151_########",
    "DE",
    "Softwareentwickler Vertriebsleiterin Buchhalter Maschinenbauingenieur "
    "Personalreferentin "
    "Projektleiter Krankenpfleger Kauffrau_für_Büromanagement Mediengestalterin "
    "Lagerist",
    "gmx.de web.de t-online.de gmail.com outlook.de posteo.de freenet.de uni-koeln.de "
    "mailbox.org",
    "Robert_Bosch_GmbH Carl_Zeiss_AG Hugo_Boss Peter_Hahn Karl_Lagerfeld "
    "Max_Weishaupt_GmbH "
    "Ernst_&_Young Jack_Wolfskin",
)
SPAIN = Country(
    "es",
    "María Carmen Lucía Marta Begoña Inés Ana José Antonio Manuel Javier Álvaro Sergio "
    "Íñigo Raúl José_Luis María_José Juan_Carlos Ana_Belén María_del_Carmen "
    "Miguel_Ángel "
    "Jesús Sofía Pablo",
    "Nagore Eneko Xoán Uxía Yeray Gorka Aroa Ainhoa_Maialen Leocadia Wilmer Yuliana "
    "Brayan_Stiven Mileidy Zulema",
    "García_López Fernández_Ruiz Martínez_Gómez Sánchez Rodríguez_Pérez Muñoz_Peña "
    "Ibáñez "
    "Núñez_Castro de_la_Cruz_Moreno Gutiérrez_Vidal Etxeberria_Goikoetxea "
    "Sevilla_Toledo "
    "Puigdemont_Casals Zubizarreta Quispe_Mamani Barcelona_Rey Ordóñez_Llorente",
    "Madrid Barcelona Valencia Sevilla Málaga Bilbao Zaragoza Murcia",
    "Calle_Mayor_5,_2ºB Gran_Vía_45 Avda._de_la_Constitución_12 C/_Goya_88",
    "6##_###_### +34_6##_##_##_## 6######## 0034_6##_###_### (+34)_6######## "
    "6##-###-### +34_6######## 6##_##_##_## +34_6##_###_###",
    "ES",
    "Ingeniero_de_Software Administrativa Contable Enfermera Jefe_de_Proyecto "
    "Comercial "
    "Diseñadora_Gráfica Profesor Camarero Técnico_de_Recursos_Humanos",
    "gmail.com hotmail.es yahoo.es outlook.es telefonica.net ucm.es icloud.com",
    "Adolfo_Domínguez Massimo_Dutti Grupo_Antolín Carlos_Jiménez_S.L. Mercadona_S.A. "
    "Hermanos_García_Ruiz_S.L.U. Thomas_Cook",
)
BRITAIN = Country(
    "en",
    "James Mary John Emily Oliver Charlotte Sarah David Michael Rachel Thomas Grace "
    "Callum Fiona Rhys Priya Andrew Emma_Jane John_Michael Ayşe Łukasz",
    "Oluwadamilola Siân Ngozi Tadhg Xiaoming Zhenya Bronagh Folasade Eirian Thandiwe "
    "Dhruva Kwabena Anoushka",
    "Smith Jones Taylor Brown Hughes Clarke O'Connor MacDonald Smith-Jones Whitfield "
    "London Adeyemi Featherstonehaugh Nguyen Okonkwo Kowalski McAllister St._John "
    "Patel "
    "Wójcik Van_Dyke York",
    "London Manchester Edinburgh Bristol Leeds Cardiff Liverpool",
    "12_High_Street 45b_Station_Road Flat_3,_Church_Lane 7_Victoria_Road",
    "07###_###### +44_7###_###### +44_(0)7###_###### 07######### +447######### "
    "0044_7###_###### 07###_###_###",
    "GB",
    "Software_Engineer Sales_Manager Accountant Staff_Nurse Project_Manager "
    "Graphic_Designer "
    "Data_Analyst Teacher HR_Business_Partner Warehouse_Operative",
    "gmail.com hotmail.co.uk outlook.com yahoo.co.uk btinternet.com icloud.com "
    "example.com manchester.ac.uk",
    "Michael_Page Robert_Half John_Lewis Ernst_&_Young Thomas_Cook Marks_&_Spencer "
    "Robert_Walters Grant_Thornton_LLP",
)
COUNTRIES = (TURKEY, GERMANY, SPAIN, BRITAIN)

TEXTS: dict[str, dict[str, str]] = {
    "tr": {
        "cv": "ÖZGEÇMİŞ|Özgeçmiş|CV|CURRICULUM VITAE",
        "contact": "İLETİŞİM|Kişisel Bilgiler|KİŞİSEL BİLGİLER|İletişim Bilgileri",
        "profile": "HAKKIMDA|Özet|Profil",
        "about": "5 yıllık deneyime sahip, takım çalışmasına yatkın bir çalışanım. "
        "Müşteri "
        "memnuniyeti için yeni süreçler geliştirdim ve ekibi yönettim.",
        "work": "İŞ DENEYİMİ|Deneyim|İş Tecrübesi",
        "did": "Ekip ile birlikte aylık raporlar hazırladım.|Satışlarda yüzde 20 artış "
        "sağladım.|Tedarikçiler ile görüşmeler yaptım.",
        "studies": "EĞİTİM|Öğrenim Durumu",
        "school": "Ege Üniversitesi, İşletme Bölümü|Adnan Menderes Üniversitesi",
        "skills": "YETENEKLER|Yetkinlikler",
        "skill": "Excel|SAP|İletişim|Planlama|Java|AutoCAD",
        "languages": "YABANCI DİL|Diller",
        "language": "İngilizce: İleri|Almanca: Başlangıç",
        "references": "REFERANSLAR|Referans",
        "name": "Ad Soyad|Adı Soyadı|İsim Soyisim|Adı ve Soyadı",
        "first": "Ad|Adı",
        "last": "Soyad|Soyadı",
        "email": "E-posta|E-Posta|Mail|E-mail",
        "phone": "Telefon|Cep Telefonu|GSM|Cep|Tel",
        "address": "Adres",
        "birth": "Doğum Tarihi",
        "born": "12.03.1990",
        "today": "Halen|Günümüz",
        "fax": "Faks",
    },
    "de": {
        "cv": "LEBENSLAUF|Lebenslauf|Tabellarischer Lebenslauf|CURRICULUM VITAE",
        "contact": "Persönliche Daten|KONTAKT|Kontaktdaten|Zur Person",
        "profile": "PROFIL|Über mich|Kurzprofil",
        "about": "Ich habe langjährige Erfahrung mit der Leitung von kleinen Teams "
        "und bin "
        "seit 2015 für die Planung und Umsetzung von Projekten verantwortlich.",
        "work": "BERUFSERFAHRUNG|Beruflicher Werdegang|Berufspraxis",
        "did": "Erstellung von Berichten für die Geschäftsführung|Betreuung der "
        "Kunden im "
        "Innendienst|Steigerung des Umsatzes um 20 %",
        "studies": "AUSBILDUNG|Studium|Schulbildung",
        "school": "Universität zu Köln, BWL|Goethe-Gymnasium, Abitur",
        "skills": "KENNTNISSE|Fähigkeiten|EDV-Kenntnisse",
        "skill": "MS Office|SAP R/3|Java|Buchhaltung|AutoCAD",
        "languages": "SPRACHEN|Sprachkenntnisse",
        "language": "Deutsch: Muttersprache|Englisch: fließend",
        "references": "REFERENZEN|Referenzen",
        "name": "Name|Vor- und Nachname|Vorname, Nachname",
        "first": "Vorname|Vorname(n)",
        "last": "Nachname|Name|Familienname",
        "email": "E-Mail|Email|Mail",
        "phone": "Telefon|Mobil|Handy|Tel.|Mobiltelefon",
        "address": "Anschrift|Adresse",
        "birth": "Geburtsdatum",
        "born": "12.03.1985",
        "today": "heute",
        "fax": "Fax",
    },
    "es": {
        "cv": "CURRICULUM VITAE|Currículum Vitae|HOJA DE VIDA|Currículum",
        "contact": "DATOS PERSONALES|Contacto|Datos de contacto",
        "profile": "PERFIL|Sobre mí|Perfil profesional",
        "about": "Profesional con más de cinco años de experiencia en la gestión "
        "de equipos "
        "y en la atención al cliente, con capacidad para trabajar bajo presión.",
        "work": "EXPERIENCIA LABORAL|Experiencia|Experiencia profesional",
        "did": "Gestión de la facturación y de los proveedores|Atención al cliente en "
        "tienda|Elaboración de informes mensuales",
        "studies": "FORMACIÓN|Educación|Formación académica",
        "school": "Universidad Complutense de Madrid|IES Miguel de Cervantes",
        "skills": "HABILIDADES|Competencias|Conocimientos",
        "skill": "Excel|SAP|Java|Photoshop|Trabajo en equipo",
        "languages": "IDIOMAS|Idiomas",
        "language": "Español: nativo|Inglés: B2",
        "references": "REFERENCIAS|Referencias personales",
        "name": "Nombre y apellidos|Nombre|Nombre completo",
        "first": "Nombre|Nombres",
        "last": "Apellidos",
        "email": "Correo electrónico|E-mail|Correo|Email",
        "phone": "Teléfono|Móvil|Tfno.|Teléfono móvil|Tel.",
        "address": "Dirección|Domicilio",
        "birth": "Fecha de nacimiento",
        "born": "12/03/1988",
        "today": "Actualidad|actualidad",
        "fax": "Fax",
    },
    "en": {
        "cv": "CURRICULUM VITAE|Curriculum Vitae|RESUME|CV",
        "contact": "CONTACT|Personal Details|PERSONAL INFORMATION|Contact Details",
        "profile": "PROFILE|Summary|About me",
        "about": "Motivated professional with five years of experience in the "
        "retail and "
        "technology sectors. Responsible for a team of four and for monthly reporting.",
        "work": "WORK EXPERIENCE|Employment History|Experience",
        "did": "Prepared monthly reports for the board|Managed a team of "
        "four|Increased "
        "sales by 20% in one year",
        "studies": "EDUCATION|Education and Training",
        "school": "University of Manchester, BSc|St Mary's College",
        "skills": "SKILLS|Key Skills|Technical Skills",
        "skill": "Excel|Python|Salesforce|Photoshop|Negotiation",
        "languages": "LANGUAGES|Languages",
        "language": "English: native|French: B1",
        "references": "REFERENCES|Referees",
        "name": "Name|Full name",
        "first": "First name|Given name|First name(s)",
        "last": "Surname|Last name|Surname(s)|Family name",
        "email": "Email|E-mail|Email address",
        "phone": "Phone|Mobile|Tel|Telephone|Cell",
        "address": "Address",
        "birth": "Date of birth",
        "born": "12/03/1991",
        "today": "Present|present",
        "fax": "Fax",
    },
}
