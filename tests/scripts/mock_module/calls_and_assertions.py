"""Mocks record calls, also those of their children, and say what was not called."""
import re
from unittest.mock import (ANY, DEFAULT, MagicMock, Mock, NonCallableMock, PropertyMock, call,
                           create_autospec, mock_open, patch, seal, sentinel)


def shown(action, *args, **kwargs):
    try:
        result = action(*args, **kwargs)
    except Exception as error:
        text = re.sub(r"id='\d+'", "id=...", f'{type(error).__name__}: {error}')
        print(text)
    else:
        print('->', re.sub(r"id='\d+'", "id=...", repr(result)))


service = Mock(name='service')
service.users.find(3, deep=True).name = 'Ann'
print(service.users.find(3, deep=True).name, service.users.find.call_count)
service.users.save(ANY, force=False)
print(service.mock_calls)
print(service.method_calls)
print(call.users.find(3, deep=True) in service.mock_calls, service.users.find.call_args)
print(service.users.find.call_args.args, service.users.find.call_args.kwargs)
shown(service.users.find.assert_called_with, 5)
shown(service.users.find.assert_called_once)
shown(service.users.find.assert_called_once_with, 3)
shown(service.users.delete.assert_called)
shown(service.users.find.assert_any_call, 3, deep=True)
shown(service.users.find.assert_any_call, 9)
shown(service.assert_has_calls, [call.users.find(3, deep=True), call.users.save(1)])
shown(service.assert_has_calls, [call.users.save(1, force=False)])
shown(service.users.assert_has_calls, [call.save(1), call.find(7)], any_order=True)
shown(lambda: service.asert_called)
shown(lambda: service.called_once)
shown(repr, service.users.find().child)
service.reset_mock()
print(service.mock_calls, service.users.find.called)

effects = Mock(side_effect=[1, KeyError('two'), DEFAULT], return_value='default')
shown(effects)
shown(effects)
shown(effects)
shown(effects)
effects.side_effect = lambda *args: sum(args) or DEFAULT
shown(effects, 1, 2)
shown(effects)
wrapping = Mock(wraps=[1, 2, 3])
print(wrapping.index(2), wrapping.count(9))
configured = Mock(**{'method.return_value': 3, 'other.side_effect': ValueError('no')}, plain=5)
print(configured.method(), configured.plain)
shown(configured.other)

magic = MagicMock()
magic.__getitem__.side_effect = lambda key: key * 2
magic.__len__.return_value = 4
magic.__iter__.return_value = 'abc'
print(magic[21], len(magic), list(magic), list(magic), bool(magic), int(magic), 3 in magic)
with magic.opened as handle:
    handle.read(1)
print(magic.opened.mock_calls == [call.__enter__(), call.__enter__().read(1),
                                  call.__exit__(None, None, None)])
print(magic == magic, magic != magic, magic == 3, hash(magic) == hash(magic))
shown(lambda: magic < 3)
del magic.__len__
shown(len, magic)
magic.__str__ = lambda self: 'told'
print(str(magic), f'{magic}')


class Counting(MagicMock):
    def total(self):
        return len(self.mock_calls)

    def __len__(self):
        return 99


counting = Counting()
counting.a.b(1)
print(counting.total(), len(counting), type(counting.child).__name__)


class Engine:
    power = 5

    def __init__(self, size):
        self.size = size

    def start(self, key, *, slowly=False):
        """Starts."""

    @staticmethod
    def check(level):
        pass

    @classmethod
    def make(cls, kind):
        pass


limited = Mock(spec=Engine)
print(isinstance(limited, Engine))
shown(lambda: limited.stop)
limited.added = 1
strict = Mock(spec_set=Engine)
shown(setattr, strict, 'added', 1)
shown(len, MagicMock(spec=Engine))
print(len(MagicMock(spec=[1].__class__)))
automatic = create_autospec(Engine)
shown(automatic)
engine = automatic(3)
shown(engine.start)
engine.start(1, slowly=True)
engine.start.assert_called_with(key=1, slowly=True)
shown(engine.start.assert_called_with, 2)
shown(engine.check)
shown(engine.make, 1, 2)
shown(lambda: engine.stop)
function = create_autospec(lambda first, second=2: None, return_value=7)
shown(function)
print(function(1), function.call_args, function.__name__)
function.assert_called_once_with(1)
shown(create_autospec, Mock())

sealed = Mock()
sealed.known.return_value = 1
seal(sealed)
print(sealed.known())
shown(lambda: sealed.unknown)
shown(setattr, sealed, 'other', 1)


class Place:
    name = 'real'
    table = {'a': 1}

    def where(self):
        return 'there'


with patch.object(Place, 'name', 'patched'):
    print(Place.name)
with patch.object(Place, 'where', autospec=True) as where:
    Place().where()
    print(where.call_count)
    shown(Place().where, 1)
with patch.dict(Place.table, {'b': 2}, c=3):
    print(Place.table)
with patch.dict(Place.table, clear=True):
    print(Place.table)
print(Place.name, Place().where(), Place.table)
with patch(f'{__name__}.Place') as mocked:
    mocked.return_value.where.return_value = 'nowhere'
    print(Place().where())
with patch.multiple(Place, name=DEFAULT, where=DEFAULT) as made:
    print(sorted(made), Place.name is made['name'])
with patch.object(Place, 'name', new_callable=PropertyMock, return_value=8) as name:
    place = Place()
    print(place.name, name.mock_calls)
    place.name = 3
    print(name.mock_calls)
shown(patch.object, 'text', 'name')
shown(patch, 'nodots')
shown(patch.object(Place, 'missing').start)
started = patch.object(Place, 'name').start()
print(Place.name is started)
patch.stopall()
print(Place.name)


@patch.object(Place, 'where')
@patch.object(Place, 'name', new='other')
def decorated(first, where):
    return first, Place.name, Place.where is where


print(decorated(1))

with patch('builtins.open', mock_open(read_data='one\ntwo\n')) as opened:
    with open('file') as file:
        print(file.readline(), list(file))
    with open('again') as file:
        print(repr(file.read()), file.readlines())
    print(opened.mock_calls[0], opened.call_args_list)
print(sentinel.one is sentinel.one, sentinel.one, call(1, a=2).b)
print(call.a(1).b(2).call_list(), call == call(), call(1) == ((1,),), call(ANY, 2) == call(3, 2))
parent = Mock()
first, second = NonCallableMock(), Mock()
parent.attach_mock(second, 'second')
second(5)
print(parent.mock_calls, parent.second is second)
print([name for name in dir(Mock(spec=['one', 'two'])) if not name.startswith('assert')])
