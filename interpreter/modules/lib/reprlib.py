"""repr() with limits to its length, and for objects that contain themselves."""

__all__ = ["Repr", "repr", "recursive_repr"]

import builtins
from _thread import get_ident
from itertools import islice


def recursive_repr(fillvalue="..."):
    """Decorate a __repr__ to give the fill value for the object inside itself."""
    def decorate(user_function):
        running = set()

        def wrapper(self):
            key = id(self), get_ident()
            if key in running:
                return fillvalue
            running.add(key)
            try:
                return user_function(self)
            finally:
                running.discard(key)

        # functools imports this module, so its wraps() cannot be used.
        for name in ("__module__", "__doc__", "__name__", "__qualname__"):
            setattr(wrapper, name, getattr(user_function, name))
        wrapper.__annotations__ = getattr(user_function, "__annotations__", {})
        wrapper.__type_params__ = getattr(user_function, "__type_params__", ())
        wrapper.__wrapped__ = user_function
        return wrapper
    return decorate


class Repr:
    """Makes a repr of limited length. Methods repr_<type> may be added."""

    def __init__(
            self, *, maxlevel=6, maxtuple=6, maxlist=6, maxarray=5, maxdict=4,
            maxset=6, maxfrozenset=6, maxdeque=6, maxstring=30, maxlong=40,
            maxother=30, fillvalue="...", indent=None):
        self.maxlevel = maxlevel
        self.maxtuple = maxtuple
        self.maxlist = maxlist
        self.maxarray = maxarray
        self.maxdict = maxdict
        self.maxset = maxset
        self.maxfrozenset = maxfrozenset
        self.maxdeque = maxdeque
        self.maxstring = maxstring
        self.maxlong = maxlong
        self.maxother = maxother
        self.fillvalue = fillvalue
        self.indent = indent

    def repr(self, x):
        return self.repr1(x, self.maxlevel)

    def repr1(self, x, level):
        name = type(x).__name__
        if " " in name:
            name = "_".join(name.split())
        method = getattr(self, "repr_" + name, self.repr_instance)
        return method(x, level)

    def _join(self, pieces, level):
        """Put the pieces in a line, or with an indent in a line each."""
        indent = self.indent
        if indent is None:
            return ", ".join(pieces)
        if not pieces:
            return ""
        if isinstance(indent, int):
            if indent < 0:
                raise ValueError(
                    f"Repr.indent cannot be negative int (was {indent!r})")
            indent *= " "
        try:
            newline = "\n" + (self.maxlevel - level + 1) * indent
        except TypeError as error:
            raise TypeError(
                f"Repr.indent must be a str, int or None, not {type(indent)}"
            ) from error
        lines = "".join([newline + piece + "," for piece in pieces])
        # The closing bracket stands one level further left.
        return lines + newline[:len(newline) - len(indent)]

    def _repr_iterable(self, x, level, left, right, maxiter, trail=""):
        length = len(x)
        if level <= 0 and length:
            return left + self.fillvalue + right
        pieces = [self.repr1(item, level - 1) for item in islice(x, maxiter)]
        if length > maxiter:
            pieces.append(self.fillvalue)
        if length != 1 or self.indent is not None:
            trail = ""
        return left + self._join(pieces, level) + trail + right

    def repr_tuple(self, x, level):
        return self._repr_iterable(x, level, "(", ")", self.maxtuple, ",")

    def repr_list(self, x, level):
        return self._repr_iterable(x, level, "[", "]", self.maxlist)

    def repr_array(self, x, level):
        if not x:
            return f"array('{x.typecode}')"
        return self._repr_iterable(
            x, level, f"array('{x.typecode}', [", "])", self.maxarray)

    def repr_set(self, x, level):
        if not x:
            return "set()"
        return self._repr_iterable(
            _possibly_sorted(x), level, "{", "}", self.maxset)

    def repr_frozenset(self, x, level):
        if not x:
            return "frozenset()"
        return self._repr_iterable(
            _possibly_sorted(x), level, "frozenset({", "})", self.maxfrozenset)

    def repr_deque(self, x, level):
        return self._repr_iterable(x, level, "deque([", "])", self.maxdeque)

    def repr_dict(self, x, level):
        if not len(x):
            return "{}"
        if level <= 0:
            return "{" + self.fillvalue + "}"
        pieces = [
            f"{self.repr1(key, level - 1)}: {self.repr1(x[key], level - 1)}"
            for key in islice(_possibly_sorted(x), self.maxdict)]
        if len(x) > self.maxdict:
            pieces.append(self.fillvalue)
        return "{" + self._join(pieces, level) + "}"

    def _ends(self, limit):
        """How much of the beginning and of the end fits into the limit."""
        begin = max(0, (limit - 3) // 2)
        return begin, max(0, limit - 3 - begin)

    def _shorten(self, text, limit):
        if len(text) <= limit:
            return text
        begin, end = self._ends(limit)
        return text[:begin] + self.fillvalue + text[len(text) - end:]

    def repr_str(self, x, level):
        text = builtins.repr(x[:self.maxstring])
        if len(text) > self.maxstring:
            # The quotes and escapes are those of the parts that are shown.
            begin, end = self._ends(self.maxstring)
            text = builtins.repr(x[:begin] + x[len(x) - end:])
            text = text[:begin] + self.fillvalue + text[len(text) - end:]
        return text

    def repr_int(self, x, level):
        return self._shorten(builtins.repr(x), self.maxlong)

    def repr_instance(self, x, level):
        try:
            text = builtins.repr(x)
        except Exception:
            # Objects may be broken; what shows them should not be.
            return f"<{x.__class__.__name__} instance at {id(x):#x}>"
        return self._shorten(text, self.maxother)


def _possibly_sorted(x):
    try:
        return sorted(x)
    except Exception:
        return list(x)


aRepr = Repr()
repr = aRepr.repr
