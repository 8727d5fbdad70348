"""The client: what the rest of the dashboard calls."""

from recruspace_dashboard.services.call_gate import CallGate
from recruspace_dashboard.services.candidates import Candidates
from recruspace_dashboard.services.companies import Companies
from recruspace_dashboard.services.job_posts import JobPosts
from recruspace_dashboard.services.talent_pools import TalentPools
from recruspace_dashboard.services.transport import Limits, Transport
from recruspace_dashboard.services.utilities import Utilities


class RecruspaceClient:
    """The API, called with one person's key.

    Every method takes keyword arguments, gives records, and raises `RecruspaceError`
    (`services/errors.py`). Making a client costs nothing: threads keep their session,
    the process its connections. `base_url` is https, or http on loopback, else
    `ValueError`. What `gate` holds back is not sent, and raises `RateLimited`.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str = "https://api.recruspace.com",
        limits: Limits | None = None,
        gate: CallGate | None = None,
    ) -> None:
        transport = Transport(api_key, base_url, limits or Limits(), gate)
        self.gate = gate
        self.candidates = Candidates(transport)
        self.companies = Companies(transport)
        self.job_posts = JobPosts(transport)
        self.talent_pools = TalentPools(transport)
        self.utilities = Utilities(transport)
