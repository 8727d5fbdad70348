"""Where what is selected in a list leads."""

from typing import NamedTuple


class Addresses(NamedTuple):
    """Those of the pages that take what is selected."""

    new_batch: str = "/outbox/new/"
    # The job posts to choose from, for the panel of a list.
    jobs: str = "/outbox/jobs/"
    compare: str = "/compare/"
