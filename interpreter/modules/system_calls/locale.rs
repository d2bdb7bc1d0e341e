//! The C library's idea of what people write how.
#![allow(unsafe_code, reason = "C's functions for locales")]

use std::ffi::{CStr, CString, c_char, c_int};

unsafe extern "C" {
    fn wcscoll(one: *const libc::wchar_t, other: *const libc::wchar_t) -> c_int;
    fn wcsxfrm(to: *mut libc::wchar_t, from: *const libc::wchar_t, room: usize) -> usize;
    fn dcgettext(domain: *const c_char, message: *const c_char, category: c_int) -> *mut c_char;
    fn textdomain(domain: *const c_char) -> *mut c_char;
    fn bindtextdomain(domain: *const c_char, folder: *const c_char) -> *mut c_char;
    fn bind_textdomain_codeset(domain: *const c_char, codeset: *const c_char) -> *mut c_char;
}

fn pointer(text: Option<&CStr>) -> *const c_char {
    text.map_or(std::ptr::null(), CStr::as_ptr)
}

unsafe fn copied(text: *const c_char) -> Option<CString> {
    // SAFETY: promised by the caller: null, or a string.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_owned())
}

/// `setlocale`: the locale of a category; `None` where there is no such locale. The
/// interpreter lock keeps others out, here and below.
pub fn set(category: c_int, locale: Option<&CStr>) -> Option<CString> {
    // SAFETY: the text ends with a null byte; the result is copied at once.
    unsafe { copied(libc::setlocale(category, pointer(locale))) }
}

/// What `localeconv` tells as text.
pub const TEXTS: [&str; 8] = [
    "int_curr_symbol",
    "currency_symbol",
    "mon_decimal_point",
    "mon_thousands_sep",
    "positive_sign",
    "negative_sign",
    "decimal_point",
    "thousands_sep",
];

/// What `localeconv` tells as numbers.
pub const NUMBERS: [&str; 8] = [
    "int_frac_digits",
    "frac_digits",
    "p_cs_precedes",
    "p_sep_by_space",
    "n_cs_precedes",
    "n_sep_by_space",
    "p_sign_posn",
    "n_sign_posn",
];

/// What `localeconv` tells: texts and numbers as named above, and the groups of digits in
/// amounts of money and in other numbers.
pub fn conventions() -> ([CString; 8], [c_char; 8], [CString; 2]) {
    // SAFETY: the result is valid until the next call; its texts are strings.
    unsafe {
        let it = &*libc::localeconv();
        let texts = [
            it.int_curr_symbol,
            it.currency_symbol,
            it.mon_decimal_point,
            it.mon_thousands_sep,
            it.positive_sign,
            it.negative_sign,
            it.decimal_point,
            it.thousands_sep,
        ];
        let numbers = [
            it.int_frac_digits,
            it.frac_digits,
            it.p_cs_precedes,
            it.p_sep_by_space,
            it.n_cs_precedes,
            it.n_sep_by_space,
            it.p_sign_posn,
            it.n_sign_posn,
        ];
        let groups = [it.mon_grouping, it.grouping];
        (
            texts.map(|text| copied(text).unwrap_or_default()),
            numbers,
            groups.map(|text| copied(text).unwrap_or_default()),
        )
    }
}

/// `nl_langinfo`, for an item that is text.
pub fn information(item: c_int) -> CString {
    // SAFETY: the caller asks for texts only.
    unsafe { copied(libc::nl_langinfo(item)) }.unwrap_or_default()
}

/// The order of two texts, which end with zeros.
pub fn compare(one: &[libc::wchar_t], other: &[libc::wchar_t]) -> c_int {
    debug_assert!(one.ends_with(&[0]) && other.ends_with(&[0]));
    // SAFETY: both end with zeros.
    unsafe { wcscoll(one.as_ptr(), other.as_ptr()) }
}

/// What orders a text by plain comparison. The text ends with zero.
pub fn transform(text: &[libc::wchar_t]) -> Vec<libc::wchar_t> {
    debug_assert!(text.ends_with(&[0]));
    // SAFETY: the text ends with zero; the second call has the room that the first asks for.
    unsafe {
        let length = wcsxfrm(std::ptr::null_mut(), text.as_ptr(), 0);
        let mut result = vec![0; length + 1];
        let length = wcsxfrm(result.as_mut_ptr(), text.as_ptr(), result.len());
        result.truncate(length);
        result
    }
}

/// A translated message.
pub fn translate(domain: Option<&CStr>, message: &CStr, category: c_int) -> CString {
    // SAFETY: all texts end with null bytes; the result is copied at once. So below.
    unsafe { copied(dcgettext(pointer(domain), message.as_ptr(), category)) }.unwrap_or_default()
}

/// Sets the domain of messages; which it is.
pub fn set_domain(domain: Option<&CStr>) -> Option<CString> {
    // SAFETY: as above.
    unsafe { copied(textdomain(pointer(domain))) }
}

/// Sets the folder of a domain's messages; which it is.
pub fn bind_domain(domain: &CStr, folder: Option<&CStr>) -> Option<CString> {
    // SAFETY: as above.
    unsafe { copied(bindtextdomain(domain.as_ptr(), pointer(folder))) }
}

/// Sets the encoding of a domain's messages; which it is.
pub fn bind_codeset(domain: &CStr, codeset: Option<&CStr>) -> Option<CString> {
    // SAFETY: as above.
    unsafe { copied(bind_textdomain_codeset(domain.as_ptr(), pointer(codeset))) }
}
