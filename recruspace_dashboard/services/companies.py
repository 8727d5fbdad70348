"""The company behind the key: endpoints 7 and 8."""

from collections.abc import Sequence

from recruspace_dashboard.services import endpoints
from recruspace_dashboard.services.api import Api
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page
from recruspace_dashboard.services.records import CompanyUser, Office
from recruspace_dashboard.services.walk import read_all


class Companies:
    def __init__(self, api: Api) -> None:
        self._api = api

    def list_offices(
        self, *, page: int = 1, page_size: int = LARGEST_PAGE
    ) -> Page[Office]:
        """One page of the company's offices (List Company Offices)."""
        return self._api.read_page(
            endpoints.LIST_OFFICES, Office.from_payload, page=page, page_size=page_size
        )

    def all_offices(self) -> Sequence[Office]:
        """Every office of the company: one call for each hundred."""
        return read_all(self._api.walk(endpoints.LIST_OFFICES, Office.from_payload))

    def list_users(
        self, *, page: int = 1, page_size: int = LARGEST_PAGE
    ) -> Page[CompanyUser]:
        """One page of the company's users with their roles (List Company Users)."""
        return self._api.read_page(
            endpoints.LIST_USERS,
            CompanyUser.from_payload,
            page=page,
            page_size=page_size,
        )

    def all_users(self) -> Sequence[CompanyUser]:
        """Every user of the company: one call for each hundred."""
        return read_all(self._api.walk(endpoints.LIST_USERS, CompanyUser.from_payload))
