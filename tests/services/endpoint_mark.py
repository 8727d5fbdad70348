"""`@pytest.mark.endpoint(ENDPOINT)`: marks a test that sends this call."""

import re

from recruspace_dashboard.sandbox.server import RecordedRequest
from recruspace_dashboard.services.endpoints import PREFIX, Endpoint

MARK = "endpoint(endpoint): sends this call of the API, and fails if it does not"


def sent_to(endpoint: Endpoint, call: RecordedRequest) -> bool:
    path = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(PREFIX + endpoint.path))
    return call.method == endpoint.method and bool(re.fullmatch(path, call.path))
