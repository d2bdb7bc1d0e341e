"""The command `python -m json.tool`: check JSON and print it well laid out."""

import argparse
import json
import sys


def _parse_arguments():
    parser = argparse.ArgumentParser(
        prog="python -m json.tool",
        description="A simple command line interface for json module "
                    "to validate and pretty-print JSON objects.")
    add = parser.add_argument
    add("infile", nargs="?", default="-",
        help="a JSON file to be validated or pretty-printed")
    add("outfile", nargs="?", default=None,
        help="write the output of infile to outfile")
    add("--sort-keys", action="store_true", default=False,
        help="sort the output of dictionaries alphabetically by key")
    add("--no-ensure-ascii", dest="ensure_ascii", action="store_false",
        help="disable escaping of non-ASCII characters")
    add("--json-lines", action="store_true", default=False,
        help="parse input using the JSON Lines format. "
             "Use with --no-indent or --compact to produce valid JSON Lines output.")
    add = parser.add_mutually_exclusive_group().add_argument
    add("--indent", default=4, type=int,
        help="separate items with newlines and use this number of spaces "
             "for indentation")
    add("--tab", action="store_const", dest="indent", const="\t",
        help="separate items with newlines and use tabs for indentation")
    add("--no-indent", action="store_const", dest="indent", const=None,
        help="separate items with spaces rather than newlines")
    add("--compact", action="store_true",
        help="suppress all whitespace separation (most compact)")
    return parser.parse_args()


def _read(options):
    """The objects of the input, which is read before the output is opened."""
    infile = sys.stdin
    if options.infile != "-":
        infile = open(options.infile, encoding="utf-8")
    try:
        if not options.json_lines:
            return [json.load(infile)]
        if infile is sys.stdin:
            # As they come: the input may be a program that goes on and on.
            return map(json.loads, infile)
        return map(json.loads, infile.readlines())
    finally:
        if infile is not sys.stdin:
            infile.close()


def main():
    options = _parse_arguments()
    layout = {"sort_keys": options.sort_keys, "indent": options.indent,
              "ensure_ascii": options.ensure_ascii}
    if options.compact:
        layout.update(indent=None, separators=(",", ":"))
    try:
        objects = _read(options)
        outfile = sys.stdout
        if options.outfile is not None:
            outfile = open(options.outfile, "w", encoding="utf-8")
        with outfile:
            for obj in objects:
                json.dump(obj, outfile, **layout)
                outfile.write("\n")
    except ValueError as error:
        raise SystemExit(error)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError as error:
        sys.exit(error.errno)
