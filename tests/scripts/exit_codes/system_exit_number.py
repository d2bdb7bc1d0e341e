# Shows: sys.exit with a number is the exit status; finally and atexit run.
import atexit
import sys

atexit.register(print, "at exit")
try:
    sys.exit(3)
finally:
    print("finally")
