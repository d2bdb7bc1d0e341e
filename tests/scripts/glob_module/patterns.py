"""Patterns of names and paths."""
import fnmatch
import glob
import os
import tempfile

PATTERNS = ['*', '?', 'a*b', '[abc]', '[!a-c]x', '[]x]', '[!]]', '[a-', '**/x', 'a[b-a]c', '[\\]]',
            'x.[ch]', '', '***', '[--0]', '[a&&b]', '[^x]']
for pattern in PATTERNS:
    print(repr(pattern), fnmatch.translate(pattern), glob.translate(pattern, recursive=True),
          fnmatch.filter(['a', 'ab', 'axb', ']', 'x.c', '-', '^', 'dx', '\\'], pattern))
print(fnmatch.fnmatch('A', 'a'), fnmatch.fnmatchcase(b'ab', b'a?'), glob.escape('a*[b]?'),
      glob.has_magic('a[b'), glob.translate('*/**/.x', include_hidden=True, seps='/\\'))
with tempfile.TemporaryDirectory() as top:
    os.makedirs(os.path.join(top, 'a/b/.h'))
    for name in 'x.py', 'y.txt', '.hidden', 'a/x.py', 'a/b/z.py', 'a/b/.h/w.py':
        open(os.path.join(top, name), 'w').close()
    for pattern in ('*', '*.py', '**/*.py', '**', 'a/*', '*/', '.*', 'none', '[xy].*', 'a/**/x.py',
                    '**/', 'x.py', 'a/b/'):
        print(pattern, sorted(glob.glob(pattern, root_dir=top, recursive=True)),
              sorted(glob.glob(pattern, root_dir=top)),
              len(glob.glob(pattern, root_dir=top, recursive=True, include_hidden=True)))
    print(sorted(os.path.relpath(path, top) for path in glob.iglob(os.path.join(top, '*.py'))),
          glob.glob(os.fsencode(top) + b'/x*') == [os.fsencode(top) + b'/x.py'])
    descriptor = os.open(top, os.O_RDONLY)
    print(sorted(glob.glob('*/*.py', dir_fd=descriptor)))
    os.close(descriptor)
