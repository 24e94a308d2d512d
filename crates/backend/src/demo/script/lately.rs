//! Work of the last few days that is done.

use super::{
    Act::{Book, Cancel, Close, Complete, Start},
    Order, PLAIN,
};

pub(super) const ORDERS: &[Order] = &[
    Order {
        asset: "CV-102",
        priority: "urgent",
        title: "Accumulation table stands still, line 1 down",
        to: &["priya"],
        made: 30.0,
        due: Some(-22.0),
        minutes: 30,
        tags: &["line 1"],
        steps: &[
            (29.8, "priya", Start),
            (29.2, "priya", Book(35, "Motor protection reset, belt freed")),
            (
                29.1,
                "priya",
                Complete(
                    "A cap had blocked the belt. Removed it, current back to 3.1 A.",
                    "Cap under the belt",
                ),
            ),
        ],
        ..PLAIN
    },
    Order {
        asset: "WA-101-P",
        kind: "preventive",
        title: "Grease washer pump",
        by: "anna",
        to: &["maria"],
        made: 190.0,
        due: Some(-20.0),
        minutes: 30,
        steps: &[
            (27.0, "maria", Start),
            (26.4, "maria", Book(30, "Greased both bearings")),
            (26.3, "maria", Complete("Greased, no noise.", "")),
            (6.0, "anna", Close),
        ],
        ..PLAIN
    },
    Order {
        asset: "LA-101",
        title: "Glue unit of labeller 1 does not heat",
        to: &["priya"],
        made: 52.0,
        due: Some(-20.0),
        minutes: 60,
        tags: &["line 1"],
        steps: &[
            (47.0, "priya", Start),
            (46.0, "priya", Book(65, "Heater cartridge and fuse")),
            (
                45.9,
                "priya",
                Complete("Heater cartridge changed, fuse 16 A changed.", "Cartridge short-circuited"),
            ),
            (28.0, "anna", Close),
        ],
        ..PLAIN
    },
    Order {
        asset: "BO-531-B",
        priority: "high",
        title: "Burner boiler 1 goes to lockout at start",
        to: &["tom"],
        by: "tom",
        made: 77.0,
        due: Some(-60.0),
        minutes: 90,
        steps: &[
            (76.5, "tom", Start),
            (75.0, "tom", Book(90, "Electrode changed, flame signal 42 µA")),
            (74.8, "tom", Complete("Ignition electrode changed and gap set to 3 mm.", "Electrode burnt off")),
            (50.0, "anna", Close),
        ],
        ..PLAIN
    },
    Order {
        asset: "FT-802",
        title: "Forklift 2: horn does not work",
        to: &["maria"],
        made: 54.0,
        due: Some(-30.0),
        minutes: 20,
        tags: &["warehouse"],
        steps: &[
            (53.0, "maria", Start),
            (52.7, "maria", Book(15, "Plug")),
            (52.6, "maria", Complete("Plug cleaned and greased.", "Corrosion")),
        ],
        ..PLAIN
    },
    Order {
        asset: "CP-201",
        title: "Capper 2 leaves caps crooked on 1.5 l",
        to: &["maria"],
        made: 101.0,
        due: Some(-70.0),
        minutes: 60,
        tags: &["line 2"],
        steps: &[
            (99.0, "maria", Start),
            (98.0, "maria", Book(50, "Star wheel timing")),
            (
                97.9,
                "maria",
                Complete("Timing of the star wheel set again, key on the shaft was worn.", "Worn key"),
            ),
            (80.0, "anna", Close),
        ],
        ..PLAIN
    },
    Order {
        asset: "CI-711",
        title: "CIP: caustic concentration too low at the end",
        to: &["tom"],
        made: 128.0,
        due: Some(-90.0),
        minutes: 60,
        steps: &[
            (120.0, "tom", Start),
            (119.0, "tom", Book(55, "Dosing pump membrane")),
            (
                118.9,
                "tom",
                Complete("Membrane of the dosing pump changed, probe calibrated at 2.0 %.", "Torn membrane"),
            ),
            (100.0, "anna", Close),
        ],
        ..PLAIN
    },
    Order {
        asset: "CV-202",
        title: "Outfeed line 2 squeals",
        made: 60.0,
        minutes: 30,
        steps: &[(58.0, "anna", Cancel("Reported twice; the other order has the work."))],
        ..PLAIN
    },
];
