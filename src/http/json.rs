//! Strict JSON (严格 JSON): what serde_json would let pass and nobody means is a violation here:
//! a key that appears twice, control characters, nesting without end. Every finding at once.
//! Not here: whether the value fits its schema (`schema`).

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::app::error::{Violation, at};
use crate::domain::refusal::words;

/// How deep objects and arrays may nest.
pub const JSON_DEPTH_MAX: usize = 32;

/// The largest whole number that a float holds exactly: 2^53.
const EXACT_FLOAT_MAX: f64 = 9_007_199_254_740_992.0;

/// Parses strictly. The value comes with what is wrong with it; syntax errors leave no value.
///
/// # Errors
/// One violation, where the text is not JSON at all.
pub fn parse(bytes: &[u8]) -> Result<(Value, Vec<Violation>), Violation> {
    let found = RefCell::new(Vec::new());
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let seed = Strict { pointer: String::new(), depth: 0, found: &found };
    let parsed = seed.deserialize(&mut source).and_then(|value| source.end().map(|()| value));
    match parsed {
        Ok(value) => Ok((value, found.into_inner())),
        Err(error) => Err(syntax_violation(&error)),
    }
}

fn syntax_violation(error: &serde_json::Error) -> Violation {
    let (line, column) = (error.line(), error.column());
    let zh = format!("不是合法的 JSON（第{line}行第{column}列）");
    at("", "json_syntax", words(zh, format!("This is not valid JSON (line {line}, column {column}).")))
}

/// One step of a JSON pointer.
#[must_use]
pub fn step(pointer: &str, part: &str) -> String {
    format!("{pointer}/{}", part.replace('~', "~0").replace('/', "~1"))
}

/// Whether text has control characters other than tab and line ends.
fn has_controls(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

struct Strict<'a> {
    pointer: String,
    depth: usize,
    found: &'a RefCell<Vec<Violation>>,
}

impl Strict<'_> {
    fn find(&self, pointer: &str, code: &'static str, zh: &str, en: &str) {
        self.found.borrow_mut().push(at(pointer, code, words(zh, en)));
    }

    fn inner(&self, part: &str) -> Strict<'_> {
        Strict { pointer: step(&self.pointer, part), depth: self.depth + 1, found: self.found }
    }

    fn check_depth<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.depth < JSON_DEPTH_MAX { Ok(()) } else { Err(E::custom("nested too deep")) }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    /// `1.0` is a whole number to JSON Schema, and so it is here.
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        if value.fract() == 0.0 && value.abs() <= EXACT_FLOAT_MAX {
            return format!("{value:.0}").parse::<i64>().map(Value::from).map_err(E::custom);
        }
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        if has_controls(text) {
            self.find(&self.pointer, "control_character", "含有控制字符", "Control characters are refused.");
        }
        Ok(Value::String(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let mut items = Vec::new();
        while let Some(item) = source.next_element_seed(self.inner(&items.len().to_string()))? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let mut object = Map::new();
        while let Some(key) = source.next_key::<String>()? {
            let inner = self.inner(&key);
            if has_controls(&key) {
                return Err(A::Error::custom("control character in a key"));
            }
            if object.contains_key(&key) {
                self.find(&inner.pointer, "duplicate_key", "该项出现了两次", "This key appears twice.");
            }
            let value = source.next_value_seed(inner)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn codes(text: &str) -> Vec<(String, &'static str)> {
        let (_, found) = parse(text.as_bytes()).unwrap();
        found
            .into_iter()
            .map(|violation| match violation.place {
                crate::app::error::Place::Body(pointer) => (pointer, violation.code),
                place => panic!("{place:?}"),
            })
            .collect()
    }

    #[test]
    fn plain_json_is_itself() {
        let (value, found) = parse(r#"{"a":[1,-2,2.5,3.0,null,true,"行\n"]}"#.as_bytes()).unwrap();
        assert_eq!(value, json!({"a": [1, -2, 2.5, 3, null, true, "行\n"]}));
        assert!(found.is_empty());
    }

    #[test]
    fn twice_the_same_key_and_control_characters_are_found_together() {
        assert_eq!(
            codes(r#"{"a":1,"b":{"c/d":1,"c/d":2},"a":"\u0000"}"#),
            [
                ("/b/c~1d".to_owned(), "duplicate_key"),
                ("/a".to_owned(), "duplicate_key"),
                ("/a".to_owned(), "control_character"),
            ]
        );
    }

    #[test]
    fn what_is_not_json_says_where() {
        for text in ["", "{", "{\"a\":1,}", "nul", "1 2", "\"\\ud800\"", "[1e999]"] {
            assert_eq!(parse(text.as_bytes()).unwrap_err().code, "json_syntax", "{text}");
        }
        let deep = format!("{}1{}", "[".repeat(33), "]".repeat(33));
        assert_eq!(parse(deep.as_bytes()).unwrap_err().code, "json_syntax");
        let shallow = format!("{}1{}", "[".repeat(32), "]".repeat(32));
        assert!(parse(shallow.as_bytes()).is_ok());
    }
}
