//! What `__doc__` of special methods of native types says.

/// Binary operators; each has a form with its operands exchanged and one in place.
const OPERATORS: &[(&str, &str)] = &[
    ("add", "+"),
    ("sub", "-"),
    ("mul", "*"),
    ("mod", "%"),
    ("lshift", "<<"),
    ("rshift", ">>"),
    ("and", "&"),
    ("xor", "^"),
    ("or", "|"),
    ("floordiv", "//"),
    ("truediv", "/"),
    ("matmul", "@"),
];

const COMPARISONS: &[(&str, &str)] = &[
    ("__lt__", "<"),
    ("__le__", "<="),
    ("__eq__", "=="),
    ("__ne__", "!="),
    ("__gt__", ">"),
    ("__ge__", ">="),
];

/// Those that stand for an expression, or for a call of a built-in function.
const EXPRESSIONS: &[(&str, &str)] = &[
    ("__repr__", "Return repr(self)."),
    ("__str__", "Return str(self)."),
    ("__hash__", "Return hash(self)."),
    ("__len__", "Return len(self)."),
    ("__getattribute__", "Return getattr(self, name)."),
    ("__setattr__", "Implement setattr(self, name, value)."),
    ("__delattr__", "Implement delattr(self, name)."),
    ("__getitem__", "Return self[key]."),
    ("__setitem__", "Set self[key] to value."),
    ("__delitem__", "Delete self[key]."),
    ("__contains__", "Return bool(key in self)."),
    ("__iter__", "Implement iter(self)."),
    ("__next__", "Implement next(self)."),
    ("__divmod__", "Return divmod(self, value)."),
    ("__rdivmod__", "Return divmod(value, self)."),
    ("__pow__", "Return pow(self, value, mod)."),
    ("__rpow__", "Return pow(value, self, mod)."),
    ("__ipow__", "Return self**=value."),
    ("__neg__", "-self"),
    ("__pos__", "+self"),
    ("__invert__", "~self"),
    ("__abs__", "abs(self)"),
    ("__int__", "int(self)"),
    ("__float__", "float(self)"),
    ("__bool__", "True if self else False"),
];

/// The docstring of a special method.
pub(super) fn of(name: &str) -> String {
    if let Some((_, text)) = EXPRESSIONS.iter().find(|row| row.0 == name) {
        return (*text).to_owned();
    }
    if let Some((_, symbol)) = COMPARISONS.iter().find(|row| row.0 == name) {
        return format!("Return self{symbol}value.");
    }
    let bare = name.trim_matches('_');
    for (operator, symbol) in OPERATORS {
        match bare.strip_suffix(operator) {
            Some("") => return format!("Return self{symbol}value."),
            Some("r") => return format!("Return value{symbol}self."),
            Some("i") => return format!("Return self{symbol}=value."),
            _ => {}
        }
    }
    format!("The special method {name} of the type.")
}
