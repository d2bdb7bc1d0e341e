"""The command `python -m random`. Part of `random`, which loads it at need."""

import random

_HELP = """\
if no options given, output depends on the input
    string or multiple: same as --choice
    integer: same as --integer
    float: same as --float"""


def _parse_args(arg_list: list[str] | None):
    import argparse
    parser = argparse.ArgumentParser(
        formatter_class=argparse.RawTextHelpFormatter)
    add = parser.add_mutually_exclusive_group().add_argument
    add("-c", "--choice", nargs="+", help="print a random choice")
    add("-i", "--integer", type=int, metavar="N",
        help="print a random integer between 1 and N inclusive")
    add("-f", "--float", type=float, metavar="N",
        help="print a random floating-point number between 0 and N inclusive")
    add("--test", type=int, const=10_000, nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("input", nargs="*", help=_HELP)
    return parser.parse_args(arg_list), parser.format_help()


def main(arg_list: list[str] | None = None) -> int | str:
    args, help_text = _parse_args(arg_list)
    if args.choice:
        return random.choice(args.choice)
    if args.integer is not None:
        return random.randint(1, args.integer)
    if args.float is not None:
        return random.uniform(0, args.float)
    if args.test:
        _test(args.test)
        return ""
    if not args.input:
        return help_text
    if len(args.input) > 1:
        return random.choice(args.input)
    text = args.input[0]
    try:
        return random.randint(1, int(text))
    except ValueError:
        pass
    try:
        return random.uniform(0, float(text))
    except ValueError:
        return random.choice(text.split())


def _test_generator(n, func, args):
    """Print the time and the distribution of n calls."""
    from statistics import fmean, stdev
    from time import perf_counter
    start = perf_counter()
    data = [func(*args) for _ in range(n)]
    end = perf_counter()
    mean = fmean(data)
    print(f"{end - start:.3f} sec, {n} times {func.__name__}{args!r}")
    print(f"avg {mean:g}, stddev {stdev(data, mean):g}, min {min(data):g}, "
          f"max {max(data):g}\n")


def _test(N=10_000):
    for name, args in (
            ("random", ()), ("normalvariate", (0.0, 1.0)),
            ("lognormvariate", (0.0, 1.0)), ("vonmisesvariate", (0.0, 1.0)),
            ("binomialvariate", (15, 0.60)), ("binomialvariate", (100, 0.75)),
            ("gammavariate", (0.01, 1.0)), ("gammavariate", (0.5, 1.0)),
            ("gammavariate", (1.0, 1.0)), ("gammavariate", (20.0, 1.0)),
            ("gauss", (0.0, 1.0)), ("betavariate", (3.0, 3.0)),
            ("triangular", (0.0, 1.0, 1.0 / 3.0))):
        _test_generator(N, getattr(random, name), args)
