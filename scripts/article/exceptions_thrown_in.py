"""throw() raises at the innermost `yield`; what is not caught there goes outwards."""


def connection():
    try:
        yield "connected"
    except ConnectionError as error:
        print("  the connection handles:", error)
        return "reconnected"


def client():
    try:
        yield (yield from connection())
    except ValueError as error:
        print("  the client handles:", error)
        yield "apologized"


session = client()
print(next(session))
print(session.throw(ConnectionError("line is down")))
session = client()
print(next(session))
print(session.throw(ValueError("not for the connection")))
