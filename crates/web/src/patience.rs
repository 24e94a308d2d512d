//! The time a request may take: short for most, long for those that say so.

use std::{
    convert::Infallible,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{
    extract::FromRequestParts,
    http::{Extensions, request::Parts},
};

use crate::Limits;

/// In a handler's signature: this may take as long as an upload, because it brings in or takes back a whole file.
#[derive(Clone, Copy, Debug)]
pub struct Patient;

impl Patient {
    /// The same for an extractor that reads the body itself.
    pub fn with(extensions: &Extensions) {
        if let Some(patience) = extensions.get::<Patience>() {
            patience.0.store(true, Ordering::Relaxed);
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Patient {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Self::with(&parts.extensions);
        Ok(Self)
    }
}

/// Whether the request that carries this may take longer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patience(Arc<AtomicBool>);

impl Patience {
    /// The answer, or none when its time is over.
    pub async fn wait<T>(self, limits: Limits, answer: impl Future<Output = T>) -> Option<T> {
        let mut answer = pin!(answer);
        if let Ok(answer) = tokio::time::timeout(limits.time, &mut answer).await {
            return Some(answer);
        }
        if !self.0.load(Ordering::Relaxed) {
            return None;
        }
        tokio::time::timeout(limits.long_time.saturating_sub(limits.time), answer).await.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// What becomes of an answer that is there after so many seconds.
    async fn wait(seconds: u64, patient: bool) -> Option<()> {
        let (patience, mut extensions) = (Patience::default(), Extensions::new());
        extensions.insert(patience.clone());
        if patient {
            Patient::with(&extensions);
        }
        let (answer, answered) = tokio::sync::oneshot::channel::<()>();
        let waiting = tokio::spawn(patience.wait(Limits::default(), answered));
        tokio::task::yield_now().await;
        for _ in 0..seconds {
            tokio::time::advance(Duration::from_secs(1)).await;
            tokio::task::yield_now().await;
        }
        let _ = answer.send(());
        waiting.await.unwrap().map(Result::unwrap)
    }

    #[tokio::test(start_paused = true)]
    async fn only_who_asked_for_patience_may_take_long() {
        assert_eq!(wait(29, false).await, Some(()));
        assert_eq!(wait(31, false).await, None);
        assert_eq!(wait(500, true).await, Some(()));
        assert_eq!(wait(601, true).await, None);
    }
}
