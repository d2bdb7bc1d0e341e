"""Specs, loading by spec, and the importers of modules that are not files."""

import _imp
import _thread
import _warnings
import _weakref
import sys

# Set when the file-based part is loaded, which happens on demand.
_bootstrap_external = None

_ERR_MSG_PREFIX = 'No module named '
_ERR_MSG = _ERR_MSG_PREFIX + '{!r}'
_NEEDS_LOADING = object()


def _external():
    if _bootstrap_external is None:
        from . import _bootstrap_external as module
        module._set_bootstrap_module(sys.modules[__name__])
        globals()['_bootstrap_external'] = module
    return _bootstrap_external


def _object_name(obj):
    return getattr(obj, '__qualname__', type(obj).__qualname__)


def _wrap(new, old):
    for name in ('__module__', '__name__', '__qualname__', '__doc__'):
        if hasattr(old, name):
            setattr(new, name, getattr(old, name))
    new.__dict__.update(old.__dict__)


def _new_module(name):
    return type(sys)(name)


def _call_with_frames_removed(f, *args, **kwds):
    # Tracebacks leave out the importer's frames down to this function.
    return f(*args, **kwds)


def _verbose_message(message, *args, verbosity=1):
    if sys.flags.verbose >= verbosity:
        if not message.startswith(('#', 'import ')):
            message = '# ' + message
        print(message.format(*args), file=sys.stderr)


# Locks: two threads must not load one module at once

# For each waiting thread the locks it waits for.
_blocking_on = {}
_module_locks = {}


class _DeadlockError(RuntimeError):
    pass


class _BlockingOnManager:
    """Notes for a while that a thread waits for a lock."""

    def __init__(self, thread_id, lock):
        self.thread_id = thread_id
        self.lock = lock

    def __enter__(self):
        # A thread can wait for several: a collection in between may import.
        self.blocked_on = _blocking_on.setdefault(self.thread_id, [])
        self.blocked_on.append(self.lock)

    def __exit__(self, *args, **kwargs):
        self.blocked_on.remove(self.lock)
        if not self.blocked_on:
            _blocking_on.pop(self.thread_id, None)


def _has_deadlocked(target_id, *, seen_ids, candidate_ids, blocking_on):
    # Whether one of the candidate threads waits, directly or not, for a
    # lock that the target thread holds.
    if target_id in candidate_ids:
        return True
    for thread_id in candidate_ids:
        locks = blocking_on.get(thread_id)
        if not locks:
            continue
        if thread_id in seen_ids:
            return False
        seen_ids.add(thread_id)
        owners = [lock.owner for lock in locks]
        if _has_deadlocked(target_id, seen_ids=seen_ids, candidate_ids=owners,
                           blocking_on=blocking_on):
            return True
    return False


class _ModuleLock:
    """A reentrant lock that raises _DeadlockError instead of deadlocking."""

    def __init__(self, name):
        self.lock = _thread.RLock()
        self.wakeup = _thread.allocate_lock()
        self.name = name
        self.owner = None
        # Lists, as changing them cannot be interrupted.
        self.count = []
        self.waiters = []

    def has_deadlock(self):
        return _has_deadlocked(_thread.get_ident(), seen_ids=set(),
                               candidate_ids=[self.owner], blocking_on=_blocking_on)

    def acquire(self):
        thread_id = _thread.get_ident()
        with _BlockingOnManager(thread_id, self):
            while True:
                with self.lock:
                    if not self.count or self.owner == thread_id:
                        self.owner = thread_id
                        self.count.append(True)
                        return True
                    if self.has_deadlock():
                        raise _DeadlockError(f'deadlock detected by {self!r}')
                    # While this is held, release() finds someone to wake.
                    if self.wakeup.acquire(False):
                        self.waiters.append(None)
                self.wakeup.acquire()
                self.wakeup.release()

    def release(self):
        with self.lock:
            if self.owner != _thread.get_ident():
                raise RuntimeError('cannot release un-acquired lock')
            self.count.pop()
            if not self.count:
                self.owner = None
                if self.waiters:
                    self.waiters.pop()
                    self.wakeup.release()

    def __repr__(self):
        return f'_ModuleLock({self.name!r}) at {id(self)}'


class _DummyModuleLock:
    """What stands for a lock where there are no threads."""

    def __init__(self, name):
        self.name = name
        self.count = 0

    def acquire(self):
        self.count += 1
        return True

    def release(self):
        if self.count == 0:
            raise RuntimeError('cannot release un-acquired lock')
        self.count -= 1

    def __repr__(self):
        return f'_DummyModuleLock({self.name!r}) at {id(self)}'


class _ModuleLockManager:
    """Holds a module's lock in a with statement."""

    def __init__(self, name):
        self._name = name
        self._lock = None

    def __enter__(self):
        self._lock = _get_module_lock(self._name)
        self._lock.acquire()

    def __exit__(self, *args, **kwargs):
        self._lock.release()


class _ImportLockContext:
    """Holds the lock of the whole import system in a with statement."""

    def __enter__(self):
        _imp.acquire_lock()

    def __exit__(self, exc_type, exc_value, exc_traceback):
        _imp.release_lock()


def _get_module_lock(name):
    with _ImportLockContext():
        reference = _module_locks.get(name)
        lock = reference() if reference is not None else None
        if lock is None:
            lock = _DummyModuleLock(name) if _thread is None else _ModuleLock(name)

            def forget(reference):
                with _ImportLockContext():
                    # Another thread may have made a new one meanwhile.
                    if _module_locks.get(name) is reference:
                        del _module_locks[name]

            _module_locks[name] = _weakref.ref(lock, forget)
    return lock


def _lock_unlock_module(name):
    # Waits until another thread has loaded the module.
    lock = _get_module_lock(name)
    try:
        lock.acquire()
    except _DeadlockError:
        pass  # A circular import: the module is used as far as it got.
    else:
        lock.release()


# Specs

class ModuleSpec:
    """Where a module comes from and what loads it."""

    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loader_state = loader_state
        self.submodule_search_locations = [] if is_package else None
        self._uninitialized_submodules = []
        # Whether the origin is a file, and goes into the module's __file__.
        self._set_fileattr = False
        self._cached = None

    def __repr__(self):
        fields = [f'name={self.name!r}', f'loader={self.loader!r}']
        if self.origin is not None:
            fields.append(f'origin={self.origin!r}')
        if self.submodule_search_locations is not None:
            fields.append(f'submodule_search_locations={self.submodule_search_locations}')
        return f'{type(self).__name__}({", ".join(fields)})'

    def __eq__(self, other):
        try:
            return all([getattr(self, name) == getattr(other, name) for name in (
                'name', 'loader', 'origin', 'submodule_search_locations', 'cached',
                'has_location')])
        except AttributeError:
            return NotImplemented

    @property
    def cached(self):
        if self._cached is None and self.origin is not None and self._set_fileattr:
            self._cached = _external()._get_cached(self.origin)
        return self._cached

    @cached.setter
    def cached(self, cached):
        self._cached = cached

    @property
    def parent(self):
        """The name of the package that relative imports start from."""
        if self.submodule_search_locations is None:
            return self.name.rpartition('.')[0]
        return self.name

    @property
    def has_location(self):
        return self._set_fileattr

    @has_location.setter
    def has_location(self, value):
        self._set_fileattr = bool(value)


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """Return a spec made with what a loader's methods tell."""
    if origin is None:
        origin = getattr(loader, '_ORIGIN', None)
    if not origin and hasattr(loader, 'get_filename'):
        from_file = _external().spec_from_file_location
        if is_package is None:
            return from_file(name, loader=loader)
        return from_file(name, loader=loader,
                         submodule_search_locations=[] if is_package else None)
    if is_package is None:
        is_package = False
        if hasattr(loader, 'is_package'):
            try:
                is_package = loader.is_package(name)
            except ImportError:
                is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def _spec_from_module(module, loader=None, origin=None):
    spec = getattr(module, '__spec__', None)
    if spec is not None:
        return spec
    if loader is None:
        loader = getattr(module, '__loader__', None)
    location = getattr(module, '__file__', None)
    if origin is None:
        if loader is not None:
            origin = getattr(loader, '_ORIGIN', None)
        if not origin and location is not None:
            origin = location
    spec = ModuleSpec(module.__name__, loader, origin=origin)
    spec._set_fileattr = location is not None and origin == location
    spec.cached = getattr(module, '__cached__', None)
    try:
        spec.submodule_search_locations = list(module.__path__)
    except AttributeError:
        pass
    return spec


def _init_module_attrs(spec, module, *, override=False):
    def put(name, value):
        try:
            setattr(module, name, value)
        except AttributeError:
            pass

    def is_wanted(name):
        return override or getattr(module, name, None) is None

    if is_wanted('__name__'):
        put('__name__', spec.name)
    if is_wanted('__loader__'):
        if spec.loader is None and spec.submodule_search_locations is not None:
            # A namespace package; its path object exists already.
            kind = _external().NamespaceLoader
            spec.loader = kind.__new__(kind)
            spec.loader._path = spec.submodule_search_locations
            module.__file__ = None
        put('__loader__', spec.loader)
    if is_wanted('__package__'):
        put('__package__', spec.parent)
    put('__spec__', spec)
    if spec.submodule_search_locations is not None and is_wanted('__path__'):
        put('__path__', spec.submodule_search_locations)
    if spec.has_location:
        if is_wanted('__file__'):
            put('__file__', spec.origin)
        if is_wanted('__cached__') and spec.cached is not None:
            put('__cached__', spec.cached)
    return module


def module_from_spec(spec):
    """Return a new module with the attributes that a spec gives."""
    module = None
    if hasattr(spec.loader, 'create_module'):
        module = spec.loader.create_module(spec)
    elif hasattr(spec.loader, 'exec_module'):
        raise ImportError('loaders that define exec_module() '
                          'must also define create_module()')
    if module is None:
        module = _new_module(spec.name)
    return _init_module_attrs(spec, module)


def _module_repr(module):
    spec = getattr(module, '__spec__', None)
    if spec:
        return _module_repr_from_spec(spec)
    name = getattr(module, '__name__', '?')
    if hasattr(module, '__file__'):
        return f'<module {name!r} from {module.__file__!r}>'
    loader = getattr(module, '__loader__', None)
    if loader is None:
        return f'<module {name!r}>'
    return f'<module {name!r} ({loader!r})>'


def _module_repr_from_spec(spec):
    name = '?' if spec.name is None else spec.name
    if spec.has_location and spec.origin is not None:
        return f'<module {name!r} from {spec.origin!r}>'
    if spec.origin is not None:
        return f'<module {spec.name!r} ({spec.origin})>'
    loader = spec.loader
    if loader is None:
        return f'<module {name!r}>'
    if _bootstrap_external and isinstance(loader, _bootstrap_external.NamespaceLoader):
        return f'<module {name!r} (namespace) from {list(loader._path)}>'
    return f'<module {name!r} ({loader!r})>'


# Loading by a spec

def _has_only_load_module(loader):
    if hasattr(loader, 'exec_module'):
        return False
    _warnings.warn(f'{_object_name(loader)}.exec_module() not found; '
                   'falling back to load_module()', ImportWarning)
    return True


def _take_result(name):
    # The entry moves to the end of sys.modules: after what it imported.
    module = sys.modules.pop(name)
    sys.modules[name] = module
    return module


def _exec(spec, module):
    """Execute a spec in an existing module; return what is then its name's."""
    name = spec.name
    with _ModuleLockManager(name):
        if sys.modules.get(name) is not module:
            raise ImportError(f'module {name!r} not in sys.modules', name=name)
        try:
            if spec.loader is None:
                if spec.submodule_search_locations is None:
                    raise ImportError('missing loader', name=name)
                _init_module_attrs(spec, module, override=True)
            else:
                _init_module_attrs(spec, module, override=True)
                if _has_only_load_module(spec.loader):
                    spec.loader.load_module(name)
                else:
                    spec.loader.exec_module(module)
        finally:
            module = _take_result(name)
    return module


def _load_backward_compatible(spec):
    name = spec.name
    try:
        spec.loader.load_module(name)
    except:
        if name in sys.modules:
            _take_result(name)
        raise
    module = _take_result(name)
    package = name.rpartition('.')[0]
    if hasattr(module, '__path__'):
        package = getattr(module, '__name__', package)
    for attribute, value in (('__loader__', spec.loader), ('__package__', package),
                             ('__spec__', spec)):
        if getattr(module, attribute, None) is None:
            try:
                setattr(module, attribute, value)
            except AttributeError:
                pass
    return module


def _load_unlocked(spec):
    loader = spec.loader
    if loader is not None and _has_only_load_module(loader):
        return _load_backward_compatible(spec)
    module = module_from_spec(spec)
    # Whoever gets the module from sys.modules now must know that it is not
    # complete.
    spec._initializing = True
    try:
        sys.modules[spec.name] = module
        try:
            if spec.loader is not None:
                spec.loader.exec_module(module)
            elif spec.submodule_search_locations is None:
                raise ImportError('missing loader', name=spec.name)
        except:
            sys.modules.pop(spec.name, None)
            raise
        module = _take_result(spec.name)
        _verbose_message('import {!r} # {!r}', spec.name, spec.loader)
    finally:
        spec._initializing = False
    return module


def _load(spec):
    """Load a module by its spec and return it."""
    with _ModuleLockManager(spec.name):
        return _load_unlocked(spec)


def _load_module_shim(self, fullname):
    _warnings.warn("the load_module() method is deprecated and slated for "
                   "removal in Python 3.12; use exec_module() instead",
                   DeprecationWarning)
    spec = spec_from_loader(fullname, self)
    if fullname in sys.modules:
        _exec(spec, sys.modules[fullname])
        return sys.modules[fullname]
    return _load(spec)


# Modules that are part of the interpreter

class _NativeMark:
    """An attribute of a class that its subclasses do not inherit.

    The interpreter does by itself what the marked finders do, and asks only
    those without the mark.
    """

    def __set_name__(self, owner, name):
        self.owner = owner

    def __get__(self, instance, owner):
        if owner is not self.owner:
            raise AttributeError('_weft_native')
        return True


def _requires_builtin(fxn):
    def checked(self, fullname):
        if fullname not in sys.builtin_module_names:
            raise ImportError(f'{fullname!r} is not a built-in module', name=fullname)
        return fxn(self, fullname)
    _wrap(checked, fxn)
    return checked


def _requires_frozen(fxn):
    def checked(self, fullname):
        if not _imp.is_frozen(fullname):
            raise ImportError(f'{fullname!r} is not a frozen module', name=fullname)
        return fxn(self, fullname)
    _wrap(checked, fxn)
    return checked


class BuiltinImporter:
    """Finds and loads the native modules."""

    _ORIGIN = "built-in"
    _weft_native = _NativeMark()

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if _imp.is_builtin(fullname) and not _imp._is_shadowed(fullname):
            return spec_from_loader(fullname, cls, origin=cls._ORIGIN)
        return None

    @staticmethod
    def create_module(spec):
        if spec.name not in sys.builtin_module_names:
            raise ImportError(f'{spec.name!r} is not a built-in module', name=spec.name)
        return _call_with_frames_removed(_imp.create_builtin, spec)

    @staticmethod
    def exec_module(module):
        _call_with_frames_removed(_imp.exec_builtin, module)

    @classmethod
    @_requires_builtin
    def get_code(cls, fullname):
        """Return None: there is no code object."""
        return None

    @classmethod
    @_requires_builtin
    def get_source(cls, fullname):
        """Return None: there is no source."""
        return None

    @classmethod
    @_requires_builtin
    def is_package(cls, fullname):
        """Return False: no native module is a package."""
        return False

    load_module = classmethod(_load_module_shim)


class FrozenImporter:
    """Finds and loads the modules whose code is inside the interpreter."""

    _ORIGIN = "frozen"
    _weft_native = _NativeMark()

    @classmethod
    def _fix_up_module(cls, module):
        # Completes the spec of a module that was loaded without this class.
        spec = module.__spec__
        if spec.loader_state is not None:
            return
        original_name = vars(module).pop('__origname__', None)
        is_package = hasattr(module, '__path__')
        filename, directory = cls._resolve_filename(original_name, spec.name, is_package)
        spec.loader_state = cls._state(filename, original_name)
        if is_package and directory:
            spec.submodule_search_locations.insert(0, directory)
            if module.__path__ is not spec.submodule_search_locations:
                module.__path__.extend(spec.submodule_search_locations)
        if filename:
            module.__file__ = filename

    @staticmethod
    def _state(filename, original_name):
        return type(sys.implementation)(filename=filename, origname=original_name)

    @classmethod
    def _resolve_filename(cls, fullname, alias=None, ispkg=False):
        library = getattr(sys, '_stdlib_dir', None)
        if not fullname or not library:
            return None, None
        if fullname != alias:
            if fullname.startswith('<'):
                # The code of a package, under another name.
                fullname = fullname[1:]
                if not ispkg:
                    fullname += '.__init__'
            else:
                ispkg = False
        path = f"{library}/{fullname.replace('.', '/')}"
        if ispkg:
            return f'{path}/__init__.py', path
        return f'{path}.py', None

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        info = _call_with_frames_removed(_imp.find_frozen, fullname)
        if info is None or _imp._is_shadowed(fullname):
            return None
        _, is_package, original_name = info
        spec = spec_from_loader(fullname, cls, origin=cls._ORIGIN, is_package=is_package)
        filename, directory = cls._resolve_filename(original_name, fullname, is_package)
        spec.loader_state = cls._state(filename, original_name)
        if directory:
            spec.submodule_search_locations.insert(0, directory)
        return spec

    @staticmethod
    def create_module(spec):
        module = _new_module(spec.name)
        filename = getattr(spec.loader_state, 'filename', None)
        if filename:
            module.__file__ = filename
        return module

    @staticmethod
    def exec_module(module):
        code = _call_with_frames_removed(_imp.get_frozen_object, module.__spec__.name)
        exec(code, module.__dict__)

    @classmethod
    def load_module(cls, fullname):
        """Load a module the deprecated way."""
        module = _load_module_shim(cls, fullname)
        info = _imp.find_frozen(fullname)
        assert info is not None
        _, is_package, original_name = info
        module.__origname__ = original_name
        vars(module).pop('__file__', None)
        if is_package:
            module.__path__ = []
        cls._fix_up_module(module)
        return module

    @classmethod
    @_requires_frozen
    def get_code(cls, fullname):
        """Return the module's code object."""
        return _imp.get_frozen_object(fullname)

    @classmethod
    @_requires_frozen
    def get_source(cls, fullname):
        """Return None: the source is not kept."""
        return None

    @classmethod
    @_requires_frozen
    def is_package(cls, fullname):
        """Return whether the module is a package."""
        return _imp.is_frozen_package(fullname)


# Importing

def _resolve_name(name, package, level):
    parts = package.rsplit('.', level - 1)
    if len(parts) < level:
        raise ImportError('attempted relative import beyond top-level package')
    return f'{parts[0]}.{name}' if name else parts[0]


def _find_spec(name, path, target=None):
    finders = sys.meta_path
    if finders is None:
        raise ImportError("sys.meta_path is None, Python is likely shutting down")
    if not finders:
        _warnings.warn('sys.meta_path is empty', ImportWarning)
    # A finder may load the module by the way; not that of a reload, though.
    was_loaded = name in sys.modules
    for finder in finders:
        with _ImportLockContext():
            try:
                find_spec = finder.find_spec
            except AttributeError:
                continue
            spec = find_spec(name, path, target)
        if spec is None:
            continue
        if not was_loaded and name in sys.modules:
            own = getattr(sys.modules[name], '__spec__', None)
            return spec if own is None else own
        return spec
    return None


def _sanity_check(name, package, level):
    if not isinstance(name, str):
        raise TypeError(f'module name must be str, not {type(name)}')
    if level < 0:
        raise ValueError('level must be >= 0')
    if level > 0:
        if not isinstance(package, str):
            raise TypeError('__package__ not set to a string')
        if not package:
            raise ImportError('attempted relative import with no known parent package')
    elif not name:
        raise ValueError('Empty module name')


def _find_and_load_unlocked(name, import_):
    parent, _, child = name.rpartition('.')
    path = None
    siblings = None
    if parent:
        if parent not in sys.modules:
            _call_with_frames_removed(import_, parent)
        # The parent's code may have imported this module.
        if name in sys.modules:
            return sys.modules[name]
        parent_module = sys.modules[parent]
        try:
            path = parent_module.__path__
        except AttributeError:
            raise ModuleNotFoundError(
                f'{_ERR_MSG_PREFIX}{name!r}; {parent!r} is not a package',
                name=name) from None
        # A spec made by the interpreter itself has no such list.
        siblings = getattr(parent_module.__spec__, '_uninitialized_submodules', None)
    spec = _find_spec(name, path)
    if spec is None:
        raise ModuleNotFoundError(f'{_ERR_MSG_PREFIX}{name!r}', name=name)
    if siblings is not None:
        # So that an error can tell that the submodule is being imported.
        siblings.append(child)
    try:
        module = _load_unlocked(spec)
    finally:
        if siblings is not None:
            siblings.pop()
    if parent:
        try:
            setattr(sys.modules[parent], child, module)
        except AttributeError:
            _warnings.warn(f"Cannot set an attribute on {parent!r} "
                           f"for child module {child!r}", ImportWarning)
    return module


def _is_initializing(module):
    return getattr(getattr(module, "__spec__", None), "_initializing", False)


def _find_and_load(name, import_):
    module = sys.modules.get(name, _NEEDS_LOADING)
    if module is _NEEDS_LOADING or _is_initializing(module):
        with _ModuleLockManager(name):
            module = sys.modules.get(name, _NEEDS_LOADING)
            if module is _NEEDS_LOADING:
                return _find_and_load_unlocked(name, import_)
        _lock_unlock_module(name)
    if module is None:
        raise ModuleNotFoundError(f'import of {name} halted; None in sys.modules',
                                  name=name)
    return module


def _gcd_import(name, package=None, level=0):
    """Import and return the module with a name, absolute or relative."""
    _sanity_check(name, package, level)
    if level > 0:
        name = _resolve_name(name, package, level)
    return _find_and_load(name, _gcd_import)


def _handle_fromlist(module, fromlist, import_, *, recursive=False):
    """Import those names of a from ... import that are submodules."""
    for name in fromlist:
        if not isinstance(name, str):
            where = module.__name__ + '.__all__' if recursive else "``from list''"
            raise TypeError(f"Item in {where} must be str, not {type(name).__name__}")
        if name == '*':
            if not recursive and hasattr(module, '__all__'):
                _handle_fromlist(module, module.__all__, import_, recursive=True)
        elif not hasattr(module, name):
            full_name = f'{module.__name__}.{name}'
            try:
                _call_with_frames_removed(import_, full_name)
            except ModuleNotFoundError as error:
                # If there is no such module, the import statement says so
                # in its own way.
                if (error.name != full_name
                        or sys.modules.get(full_name, _NEEDS_LOADING) is None):
                    raise
    return module


def _calc___package__(globals):
    package = globals.get('__package__')
    spec = globals.get('__spec__')
    if package is not None:
        if spec is not None and package != spec.parent:
            _warnings.warn("__package__ != __spec__.parent "
                           f"({package!r} != {spec.parent!r})",
                           DeprecationWarning, stacklevel=3)
        return package
    if spec is not None:
        return spec.parent
    _warnings.warn("can't resolve package from __spec__ or __package__, "
                   "falling back on __name__ and __path__", ImportWarning, stacklevel=3)
    package = globals['__name__']
    return package if '__path__' in globals else package.rpartition('.')[0]


def __import__(name, globals=None, locals=None, fromlist=(), level=0):
    """Import a module as an import statement does.

    Without fromlist the result is the package that the name starts with.
    """
    if level == 0:
        module = _gcd_import(name)
    else:
        package = _calc___package__({} if globals is None else globals)
        module = _gcd_import(name, package, level)
    if fromlist:
        if hasattr(module, '__path__'):
            return _handle_fromlist(module, fromlist, _gcd_import)
        return module
    first = name.partition('.')[0]
    if level == 0:
        return _gcd_import(first)
    if not name:
        return module
    removed = len(name) - len(first)
    return sys.modules[module.__name__[:len(module.__name__) - removed]]


# Starting up

def _builtin_from_name(name):
    spec = BuiltinImporter.find_spec(name)
    if spec is None:
        raise ImportError(f'no built-in module named {name}')
    return _load_unlocked(spec)


def _setup(sys_module, _imp_module):
    """Give specs to the modules that were loaded before this one."""
    for name, module in list(sys_module.modules.items()):
        if not isinstance(module, type(sys)) or getattr(module, '__spec__', None):
            continue
        if name in sys_module.builtin_module_names:
            loader = BuiltinImporter
        elif _imp_module.is_frozen(name):
            loader = FrozenImporter
        else:
            continue
        spec = _spec_from_module(module, loader)
        _init_module_attrs(spec, module)
        if loader is FrozenImporter:
            loader._fix_up_module(module)


def _install(sys_module, _imp_module):
    """Put the importers of this module on sys.meta_path."""
    _setup(sys_module, _imp_module)
    sys_module.meta_path += [BuiltinImporter, FrozenImporter]


def _install_external_importers():
    """Put the importers of module files on sys.meta_path."""
    _external()._install(sys.modules[__name__])


def _pose_as(name, module):
    """Give a module and what it defines the name known from elsewhere."""
    own_name = module.__name__
    for value in vars(module).values():
        if getattr(value, '__module__', None) == own_name:
            value.__module__ = name
    sys.modules[name] = module


# Where nothing has put importers on sys.meta_path, the interpreter finds
# modules without them; functions of this package need them there.
if not any([getattr(finder, '__name__', None) == 'BuiltinImporter'
            for finder in sys.meta_path or ()]):
    _pose_as('_frozen_importlib', sys.modules[__name__])
    _pose_as('_frozen_importlib_external', _external())
    _install(sys, _imp)
    _install_external_importers()
