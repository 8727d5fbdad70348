from recruspace_dashboard.writes.models.batch import Batch
from recruspace_dashboard.writes.models.draft import Draft
from recruspace_dashboard.writes.models.write import Write

__all__ = ["Batch", "Draft", "Write"]
