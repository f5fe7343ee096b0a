//! Where values differ.

use serde_json::Value;

/// Where two JSON values differ first.
#[must_use]
pub fn difference(expected: &Value, found: &Value) -> Option<(String, Value, Value)> {
    let within = |step: String, inner: Option<(String, Value, Value)>| {
        inner.map(|(path, expected, found)| (step + &path, expected, found))
    };
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let names =
                expected.keys().chain(found.keys().filter(|&key| !expected.contains_key(key)));
            names.into_iter().find_map(|name| {
                let of = |object: &serde_json::Map<String, Value>| {
                    object.get(name).cloned().unwrap_or(Value::String("nothing".to_owned()))
                };
                within(format!(".{name}"), difference(&of(expected), &of(found)))
            })
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            expected.iter().zip(found).enumerate().find_map(|(index, (expected, found))| {
                within(format!("[{index}]"), difference(expected, found))
            })
        }
        _ if expected == found => None,
        _ => Some((String::new(), expected.clone(), found.clone())),
    }
}
