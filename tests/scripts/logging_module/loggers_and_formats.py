"""Loggers, levels, formats of all styles, filters, errors of handlers."""
import io
import logging
import re
import sys
import threading
import warnings


def attempt(function, *arguments, **options):
    try:
        print(function(*arguments, **options))
    except Exception as error:
        print(type(error).__name__, error)


class Short(logging.Formatter):
    def formatException(self, exc_info):
        return super().formatException(exc_info).replace(__file__, 'FILE')


logging.basicConfig(stream=sys.stdout)
logging.getLogger().handlers[0].setFormatter(
    Short('%(levelname)s:%(name)s:%(funcName)s:%(message)s'))
root = logging.getLogger()
log = logging.getLogger('app.part.one')
print(log, log.parent, logging.getLogger('app.part'), log.parent, root.handlers)
log.debug('hidden')
log.warning('%s and %d', 'text', 5)
log.warning('%(name)s of a dict', {'name': 'value'})
log.setLevel('DEBUG')
print(log.isEnabledFor(10), log.getEffectiveLevel(), logging.getLogger('app').getEffectiveLevel())
log.debug('shown')
log.log(15, 'between')
logging.addLevelName(15, 'NOTE')
log.log(15, 'named')
print(logging.getLevelName(15), logging.getLevelName('NOTE'), logging.getLevelName(16))


def fail():
    try:
        {}['key']
    except KeyError:
        log.exception('caught', extra={'more': 1})


fail()
log.propagate = False
log.error('to nobody but the last resort')
print(log.hasHandlers(), log.getChild('x').name, logging.getLogger('app').getChildren())
stream = io.StringIO()
handler = logging.StreamHandler(stream)
log.addHandler(handler)
for style, text in (('%', '%(levelname)-8s|%(message)s|%(threadName)s'),
                    ('{', '{levelname:>8}|{message!r}|{lineno:d}'),
                    ('$', '$levelname|${message}|$processName')):
    handler.setFormatter(logging.Formatter(text, style=style, defaults={'custom': 'c'}))
    log.info('in style %s', style)
print(re.sub(r'\|\d+\n', '|N\n', stream.getvalue()))
formatter = logging.Formatter('%(asctime)s %(msecs)03d', '%Y')
record = logging.makeLogRecord({'msg': 'made', 'created': 0.5, 'msecs': 500.0, 'levelno': 20})
formatter.converter = __import__('time').gmtime
print(formatter.format(record), logging.Formatter.default_time_format)
formatter.datefmt = None
print(formatter.format(record), record, handler, logging.NullHandler())
for wrong in (lambda: logging.Formatter('text'), lambda: logging.Formatter('{}', style='{'),
              lambda: logging.Formatter('$', style='$'), lambda: logging.Formatter(style='x'),
              lambda: logging.Formatter('{a b}', style='{'),
              lambda: logging.Formatter('%(missing)s').format(record),
              lambda: log.setLevel('NONE'), lambda: log.setLevel(1.5),
              lambda: logging.getLogger(5), lambda: log.log('INFO', 'x'),
              lambda: log.info('x', extra={'message': 1}), lambda: logging.Handler().emit(record),
              lambda: logging.basicConfig(force=True, nonsense=1),
              lambda: logging.basicConfig(force=True, stream=1, filename='x'),
              lambda: logging.setLoggerClass(int)):
    attempt(wrong)
logging.basicConfig(stream=sys.stdout, force=True, level=logging.INFO, style='{',
                    format='{name}/{message}')


class Hiding(logging.Filter):
    def filter(self, record):
        if 'secret' in record.getMessage():
            return False
        record.args = tuple(str(arg).upper() for arg in record.args)
        return True


other = logging.getLogger('other')
other.addFilter(Hiding())
other.info('a %s', 'value')
other.info('a secret')
root.handlers[0].addFilter(logging.Filter('oth'))
other.info('not below')
root.handlers[0].filters.clear()
root.handlers[0].addFilter(lambda record: record.levelno > 20)
other.info('too low')
other.warning('high')
root.handlers[0].filters.clear()
adapter = logging.LoggerAdapter(other, {'user': 'u'})
adapter.warning('adapted %s', 'x')
print(adapter)
logging.captureWarnings(True)
warnings.warn_explicit('a warning', UserWarning, 'file.py', 3)
logging.captureWarnings(False)
logging.disable(logging.WARNING)
other.warning('disabled')
logging.disable(logging.NOTSET)
thread = threading.Thread(target=other.info, args=('from a thread',))
thread.start()
thread.join()
logging.raiseExceptions = False
other.info('after raiseExceptions %d', 1)
print(sorted(logging.getHandlerNames()), logging.getLevelNamesMapping()['FATAL'])
buffering = logging.BufferingFormatter(logging.Formatter('<%(message)s>'))
print(buffering.format([record, record]), repr(buffering.format([])))
