"""Pools stand in one order wherever they are: by name, as the language sorts."""

import re
from dataclasses import replace

from tests.each_case import each_case
from tests.http import HTMX, text

PLACES = {
    "list": ("/pools/", {}, r'<a href="/pools/(\d+)/">'),
    "menu": ("/pools/menu/", HTMX, r'href="/pools/(\d+)/"'),
    "home": ("/", {}, r'<a href="/pools/(\d+)/">[^<]*</a>\s*<span class="row-note">'),
    "form": ("/candidates/new/", {}, r'<option value="(\d+)"'),
}


@each_case("place", PLACES)
def test_pools_are_sorted_by_name(browse, company, place):
    names = ["Zeichner", "Çağrı", "apples", "Ärzte", "Clerks", "Ülke"]
    pools = dict(zip(company.pools, names, strict=True))
    for pool_id, name in pools.items():
        company.pools[pool_id] = replace(company.pools[pool_id], name=name)
    address, headers, found = PLACES[place]
    page = text(browse.get(address, headers=headers))
    ids = re.findall(found, page)
    in_order = ["apples", "Ärzte", "Çağrı", "Clerks", "Ülke", "Zeichner"]
    assert [pools[int(one)] for one in ids] == in_order
