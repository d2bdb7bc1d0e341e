# Shows: output is flushed at the end, also what has no newline, to both streams.
import sys

sys.stderr.write("error without newline")
sys.stdout.write("out without newline")
sys.exit(0)
