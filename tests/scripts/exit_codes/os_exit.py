# Shows: os._exit ends at once: no finally, no atexit.
import atexit
import os
import sys

atexit.register(print, "never")
try:
    print("before")
    sys.stdout.flush()
    os._exit(5)
finally:
    print("never")
