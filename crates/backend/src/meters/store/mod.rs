//! Tables of this slice: `meters`, their `readings` with sums, keys and voids, `meter_events`, and condition rules.

mod lines;
mod meters;
mod readings;
mod rules;
mod sums;
mod turns;
mod write;

use contract::meters::{Quality, ReadingSource};
use kernel::Problem;

pub(crate) use lines::forget_keys;
pub(super) use lines::*;
pub(super) use meters::*;
pub(super) use readings::*;
pub(super) use rules::*;
pub(super) use sums::*;
pub(super) use turns::*;
pub(super) use write::*;

const fn quality_code(quality: Quality) -> i64 {
    match quality {
        Quality::Good => 1,
        Quality::Uncertain => 2,
        Quality::Bad => 3,
    }
}

fn quality(code: i64) -> Result<Quality, Problem> {
    match code {
        1 => Ok(Quality::Good),
        2 => Ok(Quality::Uncertain),
        3 => Ok(Quality::Bad),
        _ => Err(Problem::internal(format!("there is no quality {code}"))),
    }
}

const fn source_code(source: ReadingSource) -> i64 {
    match source {
        ReadingSource::Person => 1,
        ReadingSource::Import => 2,
        ReadingSource::Sensor => 3,
        ReadingSource::WorkOrder => 4,
    }
}

fn source(code: i64) -> Result<ReadingSource, Problem> {
    match code {
        1 => Ok(ReadingSource::Person),
        2 => Ok(ReadingSource::Import),
        3 => Ok(ReadingSource::Sensor),
        4 => Ok(ReadingSource::WorkOrder),
        _ => Err(Problem::internal(format!("there is no source {code}"))),
    }
}
