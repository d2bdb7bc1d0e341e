"""Running modules and files as scripts, without importing them.

A script's traceback can show lines of this module by their numbers. So that
it is the same everywhere, calls stand on the lines that they have in
CPython 3.13; the layout of what is around them follows from that.
"""

import sys

__all__ = ["run_module", "run_path"]


class _TempModule:
    """Puts a new module into sys.modules for a while."""

    def __init__(self, mod_name):
        # The module is complete only when its code has run.
        self.mod_name = mod_name
        self.module = type(sys)(mod_name)
        self._replaced = []

    def __enter__(self):
        if self.mod_name in sys.modules:
            self._replaced = [sys.modules[self.mod_name]]
        sys.modules[self.mod_name] = self.module
        return self

    def __exit__(self, *args):
        if self._replaced:
            sys.modules[self.mod_name] = self._replaced.pop()
        else:
            del sys.modules[self.mod_name]


class _ModifiedArgv0:
    """Replaces sys.argv[0] for a while."""

    def __init__(self, value):
        self.value = value
        self._saved = []

    def __enter__(self):
        if self._saved:
            raise RuntimeError("Already preserving saved value")
        self._saved.append(sys.argv[0])
        sys.argv[0] = self.value

    def __exit__(self, *args):
        # The script may have changed it as well.
        sys.argv[0] = self._saved.pop()


class _Error(Exception):
    """A reason to end without a traceback.

    An ImportError that a module raises by itself is none.
    """


def _run_code(code, run_globals, init_globals=None, mod_name=None, mod_spec=None,
              pkg_name=None, script_name=None):
    """Execute code in a namespace, which is made to look like a module's.

    The code of a module comes with its spec; a file has a script_name only.
    """
    # What a spec does not tell about a file is not known.
    loader = cached = None
    filename = script_name
    if mod_spec is not None:
        loader = mod_spec.loader
        filename = mod_spec.origin
        cached = mod_spec.cached
        if pkg_name is None:
            pkg_name = mod_spec.parent

    # The attributes of the module come after those that the caller wants:
    # nobody can replace them.
    if init_globals is not None:
        run_globals.update(init_globals)
    run_globals.update(
        __name__=mod_name,
        __file__=filename,
        __cached__=cached,
        __doc__=None,
        __loader__=loader,
        __package__=pkg_name,
        __spec__=mod_spec)
    exec(code, run_globals)
    return run_globals


def _run_module_code(code, init_globals=None, mod_name=None, mod_spec=None, pkg_name=None,
                     script_name=None):
    # The code sees itself as the module, and as the program.
    filename = script_name if mod_spec is None else mod_spec.origin
    with _TempModule(mod_name) as temporary, _ModifiedArgv0(filename):
        namespace = temporary.module.__dict__
        _run_code(code, namespace, init_globals, mod_name, mod_spec, pkg_name, script_name)
    # The module is gone; so may be what functions of it see as globals.
    return namespace.copy()


def _get_module_details(mod_name, error=ImportError):
    # Returns the name, spec and code of what is to be run. Whatever keeps a
    # module from being found raises the given kind of error; what its
    # package raises while it is imported goes through.
    if mod_name.startswith("."):
        raise error("Relative module names not supported")
    package = mod_name.rpartition(".")[0]
    if package:
        try:
            __import__(package)
        except ImportError as reason:
            # That the package does not exist is reported further down; an
            # import that fails inside of it is an error of its own.
            if reason.name is None or not f"{package}.".startswith(f"{reason.name}."):
                raise

        # Packages are left out: of them, another module is going to run.
        module = sys.modules.get(mod_name)
        if module is not None and not hasattr(module, "__path__"):
            message = (
                f"{mod_name!r} found in sys.modules after import of package {package!r}, "
                f"but prior to execution of {mod_name!r}; this may result in "
                "unpredictable behaviour")
            # It is there twice then, with all its state.
            import warnings
            warnings.warn(RuntimeWarning(message))
    import importlib.util
    try:
        spec = importlib.util.find_spec(mod_name)
    except (ImportError, AttributeError, TypeError, ValueError) as reason:
        # The names of finders' errors tell more than their texts, so both
        # are shown.
        message = ("Error while finding module specification for "
                   f"{mod_name!r} ({type(reason).__name__}: {reason})")
        if mod_name.endswith(".py"):
            message += (f". Try using '{mod_name[:-3]}' instead of '{mod_name}' "
                        "as the module name.")
        raise error(message) from reason
    if spec is None:
        raise error(f"No module named {mod_name}")
    if spec.submodule_search_locations is not None:
        if mod_name == "__main__" or mod_name.endswith(".__main__"):
            raise error("Cannot use package as __main__ module")
        try:
            # A package is run by its module __main__.
            return _get_module_details(mod_name + ".__main__", error)
        except error as reason:
            if mod_name not in sys.modules:
                raise  # The package itself could not be imported.
            raise error(f"{reason}; {mod_name!r} is a package and cannot "
                        "be directly executed")
    loader = spec.loader
    if loader is None:
        raise error(f"{mod_name!r} is a namespace package and cannot be executed")

    try:
        code = loader.get_code(mod_name)
    except ImportError as reason:
        raise error(str(reason)) from reason
    if code is None:
        raise error(f"No code object available for {mod_name}")
    return mod_name, spec, code


def _get_importer(path):
    # Returns the finder for a path entry, or None if it can hold no modules.
    import importlib.util
    if path in sys.path_importer_cache:
        return sys.path_importer_cache[path]
    for hook in sys.path_hooks:
        try:
            importer = hook(path)
        except ImportError:
            continue
        return sys.path_importer_cache.setdefault(path, importer)
    return None


def _origin(spec):
    """The file of a module; for one that is in the binary, what ends with the file's name, from
    which programs take theirs."""
    if spec.origin != "frozen":
        return spec.origin
    return f"<frozen>/{spec.name.replace('.', '/')}.py"


def _run_module_as_main(mod_name, alter_argv=True):
    """Run a module in the namespace of __main__, for the option -m.

    Without alter_argv, sys.argv[0] stays, and the name __main__ stands for
    the module in the directory that is first in sys.path.
    """
    try:
        if alter_argv or mod_name != "__main__":
            mod_name, spec, code = _get_module_details(mod_name, _Error)
        else:
            mod_name, spec, code = _get_main_module_details(_Error)
    except _Error as error:
        # The way to the reason is of no interest.
        sys.exit(f"{sys.executable}: {error}")
    main_globals = sys.modules["__main__"].__dict__
    if alter_argv:
        sys.argv[0] = _origin(spec)
    return _run_code(code, main_globals, None, "__main__", spec)


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Run a module's code, and return its globals.

    Unlike an import, this runs the code each time, in a new namespace, and
    as __main__ if that is wanted.

    mod_name
        The module's absolute name; of a package, its __main__ is run.
    init_globals
        What to set in the namespace before. The attributes that every
        module has cannot be set so.
    run_name
        The module's __name__, if that is to be another one.
    alter_sys
        Whether the module is in sys.modules under run_name and its file is
        sys.argv[0] while it runs. Other threads see that too: with several
        of them it is not safe.

    The result is a copy where the module itself was only a temporary one,
    as its own namespace goes with it.
    """
    mod_name, spec, code = _get_module_details(mod_name)
    if run_name is None:
        run_name = mod_name
    if alter_sys:
        return _run_module_code(code, init_globals, run_name, spec)
    # Nothing outside of the namespace knows of the module.
    namespace = {}
    return _run_code(code, namespace, init_globals, run_name, spec)


def _get_main_module_details(error=ImportError):
    # Finds the __main__ module of the directory that is first in sys.path.
    #
    # The one that runs now, which is in sys.modules, must not be taken for
    # it, and it must be there again whatever happens.
    #
    running = sys.modules.pop("__main__")
    try:
        return _get_module_details("__main__")
    except ImportError as reason:
        if "__main__" in str(reason):
            raise error(f"can't find '__main__' module in {sys.path[0]!r}") from reason
        raise
    finally:
        sys.modules["__main__"] = running


def _get_code_from_file(fname):
    import io
    import os
    from importlib.util import MAGIC_NUMBER
    # The name is shown as it was given, but the file is opened by a name that
    # means the same in all directories.
    with io.open_code(os.path.abspath(fname)) as file:
        data = file.read()

    if data[:4] != MAGIC_NUMBER:
        return compile(data, fname, 'exec')
    import marshal
    return marshal.loads(data[16:])


def run_path(path_name, init_globals=None, run_name=None):
    """Run a script, or the __main__ of a directory; return its globals.

    This is what the interpreter does with a path on its command line.

    path_name
        The script, a bytecode file, or anything that could be an entry of
        sys.path and holds a module __main__.
    init_globals
        What to set in the namespace before.
    run_name
        The __name__, by default '<run_path>'.

    While it runs, sys.argv[0] is path_name and sys.modules has an entry for
    run_name. Other threads see that too.
    """
    import os
    if run_name is None:
        run_name = "<run_path>"
    package = run_name.rpartition(".")[0]
    path_name = os.fsdecode(path_name)
    if _get_importer(path_name) is None:
        code = _get_code_from_file(path_name)
        return _run_module_code(code, init_globals, run_name,
                                pkg_name=package, script_name=path_name)

    # With the path entry in front, the module __main__ that is found is the
    # one in there. The entry stays as long as the code runs, so that it can
    # import what is beside it. A finder that was asked for the entry above
    # has been kept in sys.path_importer_cache, so that nothing is looked up a
    # second time.
    #
    sys.path.insert(0, path_name)
    try:
        # Which module that is, its code need not know: for that it is the
        # module called run_name.
        _, spec, code = _get_main_module_details()
        with _TempModule(run_name) as temporary, _ModifiedArgv0(path_name):
            # The temporary module goes, and its namespace with it.
            namespace = temporary.module.__dict__
            return _run_code(code, namespace, init_globals, run_name, spec, package).copy()
    finally:
        try:
            sys.path.remove(path_name)
        except ValueError:
            pass


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print("No module specified for execution", file=sys.stderr)
    else:
        del sys.argv[0]
        _run_module_as_main(sys.argv[0])
