"""Whether the terminal shows colors, and the codes for them."""

COLORIZE = True

_CODES = {
    'BOLD_GREEN': '1;32', 'BOLD_MAGENTA': '1;35', 'BOLD_RED': '1;31', 'GREEN': '32',
    'GREY': '90', 'MAGENTA': '35', 'RED': '31', 'RESET': '0', 'YELLOW': '33'}


class ANSIColors:
    """The codes that switch colors on, and all of them off."""


NoColors = ANSIColors()

for _name, _code in _CODES.items():
    setattr(ANSIColors, _name, f'\x1b[{_code}m')
    setattr(NoColors, _name, '')
del _name, _code


def get_colors(colorize=False):
    """Return the codes if colors are wanted, else empty strings."""
    return ANSIColors() if colorize or can_colorize() else NoColors


def can_colorize():
    """Return whether to color what is written to sys.stderr."""
    import os
    import sys
    environment = {} if sys.flags.ignore_environment else os.environ
    choice = environment.get("PYTHON_COLORS")
    if choice in ("0", "1"):
        return choice == "1"
    if "NO_COLOR" in environment or not COLORIZE:
        return False
    if "FORCE_COLOR" in environment:
        return True
    if environment.get("TERM") == "dumb" or not hasattr(sys.stderr, "fileno"):
        return False
    import io
    try:
        return os.isatty(sys.stderr.fileno())
    except io.UnsupportedOperation:
        return sys.stderr.isatty()
