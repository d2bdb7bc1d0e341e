//! How a C library that is part of the binary starts, with four questions to the processor.
//!
//! glibc's own start executes CPUID some forty times, mostly to learn the sizes of caches. A
//! virtual machine leaves for its hypervisor each time: a third of a millisecond, a quarter of what
//! a small program takes. Everything else is done here as there, in the same order, by the
//! library's own functions; what they are called and how they keep what is known of the processor
//! changes between versions, so `link.rs` builds this file in with the one version that it knows.
#![allow(
    unsafe_code,
    reason = "the start of the C library, before anything of Rust's may be used"
)]

use std::arch::asm;
use std::arch::x86_64::{__cpuid_count, CpuidResult};
use std::ffi::{CStr, c_char, c_int, c_long, c_void};
use std::ptr::{addr_of_mut, null_mut};
use std::sync::atomic::{AtomicI32, AtomicI64, Ordering};

type Main = extern "C" fn(c_int, *mut *mut c_char, *mut *mut c_char) -> c_int;
type Start = extern "C" fn(c_int, *mut *mut c_char, *mut *mut c_char);

/// What the library knows of one leaf of CPUID: the registers, and which of their bits hold for
/// programs, too.
#[repr(C)]
struct Leaf {
    said: [u32; 4],
    usable: [u32; 4],
}

/// The beginning of the library's own record of the processor.
#[repr(C)]
struct Processor {
    kind: u32,
    highest_leaf: u32,
    family: u32,
    model: u32,
    stepping: u32,
    leaves: [Leaf; 9],
    preferred: u32,
}

/// Where the leaves are in the record.
const LEAF_1: usize = 0;
const LEAF_7: usize = 1;
const LEAF_80000001: usize = 2;

const NOTHING: CpuidResult = CpuidResult {
    eax: 0,
    ebx: 0,
    ecx: 0,
    edx: 0,
};

/// An entry of the table of addresses that depend on the processor.
#[repr(C)]
struct Relocation {
    place: *mut usize,
    kind: u64,
    choose: extern "C" fn() -> usize,
}

unsafe extern "C" {
    static mut __environ: *mut *mut c_char;
    static mut __libc_stack_end: *mut c_void;
    static mut _dl_x86_cpu_features: Processor;
    static _dl_random: *const [usize; 2];
    static __libc_enable_secure: c_int;
    static __rela_iplt_start: [Relocation; 0];
    static __rela_iplt_end: [Relocation; 0];
    static __preinit_array_start: [Start; 0];
    static __preinit_array_end: [Start; 0];
    static __init_array_start: [Start; 0];
    static __init_array_end: [Start; 0];
    static __fini_array_start: [extern "C" fn(); 0];
    static __fini_array_end: [extern "C" fn(); 0];
    fn _dl_aux_init(values: *mut *mut c_char);
    fn __tunables_init(environment: *mut *mut c_char);
    fn __libc_setup_tls();
    fn __libc_early_init(initial: bool);
    fn __libc_init_first(count: c_int, arguments: *mut *mut c_char, environment: *mut *mut c_char);
    fn __libc_check_standard_fds();
    fn __cxa_atexit(
        function: extern "C" fn(*mut c_void),
        argument: *mut c_void,
        library: *mut c_void,
    ) -> c_int;
    fn _dl_debug_initialize(base: usize, namespace: c_long) -> *mut c_void;
    fn _init();
    fn _fini();
    fn exit(status: c_int) -> !;
    fn strncmp(left: *const c_char, right: *const c_char, length: usize) -> c_int;
}

/// Starts the C library, and runs `main`. The entry point of the binary calls this.
// SAFETY: what else has this name is left out of the binary with it.
#[unsafe(no_mangle)]
unsafe extern "C" fn __libc_start_main(
    main: Main,
    count: c_int,
    arguments: *mut *mut c_char,
    _start: *const c_void,
    _end: *const c_void,
    loader_end: Option<extern "C" fn(*mut c_void)>,
    stack_end: *mut c_void,
) -> ! {
    // SAFETY: this is the only thread, the entry point passes what the system has put on the
    // stack, and the order is the library's: up to `choose_functions` nothing calls a function
    // that is chosen there, up to `__libc_setup_tls` nothing is local to a thread.
    unsafe {
        let environment = arguments.add(count as usize + 1);
        __environ = environment;
        __libc_stack_end = stack_end;
        let mut end = environment;
        while !(*end).is_null() {
            end = end.add(1);
        }
        _dl_aux_init(end.add(1));
        learn_processor(addr_of_mut!(_dl_x86_cpu_features));
        choose_functions();
        if __libc_enable_secure != 0 || has_tunables(environment) {
            __tunables_init(environment);
        }
        __libc_setup_tls();
        guard_stacks();
        if let Some(end) = loader_end {
            __cxa_atexit(end, null_mut(), null_mut());
        }
        __libc_early_init(true);
        __libc_init_first(count, arguments, __environ);
        __cxa_atexit(call_ends, null_mut(), null_mut());
        if __libc_enable_secure != 0 {
            __libc_check_standard_fds();
        }
        let call = |start: &Start| start(count, arguments, __environ);
        between(
            &raw const __preinit_array_start,
            &raw const __preinit_array_end,
        )
        .for_each(call);
        _init();
        between(&raw const __init_array_start, &raw const __init_array_end).for_each(call);
        _dl_debug_initialize(0, 0);
        exit(main(count, arguments, __environ))
    }
}

/// The items of a table whose ends the linker knows.
///
/// # Safety
///
/// Both are ends of one table.
unsafe fn between<T: 'static>(
    start: *const [T; 0],
    end: *const [T; 0],
) -> impl DoubleEndedIterator<Item = &'static T> {
    let (start, end) = (start.cast::<T>(), end.cast::<T>());
    // SAFETY: as above.
    (0..(end as usize - start as usize) / size_of::<T>())
        .map(move |index| unsafe { &*start.add(index) })
}

/// Writes the addresses of the functions that fit the processor.
///
/// # Safety
///
/// What is known of the processor has been recorded.
unsafe fn choose_functions() {
    // SAFETY: the linker has made the table and the places that it names.
    unsafe {
        for relocation in between(&raw const __rela_iplt_start, &raw const __rela_iplt_end) {
            relocation.place.write_volatile((relocation.choose)());
        }
    }
}

/// Whether the environment has something to say to the C library.
///
/// # Safety
///
/// The list of strings ends with a null pointer.
unsafe fn has_tunables(mut environment: *mut *mut c_char) -> bool {
    const NAME: &CStr = c"GLIBC_TUNABLES=";
    // SAFETY: as above.
    unsafe {
        while !(*environment).is_null() {
            if strncmp(*environment, NAME.as_ptr(), NAME.count_bytes()) == 0 {
                return true;
            }
            environment = environment.add(1);
        }
    }
    false
}

/// Puts random numbers where code looks for what guards stacks and stored pointers.
///
/// # Safety
///
/// The storage of the thread exists.
unsafe fn guard_stacks() {
    // SAFETY: the system gives sixteen random bytes; both places are the library's own. The lowest
    // byte of the guard is null, so that no string runs over it.
    unsafe {
        let [stack, pointers] = _dl_random.read_unaligned();
        asm!(
            "mov fs:[0x28], {stack}",
            "mov fs:[0x30], {pointers}",
            stack = in(reg) stack & !0xFF,
            pointers = in(reg) pointers,
            options(nostack, preserves_flags)
        );
    }
}

extern "C" fn call_ends(_: *mut c_void) {
    // SAFETY: the process ends, and this is called once.
    unsafe {
        let ends = between(&raw const __fini_array_start, &raw const __fini_array_end);
        ends.rev().for_each(|end| end());
        _fini();
    }
}

/// Which bits of leaf 1 (ECX, EDX) hold as soon as the processor has them, and which ask for wide
/// registers that the system saves: AVX, FMA, F16C.
const PLAIN_1: (u32, u32) = (0x4AD8_2203, 0x1788_8110);
const WIDE_1: u32 = 1 << 28 | 1 << 12 | 1 << 29;
/// The same of leaf 7: BMI1, BMI2, ERMS and what adds or makes up numbers; AVX2; AVX-512.
const PLAIN_7: u32 = 1 << 3 | 1 << 8 | 1 << 9 | 1 << 18 | 1 << 19;
const WIDE_7: u32 = 1 << 5;
const AVX_512: u32 = 1 << 16;
const WIDEST_7: u32 = AVX_512 | 1 << 17 | 1 << 21 | 1 << 28 | 1 << 30 | 1 << 31;
/// Short copies by string instructions are fast (FSRM, in EDX of leaf 7).
const FAST_SHORT_COPIES: u32 = 1 << 4;
/// Of leaf 0x80000001: LAHF, LZCNT, PREFETCHW; FMA4.
const PLAIN_EXTENDED: u32 = 1 | 1 << 5 | 1 << 8;
const WIDE_EXTENDED: u32 = 1 << 16;

/// XSAVE is there, and the system uses it.
const XSAVE: u32 = 1 << 26;
const OSXSAVE: u32 = 1 << 27;

/// Whom the library tells apart.
const INTEL: u32 = 1;
const AMD: u32 = 2;
const OTHERS: u32 = 4;

/// Preferences: string instructions, unaligned access and PMINUB are fast; any processor of 64
/// bits is an i586 and an i686; unaligned AVX is fast; no AVX-512.
const PREFERRED_BY_INTEL: u32 = 1 | 1 << 3 | 1 << 4 | 1 << 5;
const PREFERRED_BY_ALL: u32 = 1 << 6 | 1 << 7;
const FAST_UNALIGNED_AVX: u32 = 1 << 9;
const NO_AVX_512: u32 = 1 << 12;

/// Records what the library's functions ask about the processor.
///
/// # Safety
///
/// Nothing else reads or writes the record.
unsafe fn learn_processor(record: *mut Processor) {
    let CpuidResult { eax, ebx, .. } = __cpuid_count(0, 0);
    let kind = match ebx {
        0x756E_6547 => INTEL,
        0x6874_7541 | 0x6F67_7948 => AMD,
        _ => OTHERS,
    };
    let first = __cpuid_count(1, 0);
    // A lower leaf is said instead where there is none of this number.
    let seventh = (eax >= 7).then(|| __cpuid_count(7, 0));
    let seventh = seventh.unwrap_or(NOTHING);
    let extended = __cpuid_count(0x8000_0001, 0);
    let (wide, widest) = saved_registers(first.ecx);
    let avx_512 = widest && seventh.ebx & AVX_512 != 0;
    let fast_copies = seventh.edx & FAST_SHORT_COPIES != 0;
    let mut preferred = PREFERRED_BY_ALL;
    preferred |= when(wide && seventh.ebx & WIDE_7 != 0, FAST_UNALIGNED_AVX);
    if kind == INTEL {
        preferred |= when(first.ecx & WIDE_1 != 0, PREFERRED_BY_INTEL);
        preferred |= when(!(avx_512 && keeps_clock(seventh)), NO_AVX_512);
    }
    tune_copies(kind, preferred, avx_512, fast_copies);

    let xsave = when(first.ecx & OSXSAVE != 0, XSAVE);
    let usable = CpuidResult {
        ecx: PLAIN_1.0 | xsave | when(wide, WIDE_1),
        edx: PLAIN_1.1,
        ..NOTHING
    };
    // SAFETY: as above.
    unsafe {
        (&raw mut (*record).kind).write_volatile(kind);
        (&raw mut (*record).highest_leaf).write_volatile(eax);
        (&raw mut (*record).family).write_volatile(family(first.eax));
        (&raw mut (*record).preferred).write_volatile(preferred);
        record_leaf(&raw mut (*record).leaves[LEAF_1], first, usable);
        let usable = CpuidResult {
            ebx: PLAIN_7 | when(wide, WIDE_7) | when(widest, WIDEST_7),
            edx: FAST_SHORT_COPIES,
            ..NOTHING
        };
        record_leaf(&raw mut (*record).leaves[LEAF_7], seventh, usable);
        let usable = CpuidResult {
            ecx: PLAIN_EXTENDED | when(wide, WIDE_EXTENDED),
            ..NOTHING
        };
        record_leaf(&raw mut (*record).leaves[LEAF_80000001], extended, usable);
    }
}

fn when(holds: bool, bits: u32) -> u32 {
    if holds { bits } else { 0 }
}

/// Records what a leaf says. Each word is written by itself, because a function that copies
/// memory is not to be had yet.
///
/// # Safety
///
/// Nothing else reads or writes the record.
unsafe fn record_leaf(leaf: *mut Leaf, said: CpuidResult, usable: CpuidResult) {
    // SAFETY: as above.
    unsafe {
        let write = |index: usize, said: u32, usable: u32| {
            (&raw mut (*leaf).said[index]).write_volatile(said);
            (&raw mut (*leaf).usable[index]).write_volatile(said & usable);
        };
        write(0, said.eax, usable.eax);
        write(1, said.ebx, usable.ebx);
        write(2, said.ecx, usable.ecx);
        write(3, said.edx, usable.edx);
    }
}

fn family(signature: u32) -> u32 {
    let family = signature >> 8 & 0xF;
    if family == 0xF {
        family + (signature >> 20 & 0xFF)
    } else {
        family
    }
}

/// Whether the system saves the registers of AVX, and those of AVX-512.
fn saved_registers(features: u32) -> (bool, bool) {
    const WIDE: u32 = 0b110;
    const WIDEST: u32 = 0b1110_0110;
    if features & OSXSAVE == 0 {
        return (false, false);
    }
    let saved: u32;
    // SAFETY: the system has turned on what this instruction belongs to.
    unsafe {
        asm!("xgetbv", in("ecx") 0, out("eax") saved, out("edx") _, options(nomem, nostack, preserves_flags));
    }
    (saved & WIDE == WIDE, saved & WIDEST == WIDEST)
}

/// Whether an Intel processor keeps its clock with AVX-512: those with AVX-VNNI do.
fn keeps_clock(seventh: CpuidResult) -> bool {
    seventh.eax >= 1 && __cpuid_count(7, 1).eax & 1 << 4 != 0
}

/// What the library's copying and filling functions go by. The sizes of caches are what current
/// processors have, rather than this one's: asking costs more than they are worth.
macro_rules! tuning {
    ($($(#[$attribute:meta])* $name:ident: $type:ty = $value:expr, $symbol:literal;)*) => {
        $($(#[$attribute])*
        // SAFETY: what else has this name is left out of the binary with the library's start.
        #[unsafe(export_name = $symbol)]
        static $name: $type = <$type>::new($value);)*
    };
}

tuning! {
    /// The cache of the first level, and half of it.
    DATA_CACHE: AtomicI64 = 32 << 10, "__x86_data_cache_size";
    DATA_CACHE_HALF: AtomicI64 = 16 << 10, "__x86_data_cache_size_half";
    /// The cache that cores share, and half of it.
    SHARED_CACHE: AtomicI64 = 32 << 20, "__x86_shared_cache_size";
    SHARED_CACHE_HALF: AtomicI64 = 16 << 20, "__x86_shared_cache_size_half";
    /// What is larger is copied past the caches: three quarters of the shared one.
    PAST_CACHES: AtomicI64 = 24 << 20, "__x86_shared_non_temporal_threshold";
    /// String instructions copy what is at least as large, and fill.
    LEAST_STRING_COPY: AtomicI64 = 2048, "__x86_rep_movsb_threshold";
    LEAST_STRING_FILL: AtomicI64 = 2048, "__x86_rep_stosb_threshold";
    /// Nor do they copy what is larger: AMD's are slow beyond the second level.
    MOST_STRING_COPY: AtomicI64 = 24 << 20, "__x86_rep_movsb_stop_threshold";
    /// Whether string instructions are kept from copying over a short distance.
    SHORT_DISTANCES: AtomicI32 = 0, "__x86_string_control";
}

/// Tunes copies to the processor as the library does.
fn tune_copies(kind: u32, preferred: u32, avx_512: bool, fast_short_copies: bool) {
    let least = match () {
        () if fast_short_copies => 2112,
        () if avx_512 && preferred & NO_AVX_512 == 0 => 4 * 4096,
        () if preferred & FAST_UNALIGNED_AVX != 0 => 2 * 4096,
        () => 2048,
    };
    LEAST_STRING_COPY.store(least, Ordering::Relaxed);
    if kind == AMD {
        MOST_STRING_COPY.store(1 << 20, Ordering::Relaxed);
    }
    if kind == INTEL && fast_short_copies {
        SHORT_DISTANCES.store(1, Ordering::Relaxed);
    }
}
