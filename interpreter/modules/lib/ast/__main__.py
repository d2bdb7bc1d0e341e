"""Shows the syntax tree of a file."""

from ast import main

main()
