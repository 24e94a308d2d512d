use std::{error, fmt};

use serde::{Deserialize, Serialize};

/// Every way in which an operation can fail, as a client sees it (RFC 9457). One table for the whole product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The body or a parameter can't be read at all.
    Malformed,
    /// One or more fields are wrong; `errors` names them.
    Invalid,
    /// No sign-in, or one that has ended.
    Unauthenticated,
    /// Signed in, but not allowed.
    Forbidden,
    /// Not there, or not visible to the caller.
    NotFound,
    /// The method does not exist on this address.
    MethodNotAllowed,
    /// Changed by someone else since the version named; `conflict` holds both values.
    Conflict,
    /// Something with the same key exists already.
    Duplicate,
    /// Still used by other records.
    InUse,
    /// The state machine does not allow this step now.
    NotAllowedNow,
    /// The idempotency key was used for a different request.
    KeyReused,
    /// A precondition header does not hold.
    PreconditionFailed,
    /// The body is larger than allowed.
    TooLarge,
    /// The body's media type is not one that is read here.
    UnsupportedMediaType,
    /// Too many requests; `Retry-After` says when.
    TooManyRequests,
    /// For now overloaded, locked or without its database; `Retry-After` says when to come again.
    Unavailable,
    /// The disk is full.
    StorageFull,
    /// A service behind this one can't be reached.
    BadGateway,
    /// Took longer than allowed.
    TimedOut,
    /// A defect of ours.
    Internal,
}

impl Code {
    /// The HTTP status and the title of the problem.
    pub const fn status_and_title(self) -> (u16, &'static str) {
        match self {
            Self::Malformed => (400, "The request can't be read"),
            Self::Invalid => (422, "Some fields need another look"),
            Self::Unauthenticated => (401, "Please sign in"),
            Self::Forbidden => (403, "You are not allowed to do this"),
            Self::NotFound => (404, "Not found"),
            Self::MethodNotAllowed => (405, "This address does not take that method"),
            Self::Conflict => (409, "Someone else changed this"),
            Self::Duplicate => (409, "This exists already"),
            Self::InUse => (409, "This is still in use"),
            Self::NotAllowedNow => (409, "This is not possible now"),
            Self::KeyReused => (422, "This idempotency key belongs to another request"),
            Self::PreconditionFailed => (412, "The record is not as you expected"),
            Self::TooLarge => (413, "The request is too large"),
            Self::UnsupportedMediaType => (415, "This kind of content is not read here"),
            Self::TooManyRequests => (429, "Too many requests"),
            Self::Unavailable => (503, "Not available for the moment"),
            Self::StorageFull => (507, "The disk is full"),
            Self::BadGateway => (502, "A service behind this one can't be reached"),
            Self::TimedOut => (504, "This took too long"),
            Self::Internal => (500, "Something went wrong on our side"),
        }
    }
}

/// One wrong field: its path in the request and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Path as in the request: `title`, `lines[3].quantity`.
    pub field: String,
    /// What is wrong, in plain words.
    pub message: String,
}

/// A failure with a public half, which a client sees, and a private half, which only the log sees.
#[derive(Debug)]
pub struct Problem {
    /// What kind of failure.
    pub code: Code,
    /// One plain sentence for the user.
    pub detail: String,
    /// The wrong fields, where there are any.
    pub errors: Vec<FieldError>,
    /// For [`Code::Conflict`]: the fields with both values, as JSON.
    pub conflict: Option<Box<serde_json::Value>>,
    /// Seconds after which another try makes sense.
    pub retry_after_seconds: Option<u32>,
    /// For the log alone.
    pub private: Option<Box<dyn error::Error + Send + Sync>>,
}

impl Problem {
    /// A failure with a sentence for the user.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            errors: Vec::new(),
            conflict: None,
            retry_after_seconds: None,
            private: None,
        }
    }

    /// One wrong field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::fields(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// Several wrong fields; the sentence is made of the first.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        let detail = errors.first().map(|e| format!("{} {}.", e.field, e.message)).unwrap_or_default();
        Self { errors, ..Self::new(Code::Invalid, detail) }
    }

    /// Not there, or not visible: `what` as in "This work order".
    pub fn not_found(what: &str) -> Self {
        Self::new(Code::NotFound, format!("{what} does not exist, or you may not see it."))
    }

    /// Signed in, but not allowed.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(Code::Forbidden, detail)
    }

    /// A defect or an outside failure; the cause goes to the log, never to the client.
    pub fn internal(cause: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        Self {
            private: Some(cause.into()),
            ..Self::new(
                Code::Internal,
                "The error has been written to the log. Please tell your administrator its number.",
            )
        }
    }

    /// Adds the cause for the log.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        self.private = Some(cause.into());
        self
    }

    /// Adds when to come again.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        self.code.status_and_title().0
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.status_and_title().1, self.detail)?;
        for error in self.errors.iter().skip(1) {
            write!(f, " {} {}.", error.field, error.message)?;
        }
        Ok(())
    }
}

impl error::Error for Problem {}
