"""What `warnings` has from `_warnings`, for when that is blocked."""

import sys


def _is_internal(filename):
    return "importlib" in filename and "_bootstrap" in filename


def _next_frame(frame, skipped):
    """The caller of a frame that is neither internal nor to be skipped."""
    frame = frame.f_back
    while frame is not None:
        filename = frame.f_code.co_filename
        if not _is_internal(filename) and not filename.startswith(skipped):
            break
        frame = frame.f_back
    return frame


def _find_frame(stacklevel, skipped):
    """The frame that a warning is about; None above the outermost one."""
    # Frame 1 is warn(), frame 2 calls it.
    frame = sys._getframe(2)
    if stacklevel <= 1 or _is_internal(frame.f_code.co_filename):
        for _ in range(stacklevel - 1):
            if frame is None:
                break
            frame = frame.f_back
        return frame
    for _ in range(stacklevel - 1):
        frame = _next_frame(frame, skipped)
        if frame is None:
            break
    return frame


def make(owner):
    """The functions, for the module that owns the namespace."""
    version = 1

    def _filters_mutated():
        nonlocal version
        version += 1

    def warn(message, category=None, stacklevel=1, source=None,
             *, skip_file_prefixes=()):
        """Issue a warning about the caller, or another frame further out."""
        if isinstance(message, Warning):
            category = message.__class__
        if category is None:
            category = UserWarning
        if not (isinstance(category, type) and issubclass(category, Warning)):
            raise TypeError("category must be a Warning subclass, "
                            f"not '{type(category).__name__}'")
        if not isinstance(skip_file_prefixes, tuple):
            raise TypeError("skip_file_prefixes must be a tuple of strs.")
        if skip_file_prefixes:
            stacklevel = max(2, stacklevel)
        frame = _find_frame(stacklevel, skip_file_prefixes)
        if frame is None:
            namespace, filename, lineno = sys.__dict__, "<sys>", 0
        else:
            namespace = frame.f_globals
            filename, lineno = frame.f_code.co_filename, frame.f_lineno
        owner["warn_explicit"](
            message, category, filename, lineno,
            namespace.get("__name__", "<string>"),
            namespace.setdefault("__warningregistry__", {}), namespace, source)

    def find_action(text, category, name, lineno):
        for item in owner["filters"]:
            action, text_pattern, kind, name_pattern, line = item
            if ((text_pattern is None or text_pattern.match(text))
                    and issubclass(category, kind)
                    and (name_pattern is None or name_pattern.match(name))
                    and (line == 0 or lineno == line)):
                return action, item
        return owner["defaultaction"], None

    def warn_explicit(message, category, filename, lineno, module=None,
                      registry=None, module_globals=None, source=None):
        lineno = int(lineno)
        if module is None:
            module = filename or "<unknown>"
            if module[-3:].lower() == ".py":
                module = module[:-3]
        if registry is None:
            registry = {}
        if registry.get("version", 0) != version:
            registry.clear()
            registry["version"] = version
        if isinstance(message, Warning):
            text, category = str(message), message.__class__
        else:
            text, message = message, category(message)
        key = (text, category, lineno)
        if registry.get(key):
            return
        action, item = find_action(text, category, module, lineno)
        if action == "ignore":
            return
        # While the source can be found: it may be inside an archive.
        import linecache
        linecache.getlines(filename, module_globals)
        if action == "error":
            raise message
        if action == "once":
            seen, seen_key = owner["onceregistry"], (text, category)
        elif action == "module":
            seen, seen_key = registry, (text, category, 0)
        elif action in ("default", "always"):
            seen, seen_key = {}, None
        else:
            raise RuntimeError(f"Unrecognized action ({action!r}) in "
                               f"warnings.filters:\n {item}")
        if action != "always":
            registry[key] = 1
        if seen.get(seen_key):
            return
        seen[seen_key] = 1
        owner["_showwarnmsg"](owner["WarningMessage"](
            message, category, filename, lineno, source))

    return warn, warn_explicit, _filters_mutated


def add_default_filters(owner):
    """The filters at the start; builds for debugging show everything."""
    if hasattr(sys, "gettotalrefcount"):
        return
    owner["filterwarnings"]("default", category=DeprecationWarning,
                             module="__main__", append=1)
    for category in (DeprecationWarning, PendingDeprecationWarning,
                     ImportWarning, ResourceWarning):
        owner["simplefilter"]("ignore", category=category, append=1)
