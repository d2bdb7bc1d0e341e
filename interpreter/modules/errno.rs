//! Module `errno`: the numbers of errors.

use vm::import::NativeModule;
use vm::objects::dict::Dict;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// `errno`
pub static MODULE: NativeModule = NativeModule {
    name: "errno",
    doc: Some("The numbers of the errors of the system."),
    functions: &[],
    fill,
};

macro_rules! errors {
    ($($name:ident)*) => {
        &[$((stringify!($name), libc::$name),)*]
    };
}

/// Every name; of several for a number, `errorcode` has the last one.
#[rustfmt::skip]
const ERRORS: &[(&str, i32)] = errors! {
    EDEADLK EOPNOTSUPP EWOULDBLOCK E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EADV EAFNOSUPPORT
    EAGAIN EALREADY EBADE EBADF EBADFD EBADMSG EBADR EBADRQC EBADSLT EBFONT EBUSY ECANCELED
    ECHILD ECHRNG ECOMM ECONNABORTED ECONNREFUSED ECONNRESET EDEADLOCK EDESTADDRREQ EDOM
    EDOTDOT EDQUOT EEXIST EFAULT EFBIG EHOSTDOWN EHOSTUNREACH EIDRM EILSEQ EINPROGRESS EINTR
    EINVAL EIO EISCONN EISDIR EISNAM EKEYEXPIRED EKEYREJECTED EKEYREVOKED EL2HLT EL2NSYNC
    EL3HLT EL3RST ELIBACC ELIBBAD ELIBEXEC ELIBMAX ELIBSCN ELNRNG ELOOP EMEDIUMTYPE EMFILE
    EMLINK EMSGSIZE EMULTIHOP ENAMETOOLONG ENAVAIL ENETDOWN ENETRESET ENETUNREACH ENFILE
    ENOANO ENOBUFS ENOCSI ENODATA ENODEV ENOENT ENOEXEC ENOKEY ENOLCK ENOLINK ENOMEDIUM
    ENOMEM ENOMSG ENONET ENOPKG ENOPROTOOPT ENOSPC ENOSR ENOSTR ENOSYS ENOTBLK ENOTCONN
    ENOTDIR ENOTEMPTY ENOTNAM ENOTRECOVERABLE ENOTSOCK ENOTSUP ENOTTY ENOTUNIQ ENXIO
    EOVERFLOW EOWNERDEAD EPERM EPFNOSUPPORT EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE ERANGE
    EREMCHG EREMOTE EREMOTEIO ERESTART ERFKILL EROFS ESHUTDOWN ESOCKTNOSUPPORT ESPIPE ESRCH
    ESRMNT ESTALE ESTRPIPE ETIME ETIMEDOUT ETOOMANYREFS ETXTBSY EUCLEAN EUNATCH EUSERS EXDEV
    EXFULL
};

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    let codes = Dict::new();
    for (name, number) in ERRORS {
        let number = Value::int((*number).into());
        codes.set(vm, &number, Str::value(name))?;
        module.set(vm, name, number);
    }
    module.set(vm, "errorcode", codes);
    Ok(())
}
