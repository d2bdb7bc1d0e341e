# Shows: an exit status keeps its low eight bits.
import sys

sys.exit(256 + 7)
