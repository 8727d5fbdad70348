"""An API with one pool, whose list is given in each way that was thought of."""

from urllib.parse import parse_qs

from tests.services.list_server import ServedList, reply
from tests.services.raw_server import RawServer, Received, Reply

POOL = 5


class PoolServer(RawServer):
    """`count` is what the list of pools says."""

    def __init__(self, served: ServedList, count: int | None = None) -> None:
        self.served = served
        self.count = count
        super().__init__()

    def _reply_to(self, received: Received) -> Reply:
        path, _, query = received.line.split()[1].partition("?")
        if "/candidates/" not in path:
            count = len(self.served.ids) if self.count is None else self.count
            return reply([{"id": POOL, "name": "Pool", "candidate_count": count}])
        asked = parse_qs(query)
        return self.served.page(int(asked["page"][0]), int(asked["page_size"][0]))

    @property
    def pages(self) -> list[int]:
        """The pages of the list that were asked for."""
        lines = [one.line for one in self.requests if "/candidates/" in one.line]
        return [int(line.partition("page=")[2].partition("&")[0]) for line in lines]
