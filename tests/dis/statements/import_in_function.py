def f():
    import json
    from a.b import c as d
    return json, d
