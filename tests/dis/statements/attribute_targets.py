a.b = 1
a.b.c = d.e
del a.b
