f(**kwargs)
f(1, a=2, **kwargs)
f(*args, x=1, **a, **b, y=2)
