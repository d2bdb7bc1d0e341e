# Shows: a keyword of a class statement that is missing.


class Base:
    def __init_subclass__(cls, *, kind):
        cls.kind = kind


class Forgot(Base):
    pass
