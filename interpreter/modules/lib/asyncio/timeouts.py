"""Blocks of code that may take only so long."""

__all__ = ('Timeout', 'timeout', 'timeout_at')

from _asyncio import Timeout, timeout

Timeout.__final__ = True


def timeout_at(when):
    """Lets a block take until the loop's time is so much."""
    return Timeout(when)
