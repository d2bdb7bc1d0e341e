"""Attributes of exceptions are pickled and copied."""
import copy
import pickle


class Refused(Exception):
    def __init__(self, code, reason='none'):
        super().__init__(code)
        self.code = code
        self.reason = reason


class Missing(OSError):
    pass


class Stream(__import__('io').BytesIO):
    pass


error = Refused(404, 'not there')
print(error.__reduce__())
for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
    print(type(again).__name__, again.args, again.code, again.reason)
print(Refused.__base__(1).__reduce__(), KeyError('k').__reduce__())
error = Missing(2, 'text', 'file')
error.more = [1]
print(error.__reduce__(), pickle.loads(pickle.dumps(error)).more)
error = ImportError('m', name='n')
error.more = 1
print(error.__reduce__())
group = ExceptionGroup('g', [ValueError(1)])
group.add_note('note')
group.more = 2
print(group.__reduce__(), group.derive([ValueError(2)]), group.split(TypeError)[1].__notes__)
stream = Stream(b'data')
stream.more = 3
print(stream.__getstate__(), pickle.loads(pickle.dumps(stream)).more)
