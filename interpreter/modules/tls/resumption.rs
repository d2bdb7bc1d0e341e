//! Sessions that a client may resume.

use std::sync::Mutex;

use rustls::NamedGroup;
use rustls::client::{ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue};
use rustls::pki_types::ServerName;

/// What a server gave to one connection to resume it by. The session of TLS 1.2 can be used
/// again and again, a ticket of TLS 1.3 once.
#[derive(Debug, Default)]
pub(super) struct Tickets(Mutex<Content>);

#[derive(Debug, Default)]
struct Content {
    older: Option<Tls12ClientSessionValue>,
    modern: Vec<Tls13ClientSessionValue>,
    hint: Option<NamedGroup>,
}

impl Tickets {
    fn with<T>(&self, look: impl FnOnce(&mut Content) -> T) -> Option<T> {
        self.0.lock().ok().map(|mut content| look(&mut content))
    }

    /// Whether there is something to resume by.
    pub fn is_filled(&self) -> bool {
        self.with(|it| it.older.is_some() || !it.modern.is_empty())
            .unwrap_or(false)
    }

    /// The same for another connection.
    pub fn share(&self) -> Tickets {
        let content = self.with(|it| Content {
            older: it.older.clone(),
            modern: it.modern.pop().into_iter().collect(),
            hint: it.hint,
        });
        Tickets(Mutex::new(content.unwrap_or_default()))
    }
}

impl ClientSessionStore for Tickets {
    fn set_kx_hint(&self, _: ServerName<'static>, group: NamedGroup) {
        self.with(|it| it.hint = Some(group));
    }

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        self.with(|it| it.hint).flatten()
    }

    fn set_tls12_session(&self, _: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.with(|it| it.older = Some(value));
    }

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.with(|it| it.older.clone()).flatten()
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {
        self.with(|it| it.older = None);
    }

    fn insert_tls13_ticket(&self, _: ServerName<'static>, value: Tls13ClientSessionValue) {
        self.with(|it| it.modern.push(value));
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        self.with(|it| it.modern.pop()).flatten()
    }
}
