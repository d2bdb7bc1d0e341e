//! Module `_locale`: what people write how, as the C library knows it.

use std::ffi::{CStr, CString};

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::make_ready;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use crate::arguments::optional;
use crate::paths::{decode_path, encode_path, fspath};
use crate::system_calls::locale;

/// `_locale`
pub static MODULE: NativeModule = NativeModule {
    name: "_locale",
    doc: Some("What people write how."),
    functions: &[
        Method::new(
            "setlocale",
            "($module, category, locale=<unrepresentable>, /)",
            set_locale,
            "The locale of a category; sets it too.",
        ),
        Method::new(
            "localeconv",
            "($module, /)",
            conventions,
            "How numbers are written.",
        ),
        Method::new(
            "nl_langinfo",
            "($module, key, /)",
            information,
            "One piece of what is known.",
        ),
        Method::new(
            "strcoll",
            "($module, os1, os2, /)",
            |vm, it| {
                let (one, other) = (wide(vm, it, 0, "strcoll")?, wide(vm, it, 1, "strcoll")?);
                Ok(Value::int(locale::compare(&one, &other).into()))
            },
            "The order of two texts.",
        ),
        Method::new(
            "strxfrm",
            "($module, string, /)",
            |vm, it| {
                let points = locale::transform(&wide(vm, it, 0, "strxfrm")?);
                let mut text = primitives::text::wtf8::Wtf8Buf::with_capacity(points.len());
                points.iter().for_each(|point| text.push(*point as u32));
                Ok(Str::from_wtf8(&text).into())
            },
            "A text that has the order of another in this locale.",
        ),
        Method::new(
            "getencoding",
            "($module, /)",
            |_, _| Ok(Str::value("UTF-8")),
            "The encoding of texts.",
        ),
        Method::new(
            "gettext",
            "($module, msg, /)",
            |vm, it| {
                let message = text(vm, required(it, 0), "gettext", "")?;
                Ok(shown(&locale::translate(None, &message, libc::LC_MESSAGES)))
            },
            "A translated message.",
        ),
        Method::new(
            "dgettext",
            "($module, domain, msg, /)",
            |vm, it| translate(vm, it, "dgettext", libc::LC_MESSAGES),
            "A translated message of a domain.",
        ),
        Method::new(
            "dcgettext",
            "($module, domain, msg, category, /)",
            |vm, it| {
                let category = vm.to_i32(required(it, 2))?;
                translate(vm, it, "dcgettext", category)
            },
            "A translated message of a domain and category.",
        ),
        Method::new(
            "textdomain",
            "($module, domain, /)",
            set_domain,
            "The domain of messages.",
        ),
        Method::new(
            "bindtextdomain",
            "($module, domain, dir, /)",
            bind_domain,
            "The folder of a domain's messages.",
        ),
        Method::new(
            "bind_textdomain_codeset",
            "($module, domain, codeset, /)",
            bind_codeset,
            "The encoding of a domain's messages.",
        ),
    ],
    fill: |vm, module| {
        make_ready(&ERROR);
        module.set(vm, "Error", ERROR.to_value());
        for (name, number) in NUMBERS {
            module.set(vm, name, Value::int(*number));
        }
        // As CPython starts: with the characters of the environment, and never those of "C".
        let found = locale::set(libc::LC_CTYPE, Some(c""));
        if found.is_none_or(|it| [c"C", c"POSIX"].contains(&it.as_c_str())) {
            locale::set(libc::LC_CTYPE, Some(c"C.UTF-8"));
        }
        Ok(())
    },
};

static_type! {
    /// `locale.Error`
    pub ERROR = TypeSpec {
        name: "Error",
        module: "locale",
        base: Some(|| exceptions::EXCEPTION.as_ref()),
        flags: flags::BASE | flags::MUTABLE | flags::WEAK_REFERENCES,
        ..TypeSpec::DEFAULT
    };
}

#[rustfmt::skip]
const NUMBERS: &[(&str, i64)] = &[
    ("ABDAY_1", 131072), ("ABDAY_2", 131073), ("ABDAY_3", 131074), ("ABDAY_4", 131075),
    ("ABDAY_5", 131076), ("ABDAY_6", 131077), ("ABDAY_7", 131078), ("ABMON_1", 131086),
    ("ABMON_10", 131095), ("ABMON_11", 131096), ("ABMON_12", 131097), ("ABMON_2", 131087),
    ("ABMON_3", 131088), ("ABMON_4", 131089), ("ABMON_5", 131090), ("ABMON_6", 131091),
    ("ABMON_7", 131092), ("ABMON_8", 131093), ("ABMON_9", 131094), ("ALT_DIGITS", 131119),
    ("AM_STR", 131110), ("CHAR_MAX", 127), ("CODESET", 14), ("CRNCYSTR", 262159), ("DAY_1", 131079),
    ("DAY_2", 131080), ("DAY_3", 131081), ("DAY_4", 131082), ("DAY_5", 131083), ("DAY_6", 131084),
    ("DAY_7", 131085), ("D_FMT", 131113), ("D_T_FMT", 131112), ("ERA", 131116),
    ("ERA_D_FMT", 131118), ("ERA_D_T_FMT", 131120), ("ERA_T_FMT", 131121), ("LC_ALL", 6),
    ("LC_COLLATE", 3), ("LC_CTYPE", 0), ("LC_MESSAGES", 5), ("LC_MONETARY", 4), ("LC_NUMERIC", 1),
    ("LC_TIME", 2), ("MON_1", 131098), ("MON_10", 131107), ("MON_11", 131108), ("MON_12", 131109),
    ("MON_2", 131099), ("MON_3", 131100), ("MON_4", 131101), ("MON_5", 131102), ("MON_6", 131103),
    ("MON_7", 131104), ("MON_8", 131105), ("MON_9", 131106), ("NOEXPR", 327681), ("PM_STR", 131111),
    ("RADIXCHAR", 65536), ("THOUSEP", 65537), ("T_FMT", 131114), ("T_FMT_AMPM", 131115),
    ("YESEXPR", 327680), ("_DATE_FMT", 131180),
];

/// What `CHAR_MAX` says in groups of digits: no more groups.
const NO_MORE: u8 = 127;

fn error(vm: &Vm, message: &str) -> Raised {
    vm.error(&ERROR, message)
}

fn shown(text: &CStr) -> Value {
    decode_path(text.to_bytes()).into()
}

/// Text without null characters.
fn text(vm: &Vm, value: &Value, function: &str, position: &str) -> Result<CString> {
    let text = vm.expect_str_argument(value, function, position)?;
    CString::new(encode_path(vm, text)?).map_err(|_| vm.value_error("embedded null character"))
}

/// Text as C's wide characters, with a zero at its end.
fn wide(
    vm: &Vm,
    arguments: &[Option<Value>],
    position: usize,
    function: &str,
) -> Result<Vec<libc::wchar_t>> {
    let place = if function == "strcoll" {
        ["1", "2"][position]
    } else {
        ""
    };
    let text = vm.expect_str_argument(required(arguments, position), function, place)?;
    let points = text.as_wtf8().code_points().map(|it| it as libc::wchar_t);
    let mut points: Vec<libc::wchar_t> = points.collect();
    if points.contains(&0) {
        return Err(vm.value_error("embedded null character"));
    }
    points.push(0);
    Ok(points)
}

fn set_locale(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let category = vm.to_i32(required(arguments, 0))?;
    let wanted = match optional(arguments, 1) {
        Some(value) => match value.downcast::<Str>() {
            Some(_) => Some(text(vm, value, "setlocale", "2")?),
            None => {
                return Err(vm.type_error(format!(
                    "setlocale() argument 2 must be str or None, not {}",
                    vm.found_argument(value)
                )));
            }
        },
        None => None,
    };
    match locale::set(category, wanted.as_deref()) {
        Some(found) => Ok(shown(&found)),
        None if wanted.is_some() => Err(error(vm, "unsupported locale setting")),
        None => Err(error(vm, "locale query failed")),
    }
}

fn conventions(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let (texts, numbers, [money, other]) = locale::conventions();
    let result = Dict::new();
    let put = |name: &str, value: Value| result.set(vm, &Str::value(name), value);
    let groups = |groups: &CStr| {
        let groups = groups.to_bytes();
        let end = groups.iter().position(|group| *group == NO_MORE);
        let end = end.map_or(groups.len(), |end| end + 1);
        let mut list: Vec<Value> = groups[..end]
            .iter()
            .map(|it| Value::int((*it).into()))
            .collect();
        // C means that the last group repeats, which Python says by a zero.
        if end == groups.len() && !list.is_empty() && groups[end - 1] != NO_MORE {
            list.push(Value::int(0));
        }
        Value::from(List::new(list))
    };
    for (name, text) in locale::TEXTS.iter().zip(&texts).take(4) {
        put(name, shown(text))?;
    }
    put("mon_grouping", groups(&money))?;
    for (name, text) in locale::TEXTS.iter().zip(&texts).skip(4).take(2) {
        put(name, shown(text))?;
    }
    for (name, number) in locale::NUMBERS.iter().zip(numbers) {
        put(name, Value::int(number.into()))?;
    }
    for (name, text) in locale::TEXTS.iter().zip(&texts).skip(6) {
        put(name, shown(text))?;
    }
    put("grouping", groups(&other))?;
    Ok(result.into())
}

fn information(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let item = vm.to_i32(required(arguments, 0))?;
    let is_known = |(name, number): &(&str, i64)| {
        *number == i64::from(item) && !name.starts_with("LC_") && *name != "CHAR_MAX"
    };
    if !NUMBERS.iter().any(is_known) {
        return Err(vm.value_error("unsupported langinfo constant"));
    }
    Ok(shown(&locale::information(item)))
}

fn translate(vm: &Vm, arguments: &[Option<Value>], function: &str, category: i32) -> Result<Value> {
    let domain = match optional(arguments, 0) {
        Some(domain) => Some(text(vm, domain, function, "1")?),
        None => None,
    };
    let message = text(vm, required(arguments, 1), function, "2")?;
    Ok(shown(&locale::translate(
        domain.as_deref(),
        &message,
        category,
    )))
}

fn set_domain(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let domain = match optional(arguments, 0) {
        Some(domain) => Some(text(vm, domain, "textdomain", "")?),
        None => None,
    };
    match locale::set_domain(domain.as_deref()) {
        Some(domain) => Ok(shown(&domain)),
        None => Err(vm.os_error(&std::io::Error::last_os_error(), None)),
    }
}

fn bind_domain(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let domain = text(vm, required(arguments, 0), "bindtextdomain", "1")?;
    if domain.is_empty() {
        return Err(error(vm, "domain must be a non-empty string"));
    }
    let folder = match optional(arguments, 1) {
        Some(folder) => {
            let folder = fspath(vm, folder)?;
            let bytes = match folder.downcast::<Str>() {
                Some(text) => encode_path(vm, text)?,
                None => vm.bytes_like(&folder)?.to_vec(),
            };
            Some(CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))?)
        }
        None => None,
    };
    match locale::bind_domain(&domain, folder.as_deref()) {
        Some(folder) => Ok(shown(&folder)),
        None => Err(vm.os_error(&std::io::Error::last_os_error(), None)),
    }
}

fn bind_codeset(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let domain = text(vm, required(arguments, 0), "bind_textdomain_codeset", "1")?;
    let codeset = match optional(arguments, 1) {
        Some(codeset) => Some(text(vm, codeset, "bind_textdomain_codeset", "2")?),
        None => None,
    };
    Ok(match locale::bind_codeset(&domain, codeset.as_deref()) {
        Some(codeset) => shown(&codeset),
        None => Value::NONE,
    })
}
