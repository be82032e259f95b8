"""The end of the program."""

import sys

sys.exit(0)
