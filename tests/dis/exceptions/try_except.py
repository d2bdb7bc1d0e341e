try:
    work()
except ValueError:
    recover()
