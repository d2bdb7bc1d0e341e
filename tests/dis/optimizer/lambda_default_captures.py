def f(n):
    return [lambda i=i, n=n: i + n for i in range(n)]
