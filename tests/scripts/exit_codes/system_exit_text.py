# Shows: sys.exit with a text prints it to standard error, and ends with 1.
import sys

print("out")
sys.exit("a reason to stop")
