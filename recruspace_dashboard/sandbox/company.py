"""The calls about the company: its users and offices."""

from __future__ import annotations

from functools import partial

from . import shapes
from .answers import Answer, Call, list_answer


def list_offices(call: Call) -> Answer:
    """List Company Offices."""
    offices = list(call.company.offices.values())
    return list_answer(call, offices, shapes.office, bare=False)


def list_users(call: Call) -> Answer:
    """List Company Users."""
    members = list(call.company.members.values())
    shape = partial(shapes.member, link=call.link)
    return list_answer(call, members, shape, bare=True)
