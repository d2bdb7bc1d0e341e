known = "known"


def __getattr__(name):
    if name in ("refused", "__path__"):
        raise AttributeError(f"{name} is refused")
    print("asked for", name)
    return name.upper()


def __dir__():
    return ["known", "anything"]
