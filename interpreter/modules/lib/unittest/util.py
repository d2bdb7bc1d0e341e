"""How objects are shown in failures, and what differs between lists of them."""

from collections import Counter, namedtuple
from os.path import commonprefix

__unittest = True

# How long a text may be, and of what it consists when it would be longer.
_MAX_LENGTH = 80
_PLACEHOLDER_LEN = 12
_MIN_BEGIN_LEN = _MIN_END_LEN = _MIN_COMMON_LEN = 5
_MIN_DIFF_LEN = _MAX_LENGTH - (_MIN_BEGIN_LEN + 2 * _PLACEHOLDER_LEN + _MIN_COMMON_LEN
                               + _MIN_END_LEN)

_Mismatch = namedtuple('Mismatch', 'actual expected value')


def _shorten(s, prefixlen, suffixlen):
    left_out = len(s) - prefixlen - suffixlen
    if left_out <= _PLACEHOLDER_LEN:
        return s
    return f'{s[:prefixlen]}[{left_out} chars]{s[len(s) - suffixlen:]}'


def _common_shorten_repr(*args):
    """The reprs of objects, without much of what they have in common."""
    shown = tuple([safe_repr(arg) for arg in args])
    longest = max(map(len, shown))
    if longest <= _MAX_LENGTH:
        return shown
    prefix = commonprefix(shown)
    rests = [text[len(prefix):] for text in shown]
    room = _MAX_LENGTH - (longest - len(prefix) + _MIN_BEGIN_LEN + _PLACEHOLDER_LEN)
    if room > _MIN_COMMON_LEN:
        start = _shorten(prefix, _MIN_BEGIN_LEN, room)
        return tuple([start + rest for rest in rests])
    start = _shorten(prefix, _MIN_BEGIN_LEN, _MIN_COMMON_LEN)
    return tuple([start + _shorten(rest, _MIN_DIFF_LEN, _MIN_END_LEN) for rest in rests])


def safe_repr(obj, short=False):
    """The repr of an object, or that of any object where its own fails."""
    try:
        result = repr(obj)
    except Exception:
        result = object.__repr__(obj)
    if short and len(result) >= _MAX_LENGTH:
        return result[:_MAX_LENGTH] + ' [truncated]...'
    return result


def strclass(cls):
    return f'{cls.__module__}.{cls.__qualname__}'


def sorted_list_difference(expected, actual):
    """What is in one sorted list, but not in the other; repeated elements count once."""
    def distinct(items):
        result = []
        for item in items:
            if not result or result[-1] != item:
                result.append(item)
        return result

    missing, unexpected = [], []
    left, right = distinct(expected), distinct(actual)
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] < right[j]:
            missing.append(left[i])
            i += 1
        elif left[i] > right[j]:
            unexpected.append(right[j])
            j += 1
        else:
            i += 1
            j += 1
    return missing + left[i:], unexpected + right[j:]


def unorderable_list_difference(expected, actual):
    """What is in one list, but not in the other; both are used up."""
    missing = []
    while expected:
        item = expected.pop()
        try:
            actual.remove(item)
        except ValueError:
            missing.append(item)
    return missing, actual


def three_way_cmp(x, y):
    return (x > y) - (x < y)


def _count_diff_all_purpose(actual, expected):
    """The elements that two lists have in other numbers, by equality alone."""
    left, right = list(actual), list(expected)
    result = []
    for rest, other, order in (left, right, 1), (right, left, -1):
        while rest:
            value = rest[0]
            counts = []
            for items in rest, other:
                kept = [item for item in items if not item == value]
                counts.append(len(items) - len(kept))
                items[:] = kept
            # An element that is not equal to itself counts once.
            if counts[0] == 0:
                counts[0] = 1
                del rest[0]
            if counts[0] != counts[1]:
                result.append(_Mismatch(*counts[::order], value))
    return result


def _count_diff_hashable(actual, expected):
    """The elements that two lists have in other numbers."""
    left, right = Counter(actual), Counter(expected)
    result = [_Mismatch(count, right[value], value) for value, count in left.items()
              if right[value] != count]
    return result + [_Mismatch(0, count, value) for value, count in right.items()
                     if value not in left]
