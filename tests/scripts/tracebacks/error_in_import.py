# Shows: a module whose body fails: the frames of the import itself are not shown.


def load():
    from failing_parts import settings
    return settings


load()
