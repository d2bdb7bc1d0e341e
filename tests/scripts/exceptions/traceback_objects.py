# Shows: traceback objects and the functions of the module traceback.
import sys
import traceback


def inner(n):
    local = n * 2
    raise ValueError("bad\nvalue")


def outer():
    inner(5)


try:
    outer()
except ValueError as error:
    caught = error
tb = caught.__traceback__
while tb is not None:
    code = tb.tb_frame.f_code
    print(
        code.co_name, tb.tb_lineno, tb.tb_frame.f_lineno, tb.tb_lasti > 0,
        sorted(tb.tb_frame.f_locals) if code.co_name == "inner" else ""
    )
    last, tb = tb, tb.tb_next
for frame in traceback.extract_tb(caught.__traceback__):
    print(frame.name, frame.lineno, frame.line, frame.colno, frame.end_colno, frame.end_lineno)
print(
    traceback.format_exception_only(caught), traceback.format_exception_only(KeyError("k")),
    traceback.format_exception_only(SyntaxError("s", ("f", 1, 2, "text")))
)
print([line.split('"')[-1] for line in traceback.format_tb(caught.__traceback__)])
print(
    traceback.format_exc(),
    [text.splitlines()[0][:9] for text in traceback.format_exception(caught)]
)
summary = traceback.TracebackException.from_exception(caught)
print(summary.exc_type_str, str(summary), summary.stack[0].name, len(list(summary.format())))
print(
    traceback.format_list([("file.py", 3, "function", "some code")]),
    traceback.extract_stack()[-1].line
)
for action in (
    lambda: setattr(caught.__traceback__, "tb_next", 5),
    lambda: setattr(caught.__traceback__, "tb_next", caught.__traceback__),
    lambda: setattr(caught.__traceback__, "tb_lineno", 5),
    lambda: type(last)(None, last.tb_frame, 0, 1).tb_lineno,
    lambda: type(last)(5, last.tb_frame, 0, 1), lambda: type(last)()
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
shorter = caught.with_traceback(caught.__traceback__.tb_next)
print(shorter is caught, [frame.name for frame in traceback.extract_tb(caught.__traceback__)])
try:
    raise caught
except ValueError as again:
    print(
        [frame.name for frame in traceback.extract_tb(again.__traceback__)],
        sys._getframe().f_lineno
    )


def recursive(n):
    return 1 / n if n == 0 else recursive(n - 1)


try:
    recursive(10)
except ZeroDivisionError:
    text = traceback.format_exc()
    print(text.count("recursive(n - 1)"), "Previous line repeated" in text, text.splitlines()[-1])
traceback.print_exception(KeyError("to stdout"), file=sys.stdout)
