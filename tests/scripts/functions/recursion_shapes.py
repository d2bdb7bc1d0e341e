# Shows: recursion of many shapes: lists, trees, permutations, towers, mutual, memo, generators.
from functools import cache


def total(items): return 0 if not items else (total(items[0]) if isinstance(items[0], list) else items[0]) + total(items[1:])
def power_set(items): return [[]] if not items else [each + extra for each in power_set(items[1:]) for extra in ([], [items[0]])]
def permute(text): return [text] if len(text) < 2 else [
    c + rest for n, c in enumerate(text) for rest in permute(text[:n] + text[n + 1:])
]
def hanoi(n, a="A", b="B", c="C"): return [] if n == 0 else hanoi(n - 1, a, c, b) + [a + c] + hanoi(n - 1, b, a, c)
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
def gcd(a, b): return a if b == 0 else gcd(b, a % b)
def digits(n, base=10): return [n] if n < base else digits(n // base, base) + [n % base]
def gray(n): return [""] if n == 0 else ["0" + c for c in gray(n - 1)] + ["1" + c for c in reversed(gray(n - 1))]
def merge_sort(x): return x if len(x) < 2 else merge(
    merge_sort(x[:len(x) // 2]), merge_sort(x[len(x) // 2:])
)
def merge(a, b): return a or b if not (a and b) else [a[0]] + merge(a[1:], b) if a[0] <= b[0] else [b[0]] + merge(a, b[1:])
def quick_sort(x): return [] if not x else quick_sort([n for n in x[1:] if n < x[0]]) + [x[0]] + quick_sort([n for n in x[1:] if n >= x[0]])


@cache
def change(amount, coins): return 1 if amount == 0 else 0 if amount < 0 or not coins else change(amount - coins[0], coins) + change(amount, coins[1:])


@cache
def common(a, b):
    if not a or not b:
        return ""
    if a[0] == b[0]:
        return a[0] + common(a[1:], b[1:])
    return max(common(a[1:], b), common(a, b[1:]), key=len)


def partitions(n, largest=None):
    if n == 0:
        yield []
    for first in range(min(n, largest or n), 0, -1):
        for rest in partitions(n - first, first):
            yield [first, *rest]


print(
    total([1, [2, [3]], 4]), sorted(map(sorted, power_set([1, 2, 3]))), permute("abc"), hanoi(3),
    even(10), odd(7), gcd(1071, 462), digits(255, 2), gray(3)
)
print(
    merge_sort([3, 1, 2, 5, 4]), quick_sort([3, 1, 2, 3, 0]), change(100, (50, 25, 10, 5, 1)),
    common("weaving", "wavering"), list(partitions(5)), len(list(partitions(20)))
)
ackermann = lambda m, n: n + 1 if m == 0 else ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))
print(
    ackermann(2, 3), (lambda f, n: f(f, n))(lambda f, n: 1 if n == 0 else n * f(f, n - 1), 20),
    [hanoi.__defaults__, len(hanoi(8))]
)
