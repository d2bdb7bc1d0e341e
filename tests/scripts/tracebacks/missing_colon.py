# Shows: a missing colon after a class with a base.
class Thing(object)
    pass
