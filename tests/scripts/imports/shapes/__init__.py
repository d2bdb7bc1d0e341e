"""Shapes and their areas."""
print("running", __name__)
from . import square
from .round import PI as _PI

NAME = "the package"
