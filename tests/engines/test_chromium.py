"""The main jobs, and what looks different, in Chromium."""

from tests.engines.journeys import *
from tests.engines.looks import *

ENGINE = "chromium"
