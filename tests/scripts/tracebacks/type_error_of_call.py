# Shows: the traceback of a call with wrong arguments stands in the caller.


def area(width, height, *, unit="m"):
    return f"{width * height} {unit}"


def report(shapes):
    for shape in shapes:
        print(area(*shape["size"], **shape.get("options", {})))


report([
    {"size": (1, 2)},
    {"size": (3, 4), "options": {"unit": "km"}},
    {"size": (5,), "options": {"units": "cm"}},
])
