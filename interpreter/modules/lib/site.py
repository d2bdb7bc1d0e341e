"""The directories of installed packages, and what their .pth files add."""

import os
import sys
from _sitebuiltins import setcopyright, sethelper, setquit

PREFIXES = [sys.prefix, sys.exec_prefix]
# Whether the user's own packages are used; None where that is not safe.
ENABLE_USER_SITE = None
USER_SITE = None
USER_BASE = None


def makepath(*paths):
    """Return a joined path as it is and as it can be compared."""
    path = os.path.join(*paths)
    try:
        path = os.path.abspath(path)
    except OSError:
        pass
    return path, os.path.normcase(path)


def removeduppaths():
    """Make the entries of sys.path absolute and different."""
    known = set()
    kept = []
    for entry in sys.path:
        path, key = makepath(entry)
        if key not in known:
            kept.append(path)
            known.add(key)
    sys.path[:] = kept
    return known


def _init_pathinfo():
    known = set()
    for entry in sys.path:
        try:
            if os.path.exists(entry):
                known.add(makepath(entry)[1])
        except TypeError:
            pass
    return known


def addpackage(sitedir, name, known_paths):
    """Do what a .pth file says: add directories, and run import lines."""
    is_own = known_paths is None
    if is_own:
        known_paths = _init_pathinfo()
    fullname = os.path.join(sitedir, name)
    try:
        with open(fullname, 'rb') as file:
            content = file.read()
    except OSError:
        return None
    try:
        content = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        import locale
        content = content.decode(locale.getencoding())
    for number, line in enumerate(content.splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        try:
            if line.startswith(("import ", "import\t")):
                exec(line)
                continue
            path, key = makepath(sitedir, line.rstrip())
            if key not in known_paths and os.path.exists(path):
                sys.path.append(path)
                known_paths.add(key)
        except Exception as error:
            # The file is someone else's: a mistake in it must stop nothing.
            import traceback
            print(f"Error processing line {number} of {fullname}:\n", file=sys.stderr)
            for record in traceback.format_exception(error):
                for shown in record.splitlines():
                    print('  ' + shown, file=sys.stderr)
            print("\nRemainder of file ignored", file=sys.stderr)
            break
    return None if is_own else known_paths


def addsitedir(sitedir, known_paths=None):
    """Append a directory to sys.path and do what its .pth files say."""
    is_own = known_paths is None
    if is_own:
        known_paths = _init_pathinfo()
    path, key = makepath(sitedir)
    if key not in known_paths:
        sys.path.append(path)
        known_paths.add(key)
    try:
        names = os.listdir(path)
    except OSError:
        return None
    for name in sorted(names):
        if name.endswith(".pth") and not name.startswith("."):
            addpackage(path, name, known_paths)
    return None if is_own else known_paths


def _library(prefix):
    return os.path.join(prefix, 'lib', f'python{sys.version_info[0]}.{sys.version_info[1]}',
                        'site-packages')


def getuserbase():
    """Return the directory that holds the user's own packages."""
    global USER_BASE
    if USER_BASE is None:
        USER_BASE = (os.environ.get("PYTHONUSERBASE")
                     or os.path.expanduser(os.path.join("~", ".local")))
    return USER_BASE


def getusersitepackages():
    """Return the user's own site-packages directory."""
    global USER_SITE
    if USER_SITE is None:
        USER_SITE = _library(getuserbase())
    return USER_SITE


def getsitepackages(prefixes=None):
    """Return the site-packages directories of some prefixes."""
    prefixes = PREFIXES if prefixes is None else prefixes
    return [_library(prefix) for prefix in dict.fromkeys(prefixes) if prefix]


def check_enableusersite():
    """Return whether to use the user's packages: True, False or None."""
    if sys.flags.no_user_site:
        return False
    if os.geteuid() != os.getuid() or os.getegid() != os.getgid():
        return None
    return True


def addusersitepackages(known_paths):
    """Append the user's site-packages directory if it exists."""
    path = getusersitepackages()
    if ENABLE_USER_SITE and os.path.isdir(path):
        addsitedir(path, known_paths)
    return known_paths


def addsitepackages(known_paths, prefixes=None):
    """Append the site-packages directories that exist."""
    for path in getsitepackages(prefixes):
        if os.path.isdir(path):
            addsitedir(path, known_paths)
    return known_paths


def gethistoryfile():
    """Return the path of the interactive interpreter's history file."""
    history = None if sys.flags.ignore_environment else os.environ.get("PYTHON_HISTORY")
    return history or os.path.join(os.path.expanduser('~'), '.python_history')


def main():
    """Add all site-packages directories and the site's builtins."""
    global ENABLE_USER_SITE
    known_paths = removeduppaths()
    if ENABLE_USER_SITE is None:
        ENABLE_USER_SITE = check_enableusersite()
    addusersitepackages(known_paths)
    addsitepackages(known_paths)
    setquit()
    setcopyright()
    sethelper()


if not sys.flags.no_site:
    main()
