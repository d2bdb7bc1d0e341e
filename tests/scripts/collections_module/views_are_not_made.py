# Views of an OrderedDict are not made by calling their types.
import collections
for k in (collections.OrderedDict().keys(), collections.OrderedDict().items(), collections.OrderedDict().values()):
    try: print(type(k)())
    except TypeError as e: print(e)
