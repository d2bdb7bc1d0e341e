# Shows: warnings as they are printed, once for each place.
import warnings


def old():
    warnings.warn("old() is deprecated", DeprecationWarning, stacklevel=2)


for _ in range(3):
    warnings.warn("shown once")
old()
old()
warnings.warn("a runtime warning", RuntimeWarning)
warnings.warn(UserWarning("an instance"))
warnings.warn("ignored by default", PendingDeprecationWarning)
print("done")
