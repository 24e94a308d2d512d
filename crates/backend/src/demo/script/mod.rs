//! What goes on at the plant right now, as a script: who reports what, who does what, and when.

mod ahead;
mod lately;

/// One step of an order: hours before now, who, and what they do.
pub(super) type Step = (f64, &'static str, Act);

/// What someone does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    Start,
    /// Why, and what is waited for.
    Hold(&'static str, &'static str),
    Say(&'static str),
    /// Minutes, and what was done.
    Book(i64, &'static str),
    /// What was done, and why it happened.
    Complete(&'static str, &'static str),
    Close,
    Cancel(&'static str),
}

/// An order and what happens to it.
#[derive(Debug)]
pub(super) struct Order {
    /// Code of the asset.
    pub asset: &'static str,
    pub kind: &'static str,
    pub priority: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    /// Who asks for it.
    pub by: &'static str,
    /// Who does it.
    pub to: &'static [&'static str],
    /// Hours before now.
    pub made: f64,
    /// Hours from now; negative is late.
    pub due: Option<f64>,
    /// Estimate.
    pub minutes: i64,
    pub tags: &'static [&'static str],
    pub steps: &'static [Step],
}

/// An order without a story yet.
const PLAIN: Order = Order {
    asset: "FL-101",
    kind: "corrective",
    priority: "medium",
    title: "",
    description: "",
    by: "elif",
    to: &[],
    made: 0.0,
    due: None,
    minutes: 60,
    tags: &[],
    steps: &[],
};

/// Everything that happens.
pub(super) fn all() -> Vec<&'static Order> {
    ahead::ORDERS.iter().chain(lately::ORDERS).collect()
}
