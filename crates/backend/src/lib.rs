//! The role unified_backend: the product's slices; alone opens the database.
