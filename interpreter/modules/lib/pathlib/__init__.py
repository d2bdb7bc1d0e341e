"""Paths as objects."""

from pathlib._abc import *
from pathlib._local import *

from pathlib import _abc, _local

__all__ = _abc.__all__ + _local.__all__
