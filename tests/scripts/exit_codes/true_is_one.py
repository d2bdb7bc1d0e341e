# Shows: a bool as exit status.
import sys

sys.exit(True)
