//! The nouns as they travel: one file a slice, and the table of permissions.
