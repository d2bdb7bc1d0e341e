# Shows: a module that is not there, imported inside a function.


def load():
    import no_such_module.below


load()
