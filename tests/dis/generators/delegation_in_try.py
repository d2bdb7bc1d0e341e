def guarded(source):
    try:
        yield from source
    except ValueError as error:
        yield str(error)
    finally:
        close(source)
