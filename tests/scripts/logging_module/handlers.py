# Shows: logging: levels, formatters, handlers, propagation, exceptions.
import io
import logging
import sys

out = io.StringIO()
logger = logging.getLogger("loom")
handler = logging.StreamHandler(out)
handler.setFormatter(logging.Formatter("%(levelname)-8s %(name)s %(funcName)s: %(message)s"))
logger.addHandler(handler)
logger.setLevel(logging.INFO)
logger.propagate = False


def work(n):
    logger.debug("not shown %d", n)
    logger.info("working on %d of %s", n, [1, 2])
    child = logging.getLogger("loom.child")
    child.warning("from the child %(key)s", {"key": "value"})
    try:
        1 / n
    except ZeroDivisionError:
        logger.exception("division of %r", n)


work(1)
work(0)
lines = [line for line in out.getvalue().splitlines() if "File" not in line]
print(*lines, sep="\n")
print(
    logger, logging.getLogger("loom.child").getEffectiveLevel(), logger.isEnabledFor(logging.DEBUG),
    logging.getLevelName(30), logging.getLevelName("ERROR"), logging.getLevelName(35),
    logger.handlers == [handler], logging.getLogger("loom") is logger, logger.parent.name,
    logger.hasHandlers()
)


class OnlyEven(logging.Filter):
    def filter(self, record): return record.args and record.args[0] % 2 == 0


class Keep(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.kept = []

    def emit(self, record): self.kept.append((
        record.levelno, record.getMessage(), record.lineno > 0
    ))


keep = Keep()
keep.addFilter(OnlyEven())
logger.addHandler(keep)
logger.removeHandler(handler)
for n in range(4):
    logger.warning("number %d", n)
logger.info("below the level of the handler %d", 2)
logger.log(35, "own level %d", 8)
print(keep.kept)
logging.addLevelName(35, "NOTE")
logging.basicConfig(
    stream=sys.stdout, format="{levelname}:{message}", style="{", level=logging.WARNING, force=True
)
logging.info("hidden")
logging.warning("shown")
logging.log(35, "a note")
logging.disable(logging.WARNING)
logging.warning("disabled")
logging.error("still shown")
logging.disable(logging.NOTSET)
logging.getLogger("other").error("by the root's handler %s", "é")
for action in (
    lambda: logger.setLevel("LOUD"), lambda: logger.setLevel(1.5), lambda: logging.Formatter("%(x"),
    lambda: logging.getLogger(5), lambda: logger.log("x", "y"), lambda: logging.basicConfig(wrong=1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
