//! `ast.AST`: the base of all nodes, its constructor and its pickles.

use vm::call::Arguments;
use vm::native::Method;
use vm::objects::attributes;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::generic_alias::GenericAlias;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::lookup::{generic_get_attribute, generic_set_attribute};
use vm::objects::object_type;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::union::Union;
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::classes::classes;
use super::grammar::Node;

static_type! {
    /// `ast.AST`
    pub AST = TypeSpec {
        name: "AST",
        module: "ast",
        flags: flags::BASE | flags::ATTRIBUTES,
        slots: Slots {
            init: Some(init),
            new: Some(|vm, class, _| object_type::instantiate(vm, class)),
            getattribute: Some(generic_get_attribute),
            setattribute: Some(generic_set_attribute),
            ..Slots::EMPTY
        },
        methods: &[Method::new("__reduce__", "($self, /)", reduce, "How to pickle it.")],
        constants: &[
            ("__module__", |_| Str::value("ast")),
            ("_fields", |_| Tuple::empty().into()),
            ("__match_args__", |_| Tuple::empty().into()),
            ("_attributes", |_| Tuple::empty().into()),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn names_of(vm: &Vm, this: &Value, attribute: &str) -> Result<Vec<Value>> {
    let names = vm.get_attribute(this.class().as_value(), &vm.intern(attribute))?;
    vm.collect(&names)
}

/// Sets an attribute that any value may name.
fn set(vm: &Vm, this: &Value, name: &Value, value: &Value) -> Result<()> {
    match name.downcast::<Str>() {
        Some(name) => vm.set_attribute(this, name, value),
        None => Err(vm.type_error(format!(
            "attribute name must be string, not '{}'",
            name.class().name()
        ))),
    }
}

fn warn(vm: &Vm, message: String) -> Result<()> {
    vm.warn(&exceptions::DEPRECATION_WARNING, &message, 1)
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    let fields = names_of(vm, this, "_fields")?;
    let positionals = arguments.positionals();
    if positionals.len() > fields.len() {
        let s = if fields.len() == 1 { "" } else { "s" };
        return Err(vm.type_error(format!(
            "{} constructor takes at most {} positional argument{s}",
            this.class().short_name(),
            fields.len()
        )));
    }
    let mut remaining = fields.clone();
    for (name, value) in fields.iter().zip(positionals) {
        set(vm, this, name, value)?;
        discard(vm, &mut remaining, name)?;
    }
    let mut attributes = None;
    for (name, value) in arguments.keywords() {
        let key = name.as_value();
        if holds(vm, &fields, key)? {
            if !discard(vm, &mut remaining, key)? {
                return Err(vm.type_error(format!(
                    "{} got multiple values for argument '{name}'",
                    this.class().name()
                )));
            }
        } else {
            if attributes.is_none() {
                attributes = Some(names_of(vm, this, "_attributes")?);
            }
            if !holds(vm, attributes.as_deref().unwrap_or_default(), key)? {
                warn(
                    vm,
                    format!(
                        "{}.__init__ got an unexpected keyword argument '{name}'. Support for \
                     arbitrary keyword arguments is deprecated and will be removed in Python \
                     3.15.",
                        this.class().name()
                    ),
                )?;
            }
        }
        vm.set_attribute(this, name, value)?;
    }
    if remaining.is_empty() {
        return Ok(());
    }
    set_defaults(vm, this, &remaining)
}

fn holds(vm: &Vm, names: &[Value], name: &Value) -> Result<bool> {
    for other in names {
        if other.is(name) || vm.equal(other, name)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn discard(vm: &Vm, names: &mut Vec<Value>, name: &Value) -> Result<bool> {
    for index in 0..names.len() {
        if names[index].is(name) || vm.equal(&names[index], name)? {
            names.remove(index);
            return Ok(true);
        }
    }
    Ok(false)
}

/// Sets the fields that were not given: an empty list, `Load()`; or warns.
fn set_defaults(vm: &Vm, this: &Value, remaining: &[Value]) -> Result<()> {
    let class = this.class().clone();
    let Some(types) = vm.find_attribute_by(class.as_value(), "_field_types")? else {
        // A class of a script without types: as before 3.13.
        return Ok(());
    };
    for name in remaining {
        let found = match types.downcast::<Dict>() {
            Some(types) => types.get(vm, name)?,
            None => None,
        };
        let text = vm.str_text(name)?;
        let Some(kind) = found else {
            warn(
                vm,
                format!(
                    "Field '{text}' is missing from {}._field_types. This will become an error in \
                 Python 3.15.",
                    class.name()
                ),
            )?;
            continue;
        };
        if kind.downcast::<Union>().is_some() {
            // The class has None for it.
        } else if kind.is_exact::<GenericAlias>() {
            set(vm, this, name, &List::new(Vec::new()).into())?;
        } else if classes(vm)?
            .base("expr_context")
            .is_some_and(|it| it.as_value().is(&kind))
        {
            set(vm, this, name, &classes(vm)?.singleton(Node::Load))?;
        } else {
            warn(
                vm,
                format!(
                    "{}.__init__ missing 1 required positional argument: '{text}'. This will become \
                 an error in Python 3.15.",
                    class.name()
                ),
            )?;
        }
    }
    Ok(())
}

/// The class, `None` for each field that is set, and the attributes: unpickling then neither
/// warns nor recurses.
fn reduce(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let Some(Some(this)) = values.first() else {
        return Ok(Value::NONE);
    };
    let Some(header) = this.header() else {
        return Ok(Value::NONE);
    };
    let attributes: Ref<Dict> = attributes::dict_of(header);
    let class = this.class().to_value();
    let mut arguments = Vec::new();
    if let Some(fields) = vm.find_attribute_by(&class, "_fields")? {
        for name in vm.collect(&fields)? {
            if !attributes.contains(vm, &name)? {
                break;
            }
            arguments.push(Value::NONE);
        }
    }
    let parts = vec![class, Tuple::new(arguments).into(), attributes.into()];
    Ok(Tuple::new(parts).into())
}
