# Shows: an error while a class is made.


class Base:
    def __init_subclass__(cls, *, kind, **kwargs):
        if kind not in ("a", "b"):
            raise ValueError(f"no kind {kind!r}")


class Good(Base, kind="a"):
    pass


class Bad(Base, kind="z"):
    x = 1
