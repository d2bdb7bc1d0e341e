# Shows: sys.exit() and sys.exit(None) end with 0.
import sys

try:
    sys.exit()
except SystemExit as error:
    print(repr(error), error.code, error.args)
print("caught, goes on")
sys.exit(None)
