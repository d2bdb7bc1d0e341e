name = __name__
doubled = globals().get("given", 1) * 2
