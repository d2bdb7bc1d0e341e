"""Shows the source of a module or of something in it."""

import inspect
import sys


def main():
    import argparse
    from importlib import import_module

    parser = argparse.ArgumentParser(prog='python -m inspect')
    parser.add_argument('object', help="The object to be analysed. "
                                       "It supports the 'module:qualname' syntax")
    parser.add_argument('-d', '--details', action='store_true',
                        help='Display info about the module rather than its source code')
    args = parser.parse_args()
    module_name, has_path, path = args.object.partition(":")
    try:
        module = import_module(module_name)
    except Exception as error:
        print(f"Failed to import {module_name} ({type(error).__name__}: {error})",
              file=sys.stderr)
        sys.exit(2)
    target = module
    if has_path:
        for name in path.split("."):
            target = getattr(target, name)
    if module.__name__ in sys.builtin_module_names:
        print("Can't get info for builtin modules.", file=sys.stderr)
        sys.exit(1)
    if not args.details:
        print(inspect.getsource(target))
        return
    print(f'Target: {args.object}')
    print(f'Origin: {inspect.getsourcefile(module)}')
    print(f'Cached: {module.__cached__}')
    if target is module:
        print(f'Loader: {module.__loader__!r}')
        if hasattr(module, '__path__'):
            print(f'Submodule search path: {module.__path__}')
    else:
        try:
            _, line = inspect.findsource(target)
        except Exception:
            pass
        else:
            print(f'Line: {line}')
    print('\n')


if __name__ == "__main__":
    main()
