//! Work that is ahead, under way or waiting.

use super::{
    Act::{Book, Hold, Say, Start},
    Order, PLAIN,
};

pub(super) const ORDERS: &[Order] = &[
    // In progress.
    Order {
        asset: "FL-101-V",
        priority: "urgent",
        title: "Filling valves 7 and 8 drip after stop",
        description: "Product on the floor below the carousel every time the line stops. About half a litre an hour.",
        to: &["maria"],
        made: 5.5,
        due: Some(2.0),
        minutes: 90,
        tags: &["line 1", "leak"],
        steps: &[
            (3.2, "maria", Start),
            (
                2.6,
                "maria",
                Say("Gaskets of both valves are cut. I take two sets from A1 and check 6 and 9 as well."),
            ),
            (1.1, "elif", Say("Thank you. Line is planned to run again at two.")),
            (0.8, "maria", Book(75, "Valve 7 done, valve 8 open")),
        ],
        ..PLAIN
    },
    Order {
        asset: "CO-502",
        priority: "high",
        title: "Compressor 2 runs hot, 104 °C",
        description: "Temperature climbs slowly over the shift and falls after an hour of rest.",
        by: "tom",
        to: &["tom"],
        made: 27.0,
        due: Some(6.0),
        minutes: 180,
        tags: &["compressed air"],
        steps: &[
            (25.0, "tom", Start),
            (
                24.0,
                "tom",
                Say(
                    "Cooler is full of lint from the hall. Cleaning it first, then I look at the thermostat.",
                ),
            ),
            (23.0, "tom", Book(95, "Cooler cleaned")),
        ],
        ..PLAIN
    },
    Order {
        asset: "LA-201",
        title: "Labels wander to the left on 0.5 l format",
        description: "Starts after about twenty minutes of running.",
        to: &["priya"],
        made: 9.0,
        due: Some(5.0),
        minutes: 60,
        tags: &["line 2"],
        steps: &[
            (4.0, "priya", Start),
            (3.4, "priya", Say("Web sensor looks fine. Watching the brake at speed.")),
        ],
        ..PLAIN
    },
    Order {
        asset: "BO-532",
        kind: "inspection",
        title: "Yearly inner inspection boiler 2",
        description: "Boiler is cold and open. The surveyor comes tomorrow at nine.",
        by: "anna",
        to: &["tom", "priya"],
        made: 340.0,
        due: Some(26.0),
        minutes: 480,
        tags: &["statutory"],
        steps: &[(28.0, "tom", Start), (22.0, "tom", Book(240, "Opened, flushed, seals laid out"))],
        ..PLAIN
    },
    // On hold.
    Order {
        asset: "CO-501",
        priority: "high",
        title: "Main motor bearing of compressor 1 is loud",
        description: "Bearing noise at the drive end, 78 °C at the housing.",
        by: "tom",
        to: &["tom"],
        made: 122.0,
        due: Some(40.0),
        minutes: 300,
        tags: &["compressed air"],
        steps: &[
            (118.0, "tom", Start),
            (117.0, "tom", Book(60, "Measured and greased, vibration 6.1 mm/s")),
            (116.5, "tom", Hold("Bearing 6311-C3 is not in the store. Anna has ordered two.", "parts")),
            (90.0, "anna", Say("Delivery is promised for the day after tomorrow.")),
        ],
        ..PLAIN
    },
    Order {
        asset: "FT-803",
        title: "Mast chain of forklift 3 is stretched",
        by: "maria",
        to: &["maria"],
        made: 170.0,
        due: Some(70.0),
        minutes: 120,
        tags: &["warehouse", "lifting gear"],
        steps: &[
            (150.0, "maria", Start),
            (149.0, "maria", Hold("Hublift measures and changes it under warranty on Thursday.", "vendor")),
        ],
        ..PLAIN
    },
    Order {
        asset: "WA-101",
        priority: "high",
        title: "Washer drum chain jumps at full speed",
        description: "Can only be repaired with the drum empty and the bath drained.",
        to: &["maria", "tom"],
        made: 60.0,
        due: Some(30.0),
        minutes: 360,
        tags: &["line 1"],
        steps: &[
            (50.0, "maria", Start),
            (49.0, "maria", Hold("Production hands over the washer on Saturday at six.", "production")),
        ],
        ..PLAIN
    },
    Order {
        asset: "PT-921",
        kind: "safety",
        title: "Tighten busbar joints of transformer hall 1",
        by: "priya",
        to: &["priya"],
        made: 200.0,
        due: Some(96.0),
        minutes: 240,
        tags: &["high voltage"],
        steps: &[
            (190.0, "priya", Start),
            (189.5, "priya", Hold("Switching permit from the grid operator is asked for.", "permit")),
        ],
        ..PLAIN
    },
    // Late.
    Order {
        asset: "CV-103",
        priority: "high",
        title: "Outfeed conveyor: side guide loose at the bend",
        description: "Bottles fall about twice an hour.",
        to: &["maria"],
        made: 98.0,
        due: Some(-26.0),
        minutes: 45,
        tags: &["line 1"],
        ..PLAIN
    },
    Order {
        asset: "HV-902",
        priority: "low",
        title: "Laboratory too warm in the afternoon",
        to: &["priya"],
        made: 290.0,
        due: Some(-74.0),
        minutes: 90,
        ..PLAIN
    },
    Order {
        asset: "WT-602",
        kind: "preventive",
        title: "Refill salt and check hardness after the softener",
        by: "anna",
        to: &["tom"],
        made: 240.0,
        due: Some(-5.0),
        minutes: 40,
        ..PLAIN
    },
    Order {
        asset: "EG-922",
        kind: "inspection",
        title: "Monthly test run generator",
        by: "anna",
        to: &["priya"],
        made: 220.0,
        due: Some(-50.0),
        minutes: 45,
        tags: &["statutory"],
        ..PLAIN
    },
    Order {
        asset: "SW-302",
        title: "Stretch wrapper 2: turntable does not stop in position",
        to: &["priya"],
        made: 130.0,
        due: Some(-12.0),
        minutes: 60,
        tags: &["packing"],
        steps: &[(11.0, "elif", Say("Happens with every third pallet now."))],
        ..PLAIN
    },
    // Today.
    Order {
        asset: "CP-101",
        kind: "inspection",
        title: "Check closing torque capper 1",
        by: "anna",
        to: &["maria"],
        made: 75.0,
        due: Some(3.0),
        minutes: 45,
        tags: &["quality"],
        ..PLAIN
    },
    Order {
        asset: "CT-521",
        kind: "safety",
        title: "Legionella sample cooling tower",
        by: "anna",
        to: &["tom"],
        made: 160.0,
        due: Some(4.0),
        minutes: 25,
        tags: &["statutory"],
        ..PLAIN
    },
    Order {
        asset: "IN-912",
        priority: "high",
        title: "Camera line 2 loses its light every few minutes",
        to: &["priya"],
        made: 4.0,
        due: Some(3.5),
        minutes: 45,
        tags: &["line 2", "quality"],
        ..PLAIN
    },
    Order {
        asset: "SY-702",
        title: "Syrup pump whistles at high speed",
        description: "Only above 40 Hz. Pressure is normal.",
        to: &["tom"],
        made: 21.0,
        due: Some(5.0),
        minutes: 60,
        ..PLAIN
    },
    Order {
        asset: "RD-813",
        priority: "low",
        title: "Fast door: warning light flickers",
        to: &["priya"],
        made: 46.0,
        due: Some(6.0),
        minutes: 20,
        tags: &["warehouse"],
        ..PLAIN
    },
    Order {
        asset: "FL-201",
        kind: "preventive",
        title: "Grease carousel bearings line 2",
        by: "anna",
        to: &["maria"],
        made: 150.0,
        due: Some(7.0),
        minutes: 60,
        tags: &["line 2"],
        ..PLAIN
    },
    // This week and later.
    Order {
        asset: "CH-512",
        kind: "preventive",
        title: "Wash condenser chiller 2",
        by: "anna",
        to: &["tom"],
        made: 120.0,
        due: Some(28.0),
        minutes: 120,
        ..PLAIN
    },
    Order {
        asset: "AD-501",
        kind: "preventive",
        title: "Clean condensate drains of the dryer",
        by: "anna",
        to: &["tom"],
        made: 100.0,
        due: Some(31.0),
        minutes: 60,
        tags: &["compressed air"],
        ..PLAIN
    },
    Order {
        asset: "PA-301",
        title: "Palletiser 1 loses its reference once a shift",
        to: &["priya"],
        made: 70.0,
        due: Some(47.0),
        minutes: 120,
        tags: &["packing"],
        steps: &[(60.0, "priya", Say("Logged the drive overnight. Encoder cable is my first guess."))],
        ..PLAIN
    },
    Order {
        asset: "WT-601-P",
        kind: "predictive",
        priority: "high",
        title: "RO pump: vibration has doubled since spring",
        description: "4.8 mm/s at the drive end, outer ring frequency in the spectrum. Change the bearings before it gets loud.",
        by: "anna",
        to: &["maria"],
        made: 52.0,
        due: Some(72.0),
        minutes: 240,
        ..PLAIN
    },
    Order {
        asset: "SY-703",
        kind: "preventive",
        title: "Change gaskets of the pasteuriser plates",
        by: "anna",
        to: &["maria", "tom"],
        made: 260.0,
        due: Some(120.0),
        minutes: 420,
        ..PLAIN
    },
    Order {
        asset: "FT-801",
        kind: "inspection",
        title: "Yearly safety test forklift 1",
        by: "anna",
        to: &[],
        made: 90.0,
        due: Some(140.0),
        minutes: 60,
        tags: &["statutory", "lifting gear"],
        ..PLAIN
    },
    Order {
        asset: "FT-804",
        kind: "inspection",
        title: "Yearly safety test reach truck",
        by: "anna",
        to: &[],
        made: 90.0,
        due: Some(141.0),
        minutes: 60,
        tags: &["statutory", "lifting gear"],
        ..PLAIN
    },
    Order {
        asset: "HV-901",
        kind: "preventive",
        title: "Change pocket filters hall 1",
        by: "anna",
        to: &["priya"],
        made: 80.0,
        due: Some(190.0),
        minutes: 75,
        ..PLAIN
    },
    Order {
        asset: "FL-101",
        kind: "project",
        priority: "low",
        title: "Fit drip tray with drain below the carousel",
        by: "helena",
        to: &["maria"],
        made: 400.0,
        due: Some(330.0),
        minutes: 480,
        tags: &["line 1"],
        ..PLAIN
    },
    Order {
        asset: "CV-302",
        priority: "low",
        title: "Case conveyor 2: paint is peeling at leg 4",
        made: 33.0,
        minutes: 30,
        ..PLAIN
    },
    Order {
        asset: "DD-812",
        title: "Dock leveller 2 sinks slowly under load",
        made: 2.5,
        minutes: 60,
        priority: "high",
        tags: &["warehouse"],
        ..PLAIN
    },
    Order {
        asset: "IN-913",
        title: "Brix meter shows 0.3 too much against the laboratory",
        made: 1.4,
        minutes: 45,
        tags: &["quality"],
        ..PLAIN
    },
    Order {
        asset: "D",
        kind: "inspection",
        priority: "high",
        title: "Excavator D: check swing brake before the night shift",
        by: "anna",
        to: &["tom"],
        made: 12.0,
        due: Some(8.0),
        minutes: 60,
        tags: &["fleet"],
        ..PLAIN
    },
];
