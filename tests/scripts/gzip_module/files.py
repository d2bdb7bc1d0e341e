"""Files compressed by gzip and bzip2."""
import bz2
import gzip
import io
import os
import tempfile


def attempt(function, *arguments, **options):
    try:
        return function(*arguments, **options)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


text = b''.join(b'line %d\n' % number for number in range(2000))
for module, name in (gzip, 'x.gz'), (bz2, 'x.bz2'):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with module.open(path, 'wb') as file:
            print(file.write(text), file.tell(), file.writable(), file.readable(), file.mode)
            print(attempt(file.read))
        with module.open(path, 'ab') as file:
            file.write(b'more')
        with module.open(path) as file:
            print(file.read(6), file.readline(), file.seek(-4, 2), file.read(), file.seek(7), file.peek(3)[:3],
                  len(file.readlines()), file.tell(), attempt(file.write, b'x'), file.seekable())
        print(file.closed, attempt(file.read))
        with module.open(path, 'rt', encoding='ascii') as file:
            print(next(file), sum(1 for _ in file))
        print(attempt(module.open, path, 'rtb'), attempt(module.open, path, 'r', encoding='x'),
              attempt(module.open, 5), attempt(module.open, path, 'xb').split(':')[0])
    packed = module.compress(text)
    print(len(packed) < len(text) / 3, module.decompress(packed + packed) == text * 2,
          attempt(module.decompress, packed[:-9]), attempt(module.decompress, b'nonsense'))
print(gzip.compress(b'abc', mtime=0), gzip.decompress(b''))
with gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(b'abc', mtime=77))) as file:
    print(file.read1(), file.mtime, repr(file)[:20])
broken = bytearray(gzip.compress(b'abc', mtime=0))
broken[-8] ^= 1
print(attempt(lambda: gzip.GzipFile(fileobj=io.BytesIO(bytes(broken))).read()))
target = io.BytesIO()
with gzip.GzipFile('name.txt', 'wb', fileobj=target, mtime=5) as file:
    file.seek(10)
    file.write(b'end')
print(target.getvalue()[:20], gzip.decompress(target.getvalue()))
