"""Users add pools and candidates while anything may fail: nothing is made more often
than the user asked for, and whatever is reported as saved is there."""

import random

import pytest

from recruspace_dashboard.services.http.upstream import upstream_of
from tests.faults.faults import FAULTS
from tests.faults.forms import WRITING
from tests.faults.server import Changed, Strike
from tests.faults.test_matrix import hidden_fields

# A thousand creates, a hundred for each seed.
SEEDS = range(10)
EACH = 100
# What somebody does next; `reload` sends the same once more, by no will of theirs.
CHOICES = ["stop", "stop", "stop", "again", "reload", "look", "open"]
STRIKING = [
    fault
    for fault in FAULTS
    if fault.act
    and fault.writes
    and not (isinstance(fault.act, Changed) or fault.slow or fault.hasty)
    # What takes long, and what holds the key back.
    and fault.number not in {33, 34, 35, 45, 46}
]
BEFORE = [fault for fault in FAULTS if fault.way and not fault.slow]
FORMS = [
    page for page in WRITING if page.name in {"new pool", "new candidate", "apply"}
]


class Somebody:
    """Sends one form, in which something may fail, until it is taken or given up."""

    def __init__(self, chance, page, place, number, tools) -> None:
        self.chance, self.page, self.place = chance, page, place
        self.ask, self.acted_out, self.server = tools
        self.address = place.fill(page.address)
        self.typed = page.data(place)
        # Of which no two are the same.
        name = "name" if "name" in self.typed else "email"
        self.typed[name] = f"{number}.{self.typed[name]}"
        # How often somebody said to make one, and was told that it is there. The API
        # itself may have lied about it.
        self.meant, self.told, self.lied = 1, False, False

    def add(self) -> None:
        form, more = self.open(), {}
        while True:
            self.send(form | more)
            more = {}
            match self.chance.choice(CHOICES):
                case "again":
                    self.meant += 1
                    more = {"send_again": "yes"}
                case "look":
                    more = {"look": "1"}
                case "open":
                    form = self.open()
                case "stop":
                    return

    def open(self) -> dict[str, object]:
        upstream_of.cache_clear()
        return hidden_fields(self.ask(self.address).page, self.address)

    def send(self, form: dict[str, object]) -> None:
        upstream_of.cache_clear()
        match self.chance.choice(["well", "strike", "strike", "before"]):
            case "well":
                self.post(form)
            case "before":
                with self.acted_out(self.chance.choice(BEFORE), "*", ".*"):
                    self.post(form)
            case "strike":
                fault = self.chance.choice(STRIKING)
                # What breaks off may have been carried out before.
                done = fault.writes.unknown and self.chance.random() < 0.5
                page = self.page
                with self.server.strike(
                    Strike(page.method, page.path, fault.act, done=done)
                ):
                    self.post(form)
                self.lied = self.lied or fault.writes.well

    def post(self, form: dict[str, object]) -> None:
        if file := self.typed.get(self.page.file):
            file.seek(0)
        htmx = self.chance.random() < 0.5
        response = self.ask(self.address, self.typed | form, htmx=htmx)
        went_on = response.status_code == 302 or "HX-Redirect" in response
        self.told = self.told or went_on

    @property
    def made(self) -> int:
        """How many there are of what was typed."""
        company, typed = self.place.company, self.typed
        if "name" in typed:
            return sum(one.name == typed["name"] for one in company.pools.values())
        users = company.candidates.values()
        return sum(one.email == typed["email"] for one in users)


@pytest.mark.faults
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_made_more_often_than_somebody_said_so(
    seed, ask, acted_out, place, server, settings
):
    settings.RECRUSPACE_CALLS_PER_MINUTE = 10**6
    chance = random.Random(seed)  # noqa: S311
    tools = (ask, acted_out, server)
    users = [
        Somebody(chance, chance.choice(FORMS), place, number, tools)
        for number in range(EACH)
    ]
    for one in users:
        one.add()
        assert one.made <= one.meant, f"seed {seed}: {one.typed}"
        assert one.made or one.lied or not one.told, f"seed {seed}: {one.typed}"
    assert sum(one.made for one in users) > EACH / 4
