class A:
    if flag:
        def f(self): return 1
    else:
        f = None
    try:
        import fast
    except ImportError:
        fast = None
