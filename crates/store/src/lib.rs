//! One handle over SQLite and PostgreSQL; it knows no noun.
