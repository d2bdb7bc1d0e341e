f(*args)
f(1, *args, 2)
f(*a, *b)
