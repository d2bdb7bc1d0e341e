# Shows: slice objects, and what __getitem__ gets for each form of a subscript.


class Show:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


show = Show()
print(
    show[1], show[1:2], show[1:2:3], show[:], show[::], show[:, 1], show[1:2, ...], show[()],
    show[1,], show["a":"b"], show[None], show[...], show[*[1, 2], 3], show[lambda: 1 : 2].stop
)
show[1:2] = "x"
show[::2, 1] = "y"
del show[3:4]
show[0] += 5
for arguments in (None, None, None), (1, 5, None), (-3, None, None), (None, None, -1), (10, 0, -3), (-100, 100, 2), (5, 2, 1):
    part = slice(*arguments)
    print(part, part.indices(8), list(range(8))[part], list(range(*part.indices(8))))
part = slice(1, 2, 3)
print(
    part.start, part.stop, part.step, slice(5), slice(1, 2) == slice(1, 2), slice(1) < slice(2),
    hash(slice(1, 2)) == hash(slice(1, 2)), slice(1, 2) != (1, 2), {slice(1): "key"}[slice(1)]
)


class Index:
    def __index__(self):
        return 2


print(
    "abcdef"[Index():], [0, 1, 2, 3][:Index()], (0, 1, 2, 3)[::Index()],
    slice(Index(), None).indices(9)
)
for action in (
    lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice("a").indices(5),
    lambda: part.indices(-1), lambda: part.indices("a"), lambda: slice(1, 2, 0).indices(5),
    lambda: setattr(part, "start", 1), lambda: [1]["a":], lambda: [1][1.0:],
    lambda: hash(slice([])), lambda: slice(1) + 1, lambda: (lambda number: number[1:2])(5)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
