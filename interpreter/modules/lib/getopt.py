"""Options of programs, as the C library parses them."""

import os as _os

from argparse._words import translate as _

__all__ = ['GetoptError', 'error', 'getopt', 'gnu_getopt']


class GetoptError(Exception):
    """An option is not known, or lacks its argument, or has one."""

    opt = ''
    msg = ''

    def __init__(self, msg, opt=''):
        super().__init__(msg, opt)
        self.msg = msg
        self.opt = opt

    def __str__(self):
        return self.msg


error = GetoptError


def _take(opts, args, shortopts, longopts):
    """Takes the option that stands first; the arguments behind it."""
    first, *rest = args
    if first.startswith('--'):
        return do_longs(opts, first[2:], longopts, rest)
    return do_shorts(opts, first[1:], shortopts, rest)


def _listed(longopts):
    return [longopts] if isinstance(longopts, str) else list(longopts)


def getopt(args, shortopts, longopts=[]):
    """The options at the start with their values, and the other arguments."""
    opts, longopts = [], _listed(longopts)
    while args and args[0].startswith('-') and args[0] != '-':
        if args[0] == '--':
            return opts, args[1:]
        opts, args = _take(opts, args, shortopts, longopts)
    return opts, args


def gnu_getopt(args, shortopts, longopts=[]):
    """getopt() where options may stand behind other arguments, too."""
    opts, others, longopts = [], [], _listed(longopts)
    stops = shortopts.startswith('+') or bool(_os.environ.get('POSIXLY_CORRECT'))
    shortopts = shortopts.removeprefix('+')
    while args:
        if args[0] == '--':
            return opts, others + args[1:]
        if args[0].startswith('-') and args[0] != '-':
            opts, args = _take(opts, args, shortopts, longopts)
        elif stops:
            return opts, others + args
        else:
            others.append(args[0])
            args = args[1:]
    return opts, others


def do_longs(opts, opt, longopts, args):
    opt, has_value, value = opt.partition('=')
    takes_value, opt = long_has_args(opt, longopts)
    if takes_value and not has_value:
        if not args:
            raise GetoptError(_('option --%s requires argument') % opt, opt)
        value, args = args[0], args[1:]
    elif has_value and not takes_value:
        raise GetoptError(_('option --%s must not have an argument') % opt, opt)
    opts.append((f'--{opt}', value))
    return opts, args


def long_has_args(opt, longopts):
    """Whether an option takes a value, and its full name."""
    candidates = [name for name in longopts if name.startswith(opt)]
    if not candidates:
        raise GetoptError(_('option --%s not recognized') % opt, opt)
    if opt in candidates:
        return False, opt
    if f'{opt}=' in candidates:
        return True, opt
    if len(candidates) > 1:
        raise GetoptError(_('option --%s not a unique prefix') % opt, opt)
    name, = candidates
    return name.endswith('='), name.removesuffix('=')


def do_shorts(opts, optstring, shortopts, args):
    while optstring:
        opt, optstring = optstring[0], optstring[1:]
        value = ''
        if short_has_arg(opt, shortopts):
            if not optstring:
                if not args:
                    raise GetoptError(_('option -%s requires argument') % opt, opt)
                optstring, args = args[0], args[1:]
            value, optstring = optstring, ''
        opts.append((f'-{opt}', value))
    return opts, args


def short_has_arg(opt, shortopts):
    """Whether an option of one letter takes a value."""
    index = shortopts.find(opt)
    if index < 0 or opt == ':':
        raise GetoptError(_('option -%s not recognized') % opt, opt)
    return shortopts.startswith(':', index + 1)
