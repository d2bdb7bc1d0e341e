"""Arguments that were not given, and those that are to be left out."""


class NotGiven:
    """Stands for an argument that was not given, where None means something."""

    def __bool__(self):
        return False

    def __repr__(self):
        return 'NOT_GIVEN'


class Omit:
    """As an argument or a header: leave it out, also where there is a default."""

    def __bool__(self):
        return False


NOT_GIVEN = NotGiven()
not_given = NOT_GIVEN
omit = Omit()


def is_given(value):
    return not isinstance(value, (NotGiven, Omit))


def merge(*mappings):
    """One dict of several, the later ones first; without what is to be left out."""
    merged = {}
    for mapping in mappings:
        merged.update(mapping or {})
    return {name: value for name, value in merged.items() if is_given(value)}
