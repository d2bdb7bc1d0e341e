//! `_heapq`: lists whose first item is the smallest.

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use crate::ordering::{less, quickly_less};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_heapq",
    doc: Some("Heaps: lists whose items at 2k+1 and 2k+2 are not smaller than the one at k."),
    functions: &[
        Method::new(
            "heappush",
            "($module, heap, item, /)",
            push,
            "Adds an item.",
        ),
        Method::new(
            "heappushpop",
            "($module, heap, item, /)",
            push_pop,
            "Adds an item, then removes and gives the smallest.",
        ),
        Method::new(
            "heappop",
            "($module, heap, /)",
            pop,
            "Removes and gives the smallest item.",
        ),
        Method::new(
            "heapreplace",
            "($module, heap, item, /)",
            replace,
            "Removes and gives the smallest item, then adds an item.",
        ),
        Method::new(
            "heapify",
            "($module, heap, /)",
            heapify,
            "Makes a list a heap.",
        ),
        Method::new(
            "_heappop_max",
            "($module, heap, /)",
            pop_max,
            "heappop with the largest first.",
        ),
        Method::new(
            "_heapify_max",
            "($module, heap, /)",
            heapify_max,
            "heapify with the largest first.",
        ),
        Method::new(
            "_heapreplace_max",
            "($module, heap, item, /)",
            replace_max,
            "heapreplace with the largest first.",
        ),
    ],
    fill: |_, _| Ok(()),
};

/// Which item comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    SmallestFirst,
    LargestFirst,
}

impl Order {
    /// Whether the item at one place belongs in front of that at the other.
    #[inline(always)]
    fn is_before(self, vm: &Vm, heap: &Heap<'_>, one: usize, other: usize) -> Result<bool> {
        let (left, right) = match self {
            Order::SmallestFirst => (one, other),
            Order::LargestFirst => (other, one),
        };
        let quick = {
            let items = heap.list.items.borrow();
            items
                .get(left)
                .zip(items.get(right))
                .and_then(|(one, other)| quickly_less(one, other))
        };
        match quick {
            Some(answer) => Ok(answer),
            None => heap.ask(vm, left, right),
        }
    }
}

/// A list while it is rearranged: its size must not change.
struct Heap<'a> {
    list: &'a Ref<List>,
    size: usize,
}

#[cold]
fn out_of_range(vm: &Vm) -> Raised {
    vm.index_error("index out of range")
}

impl Heap<'_> {
    #[inline(never)]
    fn ask(&self, vm: &Vm, left: usize, right: usize) -> Result<bool> {
        let (Some(one), Some(other)) = (self.list.get(left), self.list.get(right)) else {
            return Err(out_of_range(vm));
        };
        let answer = less(vm, &one, &other)?;
        if self.list.len() != self.size {
            return Err(vm.runtime_error("list changed size during iteration"));
        }
        Ok(answer)
    }

    #[inline(always)]
    fn swap(&self, one: usize, other: usize) {
        let mut items = self.list.items.borrow_mut();
        if one.max(other) < items.len() {
            items.swap(one, other);
        }
    }

    /// Moves an item towards the start while it belongs in front of its parent.
    fn rise(&self, vm: &Vm, order: Order, start: usize, mut place: usize) -> Result<()> {
        while place > start {
            let parent = (place - 1) >> 1;
            if !order.is_before(vm, self, place, parent)? {
                break;
            }
            self.swap(place, parent);
            place = parent;
        }
        Ok(())
    }

    /// Moves an item down to a leaf, then up to its place: most belong near the leaves.
    fn sink(&self, vm: &Vm, order: Order, start: usize) -> Result<()> {
        let mut place = start;
        while place < self.size >> 1 {
            let mut child = 2 * place + 1;
            let right = child + 1;
            if right < self.size && !order.is_before(vm, self, child, right)? {
                child = right;
            }
            self.swap(place, child);
            place = child;
        }
        self.rise(vm, order, start, place)
    }
}

fn list_of<'a>(
    vm: &Vm,
    arguments: &'a [Option<Value>],
    function: &str,
    place: &str,
) -> Result<&'a Ref<List>> {
    let heap = required(arguments, 0);
    heap.downcast::<List>().ok_or_else(|| {
        vm.type_error(format!(
            "{function}() argument{place} must be list, not {}",
            vm.found_argument(heap)
        ))
    })
}

fn push(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let list = list_of(vm, arguments, "heappush", " 1")?;
    list.push(required(arguments, 1).clone());
    let size = list.len();
    Heap { list, size }.rise(vm, Order::SmallestFirst, 0, size - 1)?;
    Ok(Value::NONE)
}

fn pop_by(vm: &Vm, list: &Ref<List>, order: Order) -> Result<Value> {
    let last = list.items.borrow_mut().pop();
    let Some(last) = last else {
        return Err(out_of_range(vm));
    };
    let size = list.len();
    if size == 0 {
        return Ok(last);
    }
    let first = replace_first(list, last);
    Heap { list, size }.sink(vm, order, 0)?;
    Ok(first)
}

fn replace_first(list: &Ref<List>, item: Value) -> Value {
    match list.items.borrow_mut().first_mut() {
        Some(first) => std::mem::replace(first, item),
        None => item,
    }
}

fn replace_by(vm: &Vm, list: &Ref<List>, item: &Value, order: Order) -> Result<Value> {
    if list.is_empty() {
        return Err(out_of_range(vm));
    }
    let first = replace_first(list, item.clone());
    Heap {
        list,
        size: list.len(),
    }
    .sink(vm, order, 0)?;
    Ok(first)
}

fn heapify_by(vm: &Vm, list: &Ref<List>, order: Order) -> Result<Value> {
    let heap = Heap {
        list,
        size: list.len(),
    };
    for place in (0..heap.size >> 1).rev() {
        heap.sink(vm, order, place)?;
    }
    Ok(Value::NONE)
}

fn push_pop(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let list = list_of(vm, arguments, "heappushpop", " 1")?;
    let item = required(arguments, 1);
    let Some(first) = list.get(0) else {
        return Ok(item.clone());
    };
    if !less(vm, &first, item)? {
        return Ok(item.clone());
    }
    replace_by(vm, list, item, Order::SmallestFirst)
}

fn pop(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    pop_by(
        vm,
        list_of(vm, arguments, "heappop", "")?,
        Order::SmallestFirst,
    )
}

fn pop_max(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    pop_by(
        vm,
        list_of(vm, arguments, "_heappop_max", "")?,
        Order::LargestFirst,
    )
}

fn replace(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let list = list_of(vm, arguments, "heapreplace", " 1")?;
    replace_by(vm, list, required(arguments, 1), Order::SmallestFirst)
}

fn replace_max(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let list = list_of(vm, arguments, "_heapreplace_max", " 1")?;
    replace_by(vm, list, required(arguments, 1), Order::LargestFirst)
}

fn heapify(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    heapify_by(
        vm,
        list_of(vm, arguments, "heapify", "")?,
        Order::SmallestFirst,
    )
}

fn heapify_max(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    heapify_by(
        vm,
        list_of(vm, arguments, "_heapify_max", "")?,
        Order::LargestFirst,
    )
}
