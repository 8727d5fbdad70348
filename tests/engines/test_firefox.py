"""The main jobs, and what looks different, in Firefox."""

from tests.engines.journeys import *
from tests.engines.looks import *

ENGINE = "firefox"
