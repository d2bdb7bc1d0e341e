"""What the numbers in the result of os.stat() mean."""

# Positions in the tuple that os.stat() returns.
ST_MODE = 0
ST_INO = 1
ST_DEV = 2
ST_NLINK = 3
ST_UID = 4
ST_GID = 5
ST_SIZE = 6
ST_ATIME = 7
ST_MTIME = 8
ST_CTIME = 9

# Kinds of files, in the upper bits of st_mode.
S_IFDIR = 0o40000
S_IFCHR = 0o20000
S_IFBLK = 0o60000
S_IFREG = 0o100000
S_IFIFO = 0o10000
S_IFLNK = 0o120000
S_IFSOCK = 0o140000
S_IFDOOR = 0o0
S_IFPORT = 0o0
S_IFWHT = 0o0

# Permissions, in the lower bits of st_mode.
S_ISUID = 0o4000
S_ISGID = 0o2000
S_ENFMT = 0o2000
S_ISVTX = 0o1000
S_IREAD = 0o400
S_IWRITE = 0o200
S_IEXEC = 0o100
S_IRWXU = 0o700
S_IRUSR = 0o400
S_IWUSR = 0o200
S_IXUSR = 0o100
S_IRWXG = 0o70
S_IRGRP = 0o40
S_IWGRP = 0o20
S_IXGRP = 0o10
S_IRWXO = 0o7
S_IROTH = 0o4
S_IWOTH = 0o2
S_IXOTH = 0o1

# Flags of files: the owner's (UF) and the superuser's (SF).
UF_SETTABLE = 0xffff
UF_NODUMP = 0x1
UF_IMMUTABLE = 0x2
UF_APPEND = 0x4
UF_OPAQUE = 0x8
UF_NOUNLINK = 0x10
UF_COMPRESSED = 0x20
UF_TRACKED = 0x40
UF_DATAVAULT = 0x80
UF_HIDDEN = 0x8000
SF_SETTABLE = 0xffff0000
SF_ARCHIVED = 0x10000
SF_IMMUTABLE = 0x20000
SF_APPEND = 0x40000
SF_RESTRICTED = 0x80000
SF_NOUNLINK = 0x100000
SF_SNAPSHOT = 0x200000
SF_FIRMLINK = 0x800000
SF_DATALESS = 0x40000000

# Attributes of files on Windows.
FILE_ATTRIBUTE_ARCHIVE = 32
FILE_ATTRIBUTE_COMPRESSED = 2048
FILE_ATTRIBUTE_DEVICE = 64
FILE_ATTRIBUTE_DIRECTORY = 16
FILE_ATTRIBUTE_ENCRYPTED = 16384
FILE_ATTRIBUTE_HIDDEN = 2
FILE_ATTRIBUTE_INTEGRITY_STREAM = 32768
FILE_ATTRIBUTE_NORMAL = 128
FILE_ATTRIBUTE_NOT_CONTENT_INDEXED = 8192
FILE_ATTRIBUTE_NO_SCRUB_DATA = 131072
FILE_ATTRIBUTE_OFFLINE = 4096
FILE_ATTRIBUTE_READONLY = 1
FILE_ATTRIBUTE_REPARSE_POINT = 1024
FILE_ATTRIBUTE_SPARSE_FILE = 512
FILE_ATTRIBUTE_SYSTEM = 4
FILE_ATTRIBUTE_TEMPORARY = 256
FILE_ATTRIBUTE_VIRTUAL = 65536


def S_IMODE(mode):
    """The part of st_mode that os.chmod() can set."""
    return mode & 0o7777


def S_IFMT(mode):
    """The part of st_mode that says what kind of file it is."""
    return mode & 0o170000


def S_ISDIR(mode):
    """Whether it is a directory."""
    return S_IFMT(mode) == S_IFDIR


def S_ISCHR(mode):
    """Whether it is a character device."""
    return S_IFMT(mode) == S_IFCHR


def S_ISBLK(mode):
    """Whether it is a block device."""
    return S_IFMT(mode) == S_IFBLK


def S_ISREG(mode):
    """Whether it is a regular file."""
    return S_IFMT(mode) == S_IFREG


def S_ISFIFO(mode):
    """Whether it is a named pipe."""
    return S_IFMT(mode) == S_IFIFO


def S_ISLNK(mode):
    """Whether it is a symbolic link."""
    return S_IFMT(mode) == S_IFLNK


def S_ISSOCK(mode):
    """Whether it is a socket."""
    return S_IFMT(mode) == S_IFSOCK


def S_ISDOOR(mode):
    """Whether it is a door, which only Solaris has."""
    return False


def S_ISPORT(mode):
    """Whether it is an event port, which only Solaris has."""
    return False


def S_ISWHT(mode):
    """Whether it is a whiteout, which only BSD has."""
    return False


_KINDS = {
    S_IFLNK: "l", S_IFSOCK: "s", S_IFREG: "-", S_IFBLK: "b", S_IFDIR: "d",
    S_IFCHR: "c", S_IFIFO: "p",
}


def filemode(mode):
    """The mode as `ls -l` shows it, like '-rwxr-xr-x'."""
    shown = [_KINDS.get(S_IFMT(mode), "?")]
    for shift, special, letter in (
            (6, S_ISUID, "s"), (3, S_ISGID, "s"), (0, S_ISVTX, "t")):
        allowed = mode >> shift
        shown.append("r" if allowed & 4 else "-")
        shown.append("w" if allowed & 2 else "-")
        if mode & special:
            shown.append(letter if allowed & 1 else letter.upper())
        else:
            shown.append("x" if allowed & 1 else "-")
    return "".join(shown)


try:
    # The numbers of this platform, where they differ.
    from _stat import *
except ImportError:
    pass
