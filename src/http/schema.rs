//! Values against the published schemas (模式校验): what `openapi.json` says is what is enforced,
//! and every violation is said at once, in both languages.
//! Not here: the schemas (derived on the types), and rules of law (the domain's).

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{Draft, JsonType, ValidationError, Validator};
use serde_json::{Value, json};

use crate::app::error::{Error, Violation, at};
use crate::domain::refusal::{Words, words};
use crate::http::forms::form_words;
use crate::http::json::step;
use crate::http::openapi;

/// Checks a value against a schema of the published components, by name.
///
/// # Errors
/// When there is no such schema, which is ours to mend.
pub fn validate(schema: &str, value: &Value) -> Result<Vec<Violation>, Error> {
    Ok(compiled(schema)?.violations(value))
}

/// A schema, ready to check values, and the document that it is part of.
struct Compiled {
    validator: Validator,
    document: Value,
}

impl Compiled {
    fn of(document: Value) -> Result<Compiled, ValidationError<'static>> {
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        Ok(Compiled { validator: options.build(&document)?, document })
    }

    fn violations(&self, value: &Value) -> Vec<Violation> {
        let mut violations: Vec<Violation> =
            self.validator.iter_errors(value).flat_map(|error| self.explain(&error)).collect();
        violations.sort();
        violations.dedup();
        violations
    }

    /// What one error of the validator means to the caller; some mean several things.
    fn explain(&self, error: &ValidationError<'_>) -> Vec<Violation> {
        let here = error.instance_path().as_str();
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected }
            | ValidationErrorKind::UnevaluatedProperties { unexpected } => unexpected
                .iter()
                .map(|field| {
                    at(step(here, field), "unknown_field", words("未知字段", "This field is unknown."))
                })
                .collect(),
            ValidationErrorKind::Required { property } => {
                let field = property.as_str().unwrap_or_default();
                vec![at(step(here, field), "required", words("缺少必填项", "This field is required."))]
            }
            ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } => {
                self.explain_branches(error, context)
            }
            kind => {
                let (code, said) = explain_leaf(kind);
                vec![at(here, code, said)]
            }
        }
    }

    /// Where one of several shapes would do, the caller meant the one whose field is there, if each is made of one field;
    /// else the one that is nearest: not `null` when something was given, then the one whose tag fits, then the one with the
    /// fewest errors.
    fn explain_branches(
        &self,
        error: &ValidationError<'_>,
        branches: &[Vec<ValidationError<'_>>],
    ) -> Vec<Violation> {
        let here = error.instance_path().as_str();
        let explained =
            |branch: &Vec<ValidationError<'_>>| branch.iter().flat_map(|error| self.explain(error)).collect();
        if let (Some(fields), Some(given)) = (self.alternatives(error), error.instance().as_object()) {
            let mut present = (0..).zip(&fields).filter(|(_, field)| given.contains_key(*field));
            return match (present.next(), present.next()) {
                (Some((meant, _)), None) => branches.get(meant).map(explained).unwrap_or_default(),
                _ => vec![at(here, "one_of", exactly_one(&fields))],
            };
        }
        let misfit = |branch: &[ValidationError<'_>]| {
            branch.iter().any(|error| {
                let wrong_type = error.instance_path().as_str() == here
                    && matches!(error.kind(), ValidationErrorKind::Type { .. });
                let wrong_tag = matches!(
                    error.kind(),
                    ValidationErrorKind::Constant { .. } | ValidationErrorKind::Enum { .. }
                ) && error.instance_path().as_str() != here;
                wrong_type || wrong_tag
            })
        };
        let nearest =
            branches.iter().filter(|branch| !misfit(branch)).min_by_key(|branch| branch.len()).or_else(
                || {
                    let not_null = branches.iter().filter(|branch| !only_null(branch));
                    not_null.min_by_key(|branch| branch.len())
                },
            );
        let none = || {
            vec![at(here, "one_of", words("不符合任何一种允许的形式", "Fits none of the allowed shapes."))]
        };
        nearest.map_or_else(none, explained)
    }

    /// The fields of which exactly one is given, where every shape that would do is an object of one required field.
    fn alternatives(&self, error: &ValidationError<'_>) -> Option<Vec<String>> {
        let shapes = self.document.pointer(error.schema_path().as_str())?.as_array()?;
        shapes.iter().map(|shape| only_field(shape).map(str::to_owned)).collect()
    }
}

/// The compiled schema of this name; compiled once.
fn compiled(schema: &str) -> Result<Arc<Compiled>, Error> {
    static COMPILED: OnceLock<RwLock<HashMap<String, Arc<Compiled>>>> = OnceLock::new();
    let compiled = COMPILED.get_or_init(RwLock::default);
    if let Some(known) = compiled.read().unwrap_or_else(PoisonError::into_inner).get(schema) {
        return Ok(Arc::clone(known));
    }
    let new = Arc::new(compile(schema)?);
    compiled.write().unwrap_or_else(PoisonError::into_inner).insert(schema.to_owned(), Arc::clone(&new));
    Ok(new)
}

fn compile(schema: &str) -> Result<Compiled, Error> {
    let document = json!({
        "$ref": format!("#/components/schemas/{schema}"),
        "components": { "schemas": openapi::published().pointer("/components/schemas") },
    });
    Compiled::of(document)
        .map_err(|error| Error::Broken(format!("schema {schema} does not compile: {error}")))
}

/// The one field of a shape that has just this one, required.
fn only_field(shape: &Value) -> Option<&str> {
    let properties = shape.get("properties")?.as_object()?;
    let required = shape.get("required")?.as_array()?;
    let field = properties.keys().next().filter(|_| properties.len() == 1)?;
    required.iter().any(|name| name == field.as_str()).then_some(field)
}

fn exactly_one(fields: &[String]) -> Words {
    let listed = fields.join(", ");
    words(
        format!("应恰好填写下列各项之一：{listed}"),
        format!("Exactly one of these must be given: {listed}."),
    )
}

fn only_null(branch: &[ValidationError<'_>]) -> bool {
    branch.iter().any(|error| {
        matches!(error.kind(), ValidationErrorKind::Type { kind: TypeKind::Single(JsonType::Null) })
    })
}

/// Code and words of an error that means one thing.
fn explain_leaf(kind: &ValidationErrorKind) -> (&'static str, Words) {
    match kind {
        ValidationErrorKind::Type { kind } => {
            let (zh, en) = type_names(kind);
            ("type", words(format!("应为{zh}"), format!("Must be of type {en}.")))
        }
        ValidationErrorKind::Enum { options } => {
            let options = listed(options);
            ("enum", words(format!("应为下列之一：{options}"), format!("Must be one of: {options}.")))
        }
        ValidationErrorKind::Constant { expected_value } => {
            ("const", words(format!("应为 {expected_value}"), format!("Must be {expected_value}.")))
        }
        ValidationErrorKind::Format { format } => ("format", format_words(format)),
        ValidationErrorKind::Pattern { pattern } => ("pattern", pattern_words(pattern)),
        ValidationErrorKind::Minimum { limit } | ValidationErrorKind::ExclusiveMinimum { limit } => {
            ("minimum", words(format!("不得小于 {limit}"), format!("Must be at least {limit}.")))
        }
        ValidationErrorKind::Maximum { limit } | ValidationErrorKind::ExclusiveMaximum { limit } => {
            ("maximum", words(format!("不得大于 {limit}"), format!("Must be at most {limit}.")))
        }
        kind => explain_size(kind),
    }
}

/// Code and words of what is too long, too short, too many, too few; and of the rest.
fn explain_size(kind: &ValidationErrorKind) -> (&'static str, Words) {
    match kind {
        ValidationErrorKind::MaxLength { limit } => {
            ("max_length", words(format!("不得超过 {limit} 个字符"), format!("At most {limit} characters.")))
        }
        ValidationErrorKind::MinLength { limit } => {
            ("min_length", words(format!("不得少于 {limit} 个字符"), format!("At least {limit} characters.")))
        }
        ValidationErrorKind::MaxItems { limit } => {
            ("max_items", words(format!("不得超过 {limit} 项"), format!("At most {limit} items.")))
        }
        ValidationErrorKind::MinItems { limit } => {
            ("min_items", words(format!("不得少于 {limit} 项"), format!("At least {limit} items.")))
        }
        ValidationErrorKind::UniqueItems => ("unique_items", words("各项不得重复", "Items must not repeat.")),
        other => {
            let rule = other.keyword();
            ("schema", words(format!("不符合模式规则 {rule}"), format!("Breaks the schema's rule {rule}.")))
        }
    }
}

/// The types in Chinese and as JSON Schema calls them.
fn type_names(kind: &TypeKind) -> (String, String) {
    let mut types: Vec<JsonType> = match kind {
        TypeKind::Single(one) => vec![*one],
        TypeKind::Multiple(several) => several.iter().collect(),
    };
    types.sort_by_key(|one| *one == JsonType::Null);
    let zh: Vec<&str> = types.iter().map(|one| chinese(*one)).collect();
    let en: Vec<String> = types.iter().map(ToString::to_string).collect();
    (zh.join("或"), en.join(" or "))
}

fn chinese(one: JsonType) -> &'static str {
    match one {
        JsonType::Array => "列表（数组）",
        JsonType::Boolean => "真假值（true、false）",
        JsonType::Integer => "整数",
        JsonType::Null => "空值（null）",
        JsonType::Number => "数字",
        JsonType::Object => "对象（一组字段）",
        JsonType::String => "文本",
    }
}

fn pattern_words(pattern: &str) -> Words {
    form_words(pattern)
        .unwrap_or_else(|| words(format!("格式应符合 {pattern}"), format!("Must have the form {pattern}.")))
}

fn listed(options: &Value) -> String {
    let texts: Vec<String> = options
        .as_array()
        .into_iter()
        .flatten()
        .map(|option| option.as_str().map_or_else(|| option.to_string(), str::to_owned))
        .collect();
    texts.join(", ")
}

fn format_words(format: &str) -> Words {
    match format {
        "date" => words("应为存在的日期，格式 YYYY-MM-DD", "Must be a day that exists, as YYYY-MM-DD."),
        "date-time" => words("应为 RFC 3339 时间", "Must be an RFC 3339 date and time."),
        "uuid" => words("应为 UUID", "Must be a UUID."),
        other => words(format!("格式应为 {other}"), format!("Must have the format {other}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::error::Place;

    fn found(schema: &Value, value: &Value) -> Vec<(String, &'static str)> {
        let compiled = Compiled::of(schema.clone()).unwrap();
        let place = |violation: &Violation| match &violation.place {
            Place::Body(pointer) => pointer.clone(),
            place => panic!("{place:?}"),
        };
        compiled.violations(value).iter().map(|violation| (place(violation), violation.code)).collect()
    }

    fn one(pointer: &str, code: &'static str) -> Vec<(String, &'static str)> {
        vec![(pointer.to_owned(), code)]
    }

    #[test]
    fn a_day_that_does_not_exist_is_a_violation() {
        let schema = json!({ "properties": { "on": { "type": "string", "format": "date" },
            "id": { "type": "string", "format": "uuid" } } });
        assert!(found(&schema, &json!({ "on": "2024-02-29" })).is_empty());
        let wrong = json!({ "on": "2021-02-30", "id": "7" });
        assert_eq!(found(&schema, &wrong), [one("/id", "format"), one("/on", "format")].concat());
    }

    #[test]
    fn what_may_be_null_is_judged_by_its_other_shape() {
        let inner = json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": "integer" } },
            "additionalProperties": false });
        let schema = json!({ "properties": { "x": { "oneOf": [{ "type": "null" }, inner] } } });
        assert!(found(&schema, &json!({ "x": null })).is_empty());
        assert_eq!(
            found(&schema, &json!({ "x": { "b": 1 } })),
            [one("/x/a", "required"), one("/x/b", "unknown_field")].concat()
        );
        assert_eq!(found(&schema, &json!({ "x": "text" })), one("/x", "type"));
    }

    #[test]
    fn a_tagged_shape_is_judged_by_its_tag() {
        let shape = |tag: &str, field: &str| {
            json!({ "type": "object", "required": ["kind", field], "additionalProperties": false,
                "properties": { "kind": { "type": "string", "enum": [tag] }, field: { "type": "integer" } } })
        };
        let schema = json!({ "oneOf": [shape("worker", "age"), shape("employer", "staff")] });
        assert_eq!(
            found(&schema, &json!({ "kind": "employer", "staff": "many", "x": 1 })),
            [one("/staff", "type"), one("/x", "unknown_field")].concat()
        );
        assert_eq!(found(&schema, &json!(7)), one("", "type"));
    }
    /// Each shape has one field: which one was meant is seen by the field, however wrong its value is.
    #[test]
    fn of_shapes_with_one_field_each_exactly_one_is_given() {
        let inner = json!({ "type": "object", "required": ["a", "b", "c"],
            "properties": { "a": {}, "b": {}, "c": {} }, "additionalProperties": false });
        let shape = |field: &str, of: &Value| json!({ "type": "object", "required": [field], "additionalProperties": false, "properties": { field: of } });
        let who = json!({ "oneOf": [shape("worker", &inner), shape("employer", &inner)] });
        let schema = json!({ "properties": { "who": { "$ref": "#/$defs/Who" } }, "$defs": { "Who": who } });
        for neither_or_both in [json!({}), json!({ "worker": {}, "employer": {} }), json!({ "x": 1 })] {
            assert_eq!(found(&schema, &json!({ "who": neither_or_both })), one("/who", "one_of"));
        }
        assert_eq!(
            found(&schema, &json!({ "who": { "employer": {}, "x": 1 } })),
            [
                one("/who/employer/a", "required"),
                one("/who/employer/b", "required"),
                one("/who/employer/c", "required"),
                one("/who/x", "unknown_field")
            ]
            .concat()
        );
        let said = Compiled::of(schema).unwrap().violations(&json!({ "who": {} }));
        assert_eq!(said[0].words.zh, "应恰好填写下列各项之一：worker, employer");
    }

    #[test]
    fn types_and_forms_are_said_in_the_callers_language() {
        let schema = json!({ "properties": { "n": { "type": ["integer", "null"] },
            "t": { "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$" } } });
        let said = Compiled::of(schema).unwrap().violations(&json!({ "n": "x", "t": "9:30" }));
        let zh: Vec<&str> = said.iter().map(|violation| violation.words.zh.as_str()).collect();
        assert_eq!(zh, ["应为整数或空值（null）", "应为24小时制的 HH:MM，如 09:30"]);
        assert_eq!(said[0].words.en, "Must be of type integer or null.");
    }
}
