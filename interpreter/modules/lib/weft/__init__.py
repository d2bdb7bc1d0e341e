"""What Weft can do beyond other Pythons."""

from _weft import fibers, stack_of, wait

__all__ = ['fibers', 'stack_of', 'wait']
