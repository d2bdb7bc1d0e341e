//! The table of the methods of `str`.

use primitives::text::bytes::Side;

use super::case::{map, map_ascii, test};
use super::{exact, format, layout, of, search, split, translate};
use crate::native::{Method, required};
use crate::objects::bytes::methods::text_argument;
use crate::objects::codecs;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

pub(super) const METHODS: &[Method] = &[
    Method::new(
        "__format__",
        "($self, format_spec, /)",
        format::format_method,
        "The text laid out by a specification.",
    ),
    Method::new(
        "__getnewargs__",
        "($self, /)",
        new_arguments,
        "What to pickle.",
    ),
    Method::new("__sizeof__", "($self, /)", size_of, "Bytes in memory."),
    Method::new(
        "capitalize",
        "($self, /)",
        |_, it| map(it, |text| text.capitalize()),
        "The first character in title case, the rest in lower case.",
    ),
    Method::new(
        "casefold",
        "($self, /)",
        |_, it| map(it, |text| text.case_fold()),
        "For comparison without case.",
    ),
    Method::new(
        "center",
        "($self, width, fillchar=' ', /)",
        |vm, it| layout::pad(vm, it, layout::Place::Middle),
        "Padded on both sides.",
    ),
    Method::new(
        "count",
        "($self, sub[, start[, end]], /)",
        search::count,
        "How often sub is there, without overlaps.",
    ),
    Method::new(
        "encode",
        "($self, /, encoding='utf-8', errors='strict')",
        encode,
        "The bytes that stand for the text.",
    ),
    Method::new(
        "endswith",
        "($self, suffix[, start[, end]], /)",
        search::ends_with,
        "Whether the end is suffix.",
    ),
    Method::new(
        "expandtabs",
        "($self, /, tabsize=8)",
        layout::expand_tabs,
        "Tabs become spaces.",
    ),
    Method::new(
        "find",
        "($self, sub[, start[, end]], /)",
        search::find,
        "The first position of sub, or -1.",
    ),
    Method::raw(
        "format",
        "($self, /, *args, **kwargs)",
        format::format_template,
        "Fields in braces become arguments.",
    ),
    Method::new(
        "format_map",
        "($self, mapping, /)",
        format::format_map,
        "Fields in braces become values of a mapping.",
    ),
    Method::new(
        "index",
        "($self, sub[, start[, end]], /)",
        search::index,
        "The first position of sub; ValueError if there is none.",
    ),
    Method::new(
        "isalnum",
        "($self, /)",
        |_, it| test(it, |text| text.is_alphanumeric()),
        "Whether all are letters or numbers.",
    ),
    Method::new(
        "isalpha",
        "($self, /)",
        |_, it| test(it, |text| text.is_alphabetic()),
        "Whether all are letters.",
    ),
    Method::new(
        "isascii",
        "($self, /)",
        |_, it| test(it, |text| text.is_ascii()),
        "Whether all are ASCII.",
    ),
    Method::new(
        "isdecimal",
        "($self, /)",
        |_, it| test(it, |text| text.is_decimal()),
        "Whether all are decimal digits.",
    ),
    Method::new(
        "isdigit",
        "($self, /)",
        |_, it| test(it, |text| text.is_digit()),
        "Whether all are digits.",
    ),
    Method::new(
        "isidentifier",
        "($self, /)",
        |_, it| test(it, |text| text.is_identifier()),
        "Whether it could be a name.",
    ),
    Method::new(
        "islower",
        "($self, /)",
        |_, it| test(it, |text| text.is_lower()),
        "Whether all cased characters are in lower case.",
    ),
    Method::new(
        "isnumeric",
        "($self, /)",
        |_, it| test(it, |text| text.is_numeric()),
        "Whether all are numbers.",
    ),
    Method::new(
        "isprintable",
        "($self, /)",
        |_, it| test(it, |text| text.is_printable()),
        "Whether repr shows all as they are.",
    ),
    Method::new(
        "isspace",
        "($self, /)",
        |_, it| test(it, |text| text.is_space()),
        "Whether all are white space.",
    ),
    Method::new(
        "istitle",
        "($self, /)",
        |_, it| test(it, |text| text.is_title()),
        "Whether words begin in upper case.",
    ),
    Method::new(
        "isupper",
        "($self, /)",
        |_, it| test(it, |text| text.is_upper()),
        "Whether all cased characters are in upper case.",
    ),
    Method::new(
        "join",
        "($self, iterable, /)",
        split::join,
        "The items with self between them.",
    ),
    Method::new(
        "ljust",
        "($self, width, fillchar=' ', /)",
        |vm, it| layout::pad(vm, it, layout::Place::Left),
        "Padded on the right.",
    ),
    Method::new(
        "lower",
        "($self, /)",
        |_, it| map_ascii(it, <[u8]>::make_ascii_lowercase, |text| text.lower()),
        "In lower case.",
    ),
    Method::new(
        "lstrip",
        "($self, chars=None, /)",
        |vm, it| layout::strip(vm, it, "lstrip", Side::Left),
        "Without characters at the start.",
    ),
    Method::new(
        "maketrans",
        "(x, y=<unrepresentable>, z=<unrepresentable>, /)",
        translate::make_table,
        "A table for translate.",
    )
    .static_method(),
    Method::new(
        "partition",
        "($self, sep, /)",
        |vm, it| split::partition(vm, it, false),
        "Split at the first sep.",
    ),
    Method::new(
        "removeprefix",
        "($self, prefix, /)",
        |vm, it| layout::remove(vm, it, "removeprefix", false),
        "Without the prefix.",
    ),
    Method::new(
        "removesuffix",
        "($self, suffix, /)",
        |vm, it| layout::remove(vm, it, "removesuffix", true),
        "Without the suffix.",
    ),
    Method::new(
        "replace",
        "($self, old, new, /, count=-1)",
        layout::replace,
        "With new in the place of old.",
    ),
    Method::new(
        "rfind",
        "($self, sub[, start[, end]], /)",
        search::find_last,
        "The last position of sub, or -1.",
    ),
    Method::new(
        "rindex",
        "($self, sub[, start[, end]], /)",
        search::index_last,
        "The last position of sub; ValueError if there is none.",
    ),
    Method::new(
        "rjust",
        "($self, width, fillchar=' ', /)",
        |vm, it| layout::pad(vm, it, layout::Place::Right),
        "Padded on the left.",
    ),
    Method::new(
        "rpartition",
        "($self, sep, /)",
        |vm, it| split::partition(vm, it, true),
        "Split at the last sep.",
    ),
    Method::new(
        "rsplit",
        "($self, /, sep=None, maxsplit=-1)",
        |vm, it| split::split(vm, it, true),
        "The parts between separators, from the end.",
    ),
    Method::new(
        "rstrip",
        "($self, chars=None, /)",
        |vm, it| layout::strip(vm, it, "rstrip", Side::Right),
        "Without characters at the end.",
    ),
    Method::new(
        "split",
        "($self, /, sep=None, maxsplit=-1)",
        |vm, it| split::split(vm, it, false),
        "The parts between separators.",
    ),
    Method::new(
        "splitlines",
        "($self, /, keepends=False)",
        split::split_lines,
        "The lines.",
    ),
    Method::new(
        "startswith",
        "($self, prefix[, start[, end]], /)",
        search::starts_with,
        "Whether the start is prefix.",
    ),
    Method::new(
        "strip",
        "($self, chars=None, /)",
        |vm, it| layout::strip(vm, it, "strip", Side::Both),
        "Without characters at the ends.",
    ),
    Method::new(
        "swapcase",
        "($self, /)",
        |_, it| map(it, |text| text.swap_case()),
        "Upper and lower case exchanged.",
    ),
    Method::new(
        "title",
        "($self, /)",
        |_, it| map(it, |text| text.title()),
        "Words begin in title case.",
    ),
    Method::new(
        "translate",
        "($self, table, /)",
        translate::translate,
        "Each character mapped by a table.",
    ),
    Method::new(
        "upper",
        "($self, /)",
        |_, it| map_ascii(it, <[u8]>::make_ascii_uppercase, |text| text.upper()),
        "In upper case.",
    ),
    Method::new(
        "zfill",
        "($self, width, /)",
        layout::fill_zeros,
        "Zeros in front, behind a sign.",
    ),
];

fn new_arguments(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = of(required(arguments, 0));
    Ok(Tuple::new(vec![Str::from_text(exact(text).text()).into()]).into())
}

fn size_of(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = of(required(arguments, 0));
    // As CPython counts: a header, and the characters in the width of the widest, with a null.
    let wide = text.as_wtf8().code_points().max().unwrap_or(0);
    let (header, width) = match wide {
        0..0x80 => (40, 1),
        0x80..0x100 => (56, 1),
        0x100..0x1_0000 => (56, 2),
        _ => (56, 4),
    };
    let members = text.class().member_count() * std::mem::size_of::<Value>();
    Ok((header + (text.len() + 1) * width + members).into())
}

fn encode(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let encoding = text_argument(vm, &arguments[1], "encode", "encoding")?;
    let errors = text_argument(vm, &arguments[2], "encode", "errors")?;
    let own = of(required(arguments, 0));
    codecs::encode(vm, own, encoding, errors).map(Value::from)
}
