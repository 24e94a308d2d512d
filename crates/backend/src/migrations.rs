//! The schema, as numbered steps that are embedded and run at start. A step that has been released never changes;
//! later ones expand first and contract a release later, so that the previous binary keeps working.

use store::Migration;

macro_rules! migrations {
    ($($version:literal $name:literal $(down $down:literal)?;)*) => {
        /// All steps in order.
        pub const MIGRATIONS: &[Migration] = &[$(Migration {
            version: $version,
            name: $name,
            up: include_str!(concat!("migrations/", $name, ".sql")),
            down: migrations!(@down $($down)?),
        }),*];
    };
    (@down) => { None };
    (@down $down:literal) => { Some(include_str!(concat!("migrations/", $down, ".sql"))) };
}

migrations! {
    1 "0001_identity";
    2 "0002_sites";
    3 "0003_assets";
    4 "0004_parts";
    5 "0005_work_orders";
    6 "0006_preventive";
    7 "0007_files";
    8 "0008_search";
    9 "0009_settings";
    10 "0010_imports";
    11 "0011_views";
    12 "0012_meters";
}
