# Shows: folding starts after three equal lines, and counts the rest.
import traceback


def down(n):
    if n == 0:
        raise ValueError("bottom")
    down(n - 1)


for depth in 1, 2, 3, 4, 5, 10:
    try:
        down(depth)
    except ValueError:
        lines = traceback.format_exc().splitlines()
        print(depth, sum("in down" in line for line in lines), [line for line in lines if "[Previous" in line])


def two_lines(n):
    if n % 2:
        two_lines(n - 1)
    elif n:
        two_lines(n - 1)
    else:
        raise KeyError("end")


try:
    two_lines(6)
except KeyError as error:
    print(error, len(traceback.extract_tb(error.__traceback__)))
