from tests.http import HTMX


def test_try(browse, candidate):
    r = browse.get(f"/candidates/{candidate.id}/cv/view/", headers=HTMX)

    assert r.status_code == 200
    r = browse.get(f"/candidates/{candidate.id}/cv/view/1/")

    r = browse.get(f"/candidates/{candidate.id}/cv/view/2/")
    assert r.status_code == 404
