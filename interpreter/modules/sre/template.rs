//! `_sre.SRE_Template`: what a match is replaced by.

use vm::native::required;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::found::Match;

/// The payload of a template.
pub struct Template {
    /// What stands before the first group.
    pub literal: Value,
    /// Groups, and what stands behind each where it is not empty.
    pub groups: Vec<(usize, Option<Value>)>,
}

payload!(Template, TEMPLATE, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.literal);
        self.groups
            .iter()
            .filter_map(|(_, literal)| literal.as_ref())
            .for_each(visit);
    }
});

static_type! {
    /// `_sre.SRE_Template`
    pub TEMPLATE = TypeSpec {
        name: "SRE_Template",
        module: "_sre",
        layout: Some(Template::layout),
        ..TypeSpec::DEFAULT
    };
}

/// `_sre.template`: the list has literal text and numbers of groups in turns.
pub fn make(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(parts) = required(arguments, 1).downcast::<List>() else {
        return Err(vm.type_error(format!(
            "template() argument 2 must be list, not {}",
            vm.found_argument(required(arguments, 1))
        )));
    };
    let parts = parts.to_vec();
    let invalid = || vm.type_error("invalid template");
    let Some((literal, rest)) = parts.split_first() else {
        return Err(invalid());
    };
    let mut groups = Vec::with_capacity(rest.len() / 2);
    for pair in rest.chunks(2) {
        let [group, literal] = pair else {
            return Err(invalid());
        };
        let number = usize::try_from(vm.to_isize(group)?).map_err(|_| invalid())?;
        let is_empty = vm.length(literal)? == 0;
        groups.push((number, (!is_empty).then(|| literal.clone())));
    }
    Ok(Ref::new(Template {
        literal: literal.clone(),
        groups,
    })
    .into())
}

impl Template {
    /// What the template makes of a match.
    pub fn expand(&self, vm: &Vm, found: &Ref<Match>) -> Result<Value> {
        if self.groups.is_empty() {
            return Ok(self.literal.clone());
        }
        let mut parts = Vec::with_capacity(1 + 2 * self.groups.len());
        if vm.length(&self.literal)? != 0 {
            parts.push(self.literal.clone());
        }
        for (number, literal) in &self.groups {
            let part = found.group(vm, *number)?;
            if !part.is_none() {
                parts.push(part);
            }
            parts.extend(literal.clone());
        }
        super::join(vm, found.is_bytes(), parts)
    }
}
