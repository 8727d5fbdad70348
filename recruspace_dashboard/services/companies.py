"""The company behind the key: endpoints 7 and 8."""

from recruspace_dashboard.services import endpoints
from recruspace_dashboard.services.http.transport import Transport
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page
from recruspace_dashboard.services.records import CompanyUser, Office


class Companies:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_offices(
        self, *, page: int = 1, page_size: int = LARGEST_PAGE
    ) -> Page[Office]:
        """One page of the company's offices (List Company Offices)."""
        return self._transport.read_page(
            endpoints.LIST_OFFICES, Office.from_payload, page=page, page_size=page_size
        )

    def list_users(
        self, *, page: int = 1, page_size: int = LARGEST_PAGE
    ) -> Page[CompanyUser]:
        """One page of the company's users with their roles (List Company Users)."""
        return self._transport.read_page(
            endpoints.LIST_USERS,
            CompanyUser.from_payload,
            page=page,
            page_size=page_size,
        )
