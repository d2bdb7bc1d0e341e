# Shows: how warnings are printed: source lines, stack levels, categories, repeated ones.
import warnings


def helper(level):
    warnings.warn(f"level {level}", stacklevel=level)


def caller(level):
    helper(level)


caller(1)
caller(2)
caller(3)
for number in range(3):
    warnings.warn("the same place, the same text")
    warnings.warn(f"text {number}")
warnings.warn("future", FutureWarning)
warnings.warn("import", ImportWarning)
warnings.warn("resource", ResourceWarning)
warnings.warn("bytes", BytesWarning)
warnings.warn("unicode", UnicodeWarning)
warnings.warn("syntax", SyntaxWarning)
warnings.warn("two\nlines")
with warnings.catch_warnings():
    warnings.simplefilter("always")
    for _ in range(2):
        warnings.warn("always")
warnings.filterwarnings("error", category=RuntimeWarning)
exec("import warnings\nwarnings.warn('from exec')")
eval(compile("5 is 5", "compiled", "eval"))


class Module:
    def method(self):
        warnings.warn_explicit("explicit", UserWarning, "elsewhere.py", 12)


Module().method()
print("end")
warnings.warn("now an error", RuntimeWarning)
