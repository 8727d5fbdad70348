"""Careers of the invented candidates: titles, employers, skills, achievements."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Career:
    title: str
    majors: tuple[str, ...]
    skills: tuple[str, ...]
    summary: str
    """May name {title}, {years}, {skill} and {other}."""
    achievements: tuple[str, ...]
    tags: tuple[str, ...]


BACKEND = Career(
    "Backend Engineer",
    ("Computer Engineering", "Computer Science", "Mathematics", "Software Engineering"),
    (
        "Python",
        "Django",
        "PostgreSQL",
        "Go",
        "Kafka",
        "Redis",
        "Kubernetes",
        "AWS",
        "REST and gRPC design",
        "Terraform",
        "Observability",
        "Event sourcing",
    ),
    "{title} with {years} years of building services that stay up. Most at home with "
    "{skill} and {other}; cares for small interfaces, honest tests and boring deploys.",
    (
        "Split a monolith's billing into a service of its own without an hour of "
        "downtime.",
        "Cut the median answer time of the public API from 480 ms to 90 ms.",
        "Moved 3 TB of orders between two PostgreSQL majors during business hours.",
        "Mentored four junior colleagues; two of them lead teams today.",
        "Brought the nightly import from six hours down to twenty minutes.",
        "Wrote the on-call handbook and halved the number of pages a week.",
        "Introduced contract tests between eleven services.",
    ),
    ("python", "go", "senior", "system design", "remote", "django", "on-call"),
)
SALES = Career(
    "Account Executive",
    ("Business Administration", "International Management", "Economics"),
    (
        "New business",
        "MEDDICC",
        "Salesforce",
        "HubSpot",
        "Contract negotiation",
        "Public tenders",
        "Forecasting",
        "Partner sales",
        "Pipeline reviews",
    ),
    "{title} with {years} years in the DACH market, mid-size to enterprise. Strong in "
    "{skill} and {other}; likes long sales cycles and short e-mails.",
    (
        "Closed the company's first seven-figure contract in Switzerland.",
        "Reached 118 % of quota on average over three years.",
        "Built the Austrian territory from nothing to 1.4 M€ of yearly revenue.",
        "Won a public tender against six incumbents.",
        "Rewrote the discovery guide that all new colleagues learn from.",
        "Raised the share of deals that came through partners from 5 % to 30 %.",
    ),
    ("german C1", "enterprise", "hunter", "fintech", "relocation", "salesforce"),
)
DESIGN = Career(
    "Product Designer",
    ("Visual Communication", "Interaction Design", "Psychology", "Architecture"),
    (
        "Figma",
        "Design systems",
        "Usability testing",
        "Prototyping",
        "Accessibility",
        "Service blueprints",
        "Motion",
        "User interviews",
        "HTML and CSS",
    ),
    "{title} with {years} years between research and pixels. Known for {skill} and "
    "{other}, and for asking what the page is for before drawing it.",
    (
        "Led the redesign of a sign-up that lost a third of its visitors; now it is "
        "a tenth.",
        "Built a design system of 60 components with its accessibility tests.",
        "Ran a usability test every second Thursday for two years.",
        "Drew the field app that 900 technicians use in the rain.",
        "Merged four style guides into one.",
    ),
    ("portfolio", "figma", "design systems", "freelance", "remote", "accessibility"),
)
OPERATIONS = Career(
    "Operations Specialist",
    ("Industrial Engineering", "Logistics Management", "Business Administration"),
    (
        "Process design",
        "SAP",
        "Procurement",
        "Lean",
        "Excel",
        "Supplier audits",
        "Power BI",
        "Inventory planning",
        "Customs",
    ),
    "{title} with {years} years of making things arrive. Knows {skill} and {other} "
    "from the shop floor as well as from the spreadsheet.",
    (
        "Cut the stock of spare parts by a quarter with no order left waiting.",
        "Opened a second warehouse in İzmir in eleven weeks.",
        "Brought late deliveries down from 9 % to 2 %.",
        "Trained 40 colleagues in a new planning system.",
        "Audited 25 suppliers in six countries.",
    ),
    ("istanbul", "hybrid", "sap", "immediately available", "driving licence"),
)
SUCCESS = Career(
    "Customer Success Manager",
    ("Linguistics", "Business Informatics", "Communication Studies", "Economics"),
    (
        "Onboarding",
        "Renewals",
        "Gainsight",
        "SQL",
        "Workshops",
        "Escalations",
        "Product analytics",
        "Quarterly reviews",
        "Zendesk",
    ),
    "{title} with {years} years of keeping promises that others made. Works with "
    "{skill} and {other}, in plain words, in more than one language.",
    (
        "Kept 97 % of a portfolio of 60 customers through a price change.",
        "Cut the time to first value from six weeks to nine days.",
        "Wrote 80 help pages; support tickets fell by a fifth.",
        "Ran onboarding workshops in four countries and three languages.",
        "Turned the largest complaint of the year into a case study.",
    ),
    ("saas", "three languages", "remote", "zendesk", "referral", "part-time"),
)

EMPLOYERS = (
    "Nordwind Systeme GmbH",
    "Mavi Bulut Yazılım A.Ş.",
    "Harbour & Finch Ltd",
    "Papaya Payments",
    "Żuraw Software sp. z o.o.",
    "Atelier Mésange",
    "Lumen Logistics",
    "Tucán Digital S.L.",
    "Kestrel Analytics",
    "Čáp a syn s.r.o.",
    "Saffron Stack Pvt Ltd",
    "Ipê Tecnologia Ltda",
    "Kızılırmak Lojistik",
    "Alpenglühen Retail AG",
    "Bluebell Health",
    "Köprü Mobility",
)
