"""Archives of folders, for shutil: making them and taking them apart."""

import errno
import os
import stat
import sys

_COMPRESSIONS = {None: '', 'gzip': 'gz', 'bzip2': 'bz2', 'xz': 'xz'}


class ReadError(OSError):
    """The archive cannot be read."""


class RegistryError(Exception):
    """A format is registered already."""


def _is_importable(name):
    try:
        __import__(name)
    except ImportError:
        return False
    return True


def _get_gid(name):
    """The number of a group; None where there is none of that name."""
    if name is not None:
        from grp import getgrnam
        try:
            return getgrnam(name)[2]
        except KeyError:
            pass
    return None


def _get_uid(name):
    """The number of a user; None where there is none of that name."""
    if name is not None:
        from pwd import getpwnam
        try:
            return getpwnam(name)[2]
        except KeyError:
            pass
    return None


def _prepare_folder(path, logger, dry_run):
    folder = os.path.dirname(path)
    if folder and not os.path.exists(folder):
        if logger is not None:
            logger.info('creating %s', folder)
        if not dry_run:
            os.makedirs(folder)


def _make_tarball(base_name, base_dir, compress='gzip', verbose=0, dry_run=0, owner=None,
                  group=None, logger=None, root_dir=None):
    """Makes a tar archive of a folder. Returns its name."""
    available = [name for name, *_ in _formats()]
    kind = {None: 'tar', 'gzip': 'gztar', 'bzip2': 'bztar', 'xz': 'xztar'}.get(compress)
    if kind not in available:
        raise ValueError("bad value for 'compress', or compression format not supported : "
                         f'{compress}')
    import tarfile
    compression = _COMPRESSIONS[compress]
    name = f'{base_name}.tar' + (f'.{compression}' if compression else '')
    _prepare_folder(name, logger, dry_run)
    if logger is not None:
        logger.info('Creating tar archive')
    uid, gid = _get_uid(owner), _get_gid(group)

    def set_owner(info):
        if gid is not None:
            info.gid, info.gname = gid, group
        if uid is not None:
            info.uid, info.uname = uid, owner
        return info

    if not dry_run:
        source = base_dir if root_dir is None else os.path.join(root_dir, base_dir)
        with tarfile.open(name, f'w|{compression}') as archive:
            archive.add(source, base_dir, filter=set_owner)
    return name if root_dir is None else os.path.abspath(name)


def _make_zipfile(base_name, base_dir, verbose=0, dry_run=0, logger=None, owner=None, group=None,
                  root_dir=None):
    """Makes a zip archive of a folder. Returns its name."""
    import zipfile
    name = f'{base_name}.zip'
    _prepare_folder(base_name, logger, dry_run)
    if logger is not None:
        logger.info("creating '%s' and adding '%s' to it", name, base_dir)
    if not dry_run:
        with zipfile.ZipFile(name, 'w', compression=zipfile.ZIP_DEFLATED) as archive:
            for path, stored in _zipped(base_dir, root_dir):
                archive.write(path, stored)
                if logger is not None:
                    logger.info("adding '%s'", path)
    return name if root_dir is None else os.path.abspath(name)


def _zipped(base_dir, root_dir):
    """The paths of all that goes into an archive, and their names there."""
    top = os.path.normpath(base_dir)
    base_dir = os.path.normpath(base_dir if root_dir is None else os.path.join(root_dir, base_dir))
    if top != os.curdir:
        yield base_dir, top
    for folder, folders, files in os.walk(base_dir):
        stored = folder if root_dir is None else os.path.relpath(folder, root_dir)
        stored = os.path.normpath(stored)
        for name in sorted(folders):
            yield os.path.join(folder, name), os.path.join(stored, name)
        for name in files:
            path = os.path.normpath(os.path.join(folder, name))
            if os.path.isfile(path):
                yield path, os.path.join(stored, name)


_make_tarball.supports_root_dir = _make_zipfile.supports_root_dir = True


def _formats():
    """The formats that this interpreter can make: name, option, extensions, description."""
    yield 'tar', None, ['.tar'], 'uncompressed tar file'
    if _is_importable('zlib'):
        yield 'gztar', 'gzip', ['.tar.gz', '.tgz'], "gzip'ed tar-file"
        yield 'zip', None, ['.zip'], 'ZIP file'
    if _is_importable('_bz2'):
        yield 'bztar', 'bzip2', ['.tar.bz2', '.tbz2'], "bzip2'ed tar-file"
    if _is_importable('_lzma'):
        yield 'xztar', 'xz', ['.tar.xz', '.txz'], "xz'ed tar-file"


def get_archive_formats():
    """The formats that archives can be made in, with descriptions."""
    return sorted([(name, entry[2]) for name, entry in _ARCHIVE_FORMATS.items()])


def register_archive_format(name, function, extra_args=None, description=''):
    """Adds a format, whose archives a function makes."""
    extra_args = [] if extra_args is None else extra_args
    if not callable(function):
        raise TypeError(f'The {function} object is not callable')
    if not isinstance(extra_args, (tuple, list)):
        raise TypeError('extra_args needs to be a sequence')
    for element in extra_args:
        if not isinstance(element, (tuple, list)) or len(element) != 2:
            raise TypeError('extra_args elements are : (arg_name, value)')
    _ARCHIVE_FORMATS[name] = function, extra_args, description


def unregister_archive_format(name):
    del _ARCHIVE_FORMATS[name]


def make_archive(base_name, format, root_dir=None, base_dir=None, verbose=0, dry_run=0, owner=None,
                 group=None, logger=None):
    """Makes an archive of a folder. Returns its name."""
    sys.audit('shutil.make_archive', base_name, format, root_dir, base_dir)
    if format not in _ARCHIVE_FORMATS:
        raise ValueError(f"unknown archive format '{format}'")
    function, extra, _ = _ARCHIVE_FORMATS[format]
    options = {'dry_run': dry_run, 'logger': logger, 'owner': owner, 'group': group, **dict(extra)}
    base_dir = os.curdir if base_dir is None else base_dir
    before = None
    if root_dir is not None:
        if not stat.S_ISDIR(os.stat(root_dir).st_mode):
            raise NotADirectoryError(errno.ENOTDIR, 'Not a directory', root_dir)
        if getattr(function, 'supports_root_dir', False):
            base_name = os.fspath(base_name)
            options['root_dir'] = root_dir
        else:
            before = os.getcwd()
            if logger is not None:
                logger.debug("changing into '%s'", root_dir)
            base_name = os.path.abspath(base_name)
            if not dry_run:
                os.chdir(root_dir)
    try:
        return function(base_name, base_dir, **options)
    finally:
        if before is not None:
            if logger is not None:
                logger.debug("changing back to '%s'", before)
            os.chdir(before)


def get_unpack_formats():
    """The formats that archives can be taken apart in, with extensions and descriptions."""
    return sorted([(name, entry[0], entry[3]) for name, entry in _UNPACK_FORMATS.items()])


def register_unpack_format(name, extensions, function, extra_args=None, description=''):
    """Adds a format, whose archives a function takes apart."""
    known = {extension: other for other, entry in _UNPACK_FORMATS.items()
             for extension in entry[0]}
    for extension in extensions:
        if extension in known:
            raise RegistryError(f'{extension} is already registered for "{known[extension]}"')
    if not callable(function):
        raise TypeError('The registered function must be a callable')
    _UNPACK_FORMATS[name] = extensions, function, extra_args or [], description


def unregister_unpack_format(name):
    del _UNPACK_FORMATS[name]


def _unpack_zipfile(filename, extract_dir):
    import zipfile

    from shutil import copyfileobj
    if not zipfile.is_zipfile(filename):
        raise ReadError(f'{filename} is not a zip file')
    with zipfile.ZipFile(filename) as archive:
        for info in archive.infolist():
            name = info.filename
            # Nothing is to be put outside the folder.
            if name.startswith('/') or '..' in name:
                continue
            target = os.path.join(extract_dir, *name.split('/'))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            if not name.endswith('/'):
                with archive.open(name, 'r') as source, open(target, 'wb') as file:
                    copyfileobj(source, file)


def _unpack_tarfile(filename, extract_dir, *, filter=None):
    import tarfile
    try:
        archive = tarfile.open(filename)
    except tarfile.TarError:
        raise ReadError(f'{filename} is not a compressed or uncompressed tar file')
    with archive:
        archive.extractall(extract_dir, filter=filter)


def unpack_archive(filename, extract_dir=None, format=None, *, filter=None):
    """Takes an archive apart, into a folder."""
    sys.audit('shutil.unpack_archive', filename, extract_dir, format)
    folder = os.fspath(os.getcwd() if extract_dir is None else extract_dir)
    filename = os.fspath(filename)
    if format is not None:
        if format not in _UNPACK_FORMATS:
            raise ValueError(f"Unknown unpack format '{format}'")
    else:
        format = next((name for name, entry in _UNPACK_FORMATS.items()
                       if filename.endswith(tuple(entry[0]))), None)
        if format is None:
            raise ReadError(f"Unknown archive format '{filename}'")
    _, function, extra, _ = _UNPACK_FORMATS[format]
    options = {} if filter is None else {'filter': filter}
    function(filename, folder, **dict(extra), **options)


_ARCHIVE_FORMATS, _UNPACK_FORMATS = {}, {}
for _name, _option, _extensions, _description in _formats():
    if _name == 'zip':
        _make, _unpack, _options = _make_zipfile, _unpack_zipfile, []
    else:
        _make, _unpack, _options = _make_tarball, _unpack_tarfile, [('compress', _option)]
    _ARCHIVE_FORMATS[_name] = _make, _options, _description
    _UNPACK_FORMATS[_name] = _extensions, _unpack, [], _description
for _public in ReadError, RegistryError:
    _public.__module__ = 'shutil'
del _public
