//! The task that fills the sample data. It holds the application, so a stopping server must end it.

use std::sync::{Mutex, PoisonError};

use tokio::task::JoinHandle;

/// At most one such task of this server.
#[derive(Debug, Default)]
pub struct DemoWork(Mutex<Option<JoinHandle<()>>>);

impl DemoWork {
    pub(super) fn begin(&self, work: impl Future<Output = ()> + Send + 'static) {
        let task = tokio::spawn(work);
        if let Some(before) = self.replace(Some(task)) {
            before.abort();
        }
    }

    /// Waits until it has ended by itself.
    pub async fn finish(&self) {
        if let Some(task) = self.replace(None) {
            let _ = task.await;
        }
    }

    /// Ends it where it is; another server, or the next start, goes on.
    pub async fn stop(&self) {
        if let Some(task) = self.replace(None) {
            task.abort();
            // Until it has let go of the application.
            let _ = task.await;
        }
    }

    fn replace(&self, task: Option<JoinHandle<()>>) -> Option<JoinHandle<()>> {
        let mut place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *place, task)
    }
}
