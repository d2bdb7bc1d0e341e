# Attributes that the interpreter may make when they are first asked for are still plain entries of
# the module: what is deleted stays deleted, and what is set stays set.
import sys

flags = sys.flags
assert sys.flags is flags
print(sys.platform, sys.maxsize, sys.version_info[:2], type(sys.version_info).__name__)

platform = sys.platform
del sys.platform
print(hasattr(sys, "platform"))
print("platform" in vars(sys), "platform" in dir(sys), hasattr(sys, "byteorder"))
try:
    del sys.platform
except AttributeError as error:
    print(error)
sys.platform = platform
print(sys.platform == platform, vars(sys)["flags"] is flags)

sys.maxsize = "mine"
print(sys.maxsize, sys.hexversion > 0, sys.maxsize)
