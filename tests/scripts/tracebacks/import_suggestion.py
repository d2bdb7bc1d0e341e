# Shows: a name that a module has not got, with a suggestion.
from sys import stdout, exc_inf
