# Shows: an error in a handler, in an else and in a finally block.


def handle(settings):
    try:
        value = settings["missing"]
    except KeyError:
        value = settings.defaults
    finally:
        print("finally")
    return value


handle({})
