a = b = c
a, b = b, a
(a, b), c = x
[a, b] = y
