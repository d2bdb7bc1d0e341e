//! Mangling of private names in classes.

use bumpalo::Bump;

/// `__name` within the class `class` as `_class__name`; any other name as it is. Dunder
/// names, dotted names, and names in a class of underscores only are not mangled.
pub fn mangle<'a>(arena: &'a Bump, class: Option<&str>, name: &'a str) -> &'a str {
    let Some(class) = class else { return name };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name;
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() {
        return name;
    }
    bumpalo::format!(in arena, "_{}{}", class, name).into_bump_str()
}
