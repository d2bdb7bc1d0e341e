"""Names that differ between Python 2 and 3, for pickles of protocols 0 to 2."""

# Modules: the old name, the new one.
_MODULES = """
BaseHTTPServer http.server
CGIHTTPServer http.server
ConfigParser configparser
Cookie http.cookies
Dialog tkinter.dialog
DocXMLRPCServer xmlrpc.server
FileDialog tkinter.filedialog
HTMLParser html.parser
Queue queue
ScrolledText tkinter.scrolledtext
SimpleDialog tkinter.simpledialog
SimpleHTTPServer http.server
SimpleXMLRPCServer xmlrpc.server
SocketServer socketserver
StringIO io
Tkconstants tkinter.constants
Tkdnd tkinter.dnd
Tkinter tkinter
UserDict collections
UserList collections
UserString collections
__builtin__ builtins
_abcoll collections.abc
_elementtree xml.etree.ElementTree
_winreg winreg
anydbm dbm
cPickle pickle
cStringIO io
commands subprocess
cookielib http.cookiejar
copy_reg copyreg
dbhash dbm.bsd
dbm dbm.ndbm
dumbdbm dbm.dumb
dummy_thread _dummy_thread
gdbm dbm.gnu
htmlentitydefs html.entities
httplib http.client
markupbase _markupbase
repr reprlib
robotparser urllib.robotparser
test.test_support test.support
thread _thread
tkColorChooser tkinter.colorchooser
tkCommonDialog tkinter.commondialog
tkFileDialog tkinter.filedialog
tkFont tkinter.font
tkMessageBox tkinter.messagebox
tkSimpleDialog tkinter.simpledialog
ttk tkinter.ttk
urllib2 urllib.request
urlparse urllib.parse
whichdb dbm
xmlrpclib xmlrpc.client
"""

# The old module, the new one, and names that moved; `old=new` where they changed.
_NAMES = """
UserDict collections IterableUserDict=UserDict UserDict
UserList collections UserList
UserString collections UserString
__builtin__ builtins xrange=range unichr=chr unicode=str long=int basestring=str
__builtin__ functools reduce
__builtin__ sys intern
_multiprocessing multiprocessing.connection Connection
_socket socket fromfd
exceptions builtins StandardError=Exception
itertools builtins izip=zip imap=map ifilter=filter
itertools itertools ifilterfalse=filterfalse izip_longest=zip_longest
multiprocessing multiprocessing.context AuthenticationError BufferTooShort ProcessError
multiprocessing multiprocessing.context TimeoutError
multiprocessing.forking multiprocessing.popen_fork Popen
multiprocessing.process multiprocessing.context Process
socket socket _socketobject=SocketType
urllib urllib.error ContentTooShortError
urllib urllib.parse quote_plus quote unquote_plus unquote urlencode
urllib urllib.request getproxies pathname2url url2pathname urlcleanup urlopen urlretrieve
urllib2 urllib.error HTTPError URLError
whichdb dbm whichdb
"""

# Exceptions that both versions have.
_EXCEPTIONS = """
ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning
DeprecationWarning EOFError EnvironmentError Exception FloatingPointError FutureWarning
GeneratorExit IOError ImportError ImportWarning IndentationError IndexError KeyError
KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError OverflowError
PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning StopIteration SyntaxError
SyntaxWarning SystemError SystemExit TabError TypeError UnboundLocalError UnicodeDecodeError
UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError
Warning ZeroDivisionError
"""

# Exceptions that Python 2 knows as OSError.
_OS_ERRORS = """
BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError
ConnectionRefusedError ConnectionResetError FileExistsError FileNotFoundError InterruptedError
IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError
"""

# Modules on the way back, where that is another one: the new name, the old one.
_OLD_MODULES = """
_bz2 bz2
_dbm dbm
_functools functools
_gdbm gdbm
_pickle pickle
dbm anydbm
http.server BaseHTTPServer
tkinter.filedialog tkFileDialog
tkinter.simpledialog tkSimpleDialog
xmlrpc.server SimpleXMLRPCServer
"""

# Names on the way back, as above: the new module, the old one.
_OLD_NAMES = """
_functools __builtin__ reduce
_socket socket socket=_socketobject
builtins __builtin__ str=unicode
builtins exceptions Exception
collections UserDict UserDict=IterableUserDict
http.server CGIHTTPServer CGIHTTPRequestHandler
http.server SimpleHTTPServer SimpleHTTPRequestHandler
tkinter.filedialog FileDialog FileDialog LoadFileDialog SaveFileDialog
tkinter.simpledialog SimpleDialog SimpleDialog
xmlrpc.server DocXMLRPCServer ServerHTMLDoc XMLRPCDocGenerator DocXMLRPCRequestHandler
xmlrpc.server DocXMLRPCServer DocXMLRPCServer DocCGIXMLRPCRequestHandler
"""


def _pairs(table):
    return dict(line.split() for line in table.strip().splitlines())


def _names(table):
    moved = {}
    for line in table.strip().splitlines():
        source, target, *names = line.split()
        for name in names:
            before, _, after = name.partition('=')
            moved[source, before] = (target, after or before)
    return moved


PYTHON2_EXCEPTIONS = tuple(_EXCEPTIONS.split())
PYTHON3_OSERROR_EXCEPTIONS = tuple(_OS_ERRORS.split())
PYTHON3_IMPORTERROR_EXCEPTIONS = ('ModuleNotFoundError',)

IMPORT_MAPPING = _pairs(_MODULES)
NAME_MAPPING = _names(_NAMES) | {
    ('exceptions', name): ('builtins', name) for name in PYTHON2_EXCEPTIONS}

# These are only read.
_ONE_WAY = ('UserDict', 'UserList', 'UserString', 'StringIO', '_elementtree', 'cPickle', 'cStringIO')

REVERSE_IMPORT_MAPPING = {
    new: old for old, new in IMPORT_MAPPING.items() if old not in _ONE_WAY} | _pairs(_OLD_MODULES)
REVERSE_NAME_MAPPING = {
    new: old for old, new in NAME_MAPPING.items() if old[1] != '_socketobject'
} | _names(_OLD_NAMES) | {
    ('builtins', name): ('exceptions', 'OSError') for name in PYTHON3_OSERROR_EXCEPTIONS} | {
    ('builtins', name): ('exceptions', 'ImportError') for name in PYTHON3_IMPORTERROR_EXCEPTIONS}
