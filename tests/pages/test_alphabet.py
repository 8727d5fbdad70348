"""Names in the order in which users look them up."""

import pytest
from django.utils import translation

from recruspace_dashboard.pages.alphabet import alphabetical_key

TURKISH = "10,Âb,Ac,cd,Çd,Dd,Gü,ğ,hı,hi,Igdir,Iğdır,ılık,İzmir,j,öz,p,Q,R,s,Ş,ü,v,W"
ENGLISH = "10,Âb,Ac,Çd,ce,Igdir,Iğdıs,ılık,İzmir,öz,P,Şa,sb,Ł,Ω"


@pytest.mark.parametrize(("language", "names"), [("tr", TURKISH), ("en", ENGLISH)])
def test_each_language_has_its_alphabet(language: str, names: str) -> None:
    backwards = names.split(",")[::-1]
    with translation.override(language):
        assert ",".join(sorted(backwards, key=alphabetical_key)) == names
