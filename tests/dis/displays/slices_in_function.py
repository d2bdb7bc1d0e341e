def f(s, i, j):
    s[i:j] = s[j:]
    return s[:i] + s[i:j:2]
