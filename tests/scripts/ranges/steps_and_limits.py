# Shows: ranges with every sign of step, huge limits, slices of slices, and their iterators.
for arguments in (
    (0,), (1,), (-1,), (2, 5), (5, 2), (5, 2, -1), (2, 5, -1), (0, 10, 3), (10, 0, -3),
    (0, -10, -4), (-3, 4), (7, 8, 100)
):
    r = range(*arguments)
    print(r, list(r), len(r), r[::-1], list(reversed(r)), bool(r))
r = range(0, 100, 7)
print(
    r[2:8], r[2:8][1:3], r[::-2], r[-3:], r[50:], r[5], r[-1], r[2:8:2], r[8:2:-1],
    r[::-1][::-1] == r
)
big = range(-(2**70), 2**70, 2**68)
print(
    big, len(big), big[3], big[-1], list(big)[:2], 2**69 in big, 2**69 + 1 in big, big.index(0),
    big[::-1][0], sum(big)
)
print(
    range(2**63 - 2, 2**63 + 2)[2], list(range(2**63 - 2, 2**63 + 1)),
    list(range(2**64, 2**64 - 3, -1)), max(range(2**65, 2**65 + 3))
)
print(
    [n in range(10, 20, 5) for n in (10, 12, 15, 20, 15.0, "15", None, True)], range(3).count(1),
    range(3).count(9), range(5).index(True)
)
it = iter(range(5))
print(next(it), it.__length_hint__(), list(it), next(it, "end"), it.__length_hint__())
it = iter(range(0, 10, 2))
it.__setstate__(3)
print(list(it), iter(range(3)).__reduce__()[1], list(zip(range(3), range(10, 0, -4))))
print(
    {range(0): 1}[range(5, 5)], hash(range(1, 5, 10)) == hash(range(1, 2)),
    range(0, 5, 2) == range(0, 6, 2), range(0, 5, 2) != range(0, 7, 2),
    [*range(3)] + [*range(-2, 0)]
)
for n in range(3):
    n += 10
    print(n, end=" ")
else:
    print("unchanged")
print(
    sum(range(1, 101)), [list(range(n)) for n in range(4)],
    [x for x in range(20) if x % 3 == 0 if x % 2], "abcdef"[slice(*range(1, 6, 2))]
)
