# Shows: what formats to itself is itself; interning keeps the first string; weak references
# name the class in full.
import collections
import re
import sys
import weakref

text = "".join(["ab", "cde"])
print("%s" % text is text, "{}".format(text) is text, text.replace(text, text) is text)
name = "never seen " + str(len(sys.argv) + 41)
print(sys.intern(name) is name, sys.intern("never " + "seen " + str(42)) is name)


class Kept:
    pass


kept, mapping = Kept(), collections.UserDict()
for reference in (weakref.ref(kept), weakref.proxy(kept), weakref.ref(mapping)):
    print(re.sub("0x[0-9a-f]+", "ADDRESS", repr(reference)))
reference = weakref.proxy(kept)
del kept
print(re.sub("0x[0-9a-f]+", "ADDRESS", repr(reference)))
error = UnicodeEncodeError("ascii", "xxxxx", 1, 5, "why")
print(error)
error.end = 2
print(error)
error.start = 1000
print(error)
