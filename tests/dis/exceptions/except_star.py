try:
    work()
except* ValueError as group:
    print(group.exceptions)
except* (OSError, KeyError):
    pass
