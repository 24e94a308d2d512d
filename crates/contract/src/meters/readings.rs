//! Readings: what a meter showed at an instant.

use jiff::Timestamp;
use kernel::{ConditionRuleId, Limit, MeterId, Quantity, WorkOrderId};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, SeqAccess, Visitor, value},
};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr,
        schema::{ArrayBuilder, OneOfBuilder, Schema},
    },
};

use super::Evaluation;

/// How far a reading is to be trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// As it should be.
    #[default]
    Good,
    /// Counts, but was estimated or hard to read.
    Uncertain,
    /// Is kept, but counts for nothing.
    Bad,
}

/// Where a reading comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReadingSource {
    /// Somebody read it.
    Person,
    /// It came with a file.
    Import,
    /// A program sent it.
    Sensor,
    /// It was noted while working on an order.
    WorkOrder,
}

/// One reading. A meter has at most one at an instant that is not voided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reading {
    /// When it was read; with the meter it names the reading.
    pub recorded_at: Timestamp,
    /// What it showed; of a characteristic the place of the word, from 0.
    pub value: Quantity,
    /// The word, of a characteristic.
    pub choice: Option<String>,
    /// Of a counter: how much since the reading before, over rollovers, resets and replacements.
    pub delta: Option<Quantity>,
    /// How far to trust it.
    pub quality: Quality,
    /// Where it comes from.
    pub source: ReadingSource,
    /// Who brought it.
    pub by_name: Option<String>,
    /// The order on which it was noted.
    #[schema(value_type = Option<Uuid>)]
    pub work_order_id: Option<WorkOrderId>,
    /// What is to be known about it.
    pub note: Option<String>,
    /// When it arrived here.
    pub received_at: Timestamp,
    /// When it was voided.
    pub voided_at: Option<Timestamp>,
    /// Who voided it.
    pub voided_by: Option<String>,
    /// Why it was voided.
    pub void_reason: Option<String>,
}

/// A reading to keep.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewReading {
    /// When it was read; now when left out. At most five minutes ahead of the server's clock.
    #[serde(deserialize_with = "kernel::within_years")]
    pub recorded_at: Option<Timestamp>,
    /// What it showed; of a characteristic `choice` instead.
    pub value: Option<Quantity>,
    /// The word, of a characteristic.
    pub choice: Option<String>,
    /// How far to trust it; good when left out.
    pub quality: Quality,
    /// Where it comes from. When left out: a person's in a browser, a sensor's with a token, an order's where one is named.
    pub source: Option<ReadingSource>,
    /// The order on which it was noted.
    #[schema(value_type = Option<Uuid>)]
    pub work_order_id: Option<WorkOrderId>,
    /// Of a counter: it passed its rollover value since the reading before.
    pub rollover: bool,
    /// What is to be known about it, at most 500 characters.
    pub note: Option<String>,
    /// A name of the sender's for this reading, at most 100 characters: sent again within 30 days it is not kept twice.
    pub key: Option<String>,
}

/// One reading, or a list of up to 10,000.
#[derive(Clone, Debug, PartialEq)]
pub enum Readings {
    /// One.
    One(NewReading),
    /// Several; all of them are kept, or none.
    Many(Vec<NewReading>),
}

impl PartialSchema for Readings {
    fn schema() -> RefOr<Schema> {
        let one = RefOr::Ref(Ref::from_schema_name(NewReading::name()));
        let many = ArrayBuilder::new().items(one.clone()).max_items(Some(10_000)).build();
        OneOfBuilder::new().item(one).item(Schema::Array(many)).into()
    }
}

impl ToSchema for Readings {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((NewReading::name().into_owned(), NewReading::schema()));
        NewReading::schemas(schemas);
    }
}

impl Serialize for Readings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(reading) => reading.serialize(serializer),
            Self::Many(readings) => readings.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Readings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Readings;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a reading or a list of readings")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Readings, A::Error> {
                Deserialize::deserialize(value::SeqAccessDeserializer::new(list)).map(Readings::Many)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Readings, A::Error> {
                Deserialize::deserialize(value::MapAccessDeserializer::new(map)).map(Readings::One)
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

/// Readings of many meters at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingBatch {
    /// Up to 10,000; all of them are kept, or none.
    pub readings: Vec<BatchReading>,
}

/// A reading of a batch, with the meter's id or code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BatchReading {
    /// The meter.
    #[schema(value_type = Option<Uuid>)]
    pub meter_id: Option<MeterId>,
    /// The meter's code, in place of its id.
    pub meter: Option<String>,
    /// When it was read; now when left out. At most five minutes ahead of the server's clock.
    #[serde(deserialize_with = "kernel::within_years")]
    pub recorded_at: Option<Timestamp>,
    /// What it showed; of a characteristic `choice` instead.
    pub value: Option<Quantity>,
    /// The word, of a characteristic.
    pub choice: Option<String>,
    /// How far to trust it; good when left out.
    pub quality: Quality,
    /// Where it comes from; see a single reading.
    pub source: Option<ReadingSource>,
    /// The order on which it was noted.
    #[schema(value_type = Option<Uuid>)]
    pub work_order_id: Option<WorkOrderId>,
    /// Of a counter: it passed its rollover value since the reading before.
    pub rollover: bool,
    /// What is to be known about it.
    pub note: Option<String>,
    /// A name of the sender's for this reading, at most 100 characters: sent again within 30 days it is not kept twice.
    pub key: Option<String>,
}

impl BatchReading {
    /// The reading without its meter.
    pub fn into_reading(self) -> NewReading {
        NewReading {
            recorded_at: self.recorded_at,
            value: self.value,
            choice: self.choice,
            quality: self.quality,
            source: self.source,
            work_order_id: self.work_order_id,
            rollover: self.rollover,
            note: self.note,
            key: self.key,
        }
    }
}

/// What became of readings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReadingsTaken {
    /// How many are kept.
    pub created: i64,
    /// How many were kept before: the same meter, instant and value, or the same key.
    pub duplicates: i64,
    /// What the condition rules said to the latest of them, for each rule.
    pub evaluations: Vec<RuleEvaluation>,
}

/// What a rule said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RuleEvaluation {
    /// The rule.
    #[schema(value_type = Uuid)]
    pub rule_id: ConditionRuleId,
    /// Its name.
    pub rule: String,
    /// What it said, and why.
    pub evaluation: Evaluation,
    /// The order that it made or joined.
    #[schema(value_type = Option<Uuid>)]
    pub work_order_id: Option<WorkOrderId>,
    /// The order's short number.
    pub work_order_number: Option<String>,
}

/// Which readings to list; latest first.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReadingFilter {
    /// Read at or after.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub from: Option<Timestamp>,
    /// Read before.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub to: Option<Timestamp>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// Voids a reading: it stays to be seen and counts no more. The right one may then be added for the same instant.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidReading {
    /// Which: the instant at which it was read, exactly.
    #[serde(deserialize_with = "kernel::within_years")]
    pub recorded_at: Timestamp,
    /// Why.
    pub reason: String,
}

/// Which span of a meter's readings to look at.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SeriesFilter {
    /// Where it begins; 30 days before the end when left out.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub from: Option<Timestamp>,
    /// Where it ends, itself not included; now when left out.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub to: Option<Timestamp>,
    /// How many buckets at most, 1–2000; 200 when left out.
    pub points: Option<u16>,
}

/// A span of readings in buckets of one width. Readings of bad quality and voided ones are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Series {
    /// Where it begins. Long spans begin at a full hour or, longer still, at a full day in UTC.
    pub from: Timestamp,
    /// Where it ends, itself not included.
    pub to: Timestamp,
    /// How wide a bucket is.
    pub bucket_seconds: f64,
    /// What the buckets were made of.
    pub made_of: SeriesGrain,
    /// Buckets that hold readings, in order.
    pub buckets: Vec<SeriesBucket>,
}

/// What a series is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeriesGrain {
    /// The readings themselves.
    Readings,
    /// Sums by the hour.
    Hours,
    /// Sums by the day in UTC.
    Days,
}

/// One bucket of a series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SeriesBucket {
    /// Where it begins.
    pub at: Timestamp,
    /// The lowest reading in it.
    pub min: Quantity,
    /// The highest.
    pub max: Quantity,
    /// Their mean.
    pub mean: f64,
    /// The last.
    pub last: Quantity,
    /// How many there are.
    pub count: i64,
}

/// Asks when a counter will reach a value.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProjectionFilter {
    /// The value, as the counter will show it if it is not set back before.
    #[param(value_type = f64)]
    pub value: String,
}

/// When a counter will reach a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Projection {
    /// The value.
    pub value: Quantity,
    /// Whether the latest reading has reached it.
    pub reached: bool,
    /// When it will be reached at the daily average; nothing where it is reached, or where there is no average.
    pub expected_at: Option<Timestamp>,
    /// The daily average that this is based on.
    pub average_per_day: Option<f64>,
}
