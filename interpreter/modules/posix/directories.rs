//! Folders: `listdir` and `scandir`.

use std::cell::Cell;
use std::os::fd::OwnedFd;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags};
use vm::native::{Method, Property, required};
use vm::objects::generic_alias;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::status;
use crate::arguments::truth;
use crate::paths::{Accepts, PathArgument, path_argument};
use crate::system_calls::{borrow, raise, repeat};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "listdir",
        "($module, /, path=None)",
        listdir,
        "The names in a folder.",
    ),
    Method::new(
        "scandir",
        "($module, /, path=None)",
        scandir,
        "What is in a folder.",
    ),
];

/// The payload of an entry.
pub struct DirEntry {
    name: Value,
    path: Value,
    /// The whole path as the system takes it; relative to the folder where that was given by a
    /// descriptor.
    place: std::ffi::CString,
    directory: Option<i32>,
    inode: u64,
    kind: Cell<FileType>,
    stat: Guarded<Option<Value>>,
    link_stat: Guarded<Option<Value>>,
}

/// The payload of the iterator.
pub struct ScandirIterator {
    directory: Guarded<Option<Dir>>,
    path: PathArgument,
}

payload!(DirEntry, DIR_ENTRY);
payload!(ScandirIterator, SCANDIR_ITERATOR, leaf {
    fn wants_finalizer(&self) -> bool {
        self.directory.borrow().is_some()
    }
});

static_type! {
    /// `os.DirEntry`
    pub DIR_ENTRY = TypeSpec {
        name: "DirEntry",
        module: "posix",
        layout: Some(<DirEntry as Payload>::layout),
        flags: vm::objects::types::flags::NO_INSTANTIATION,
        slots: Slots { repr: Some(entry_repr), ..Slots::EMPTY },
        methods: &[
            Method::new("is_dir", "($self, /, *, follow_symlinks=True)", |vm, it| is_kind(vm, it, FileType::Directory), "Whether it is a folder."),
            Method::new("is_file", "($self, /, *, follow_symlinks=True)", |vm, it| is_kind(vm, it, FileType::RegularFile), "Whether it is a file."),
            Method::new("is_symlink", "($self, /)", is_symlink, "Whether it is a link."),
            Method::new("is_junction", "($self, /)", |_, _| Ok(Value::FALSE), "False."),
            Method::new("stat", "($self, /, *, follow_symlinks=True)", entry_stat, "What is known of it."),
            Method::new("inode", "($self, /)", |_, it| Ok(Value::from(entry(required(it, 0)).inode as usize)), "The inode."),
            Method::new("__fspath__", "($self, /)", |_, it| Ok(entry(required(it, 0)).path.clone()), "The path."),
            generic_alias::CLASS_GETITEM,
        ],
        properties: &[
            Property { member: true, ..Property::new("name", |_, this| Ok(entry(this).name.clone())) },
            Property { member: true, ..Property::new("path", |_, this| Ok(entry(this).path.clone())) },
        ],
        ..TypeSpec::DEFAULT
    };
    /// The iterator of `os.scandir`.
    pub SCANDIR_ITERATOR = TypeSpec {
        name: "ScandirIterator",
        module: "posix",
        layout: Some(<ScandirIterator as Payload>::layout),
        flags: vm::objects::types::flags::NO_INSTANTIATION,
        slots: Slots {
            iter: Some(|_, this| Ok(this.clone())),
            next: Some(next_entry),
            finalize: Some(finalize),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("close", "($self, /)", close, "Closes the folder."),
            Method::new("__enter__", "($self, /)", |_, it| Ok(required(it, 0).clone()), "Itself."),
            Method::raw("__exit__", "($self, /, *args)", |_, arguments| {
                if let Some(this) = arguments.values.first() {
                    drop(iterator(this).directory.take());
                }
                Ok(Value::NONE)
            }, "Closes the folder."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn entry(value: &Value) -> &Ref<DirEntry> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn iterator(value: &Value) -> &Ref<ScandirIterator> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn open(vm: &Vm, path: &PathArgument) -> Result<Dir> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let opened = repeat(vm, || -> rustix::io::Result<OwnedFd> {
        match path.descriptor {
            Some(descriptor) => rustix::io::fcntl_dupfd_cloexec(borrow(descriptor)?, 0),
            None => rustix::fs::open(path.name.as_c_str(), flags, Mode::empty()),
        }
    })?;
    let opened = raise(vm, opened, Some(&path.given))?;
    // The C library asks for the kind first: anything else cannot even be rewound.
    let is_folder = rustix::fs::fstat(&opened)
        .is_ok_and(|status| rustix::fs::FileType::from_raw_mode(status.st_mode).is_dir());
    if !is_folder {
        return Err(vm.os_error_of(libc::ENOTDIR, Some(&path.given), None));
    }
    let mut directory = raise(vm, Dir::new(opened), Some(&path.given))?;
    if path.descriptor.is_some() {
        directory.rewind();
    }
    Ok(directory)
}

fn listdir(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let accepts = Accepts {
        descriptor: true,
        none: true,
    };
    let path = path_argument(vm, "listdir", "path", arguments[0].as_ref(), accepts)?;
    let mut directory = open(vm, &path)?;
    let mut names = Vec::new();
    while let Some(entry) = vm.allow_threads(|| directory.read()) {
        let entry = raise(vm, entry, Some(&path.given))?;
        let name = entry.file_name().to_bytes();
        if name != b"." && name != b".." {
            names.push(path.value_of(name));
        }
    }
    Ok(List::new(names).into())
}

fn scandir(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let accepts = Accepts {
        descriptor: true,
        none: true,
    };
    let path = path_argument(vm, "scandir", "path", arguments[0].as_ref(), accepts)?;
    let directory = open(vm, &path)?;
    let iterator = ScandirIterator {
        directory: Guarded::new(Some(directory)),
        path,
    };
    Ok(Ref::new(iterator).into())
}

fn next_entry(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let iterator = iterator(this);
    let Some(mut directory) = iterator.directory.take() else {
        return Ok(None);
    };
    loop {
        match vm.allow_threads(|| directory.read()) {
            None => return Ok(None),
            Some(Err(error)) => return raise(vm, Err(error), Some(&iterator.path.given)),
            Some(Ok(found)) => {
                let name = found.file_name().to_bytes();
                if name == b"." || name == b".." {
                    continue;
                }
                let entry = iterator.entry(name, found.ino(), found.file_type());
                *iterator.directory.borrow_mut() = Some(directory);
                return Ok(Some(entry));
            }
        }
    }
}

impl ScandirIterator {
    fn entry(&self, name: &[u8], inode: u64, kind: FileType) -> Value {
        let path = &self.path;
        let whole = if path.descriptor.is_some() || path.is_missing {
            name.to_vec()
        } else {
            let mut whole = path.name.to_bytes().to_vec();
            if whole.last() != Some(&b'/') {
                whole.push(b'/');
            }
            whole.extend_from_slice(name);
            whole
        };
        let shown = match path.is_missing {
            true => path.value_of(&[b"./", name].concat()),
            false => path.value_of(&whole),
        };
        Ref::new(DirEntry {
            name: path.value_of(name),
            path: shown,
            place: std::ffi::CString::new(whole).unwrap_or_default(),
            directory: path.descriptor,
            inode,
            kind: Cell::new(kind),
            stat: Guarded::new(None),
            link_stat: Guarded::new(None),
        })
        .into()
    }
}

fn close(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    drop(iterator(required(arguments, 0)).directory.take());
    Ok(Value::NONE)
}

fn finalize(vm: &Vm, this: &Value) {
    let iterator = iterator(this);
    if iterator.directory.take().is_none() {
        return;
    }
    let Ok(shown) = vm.repr_text(this) else {
        return;
    };
    let text = format!("unclosed scandir iterator {shown}");
    if let Err(raised) = vm.warn(&vm::objects::exceptions::RESOURCE_WARNING, &text, 1) {
        vm.unraisable(raised, Some(this));
    }
}

fn entry_repr(vm: &Vm, this: &Value) -> Result<Value> {
    Ok(Str::value(format!(
        "<DirEntry {}>",
        vm.repr_text(&entry(this).name)?
    )))
}

impl DirEntry {
    fn system_stat(&self, follow: bool) -> rustix::io::Result<rustix::fs::Stat> {
        let flags = if follow {
            AtFlags::empty()
        } else {
            AtFlags::SYMLINK_NOFOLLOW
        };
        let start = match self.directory {
            Some(descriptor) => borrow(descriptor)?,
            None => rustix::fs::CWD,
        };
        rustix::fs::statat(start, self.place.as_c_str(), flags)
    }

    fn own_kind(&self, vm: &Vm) -> Result<FileType> {
        if self.kind.get() == FileType::Unknown {
            let stat = vm.allow_threads(|| self.system_stat(false));
            let stat = raise(vm, stat, Some(&self.path))?;
            self.kind.set(FileType::from_raw_mode(stat.st_mode));
        }
        Ok(self.kind.get())
    }
}

fn is_kind(vm: &Vm, arguments: &[Option<Value>], wanted: FileType) -> Result<Value> {
    let entry = entry(required(arguments, 0));
    let follow = truth(vm, arguments, 1, true)?;
    let kind = entry.own_kind(vm)?;
    if kind != FileType::Symlink || !follow {
        return Ok(Value::bool(kind == wanted));
    }
    let stat = match vm.allow_threads(|| entry.system_stat(true)) {
        Err(rustix::io::Errno::NOENT) => return Ok(Value::FALSE),
        stat => raise(vm, stat, Some(&entry.path))?,
    };
    Ok(Value::bool(FileType::from_raw_mode(stat.st_mode) == wanted))
}

fn is_symlink(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let kind = entry(required(arguments, 0)).own_kind(vm)?;
    Ok(Value::bool(kind == FileType::Symlink))
}

fn entry_stat(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let entry = entry(required(arguments, 0));
    let follow = truth(vm, arguments, 1, true)?;
    let kept = if follow {
        &entry.stat
    } else {
        &entry.link_stat
    };
    if let Some(stat) = &*kept.borrow() {
        return Ok(stat.clone());
    }
    let stat = vm.allow_threads(|| entry.system_stat(follow));
    let stat = status::result(vm, &raise(vm, stat, Some(&entry.path))?);
    *kept.borrow_mut() = Some(stat.clone());
    Ok(stat)
}
