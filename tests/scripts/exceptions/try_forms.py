# Shows: try, except, else, finally: which run, in which order, and what they give back.


def flow(action):
    log = []
    try:
        log.append("try")
        action()
    except ZeroDivisionError as error:
        log.append(f"zero {error}")
    except (KeyError, IndexError) as error:
        log.append(f"lookup {error!r}")
    except Exception:
        log.append("other")
        raise
    else:
        log.append("else")
    finally:
        log.append("finally")
        print(log)


flow(lambda: None)
flow(lambda: 1 / 0)
flow(lambda: {}["k"])
flow(lambda: [][0])
try:
    flow(lambda: int("x"))
except ValueError as error:
    print(error)


def finally_wins():
    try:
        return "try"
    finally:
        return "finally"


def finally_swallows():
    try:
        raise KeyError
    finally:
        return "swallowed"


def value_is_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def nested():
    try:
        try:
            raise ValueError("inner")
        finally:
            print("inner finally")
    except ValueError as error:
        return f"outer caught {error}"


def raised_in_else():
    try:
        pass
    except ValueError:
        print("not here")
    else:
        raise ValueError("from else")
    finally:
        print("still finally")


print(finally_wins(), finally_swallows(), value_is_kept(), nested())
try:
    raised_in_else()
except ValueError as error:
    print(error)
try:
    error
except NameError as missing:
    print(missing)
for target in (5, (5,), "ValueError", (ValueError, "x"), int, (ValueError, (KeyError,))):
    try:
        try:
            raise ValueError("v")
        except target:
            print("caught by", target)
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Choosy(type):
    def __instancecheck__(cls, instance): return True
    def __subclasscheck__(cls, subclass): return True


class Everything(Exception, metaclass=Choosy): pass


try:
    try:
        raise ValueError("not fooled")
    except Everything:
        print("never")
except ValueError as error:
    print(error)
