def drop(value):
    del value
    return value
