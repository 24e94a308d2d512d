//! The words that a work order's fields may hold, the same in the API, in code and in the database.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! words {
    ($($(#[$doc:meta])* $kind:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:tt,)* })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        pub enum $kind { $(
            $(#[$variant_doc])*
            #[serde(rename = $word)]
            $variant,
        )* }

        impl $kind {
            /// All of them, in their natural order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word, as in the API.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl FromStr for $kind {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(format!("must be one of: {}", [$($word),*].join(", "))),
                }
            }
        }
    )* };
}

words! {
    /// What kind of work it is.
    WorkKind {
        /// Repairs what failed or was found wrong.
        Corrective = "corrective",
        /// Done by plan so that nothing fails.
        Preventive = "preventive",
        /// Done because a condition asked for it.
        Predictive = "predictive",
        /// Looks and measures.
        Inspection = "inspection",
        /// Keeps people safe.
        Safety = "safety",
        /// Changes or builds something.
        Project = "project",
        /// Anything else.
        Other = "other",
    }

    /// How much it matters.
    Priority {
        /// Nobody has said.
        None = "none",
        /// When there is time.
        Low = "low",
        /// In its turn.
        Medium = "medium",
        /// Before others.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }

    /// Where an order stands.
    WorkOrderStatus {
        /// Being written; not yet asked for.
        Draft = "draft",
        /// Asked for.
        Open = "open",
        /// Its work, parts and hours are known.
        Planned = "planned",
        /// It has a time and people.
        Scheduled = "scheduled",
        /// Someone works on it.
        InProgress = "in_progress",
        /// Waits for something; the hold reason says for what.
        OnHold = "on_hold",
        /// The work is done; notes, time and cost may still be added.
        Completed = "completed",
        /// Checked and locked for good.
        Closed = "closed",
        /// Will not be done.
        Cancelled = "cancelled",
    }

    /// What a held order waits for.
    HoldReason {
        /// Parts.
        Parts = "parts",
        /// People.
        Labour = "labour",
        /// A permit to work.
        Permit = "permit",
        /// A vendor.
        Vendor = "vendor",
        /// Production to hand over the machine.
        Production = "production",
        /// Something else.
        Other = "other",
    }

    /// What money was spent on.
    CostCategory {
        /// People's time.
        Labour = "labour",
        /// Spare parts and material.
        Part = "part",
        /// Work and goods from outside.
        Vendor = "vendor",
        /// Anything else.
        Other = "other",
    }

    /// How one order relates to another.
    LinkKind {
        /// The other can't start before this one is done.
        Blocks = "blocks",
        /// It is about the same thing as the other.
        Duplicates = "duplicates",
        /// They have to do with each other.
        Relates = "relates",
        /// It was cut out of the other.
        SplitFrom = "split_from",
    }

    /// Which end of a link the order is that was asked about.
    LinkDirection {
        /// This order blocks, duplicates, relates to or was split from the other.
        Outgoing = "outgoing",
        /// The other way round.
        Incoming = "incoming",
    }

    /// Due dates in words, by the organisation's own calendar.
    DueFilter {
        /// Not finished and past its due date.
        Overdue = "overdue",
        /// Due on this day.
        Today = "today",
        /// Due in this week, Monday to Sunday.
        Week = "week",
        /// Without a due date.
        None = "none",
    }

    /// What a list may carry besides its lean rows.
    WorkOrderExtra {
        /// The steps that are possible now, for a board.
        Actions = "actions",
    }
}

impl WorkOrderStatus {
    /// Whether work is still ahead: everything before completion.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Completed | Self::Closed | Self::Cancelled)
    }

    /// As a person says it.
    pub const fn spoken(self) -> &'static str {
        match self {
            Self::Draft => "a draft",
            Self::Open => "open",
            Self::Planned => "planned",
            Self::Scheduled => "scheduled",
            Self::InProgress => "in progress",
            Self::OnHold => "on hold",
            Self::Completed => "completed",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Priority {
    /// 0 for none to 4 for urgent: the order in which lists sort.
    pub const fn rank(self) -> i64 {
        self as i64
    }

    /// The priority of a rank.
    pub fn from_rank(rank: i64) -> Option<Self> {
        usize::try_from(rank).ok().and_then(|rank| Self::ALL.get(rank).copied())
    }
}

/// What people call an order: `WO-1042`.
pub fn work_order_label(number: i64) -> String {
    format!("WO-{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_and_ranks_climb() {
        for &status in WorkOrderStatus::ALL {
            assert_eq!(status.name().parse(), Ok(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.name());
        }
        let schema = serde_json::to_value(<WorkOrderStatus as utoipa::PartialSchema>::schema()).unwrap();
        assert_eq!(schema["enum"][4], "in_progress", "the document for clients says the same words");
        assert!("done".parse::<WorkOrderStatus>().unwrap_err().contains("in_progress"));
        assert_eq!(Priority::from_rank(Priority::Urgent.rank()), Some(Priority::Urgent));
        assert_eq!((Priority::None.rank(), Priority::from_rank(5)), (0, None));
    }
}
