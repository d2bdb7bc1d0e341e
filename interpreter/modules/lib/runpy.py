"""Running modules and files as scripts, without importing them."""

import sys

__all__ = ["run_module", "run_path"]


class _TempModule:
    """Puts a new module into sys.modules for a while."""

    def __init__(self, mod_name):
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
        sys.argv[0] = self._saved.pop()


def _run_code(code, run_globals, init_globals=None, mod_name=None, mod_spec=None,
              pkg_name=None, script_name=None):
    if init_globals is not None:
        run_globals.update(init_globals)
    loader = cached = None
    filename = script_name
    if mod_spec is not None:
        loader = mod_spec.loader
        filename = mod_spec.origin
        cached = mod_spec.cached
        if pkg_name is None:
            pkg_name = mod_spec.parent
    run_globals.update(__name__=mod_name, __file__=filename, __cached__=cached, __doc__=None,
                       __loader__=loader, __package__=pkg_name, __spec__=mod_spec)
    exec(code, run_globals)
    return run_globals


def _run_module_code(code, init_globals=None, mod_name=None, mod_spec=None, pkg_name=None,
                     script_name=None):
    filename = script_name if mod_spec is None else mod_spec.origin
    with _TempModule(mod_name) as temporary, _ModifiedArgv0(filename):
        namespace = temporary.module.__dict__
        _run_code(code, namespace, init_globals, mod_name, mod_spec, pkg_name, script_name)
    # The module is gone; so may be what functions of it see as globals.
    return namespace.copy()


def _get_module_details(mod_name, error=ImportError):
    # Returns the name, spec and code of what is to be run.
    if mod_name.startswith("."):
        raise error("Relative module names not supported")
    package = mod_name.rpartition(".")[0]
    if package:
        _import_package(package, mod_name)
    import importlib.util
    try:
        spec = importlib.util.find_spec(mod_name)
    except (ImportError, AttributeError, TypeError, ValueError) as reason:
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
            return _get_module_details(mod_name + ".__main__", error)
        except error as reason:
            if mod_name not in sys.modules:
                raise  # The package itself could not be imported.
            raise error(f"{reason}; {mod_name!r} is a package and cannot "
                        "be directly executed")
    if spec.loader is None:
        raise error(f"{mod_name!r} is a namespace package and cannot be executed")
    try:
        code = spec.loader.get_code(mod_name)
    except ImportError as reason:
        raise error(str(reason)) from reason
    if code is None:
        raise error(f"No code object available for {mod_name}")
    return mod_name, spec, code


def _import_package(package, mod_name):
    try:
        __import__(package)
    except ImportError as reason:
        # That the package does not exist is reported later; an import that
        # fails inside of it is its own error.
        if reason.name is None or not f"{package}.".startswith(f"{reason.name}."):
            raise
    module = sys.modules.get(mod_name)
    if module is not None and not hasattr(module, "__path__"):
        import warnings
        warnings.warn(RuntimeWarning(
            f"{mod_name!r} found in sys.modules after import of package {package!r}, "
            f"but prior to execution of {mod_name!r}; this may result in "
            "unpredictable behaviour"))


class _Error(Exception):
    """A reason to end without a traceback."""


def _run_module_as_main(mod_name, alter_argv=True):
    """Run a module in the namespace of __main__, for the option -m."""
    try:
        if alter_argv or mod_name != "__main__":
            mod_name, spec, code = _get_module_details(mod_name, _Error)
        else:
            mod_name, spec, code = _get_main_module_details(_Error)
    except _Error as error:
        sys.exit(f"{sys.executable}: {error}")
    if alter_argv:
        sys.argv[0] = spec.origin
    return _run_code(code, sys.modules["__main__"].__dict__, None, "__main__", spec)


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Run a module's code, and return its globals.

    init_globals are set before, and run_name becomes its __name__. With
    alter_sys, sys.argv[0] and sys.modules are changed while it runs.
    """
    mod_name, spec, code = _get_module_details(mod_name)
    if run_name is None:
        run_name = mod_name
    if alter_sys:
        return _run_module_code(code, init_globals, run_name, spec)
    return _run_code(code, {}, init_globals, run_name, spec)


def _get_main_module_details(error=ImportError):
    # Finds the __main__ module of the directory that is first in sys.path.
    running = sys.modules.pop("__main__")
    try:
        return _get_module_details("__main__")
    except ImportError as reason:
        if "__main__" in str(reason):
            raise error(f"can't find '__main__' module in {sys.path[0]!r}") from reason
        raise
    finally:
        sys.modules["__main__"] = running


def _get_importer(path):
    import importlib.util
    try:
        return sys.path_importer_cache[path]
    except KeyError:
        pass
    for hook in sys.path_hooks:
        try:
            importer = hook(path)
        except ImportError:
            continue
        return sys.path_importer_cache.setdefault(path, importer)
    return None


def _get_code_from_file(fname):
    import io
    import os
    with io.open_code(os.path.abspath(fname)) as file:
        data = file.read()
    from importlib.util import MAGIC_NUMBER
    if data[:4] == MAGIC_NUMBER:
        import marshal
        return marshal.loads(data[16:])
    return compile(data, fname, 'exec')


def run_path(path_name, init_globals=None, run_name=None):
    """Run a script, or the __main__ of a directory; return its globals."""
    import os
    if run_name is None:
        run_name = "<run_path>"
    package = run_name.rpartition(".")[0]
    path_name = os.fsdecode(path_name)
    if _get_importer(path_name) is None:
        code = _get_code_from_file(path_name)
        return _run_module_code(code, init_globals, run_name,
                                pkg_name=package, script_name=path_name)
    sys.path.insert(0, path_name)
    try:
        # Which module that is, the code need not know: it is run_name.
        _, spec, code = _get_main_module_details()
        with _TempModule(run_name) as temporary, _ModifiedArgv0(path_name):
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
