//! The role unified_ai.
