"""A new interpreter as a child process: its command line, and how it prepares itself."""

import os
import runpy
import sys
import types

from . import get_start_method, set_start_method
from . import process
from . import util
from .context import reduction

__all__ = ['_main', 'freeze_support', 'set_executable', 'get_executable', 'get_preparation_data',
           'get_command_line', 'import_main_path']

WINEXE = WINSERVICE = False
_MARK = '--multiprocessing-fork'


def set_executable(exe):
    """Sets the interpreter that children run."""
    global _python_exe
    _python_exe = exe if exe is None else os.fsencode(exe)


def get_executable():
    return _python_exe


set_executable(sys.executable)


def is_forking(argv):
    """Tells whether a command line is that of a child."""
    return len(argv) >= 2 and argv[1] == _MARK


def freeze_support():
    """Becomes the child process if the command line says so."""
    if is_forking(sys.argv):
        given = (argument.split('=') for argument in sys.argv[2:])
        spawn_main(**{name: None if value == 'None' else int(value) for name, value in given})
        sys.exit()


def get_command_line(**kwds):
    """Returns the command line of a child."""
    if getattr(sys, 'frozen', False):
        return [sys.executable, _MARK, *(f'{name}={value!r}' for name, value in kwds.items())]
    given = ', '.join(f'{name}={value!r}' for name, value in kwds.items())
    program = f'from multiprocessing.spawn import spawn_main; spawn_main({given})'
    return [get_executable(), *util._args_from_interpreter_flags(), '-c', program, _MARK]


def spawn_main(pipe_handle, parent_pid=None, tracker_fd=None):
    """Is the main program of a child."""
    assert is_forking(sys.argv), 'Not forking'
    from . import resource_tracker
    resource_tracker._resource_tracker._fd = tracker_fd
    # The pipe's other end is closed when the parent ends.
    sys.exit(_main(pipe_handle, os.dup(pipe_handle)))


def _main(fd, parent_sentinel):
    with os.fdopen(fd, 'rb', closefd=True) as message:
        current = process.current_process()
        current._inheriting = True
        try:
            prepare(reduction.pickle.load(message))
            process_obj = reduction.pickle.load(message)
        finally:
            del current._inheriting
    return process_obj._bootstrap(parent_sentinel)


_MAIN_HAS_NO_GUARD = '''
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that you are not using fork to start your
        child processes and you have forgotten to use the proper idiom
        in the main module:

            if __name__ == '__main__':
                freeze_support()
                ...

        The "freeze_support()" line can be omitted if the program
        is not going to be frozen to produce an executable.

        To fix this issue, refer to the "Safe importing of main module"
        section in https://docs.python.org/3/library/multiprocessing.html
        '''


def _check_not_importing_main():
    if getattr(process.current_process(), '_inheriting', False):
        raise RuntimeError(_MAIN_HAS_NO_GUARD)


def get_preparation_data(name):
    """Returns what a child must know to load its process object."""
    _check_not_importing_main()
    data = {
        'log_to_stderr': util._log_to_stderr,
        'authkey': process.current_process().authkey,
    }
    if util._logger is not None:
        data['log_level'] = util._logger.getEffectiveLevel()
    path = list(sys.path)
    if '' in path:
        path[path.index('')] = process.ORIGINAL_DIR
    data.update(
        name=name, sys_path=path, sys_argv=sys.argv, orig_dir=process.ORIGINAL_DIR,
        dir=os.getcwd(), start_method=get_start_method())
    # The child imports the main module again, under another name.
    main = sys.modules['__main__']
    main_name = getattr(main.__spec__, 'name', None)
    main_path = getattr(main, '__file__', None)
    if main_name is not None:
        data['init_main_from_name'] = main_name
    elif main_path is not None:
        if not os.path.isabs(main_path) and process.ORIGINAL_DIR is not None:
            main_path = os.path.join(process.ORIGINAL_DIR, main_path)
        data['init_main_from_path'] = os.path.normpath(main_path)
    return data


# Main modules that others took the place of; nothing of them must be collected.
old_main_modules = []


def prepare(data):
    """Makes this process one in which the process object can be loaded."""
    current = process.current_process()
    if 'name' in data:
        current.name = data['name']
    if 'authkey' in data:
        current.authkey = data['authkey']
    if data.get('log_to_stderr'):
        util.log_to_stderr()
    if 'log_level' in data:
        util.get_logger().setLevel(data['log_level'])
    if 'sys_path' in data:
        sys.path = data['sys_path']
    if 'sys_argv' in data:
        sys.argv = data['sys_argv']
    if 'dir' in data:
        os.chdir(data['dir'])
    if 'orig_dir' in data:
        process.ORIGINAL_DIR = data['orig_dir']
    if 'start_method' in data:
        set_start_method(data['start_method'], force=True)
    if 'init_main_from_name' in data:
        _fixup_main_from_name(data['init_main_from_name'])
    elif 'init_main_from_path' in data:
        _fixup_main_from_path(data['init_main_from_path'])


def _replace_main(run, source, **options):
    old_main_modules.append(sys.modules['__main__'])
    main = types.ModuleType('__mp_main__')
    main.__dict__.update(run(source, run_name='__mp_main__', **options))
    sys.modules['__main__'] = sys.modules['__mp_main__'] = main


def _fixup_main_from_name(mod_name):
    # The main module of a package is run by its name only.
    if mod_name == '__main__' or mod_name.endswith('.__main__'):
        return
    # A fork server may have imported it.
    if getattr(sys.modules['__main__'].__spec__, 'name', None) != mod_name:
        _replace_main(runpy.run_module, mod_name, alter_sys=True)


def _fixup_main_from_path(main_path):
    # IPython's main module starts a shell.
    if os.path.splitext(os.path.basename(main_path))[0] == 'ipython':
        return
    if getattr(sys.modules['__main__'], '__file__', None) != main_path:
        _replace_main(runpy.run_path, main_path)


def import_main_path(main_path):
    """Makes the module at a path the main module."""
    _fixup_main_from_path(main_path)
