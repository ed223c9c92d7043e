//! What an act says, as the fields of its form (已登记内容填回表单): the way back from `reading`. Not here: how they are drawn.

use serde_json::{Map, Value};

use crate::domain::act::Act;
use crate::http::pages::act_form::reading::{self, shown};
use crate::http::pages::act_form::shape::{Member, PERSON, Shape, Thing};
use crate::http::pages::posted::Posted;

/// The data of an act, as its body has them.
#[must_use]
pub fn data_of(act: &Act) -> Value {
    let mut whole = serde_json::to_value(act).unwrap_or_default();
    whole.get_mut("data").map(Value::take).unwrap_or_default()
}

/// Whether the form of an act can hold what was recorded of it, so that nothing is lost by sending it again. It cannot where
/// people come with the act, whose data nobody reads back in the clear, and where a list is longer than a form.
#[must_use]
pub fn can_be_asked(members: &[Member], data: &Value) -> bool {
    let again = reading::body(members, &Posted::from_fields(fields(members, data)));
    !brings_people(members) && again == told(members, data)
}

/// The fields of a form that says this.
#[must_use]
pub fn fields(members: &[Member], data: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    group(members, "", data, &mut found);
    found
}

/// Which things of the case or the office are named in a body, by what is sent of them.
#[must_use]
pub fn named(members: &[Member], body: &Value) -> Vec<(Thing, String)> {
    let mut found = Vec::new();
    for (name, value) in fields(members, body) {
        let shape = name.strip_prefix('/').and_then(|rest| reading::shape_at(members, rest));
        let thing = match shape {
            Some(Shape::Of(thing)) => Some(*thing),
            Some(Shape::Ticks(one)) => match **one {
                Shape::Of(thing) => Some(thing),
                _ => None,
            },
            _ => None,
        };
        found.extend(thing.filter(|_| !value.is_empty()).map(|thing| (thing, value)));
    }
    found
}

fn group(members: &[Member], at: &str, data: &Value, found: &mut Vec<(String, String)>) {
    for member in members {
        if let Some(value) = data.get(&member.name) {
            field(&member.shape, format!("{at}/{}", member.name), value, found);
        }
    }
}

fn field(shape: &Shape, pointer: String, value: &Value, found: &mut Vec<(String, String)>) {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    match shape {
        Shape::Group(members) => group(members, &pointer, value, found),
        Shape::Groups(members) => {
            for (index, one) in list.iter().enumerate() {
                group(members, &format!("{pointer}/{index}"), one, found);
            }
        }
        Shape::OneOf(members) => {
            let chosen = members.iter().find(|member| value.get(&member.name).is_some());
            found.extend(chosen.map(|member| (pointer.clone(), member.name.clone())));
            group(members, &pointer, value, found);
        }
        Shape::Ticks(one) => {
            found.extend(list.iter().map(|ticked| (pointer.clone(), shown(one, Some(ticked)))));
        }
        Shape::Text { .. }
        | Shape::Date
        | Shape::Number
        | Shape::Money
        | Shape::Flag
        | Shape::Code(_)
        | Shape::Of(_)
        | Shape::Lines => found.push((pointer, shown(shape, Some(value)))),
    }
}

/// What a form would say of it: what is empty is not there, and neither is what the register wrote and nobody is asked.
fn told(members: &[Member], data: &Value) -> Map<String, Value> {
    let of_member = |member: &Member| {
        let value = data.get(&member.name).and_then(|value| told_value(&member.shape, value))?;
        Some((member.name.clone(), value))
    };
    members.iter().filter_map(of_member).collect()
}

fn told_value(shape: &Shape, value: &Value) -> Option<Value> {
    let is_some = |told: &Map<String, Value>| !told.is_empty();
    match (shape, value) {
        (_, Value::Null) => None,
        (Shape::Group(members), _) => Some(told(members, value)).filter(is_some).map(Value::Object),
        (Shape::Groups(members), Value::Array(list)) => {
            let groups = list.iter().map(|one| told(members, one)).filter(is_some).map(Value::Object);
            Some(groups.collect::<Vec<_>>()).filter(|groups| !groups.is_empty()).map(Value::Array)
        }
        (Shape::OneOf(members), _) => {
            let chosen = members.iter().find(|member| value.get(&member.name).is_some())?;
            let inside = value.get(&chosen.name).and_then(|inside| told_value(&chosen.shape, inside));
            let inside = inside.unwrap_or_else(|| Value::Object(Map::new()));
            Some(Value::Object(Map::from_iter([(chosen.name.clone(), inside)])))
        }
        (_, Value::Array(list)) => Some(list).filter(|list| !list.is_empty()).cloned().map(Value::Array),
        (_, Value::String(text)) => {
            let text = text.trim().replace("\r\n", "\n");
            Some(text).filter(|text| !text.is_empty()).map(Value::String)
        }
        (_, other) => Some(other.clone()),
    }
}

fn brings_people(members: &[Member]) -> bool {
    members.iter().any(|member| match &member.shape {
        Shape::Group(inner) | Shape::Groups(inner) | Shape::OneOf(inner) => {
            inner.iter().any(|one| one.owner == PERSON) || brings_people(inner)
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::http::pages::act_form::shape;

    #[test]
    fn what_was_recorded_fills_the_form_that_says_it_again() {
        let cases = [
            ("AcceptanceBody", json!({ "procedure": "ordinary", "number": "1号" })),
            (
                "AwardBody",
                json!({ "scope": "whole", "items": [
                    { "claim": 1, "amount": 1_000_050, "decision": "granted", "finality": "final" },
                    { "claim": 2, "decision": "dismissed", "finality": "final" } ] }),
            ),
            ("CorrectionNoticeBody", json!({ "items": ["身份证明", "劳动合同"], "due_on": "2021-12-15" })),
        ];
        for (schema, data) in cases {
            let members = shape::body(schema);
            assert!(can_be_asked(&members, &data), "{schema}: {:?}", fields(&members, &data));
        }
        let award = shape::body("AwardBody");
        let filled = fields(&award, &json!({ "items": [{ "claim": 2, "amount": 5 }] }));
        let expected = [("/items/0/claim", "2"), ("/items/0/amount", "0.05")];
        for (name, value) in expected {
            assert!(filled.contains(&(name.to_owned(), value.to_owned())), "{filled:?}");
        }
        assert_eq!(named(&award, &json!({ "items": [{ "claim": 2 }] })), [(Thing::Claim, "2".to_owned())]);
    }

    #[test]
    fn what_the_form_would_lose_is_not_asked() {
        let long: Vec<Value> =
            (0..=reading::GROUPS_MAX).map(|_| json!({ "claim": 1, "amount": 5 })).collect();
        assert!(!can_be_asked(&shape::body("AwardBody"), &json!({ "items": long })));
        assert!(!can_be_asked(&shape::body("AgentAppointmentBody"), &json!({ "party": 1 })));
        assert!(!can_be_asked(&shape::body("ReceiptBody"), &json!({})));
    }
}
