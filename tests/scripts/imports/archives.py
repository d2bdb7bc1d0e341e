# Modules in zip archives: on the path, as a program, with data beside them.
import os
import pkgutil
import subprocess
import sys
import tempfile
import zipfile

with tempfile.TemporaryDirectory() as folder:
    archive = os.path.join(folder, 'app.zip')
    with zipfile.ZipFile(archive, 'w', zipfile.ZIP_DEFLATED) as file:
        file.writestr('__main__.py', 'import sys, shop.stock\n'
                                     'print("main", sys.argv[1:], shop.stock.count, __name__)\n'
                                     'print(shop.stock.__file__.endswith("app.zip/shop/stock.py"))\n')
        file.writestr('shop/__init__.py', 'name = "shop"')
        file.writestr('shop/stock.py', 'from . import name\ncount = len(name)')
        file.writestr('shop/list.txt', 'apples\n')
        file.writestr('broken.py', 'def f():\n    raise KeyError("within")\n')

    done = subprocess.run([sys.executable, archive, 'one', 'two'], capture_output=True, text=True)
    print(done.stdout, done.stderr, done.returncode)
    environment = {**os.environ, 'PYTHONPATH': archive}
    code = 'import shop.stock, queue; print(shop.stock.count)'
    done = subprocess.run([sys.executable, '-c', code], env=environment, capture_output=True, text=True)
    print(done.stdout, done.stderr, done.returncode)

    sys.path.insert(0, archive)
    import shop.stock
    print(shop.stock.count, shop.__path__ == [archive + '/shop'])
    print(pkgutil.get_data('shop', 'list.txt'))
    print(sorted(module.name for module in pkgutil.iter_modules([archive])))
    import broken
    try:
        broken.f()
    except KeyError as error:
        print(error, error.__traceback__.tb_next.tb_frame.f_code.co_filename == archive + '/broken.py')
    try:
        import shop.absent
    except ModuleNotFoundError as error:
        print(error)
    sys.path[0] = os.path.join(folder, 'no.zip')
    try:
        import not_there
    except ModuleNotFoundError as error:
        print(error)
