"""Objects as bytes, and back.

Pickler and Unpickler are native. Those in Python (`_Pickler`, `_Unpickler`), which some
programs extend, and the opcodes are read from an installed library when they are asked for.
"""

import sys
from itertools import islice

import _compat_pickle
from _pickle import (
    PickleBuffer, PickleError, Pickler, PicklingError, Unpickler, UnpicklingError, dump, dumps,
    load, loads,
)

HIGHEST_PROTOCOL = 5
# What older versions read as well.
DEFAULT_PROTOCOL = 4
format_version = '4.0'
compatible_formats = ['1.0', '1.1', '1.2', '1.3', '2.0', '3.0', '4.0', '5.0']
bytes_types = (bytes, bytearray)

# The opcodes: their names are public, too.
_OPCODES = """
ADDITEMS=90 APPEND=61 APPENDS=65 BINBYTES=42 BINBYTES8=8e BINFLOAT=47 BINGET=68 BININT=4a
BININT1=4b BININT2=4d BINPERSID=51 BINPUT=71 BINSTRING=54 BINUNICODE=58 BINUNICODE8=8d BUILD=62
BYTEARRAY8=96 DICT=64 DUP=32 EMPTY_DICT=7d EMPTY_LIST=5d EMPTY_SET=8f EMPTY_TUPLE=29 EXT1=82
EXT2=83 EXT4=84 FALSE=4930300a FLOAT=46 FRAME=95 FROZENSET=91 GET=67 GLOBAL=63 INST=69 INT=49
LIST=6c LONG=4c LONG1=8a LONG4=8b LONG_BINGET=6a LONG_BINPUT=72 MARK=28 MEMOIZE=94 NEWFALSE=89
NEWOBJ=81 NEWOBJ_EX=92 NEWTRUE=88 NEXT_BUFFER=97 NONE=4e OBJ=6f PERSID=50 POP=30 POP_MARK=31
PROTO=80 PUT=70 READONLY_BUFFER=98 REDUCE=52 SETITEM=73 SETITEMS=75 SHORT_BINBYTES=43
SHORT_BINSTRING=55 SHORT_BINUNICODE=8c STACK_GLOBAL=93 STOP=2e STRING=53 TRUE=4930310a TUPLE=74
TUPLE1=85 TUPLE2=86 TUPLE3=87 UNICODE=56
"""
_opcodes = dict(entry.split('=') for entry in _OPCODES.split())
globals().update({name: bytes.fromhex(code) for name, code in _opcodes.items()})
_tuplesize2code = [EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3]

__all__ = [
    'PickleError', 'PicklingError', 'UnpicklingError', 'Pickler', 'Unpickler', 'dump', 'dumps',
    'load', 'loads', 'PickleBuffer', 'DEFAULT_PROTOCOL', 'HIGHEST_PROTOCOL', *_opcodes,
]
del _opcodes

# What the module in Python has beyond this one.
_IN_PYTHON = frozenset([
    '_Pickler', '_Unpickler', '_Framer', '_Unframer', '_Stop', '_dump', '_dumps', '_load', '_loads',
    '_test', '_HAVE_PICKLE_BUFFER', '_NoValue', '_extension_cache', '_extension_registry',
    '_inverted_registry', 'codecs', 'copyreg', 'dispatch_table', 'io', 'maxsize', 'pack', 'partial',
    're', 'unpack', 'FunctionType',
])


def __getattr__(name):
    if name not in _IN_PYTHON:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    import os
    for folder in sys.path:
        file = os.path.join(folder or '.', 'pickle.py')
        if os.path.isfile(file) and os.path.isfile(os.path.join(folder or '.', 'pickletools.py')):
            break
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}: '
                             'it needs the library of an installed CPython')
    # Its classes and functions become this module's, with this module's names about them.
    with open(file, 'rb') as source:
        code = compile(source.read(), file, 'exec')
    mine = {kept: value for kept, value in globals().items() if kept not in _IN_PYTHON}
    exec(code, globals())
    globals().update(mine)
    try:
        return globals()[name]
    except KeyError:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}') from None


def _getattribute(obj, name):
    """Returns what a dotted name means below an object, and what has it."""
    parent = None
    for part in name.split('.'):
        if part == '<locals>':
            raise AttributeError(f"Can't get local attribute {name!r} on {obj!r}")
        try:
            parent, obj = obj, getattr(obj, part)
        except AttributeError:
            raise AttributeError(f"Can't get attribute {name!r} on {obj!r}") from None
    return obj, parent


def whichmodule(obj, name):
    """Returns the name of the module that has this object under this name."""
    module_name = getattr(obj, '__module__', None)
    if module_name is not None:
        return module_name
    for module_name, module in sys.modules.copy().items():
        if module_name in ('__main__', '__mp_main__') or module is None:
            continue
        try:
            if _getattribute(module, name)[0] is obj:
                return module_name
        except AttributeError:
            pass
    return '__main__'


def encode_long(x):
    """Returns the shortest bytes that stand for an integer: two's complement, lowest first."""
    if x == 0:
        return b''
    size = (x.bit_length() >> 3) + 1
    encoded = x.to_bytes(size, 'little', signed=True)
    if x < 0 and size > 1 and encoded[-1] == 0xff and encoded[-2] & 0x80:
        encoded = encoded[:-1]
    return encoded


def decode_long(data):
    """Returns the integer that such bytes stand for."""
    return int.from_bytes(data, 'little', signed=True)


def _main(arguments=None):
    import argparse
    import pprint
    parser = argparse.ArgumentParser(description='display contents of the pickle files')
    parser.add_argument('pickle_file', nargs='*', help='the pickle file')
    for path in parser.parse_args(arguments).pickle_file:
        with sys.stdin.buffer if path == '-' else open(path, 'rb') as file:
            pprint.pprint(load(file))


if __name__ == '__main__':
    _main()
