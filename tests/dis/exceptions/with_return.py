def f(lock):
    with lock:
        return 1
