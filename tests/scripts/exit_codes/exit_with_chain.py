# Shows: SystemExit raised while another exception is handled prints no traceback.
import sys


class Failure(SystemExit):
    """An exit of one's own."""


try:
    1 / 0
except ZeroDivisionError as error:
    print("handling", error)
    raise Failure(4) from error
