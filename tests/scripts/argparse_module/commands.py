# Shows: argparse: options, positional arguments, subcommands, help, and errors.
import argparse
import contextlib
import io

parser = argparse.ArgumentParser(prog="loom", description="Weaves threads.", epilog="The end.")
parser.add_argument("-v", "--verbose", action="count", default=0, help="say more")
parser.add_argument("--version", action="version", version="%(prog)s 1.0")
commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
weave = commands.add_parser("weave", help="weave a pattern", aliases=["w"])
weave.add_argument("pattern", choices=["plain", "twill"])
weave.add_argument(
    "threads", nargs="*", type=int, help="numbers of threads (default: %(default)s)", default=[1]
)
weave.add_argument("-c", "--colour", default="red", metavar="NAME")
group = weave.add_mutually_exclusive_group()
group.add_argument("--fast", action="store_true")
group.add_argument("--slow", dest="fast", action="store_false")
cut = commands.add_parser("cut")
cut.add_argument("length", type=float)
cut.add_argument("--at", nargs=2, type=int, action="append")
cut.add_argument("--no-check", action=argparse.BooleanOptionalAction)


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            result = parser.parse_args(arguments)
        print(arguments, "->", sorted(vars(result).items()))
    except SystemExit as error:
        print(arguments, "-> exit", error.code)
        for line in (out.getvalue() + err.getvalue()).splitlines():
            print("   |", line)


run("weave", "plain", "3", "4", "-c", "blue", "--fast")
run("-vv", "w", "twill", "--colour=green", "--slow")
run("cut", "2.5", "--at", "1", "2", "--at", "3", "4")
run("--version")
run("-h")
run("weave", "--help")
run()
run("spin")
run("weave", "silk")
run("weave", "plain", "x")
run("weave", "plain", "--fast", "--slow")
run("cut", "1", "--at", "1")
run("cut", "1", "extra")
run("cut", "--", "-5")
run("--verb", "cut", "1")
