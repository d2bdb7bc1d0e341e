def f():
    try:
        return work()
    finally:
        close()
