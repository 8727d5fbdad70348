"""The two invented companies, without their candidates."""

from __future__ import annotations

from dataclasses import dataclass

from .careers import BACKEND, DESIGN, OPERATIONS, SALES, SUCCESS, Career


@dataclass(frozen=True)
class PoolPlan:
    name: str
    career: Career
    share: int
    """Percentage of the candidates. The rest are in no pool."""
    age_days: int
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class JobPlan:
    title: str
    career: Career
    cities: tuple[str, ...]
    status: str = "published"
    employment_type: str = "full_time"
    workplace_type: str = "hybrid"
    about: str = ""
    questions: tuple[str, ...] = ("Phone", "Experience", "Education")


@dataclass(frozen=True)
class CompanyPlan:
    name: str
    members: tuple[tuple[str, str, str], ...]
    """First name, last name and role of each user."""
    keys: tuple[str, ...]
    """The API keys of the first users, in order."""
    offices: tuple[tuple[str, str, str, str, str], ...]
    pools: tuple[PoolPlan, ...]
    jobs: tuple[JobPlan, ...]


QUESTIONS: dict[str, tuple[str, str, list[str]]] = {
    "Phone": ("Your phone number", "text", []),
    "Experience": ("Your work experience", "experience", []),
    "Education": ("Your education", "education", []),
    "Photo": ("A photo of you", "file", []),
    "Motivation": ("Why would you like to work with us?", "text", []),
    "NoticePeriod": (
        "What is your notice period?",
        "choice",
        ["None", "One month", "Two months", "Three months or more"],
    ),
    "Relocation": ("Would you move for this job?", "choice", ["Yes", "No"]),
}

PIPELINE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Applied", "applied", ("New", "In review")),
    ("Screening", "screening", ("CV check", "Phone screen")),
    ("Interview", "interview", ("First interview", "Task", "Team interview")),
    ("Offer", "offer", ("Offer sent",)),
    ("Hired", "hired", ("Signed",)),
    ("Rejected", "rejected", ("Not a match", "Withdrew")),
)

POYRAZ = CompanyPlan(
    name="Poyraz Labs",
    members=(
        ("Selin", "Aydın", "admin"),
        ("Jonas", "Weber", "recruiter"),
        ("Marta", "Kowalczyk", "recruiter"),
        ("Oliver", "Bennett", "hiring_manager"),
        ("Çağla", "Şentürk", "hiring_manager"),
    ),
    keys=(
        "rsp_demo_poyraz_selin_4f9c27d1b08e53a6",
        "rsp_demo_poyraz_jonas_c81e6a90f3d2475b",
    ),
    offices=(
        ("İstanbul HQ", "Büyükdere Caddesi 127", "34394", "İstanbul", "Türkiye"),
        ("Berlin", "Köpenicker Straße 154", "10997", "Berlin", "Germany"),
        ("Warsaw", "ul. Świętokrzyska 30", "00-116", "Warszawa", "Poland"),
        ("London", "18 Leather Lane", "EC1N 7SU", "London", "United Kingdom"),
    ),
    pools=(
        PoolPlan("Backend Engineers", BACKEND, 40, 610),
        PoolPlan("Sales DACH", SALES, 18, 540, ("Germany", "Austria", "Switzerland")),
        PoolPlan("Product & Design", DESIGN, 14, 420),
        PoolPlan("İstanbul Operations", OPERATIONS, 12, 300, ("Türkiye",)),
        PoolPlan("Customer Success EMEA", SUCCESS, 10, 210),
        PoolPlan("Interns 2027", BACKEND, 0, 6),
    ),
    jobs=(
        JobPlan(
            "Senior Backend Engineer (Python)",
            BACKEND,
            ("İstanbul", "Berlin"),
            workplace_type="remote",
            about="Own the services that plan 40,000 deliveries a day.",
            questions=("Phone", "Experience", "Education", "NoticePeriod"),
        ),
        JobPlan(
            "Data Platform Engineer",
            BACKEND,
            ("Warszawa",),
            about="Build the pipelines between warehouses and drivers.",
        ),
        JobPlan(
            "Site Reliability Engineer",
            BACKEND,
            ("Berlin",),
            status="closed",
            about="Keep it running, and make that boring.",
        ),
        JobPlan(
            "Account Executive DACH",
            SALES,
            ("Berlin",),
            about="Win mid-size retailers from Hamburg to Graz.",
            questions=("Phone", "Experience", "Relocation", "Motivation"),
        ),
        JobPlan(
            "Product Designer",
            DESIGN,
            ("London", "İstanbul"),
            about="Draw what dispatchers look at for eight hours a day.",
            questions=("Phone", "Photo", "Experience", "Education", "Motivation"),
        ),
        JobPlan(
            "Operations Specialist (Vardiyalı)",
            OPERATIONS,
            ("İstanbul",),
            workplace_type="on_site",
            about="Run the early shift in Tuzla.",
        ),
        JobPlan(
            "Customer Success Manager",
            SUCCESS,
            ("London",),
            employment_type="part_time",
            about="Make sure that what was sold arrives.",
        ),
        JobPlan(
            "Working Student, Developer Relations",
            BACKEND,
            (),
            status="draft",
            employment_type="intern",
            workplace_type="remote",
            about="Write, test and explain our examples.",
            questions=("Education", "Motivation"),
        ),
    ),
)

SILBERSEE = CompanyPlan(
    name="Silbersee Logistics",
    members=(("Petra", "Novotná", "admin"), ("Reto", "Brügger", "recruiter")),
    keys=("rsp_demo_silbersee_petra_7be5d03a916c",),
    offices=(("Zürich", "Limmatquai 4", "8001", "Zürich", "Switzerland"),),
    pools=(
        PoolPlan("Drivers & Dispatch", OPERATIONS, 60, 200),
        PoolPlan("Head Office", SUCCESS, 40, 150),
    ),
    jobs=(JobPlan("Dispatcher", OPERATIONS, ("Zürich",), about="Plan the night."),),
)
