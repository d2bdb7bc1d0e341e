"""Completing names, for the Tab key of the interactive interpreter."""

import builtins
import keyword

__all__ = ["Completer"]

_BLOCK_KEYWORDS = {'finally', 'try'}
# After these a space would be in the way.
_PLAIN_KEYWORDS = {'False', 'None', 'True', 'break', 'continue', 'pass', 'else', '_'}


class Completer:
    """Offers the names in a namespace that complete a text."""

    def __init__(self, namespace=None):
        if namespace and not isinstance(namespace, dict):
            raise TypeError('namespace must be a dictionary')
        # Without a namespace, that of __main__ as it is at each completion.
        self.use_main_ns = namespace is None
        if namespace is not None:
            self.namespace = namespace

    def complete(self, text, state):
        """Return completion number state of a text, or None."""
        if self.use_main_ns:
            import __main__
            self.namespace = __main__.__dict__
        if not text.strip():
            if state > 0:
                return None
            if not _readline_available:
                return '\t'
            import readline
            readline.insert_text('\t')
            readline.redisplay()
            return ''
        if state == 0:
            if "." in text:
                self.matches = self.attr_matches(text)
            else:
                self.matches = self.global_matches(text)
        return self.matches[state] if state < len(self.matches) else None

    def _callable_postfix(self, val, word):
        if not callable(val):
            return word
        import inspect
        word += "("
        try:
            if not inspect.signature(val).parameters:
                word += ")"
        except ValueError:
            pass
        return word

    def global_matches(self, text):
        """Return the keywords and names that start with a text."""
        matches = []
        seen = {"__builtins__"}
        for word in keyword.kwlist + keyword.softkwlist:
            if not word.startswith(text):
                continue
            seen.add(word)
            if word in _BLOCK_KEYWORDS:
                word += ':'
            elif word not in _PLAIN_KEYWORDS:
                word += ' '
            matches.append(word)
        for namespace in (self.namespace, builtins.__dict__):
            for word, value in namespace.items():
                if word.startswith(text) and word not in seen:
                    seen.add(word)
                    matches.append(self._callable_postfix(value, word))
        return matches

    def attr_matches(self, text):
        """Return the attributes that complete a dotted name.

        Evaluating what is before the last dot can run code.
        """
        import re
        match = re.match(r"(\w+(\.\w+)*)\.(\w*)", text)
        if not match:
            return []
        expression, start = match.group(1, 3)
        try:
            obj = eval(expression, self.namespace)
        except Exception:
            return []
        words = set(dir(obj)) - {"__builtins__"}
        if hasattr(obj, '__class__'):
            words.add('__class__')
            words.update(get_class_members(obj.__class__))
        # Private names are offered only where nothing else fits.
        hidden = {'': '_', '_': '__'}.get(start)
        while True:
            matches = [self._attribute(obj, expression, word) for word in words
                       if word.startswith(start)
                       and not (hidden and word.startswith(hidden))]
            if matches or not hidden:
                break
            hidden = '__' if hidden == '_' else None
        return sorted(matches)

    def _attribute(self, obj, expression, word):
        match = f"{expression}.{word}"
        # Looking at a property would run its code.
        if isinstance(getattr(type(obj), word, None), property):
            return match
        value = getattr(obj, word, None)
        return match if value is None else self._callable_postfix(value, match)


def get_class_members(klass):
    """Return the names of a class's attributes, with those of its bases."""
    members = dir(klass)
    for base in getattr(klass, '__bases__', ()):
        members += get_class_members(base)
    return members


try:
    import readline
except ImportError:
    _readline_available = False
else:
    import atexit
    readline.set_completer(Completer().complete)
    # The completer must be gone before what it uses is.
    atexit.register(lambda: readline.set_completer(None))
    _readline_available = True
