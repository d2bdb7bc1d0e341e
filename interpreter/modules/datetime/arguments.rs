//! Arguments of constructors that CPython's messages give no name, and numbers that may be kept.

use vm::call::Arguments;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// The most parameters that a constructor here has.
pub const MOST: usize = 9;

/// What a constructor takes: names, how many must be given, how many may be by position.
pub struct Parameters {
    pub names: &'static [&'static str],
    pub required: usize,
    pub positional: usize,
}

impl Parameters {
    /// The arguments in the order of the names.
    pub fn bind(&self, vm: &Vm, arguments: Arguments<'_>) -> Result<[Option<Value>; MOST]> {
        let mut bound = [const { None }; MOST];
        let given = arguments.positionals();
        self.check_counts(vm, given.len(), arguments.names.len())?;
        for (place, value) in bound.iter_mut().zip(given) {
            *place = Some(value.clone());
        }
        for (keyword, value) in arguments.keywords() {
            let name = |name: &&str| name.as_bytes() == keyword.as_bytes();
            match self.names.iter().position(name) {
                Some(place) if place < given.len() => {
                    return Err(vm.type_error(format!(
                        "argument for function given by name ('{keyword}') and position ({})",
                        place + 1
                    )));
                }
                Some(place) => bound[place] = Some(value.clone()),
                None => {
                    // What is missing is told first.
                    self.check_required(vm, &bound)?;
                    let names = self.names.iter().copied();
                    let hint = vm::native::suggestion::closest(&keyword.to_text(), names)
                        .map(|name| format!(". Did you mean '{name}'?"));
                    return Err(vm.type_error(format!(
                        "this function got an unexpected keyword argument '{keyword}'{}",
                        hint.unwrap_or_default()
                    )));
                }
            }
        }
        self.check_required(vm, &bound)?;
        Ok(bound)
    }

    fn check_counts(&self, vm: &Vm, given: usize, keywords: usize) -> Result<()> {
        let most = self.names.len();
        if given + keywords > most {
            let keyword = if given == 0 { "keyword " } else { "" };
            return Err(vm.type_error(format!(
                "function takes at most {most} {keyword}arguments ({} given)",
                given + keywords
            )));
        }
        if given > self.positional {
            return Err(vm.type_error(format!(
                "function takes at most {} positional arguments ({given} given)",
                self.positional
            )));
        }
        Ok(())
    }

    fn check_required(&self, vm: &Vm, bound: &[Option<Value>]) -> Result<()> {
        let mut required = self.names.iter().zip(bound).take(self.required);
        match required.position(|(_, value)| value.is_none()) {
            Some(place) => {
                // Those in front of it are looked at first; they are all numbers.
                for given in bound.iter().take(place) {
                    number_or(vm, given.as_ref(), 0)?;
                }
                Err(vm.type_error(format!(
                    "function missing required argument '{}' (pos {})",
                    self.names[place],
                    place + 1
                )))
            }
            None => Ok(()),
        }
    }
}

/// A C `int` that was given, or another one.
pub fn number_or(vm: &Vm, given: Option<&Value>, other: i32) -> Result<i32> {
    match given {
        None => Ok(other),
        Some(value) => match value.as_small_int().map(i32::try_from) {
            Some(Ok(number)) => Ok(number),
            _ => vm.to_i32(value),
        },
    }
}

/// The numbers that were given, and others for those that were not.
pub fn numbers_or<const COUNT: usize>(
    vm: &Vm,
    given: &[Option<Value>],
    other: [i32; COUNT],
) -> Result<[i32; COUNT]> {
    let mut numbers = other;
    for (number, value) in numbers.iter_mut().zip(given) {
        *number = number_or(vm, value.as_ref(), *number)?;
    }
    Ok(numbers)
}

/// What was given, but not `None`.
pub fn present(value: Option<&Value>) -> Option<Value> {
    value.filter(|value| !value.is_none()).cloned()
}
