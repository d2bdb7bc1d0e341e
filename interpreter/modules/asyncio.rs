//! `_asyncio`: futures, tasks, handles and the core of the event loop. The rest of the package
//! is Python, in `lib/asyncio/`.

use vm::import::NativeModule;
use vm::objects::class_creation::make_ready;
use vm::objects::value::Value;

use self::future::Future;
use self::handle::Handle;
use crate::contextvars::OwnContext;
use crate::support::add_types;

mod action;
mod attributes;
mod coroutine;
mod eager;
mod event_loop;
mod exceptions;
mod fields;
mod functions;
mod future;
mod gather;
mod handle;
mod locks;
mod names;
mod plain;
mod queue;
mod reactor;
mod registry;
mod sleep;
mod socket_transport;
mod step;
mod stream_reader;
mod stream_writer;
mod task;
mod task_group;
mod timeout;
mod waiting;

/// The place of the context of a task or a handle.
pub fn own_context(owner: &Value) -> Option<&OwnContext> {
    match owner.downcast::<Future>() {
        Some(task) => task.task_state().map(|state| &state.context),
        None => owner.downcast::<Handle>().map(|handle| &handle.context),
    }
}

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_asyncio",
    doc: Some("The fast part of package asyncio."),
    functions: functions::FUNCTIONS,
    fill: |vm, module| {
        for class in [
            &action::TASK_STEP,
            &future::awaiting::FUTURE_ITERATOR,
            &gather::GATHERING,
            &waiting::WAITING,
            &sleep::SLEEP,
            &waiting::COMPLETED,
            &task_group::LEAVING,
            &stream_reader::READING,
            &stream_writer::DRAINING,
            &event_loop::OWN_SELECTOR,
        ] {
            make_ready(class);
        }
        add_types(
            vm,
            module,
            &[
                &exceptions::CANCELLED_ERROR,
                &exceptions::INVALID_STATE_ERROR,
                &future::FUTURE,
                &task::TASK,
                &handle::HANDLE,
                &handle::TIMER_HANDLE,
                &event_loop::EVENT_LOOP,
                &queue::QUEUE,
                &reactor::REACTOR,
                &locks::EVENT,
                &locks::LOCK,
                &locks::SEMAPHORE,
                &timeout::TIMEOUT,
                &task_group::TASK_GROUP,
                &stream_reader::STREAM_READER,
            ],
        );
        // The classes in Python that inherit these have their names.
        for (name, class) in [
            ("SocketTransportCore", &socket_transport::SOCKET_TRANSPORT),
            (
                "StreamReaderProtocolCore",
                &stream_reader::protocol::STREAM_READER_PROTOCOL,
            ),
            ("StreamWriterCore", &stream_writer::STREAM_WRITER),
        ] {
            make_ready(class);
            module.set(vm, name, class.to_value());
        }
        module.set(vm, "_current_tasks", registry::current_tasks(vm));
        Ok(())
    },
};
