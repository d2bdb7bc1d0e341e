import sys

print(__name__, sys.argv)
sys.exit(3)
