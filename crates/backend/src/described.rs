//! For tests over every operation: what the OpenAPI document says about each, so that an operation, a parameter or a
//! field that is new is tested without being named.

use serde_json::{Map, Value, json};

/// An operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub method: String,
    /// Its address, with `{id}` and the like.
    pub path: String,
    /// Parameters behind the `?`.
    pub query: Vec<Field>,
    /// The media type of the body; empty without one.
    pub media: String,
    /// The body, where it is JSON.
    pub body: Option<Described>,
}

impl Operation {
    /// For messages: `POST /api/v1/sites`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub fn has_parameter(&self, name: &str) -> bool {
        self.query.iter().any(|parameter| parameter.at == name)
    }

    /// Whether it may change something.
    pub fn writes(&self) -> bool {
        self.method != "GET"
    }
}

/// A body and all that it may hold, however deep.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub fields: Vec<Field>,
}

/// A place in a body.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// As in the answers: `template.asset_ids[0]`.
    pub at: String,
    pub kind: Kind,
    schema: Value,
}

/// What a place holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Id,
    Text,
    Password,
    Choice,
    Day,
    Instant,
    Whole,
    Number,
    Truth,
    List,
    Record,
    /// Names of the client's choice with values.
    Map,
}

impl Field {
    /// Names of the fields that a record must have.
    pub fn required(&self) -> impl Iterator<Item = &str> {
        self.schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    /// What a choice is between.
    pub fn choices(&self) -> Vec<String> {
        let choices = self.schema["enum"].as_array().into_iter().flatten();
        choices.filter_map(Value::as_str).map(ToOwned::to_owned).collect()
    }

    /// The last name, without its place in a list.
    pub fn leaf(&self) -> &str {
        let last = self.at.rsplit('.').next().unwrap_or(&self.at);
        last.split('[').next().unwrap_or(last)
    }
}

/// Every operation of the backend.
pub(crate) fn described() -> Vec<Operation> {
    let document = serde_json::to_value(crate::openapi()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            let Some(operation) = item.get(method) else { continue };
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let mut query = Vec::new();
            for parameter in parameters.iter().filter(|parameter| parameter["in"] == "query") {
                walk(&document, &parameter["schema"], parameter["name"].as_str().unwrap(), &mut query);
            }
            let body = operation.pointer("/requestBody/content/application~1json/schema").map(|schema| {
                let mut fields = Vec::new();
                walk(&document, schema, "", &mut fields);
                Described { fields }
            });
            let content = operation.pointer("/requestBody/content").and_then(Value::as_object);
            let media = content.and_then(|content| content.keys().next()).cloned().unwrap_or_default();
            let method = method.to_uppercase();
            operations.push(Operation { method, path: path.clone(), query, media, body });
        }
    }
    operations
}

fn walk(document: &Value, schema: &Value, at: &str, into: &mut Vec<Field>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let schema = document.pointer(reference.trim_start_matches('#')).unwrap();
        return walk(document, schema, at, into);
    }
    for several in ["oneOf", "allOf", "anyOf"] {
        for schema in schema[several].as_array().into_iter().flatten() {
            walk(document, schema, at, into);
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        single => single.as_str().into_iter().collect(),
    };
    let Some(kind) = types.iter().find(|name| **name != "null") else { return };
    let kind = match (*kind, schema["format"].as_str().unwrap_or_default()) {
        ("string", _) if schema["enum"].is_array() => Kind::Choice,
        ("string", "uuid") => Kind::Id,
        ("string", "date") => Kind::Day,
        ("string", "date-time") => Kind::Instant,
        ("string", "password") => Kind::Password,
        ("string", _) => Kind::Text,
        ("integer", _) => Kind::Whole,
        ("number", _) => Kind::Number,
        ("boolean", _) => Kind::Truth,
        ("array", _) => Kind::List,
        ("object", _) if schema["additionalProperties"].is_object() => Kind::Map,
        ("object", _) => Kind::Record,
        other => panic!("{at} is {other:?}: say in described.rs what that is"),
    };
    if !into.iter().any(|field| field.at == at) {
        into.push(Field { at: at.to_owned(), kind, schema: schema.clone() });
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        let below = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        walk(document, schema, &below, into);
    }
    if kind == Kind::List {
        walk(document, &schema["items"], &format!("{at}[0]"), into);
    }
}

impl Described {
    /// Fields of this kind; the body itself is none.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.kind == kind && !field.at.is_empty())
    }

    /// Puts a value into a body. What is on the way there and not yet in the body is made as small as it can be.
    pub fn put(&self, body: &mut Value, at: &str, value: Value) {
        let mut here = body;
        let mut so_far = String::new();
        for name in at.split('.') {
            let (name, in_list) = name.strip_suffix("[0]").map_or((name, false), |name| (name, true));
            if !here.is_object() {
                *here = self.smallest(&so_far);
            }
            here = here.as_object_mut().unwrap().entry(name).or_insert(Value::Null);
            so_far = if so_far.is_empty() { name.to_owned() } else { format!("{so_far}.{name}") };
            if in_list {
                if here.as_array().is_none_or(Vec::is_empty) {
                    *here = json!([null]);
                }
                here = &mut here[0];
                so_far.push_str("[0]");
            }
        }
        *here = value;
    }

    /// A record with no more than it needs.
    fn smallest(&self, at: &str) -> Value {
        let mut record = Map::new();
        for field in self.fields.iter().filter(|field| field.at == at && field.kind == Kind::Record) {
            for name in field.required() {
                let below = format!("{at}.{name}");
                let needed = self.fields.iter().find(|field| field.at == below);
                record.insert(name.to_owned(), needed.map_or(Value::Null, |needed| self.sample(needed)));
            }
        }
        Value::Object(record)
    }

    /// A value that the place may hold.
    pub fn sample(&self, field: &Field) -> Value {
        match field.kind {
            Kind::Choice => field.schema["enum"][0].clone(),
            Kind::Text | Kind::Password => json!("text"),
            Kind::Day => json!("2026-12-01"),
            Kind::Instant => json!("2026-12-01T08:00:00Z"),
            Kind::Whole | Kind::Number => json!(2),
            Kind::Truth => json!(true),
            Kind::List => json!([]),
            Kind::Map => json!({}),
            Kind::Record => self.smallest(&field.at),
            Kind::Id => json!(crate::plant::NOBODY),
        }
    }
}

/// Whether an answer names this field, or what stands in it, as wrong. Places in lists count alike.
pub(crate) fn names_field(wrong: &[String], at: &str) -> bool {
    let plain = |text: &str| {
        text.split('[').map(|part| part.split_once(']').map_or(part, |p| p.1)).collect::<String>()
    };
    let at = plain(at);
    wrong
        .iter()
        .map(|field| plain(field))
        .any(|field| field.strip_prefix(&at).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

#[test]
fn a_field_deep_in_a_body_can_be_filled() {
    let operations = described();
    let plan = operations.iter().find(|one| one.name() == "POST /api/v1/maintenance-plans").unwrap();
    let body = plan.body.as_ref().unwrap();
    let mut value = json!({});
    body.put(&mut value, "template.asset_ids[0]", json!("a"));
    body.put(&mut value, "levels[0].name", json!("Yearly"));
    assert_eq!(
        value,
        json!({"template": {"asset_ids": ["a"]}, "levels": [{"every_nth": 2, "name": "Yearly"}]})
    );
    assert!(body.of(Kind::Id).any(|field| field.at == "template.assignee_ids[0]"));
    assert!(names_field(&["template.asset_ids[3]".to_owned()], "template.asset_ids[0]"));
    assert!(!names_field(&["template".to_owned()], "template.asset_ids[0]"));
}
