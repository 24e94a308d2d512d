//! A closure on its way to a database thread and its answer on the way back.

use crate::{Conn, Error};
use std::any::TypeId;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::oneshot;

/// What a database thread can do with a job without knowing its types.
pub(crate) trait Job: Send {
    /// Runs the closure and keeps its result; whether it was `Ok`. A panic counts as an error.
    fn run(&mut self, conn: &mut Conn<'_>) -> bool;
    /// Replaces the result by this error.
    fn fail(&mut self, error: Error);
    /// Sends the result to who waits for it.
    fn answer(self: Box<Self>);
    /// Tells jobs made at different places of the program apart.
    fn kind(&self) -> TypeId;
    /// Whether nobody waits any more.
    fn abandoned(&self) -> bool;
}

/// A job with its types.
pub(crate) struct Task<T, E, F> {
    f: F,
    result: Option<Result<T, E>>,
    waiting: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Task<T, E, F> {
    pub(crate) fn new(f: F) -> (Task<T, E, F>, oneshot::Receiver<Result<T, E>>) {
        let (waiting, receiver) = oneshot::channel();
        (Task { f, result: None, waiting }, receiver)
    }
}

impl<T, E, F> Job for Task<T, E, F>
where
    F: Fn(&mut Conn<'_>) -> Result<T, E> + Send + 'static,
    E: From<Error> + Send,
    T: Send,
{
    fn run(&mut self, conn: &mut Conn<'_>) -> bool {
        let result = catch_unwind(AssertUnwindSafe(|| (self.f)(conn))).unwrap_or_else(|panic| {
            let text = panic
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_default();
            tracing::error!(panic = text, "a database job panicked");
            Err(Error::Other(format!("a database job panicked: {text}")).into())
        });
        let ok = result.is_ok();
        self.result = Some(result);
        ok
    }

    fn fail(&mut self, error: Error) {
        self.result = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        let Task { result, waiting, .. } = *self;
        let result =
            result.unwrap_or_else(|| Err(Error::Unavailable("the database is closing".to_owned()).into()));
        // Nobody may be waiting any more: the work is done all the same.
        let _ = waiting.send(result);
    }

    fn kind(&self) -> TypeId {
        TypeId::of::<F>()
    }

    fn abandoned(&self) -> bool {
        self.waiting.is_closed()
    }
}

/// Answers a job that was never run.
pub(crate) fn refuse(mut job: Box<dyn Job>, error: Error) {
    job.fail(error);
    job.answer();
}
