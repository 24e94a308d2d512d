//! The role ai_brain.
