//! HTTP mechanics that every role shares.
