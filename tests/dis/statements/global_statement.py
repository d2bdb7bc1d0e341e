global a
a = 1
