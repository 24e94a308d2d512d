use std::{marker::PhantomData, ops::Deref};

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{header, request::Parts},
};
use contract::permissions::{Requires, Scope};
use kernel::Problem;

use crate::{Auth, Caller, Credentials, Failure, Idempotency};

/// A caller who is signed in; which permission is needed depends on the request and is asked for inside.
#[derive(Clone, Debug)]
pub struct SignedIn {
    caller: Caller,
    /// For a change: what tells a repeated request from a new one.
    pub idempotency: Option<Idempotency>,
    /// `If-Match`: the version that the change is based on.
    pub if_match: Option<i64>,
}

impl Deref for SignedIn {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl SignedIn {
    /// The caller alone, for a closure that outlives the request.
    pub fn caller(&self) -> Caller {
        self.caller.clone()
    }

    /// A caller inside the process: the command line, a job, a test.
    pub const fn within(caller: Caller) -> Self {
        Self { caller, idempotency: None, if_match: None }
    }
}

impl<S> FromRequestParts<S> for SignedIn
where
    S: Send + Sync,
    Auth: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let credentials = Credentials::from_request(parts)?;
        let caller = Auth::from_ref(state).0.authenticate(credentials).await?;
        tracing::Span::current().record("organization", tracing::field::display(caller.organization));
        let if_match = match parts.headers.get(header::IF_MATCH) {
            None => None,
            Some(value) if value.as_bytes() == b"*" => None,
            Some(value) => Some(
                value
                    .to_str()
                    .ok()
                    .and_then(|value| value.trim_start_matches("W/").trim_matches('"').parse().ok())
                    .ok_or_else(|| {
                        Problem::field("If-Match", "must be the ETag of the record, like \"3\"")
                    })?,
            ),
        };
        Ok(Self { caller, idempotency: parts.extensions.get().cloned(), if_match })
    }
}

/// A caller who holds permission `P`. Asking for it in a handler's signature is the check.
#[derive(Debug)]
pub struct Can<P> {
    signed_in: SignedIn,
    scope: Scope,
    permission: PhantomData<fn() -> P>,
}

impl<P> Can<P> {
    /// How far the permission reaches for this caller.
    pub const fn reach(&self) -> Scope {
        self.scope
    }
}

impl<P> Deref for Can<P> {
    type Target = SignedIn;
    fn deref(&self) -> &SignedIn {
        &self.signed_in
    }
}

impl<S, P> FromRequestParts<S> for Can<P>
where
    S: Send + Sync,
    Auth: FromRef<S>,
    P: Requires,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let signed_in = SignedIn::from_request_parts(parts, state).await?;
        let scope = signed_in.require(P::PERMISSION)?;
        Ok(Self { signed_in, scope, permission: PhantomData })
    }
}
