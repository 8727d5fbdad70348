"""A read, and a write of each method and kind of body."""

from io import BytesIO

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import TalentPool


def read(client: RecruspaceClient) -> Page[TalentPool]:
    return client.talent_pools.list()


def post(client: RecruspaceClient) -> object:
    return client.candidates.add_note(candidate_id=1, text="x")


def patch(client: RecruspaceClient) -> object:
    return client.talent_pools.update(pool_id=1, name="x")


def delete(client: RecruspaceClient) -> object:
    return client.talent_pools.delete(pool_id=1)


def upload(client: RecruspaceClient) -> object:
    return client.utilities.upload_file(
        name="cv.pdf", content=BytesIO(b"x" * 100_000), content_type="application/pdf"
    )


READ = read
WRITES = [post, patch, delete, upload]
CALLS = [READ, *WRITES]


def name_of(call: object) -> str:
    return getattr(call, "__name__", "")
