"""The calls about the company: its users and offices."""

from __future__ import annotations

from functools import partial

from . import shapes
from .responses import ApiResponse, Call, list_response


def list_offices(call: Call) -> ApiResponse:
    """List Company Offices."""
    offices = list(call.company.offices.values())
    return list_response(call, offices, shapes.office, bare=False)


def list_users(call: Call) -> ApiResponse:
    """List Company Users."""
    members = list(call.company.members.values())
    shape = partial(shapes.member, link=call.link)
    return list_response(call, members, shape, bare=True)
