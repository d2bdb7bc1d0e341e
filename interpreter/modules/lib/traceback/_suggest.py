"""Names that were probably meant, for misspelled names and attributes."""

_MAX_CANDIDATES = 750
_MAX_LENGTH = 40
_MOVE_COST = 2
_CASE_COST = 1


def compute_suggestion(error, tb, wrong_name):
    """Return the name that an error's author probably meant, or None."""
    if not isinstance(wrong_name, str):
        return None
    if isinstance(error, NameError):
        frame = _innermost_frame(tb)
        if frame is None:
            return None
        local = frame.f_locals
        # In a method, the name of an attribute without its instance.
        if 'self' in local and hasattr(local['self'], wrong_name):
            return f"self.{wrong_name}"
        names = [*local, *frame.f_globals, *frame.f_builtins]
    else:
        try:
            if isinstance(error, ImportError):
                names = _visible(dir(__import__(error.name)), wrong_name)
            else:
                names = _attributes(error.obj, tb, wrong_name)
        except Exception:
            return None
    try:
        import _suggestions
    except ImportError:
        return closest(names, wrong_name)
    return _suggestions._generate_suggestions(names, wrong_name)


def _innermost_frame(tb):
    if tb is None:
        return None
    while tb.tb_next is not None:
        tb = tb.tb_next
    return tb.tb_frame


def _visible(names, wrong_name):
    if wrong_name[:1] == '_':
        return names
    return [name for name in names if name[:1] != '_']


def _attributes(obj, tb, wrong_name):
    names = dir(obj)
    frame = _innermost_frame(tb)
    # A class may use its own private names.
    if frame is not None and wrong_name[:1] != '_':
        local = frame.f_locals
        if 'self' in local and local['self'] is obj:
            return names
    return _visible(names, wrong_name)


def closest(names, wrong_name):
    """Return the name nearest to a wrong one, if one is near enough."""
    if len(names) > _MAX_CANDIDATES or len(wrong_name) > _MAX_LENGTH:
        return None
    best = None
    best_distance = len(wrong_name)
    for name in names:
        if name == wrong_name:
            continue
        # At most a third of the letters may differ.
        limit = (len(name) + len(wrong_name) + 3) * _MOVE_COST // 6
        limit = min(limit, best_distance - 1)
        distance = levenshtein_distance(wrong_name, name, limit)
        if distance <= limit and (best is None or distance < best_distance):
            best = name
            best_distance = distance
    return best


def levenshtein_distance(a, b, max_cost):
    """Return the cost of turning one string into another.

    Any result above max_cost only means that the limit was passed.
    """
    if a == b:
        return 0
    shorter = min(len(a), len(b))
    start = 0
    while start < shorter and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if not a or not b:
        return _MOVE_COST * (len(a) + len(b))
    if len(a) > _MAX_LENGTH or len(b) > _MAX_LENGTH:
        return max_cost + 1
    if len(b) < len(a):
        a, b = b, a
    if (len(b) - len(a)) * _MOVE_COST > max_cost:
        return max_cost + 1

    # One row of the distance matrix, overwritten from left to right.
    row = [_MOVE_COST * (index + 1) for index in range(len(a))]
    for row_index, letter in enumerate(b):
        diagonal = left = row_index * _MOVE_COST
        for index, other in enumerate(a):
            above = row[index]
            left = min(diagonal + _substitution_cost(letter, other),
                       min(left, above) + _MOVE_COST)
            diagonal = above
            row[index] = left
        if min(row) > max_cost:
            return max_cost + 1
    return row[-1]


def _substitution_cost(a, b):
    if a == b:
        return 0
    return _CASE_COST if a.lower() == b.lower() else _MOVE_COST
