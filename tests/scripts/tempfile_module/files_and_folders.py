"""Temporary files and folders."""
import os
import stat
import tempfile


def attempt(function, *arguments, **options):
    try:
        print(function(*arguments, **options))
    except Exception as error:
        print(type(error).__name__, str(error).partition('/no')[0])


with tempfile.TemporaryDirectory(prefix='outer-') as folder:
    print(os.path.basename(folder).startswith('outer-'), len(os.path.basename(folder)))
    print(oct(stat.S_IMODE(os.stat(folder).st_mode)))
    tempfile.tempdir = folder
    with tempfile.NamedTemporaryFile('w+', suffix='.txt', delete_on_close=False) as file:
        file.write('some text')
        file.flush()
        file.seek(0)
        print(file.read(), file.name.endswith('.txt'), os.path.dirname(file.name) == folder)
        file.close()
        print(os.path.exists(file.name), file.closed)
    print(os.path.exists(file.name))
    descriptor, path = tempfile.mkstemp('.dat', b'pre'.decode(), text=True)
    print(oct(stat.S_IMODE(os.fstat(descriptor).st_mode)), os.path.basename(path)[:3])
    os.close(descriptor)
    with tempfile.TemporaryFile() as file:
        print(file.write(b'bytes'), file.seek(0), file.read(), isinstance(file.name, int))
    with tempfile.SpooledTemporaryFile(5, 'w+') as file:
        file.write('abc')
        print(file._rolled, file.name, file.mode)
        file.write('defg')
        print(file._rolled, file.seek(0), file.read(), file.readable(), file.encoding)
    inner = tempfile.mkdtemp(dir=os.fsencode(folder))
    print(type(inner).__name__, os.listdir(inner))
    os.makedirs(os.path.join(inner, b'a', b'b', b'c'))
    os.symlink('/etc', os.path.join(inner, b'a', b'link'))
    os.chmod(os.path.join(inner, b'a', b'b'), 0o500)
    print(os.path.dirname(tempfile.mktemp('s', 'p')) == folder, tempfile.gettempdirb() == os.fsencode(folder))
    attempt(tempfile.mkstemp, b'x', 'y')
    attempt(lambda: os.path.basename(tempfile.mkdtemp(dir='/no/such/folder')))
    for content in (str(folder), None):
        kept = tempfile.TemporaryDirectory(delete=content is None)
        repr_kept = repr(kept).replace(kept.name, 'PATH')
        with kept:
            pass
        print(repr_kept, os.path.exists(kept.name))
    print(tempfile.gettempprefix(), tempfile.gettempprefixb())
print(os.path.exists(folder), os.path.exists('/etc/passwd'))
