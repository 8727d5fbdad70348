"""The main jobs, and what looks different, in WebKit, as GTK has it."""

from tests.engines.journeys import *
from tests.engines.looks import *

ENGINE = "webkit"
