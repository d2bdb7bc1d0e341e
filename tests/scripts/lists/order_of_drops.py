"""The order in which lists let go of their items."""

class D:

    def __init__(s, n):
        s.n = n

    def __del__(s):
        print('del', s.n)
a = [D(0), D(1), D(2), D(3)]
del a[0:3]
print('--')
a[:] = []
a = [D(0), D(1), D(2), D(3)]
a[0:2] = [1]
print('--')
del a[::2]
print('--')
a = [D(i) for i in range(6)]
del a[::2]
print('--')
a.clear()
a = [D(i) for i in range(3)]
a[::1] = [1, 2, 3]
print('--')
a = [D(i) for i in range(3)]
a[::2] = [1, 3]
print('--')
a = [D(i) for i in range(3)]
a *= 0
print('--')
t = (D(0), D(1))
del t
print('--')
a = [D(0), D(1), D(2), D(3)]
del a
