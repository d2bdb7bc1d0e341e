# Measures: logging: loggers in a tree, handlers, formats, filters, exceptions.
import io
import logging


class Recent(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


class Named(logging.Filter):
    def filter(self, record):
        record.short = record.name.rpartition(".")[2]
        return record.levelno != 25


def prepare(stream):
    root = logging.getLogger("shop")
    root.setLevel(logging.DEBUG)
    root.propagate = False
    console = logging.StreamHandler(stream)
    console.setLevel(logging.INFO)
    console.addFilter(Named())
    console.setFormatter(logging.Formatter(
        "%(levelname)-8s %(short)s %(funcName)s:%(lineno)d %(message)s"))
    recent = Recent()
    recent.setFormatter(logging.Formatter("{levelname}: {message}", style="{"))
    root.addHandler(console)
    root.addHandler(recent)
    return recent


def serve(number, database, web):
    database.debug("query %d takes %.3f s", number, number / 7)
    web.info("%s %s gives %d", "GET", f"/page/{number}", 200)
    web.log(25, "left out")
    if number % 10 == 0:
        database.warning("slow query %r", {"id": number})
    if number % 40 == 0:
        try:
            number / (number - number)
        except ZeroDivisionError:
            web.exception("page %d fails", number)


def main():
    stream = io.StringIO()
    recent = prepare(stream)
    database, web = logging.getLogger("shop.database"), logging.getLogger("shop.web")
    web.setLevel(logging.INFO)
    for number in range(6000):
        serve(number, database, web)
    lines = stream.getvalue().splitlines()
    print(len(lines), len(recent.lines), lines[1], recent.lines[-1].splitlines()[-1])


main()
