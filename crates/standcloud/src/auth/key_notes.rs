//! What is written down about the use of API keys: in the background, because an upload must not wait for
//! a note about it, and at most once a minute per key.

use standcloud_store::ApiKey;

use super::ClientAddress;
use crate::app::App;
use crate::audit::{self, Caller};

/// The last use; the very first one is in the audit as well.
pub(super) fn used(app: &App, key: &ApiKey, address: ClientAddress) {
    let now = app.clock.now();
    if !app.keys.should_touch(&key.public_id, now) {
        return;
    }
    if key.last_used.is_none() {
        note(app, "key.first_use", key, address).write_later(app);
    }
    let (store, id) = (app.store.clone(), key.public_id.clone());
    tokio::spawn(async move {
        if let Err(error) = store.touch_api_key(&id, &address.0.to_string(), now).await {
            tracing::warn!(key = id, %error, "the use of a key could not be noted");
        }
    });
}

/// A right key that may not be used (any more); `why` in a few words.
pub(super) fn refused(app: &App, key: &ApiKey, address: ClientAddress, why: &str) {
    if app
        .keys
        .should_note_refusal(&key.public_id, app.clock.now())
    {
        note(app, "key.refuse", key, address)
            .refused()
            .detail(why)
            .write_later(app);
    }
}

fn note(app: &App, action: &str, key: &ApiKey, address: ClientAddress) -> audit::AuditNote {
    let caller = Caller {
        ip: address.0.to_string(),
        user_agent: String::new(),
    };
    audit::note(app, action, &format!("key:{}", key.public_id), &caller)
        .organisation(key.organisation)
        .subject(&key.name)
}
