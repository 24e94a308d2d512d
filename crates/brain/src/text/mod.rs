//! Built-in understanding of text: a request in the words of the floor becomes a draft, without a model and without a network.
//! Stages, in order: tokens, language, spelling, spoken numbers, phrases of the lexicon, dates, readings, people, parts,
//! machines and places, cues, and at last the draft with its question. `docs/language.md` explains how each decides.

pub mod ask;
pub mod compose;
pub mod cues;
pub mod dates;
pub mod detect;
mod http;
pub mod lexicon;
pub mod link;
pub mod matching;
pub mod parts;
pub mod people;
pub mod rank;
pub mod readings;
pub mod register;
pub mod spelling;
pub mod spoken;
pub mod token;
mod understand;

pub use http::router;
pub use register::Index;
pub use understand::{Request, understand};
