"""Copying, moving and removing, in a folder of its own."""
import os
import shutil
import stat
import tempfile


def attempt(function, *arguments, **options):
    try:
        return function(*arguments, **options)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


def tree(folder):
    return sorted(os.path.relpath(os.path.join(path, name), folder)
                  for path, folders, files in os.walk(folder) for name in folders + files)


with tempfile.TemporaryDirectory() as top:
    os.chdir(top)
    os.makedirs('a/b/c')
    for name in 'a/x.txt', 'a/b/y.py', 'a/b/c/z.txt':
        with open(name, 'w') as file:
            file.write(name)
    os.chmod('a/x.txt', 0o640)
    os.symlink('x.txt', 'a/link')
    print(shutil.copy('a/x.txt', 'copy'), stat.filemode(os.stat('copy').st_mode), open('copy').read())
    print(shutil.copy2('a/x.txt', 'a/b'), os.stat('a/b/x.txt').st_mtime == os.stat('a/x.txt').st_mtime)
    print(attempt(shutil.copyfile, 'a/x.txt', 'a/x.txt'), attempt(shutil.copyfile, 'none', 'y'),
          attempt(shutil.copyfile, 'a', 'y'), attempt(shutil.copyfile, 'copy', 'no/'))
    print(shutil.copytree('a', 'd', ignore=shutil.ignore_patterns('*.py')), tree('d'),
          os.path.islink('d/link'))
    print(shutil.copytree('a', 'e', symlinks=True), os.path.islink('e/link'),
          attempt(shutil.copytree, 'a', 'e'), shutil.copytree('a', 'e', dirs_exist_ok=True))
    print(shutil.move('d', 'f'), shutil.move('copy', 'f'), tree('f'), attempt(shutil.move, 'f', 'f/g'),
          attempt(shutil.move, 'a/x.txt', 'f'))
    problems = []
    shutil.rmtree('none', onexc=lambda function, path, error: problems.append(
        (function.__name__, path, type(error).__name__)))
    os.symlink('f', 'g')
    shutil.rmtree('g', onexc=lambda function, path, error: problems.append(
        (function.__name__, path, str(error))))
    print(problems, attempt(shutil.rmtree, 'none'), shutil.rmtree('none', ignore_errors=True))
    shutil.rmtree('e')
    print(os.path.exists('e'), shutil.rmtree.avoids_symlink_attacks)
    print(shutil.which('sh') is not None, shutil.which('no-such-command'), shutil.which('sh', path=''))
    os.environ.update(COLUMNS='33', LINES='11')
    print(shutil.get_terminal_size(), shutil.disk_usage('.')._fields,
          [name for name, _ in shutil.get_archive_formats() if name != 'xztar'],
          [name for name, *_ in shutil.get_unpack_formats() if name != 'xztar'])
    print(attempt(shutil.make_archive, 'x', 'none'), attempt(shutil.unpack_archive, 'x.none'),
          attempt(shutil.chown, 'a'), attempt(shutil.chown, 'a', 'no-such-user'))
    os.chdir('/')
