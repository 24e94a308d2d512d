//! How failures of the database become problems that a client can act on.

use kernel::{Code, Problem};

use crate::Error;

/// What a failed statement means to a client where the operation has not said something better.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Busy => {
                Self::new(Code::Unavailable, "The server is very busy. Please try again in a moment.")
                    .retry_after(1)
                    .because(error)
            }
            Error::Locked => Self::new(
                Code::Unavailable,
                "Another program holds the database. Nothing was lost; please try again in a moment.",
            )
            .retry_after(5)
            .because(error),
            Error::Unavailable(_) => Self::new(
                Code::Unavailable,
                "The database can't be reached just now. Please try again in a moment.",
            )
            .retry_after(5)
            .because(error),
            Error::Full => Self::new(
                Code::StorageFull,
                "The server's disk is full, so nothing could be saved. Please tell your administrator.",
            )
            .because(error),
            Error::TimeLimit => {
                Self::new(Code::TimedOut, "This question took too long. A smaller period or a filter helps.")
                    .because(error)
            }
            Error::Unique { ref columns, .. } => {
                let field =
                    columns.iter().rfind(|column| *column != "organization_id").map_or("id", String::as_str);
                let field = field.strip_suffix("_key").unwrap_or(field).to_owned();
                Self {
                    errors: vec![kernel::FieldError {
                        field: field.clone(),
                        message: "is already used by another record".to_owned(),
                    }],
                    ..Self::new(
                        Code::Duplicate,
                        format!("Another record already has this {}.", field.replace('_', " ")),
                    )
                }
                .because(error)
            }
            Error::ForeignKey { .. } => Self::new(
                Code::InUse,
                "Another record that is named here does not exist, or this one is still in use by others.",
            )
            .because(error),
            other => Self::internal(other),
        }
    }
}
