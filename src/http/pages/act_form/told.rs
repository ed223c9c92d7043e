//! What an entry says (登记内容), as rows of a table: each field by the words of its form, amounts in yuan, codes by their names.
//! Not here: asking for it (`rows`).

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::app::docket_entry::sealed_id;
use crate::app::reading::MaskedPerson;
use crate::domain::id::CaseId;
use crate::domain::money::Fen;
use crate::http::pages::act_form::names::name_of;
use crate::http::pages::act_form::reading::shown;
use crate::http::pages::act_form::rows::Things;
use crate::http::pages::act_form::shape::{Member, Shape, Thing};
use crate::http::pages::frame::Frame;

/// The fields that hold the id of another case.
const CASES: [&str; 2] = ["case", "with"];

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRow {
    /// How deep it stands in groups.
    pub depth: usize,
    /// What it is called.
    pub label: String,
    /// What it says; nothing for the head of a group.
    pub value: String,
    /// Whether a group begins.
    pub is_group: bool,
    /// Where what it names is shown.
    pub to: Option<String>,
}

/// What is needed to tell of an entry.
#[derive(Debug)]
pub struct Telling<'a> {
    /// The frame of the page.
    pub f: &'a Frame,
    /// How things of the case and of the office are called.
    pub things: &'a Things,
    /// The case.
    pub case: CaseId,
    /// How many elements of its lists stand before those that are told.
    pub after: usize,
}

/// Puts people, as they are shown, in the place of the rows of the vault that an entry has.
pub(crate) fn put_people(value: &mut Value, people: &HashMap<String, MaskedPerson>) {
    if let Some(id) = sealed_id(value) {
        let shown = people.get(id).map(
            |person| json!({ "name": person.name, "id_number": person.id_number, "phone": person.phone }),
        );
        *value = shown.unwrap_or_default();
        return;
    }
    match value {
        Value::Object(object) => object.values_mut().for_each(|inner| put_people(inner, people)),
        Value::Array(list) => list.iter_mut().for_each(|inner| put_people(inner, people)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl Telling<'_> {
    /// The rows of some fields.
    #[must_use]
    pub fn rows(&self, members: &[Member], data: &Value) -> Vec<ToldRow> {
        let mut rows = Vec::new();
        self.group(members, data, 0, &mut rows);
        rows
    }

    fn group(&self, members: &[Member], data: &Value, depth: usize, rows: &mut Vec<ToldRow>) {
        for member in members {
            match data.get(&member.name) {
                None | Some(Value::Null) => {}
                Some(value) => self.member(member, value, depth, rows),
            }
        }
    }

    fn member(&self, member: &Member, value: &Value, depth: usize, rows: &mut Vec<ToldRow>) {
        let label = self.words(member);
        let head = |label: String| ToldRow { depth, label, value: String::new(), is_group: true, to: None };
        let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
        match &member.shape {
            Shape::Group(inner) => {
                rows.push(head(label));
                self.group(inner, value, depth + 1, rows);
            }
            Shape::Groups(inner) => {
                // A list inside a list is told from its beginning.
                let inside = Telling { after: 0, ..*self };
                for (no, one) in (self.after.saturating_add(1)..).zip(list) {
                    rows.push(head(format!("{label} {no}")));
                    inside.group(inner, one, depth + 1, rows);
                }
            }
            Shape::OneOf(inner) => {
                let chosen = inner.iter().find(|one| value.get(&one.name).is_some());
                let said = chosen.map(|one| self.words(one)).unwrap_or_default();
                rows.push(line(depth, label, said));
                if let Some((one, inside)) = chosen.and_then(|one| Some((one, value.get(&one.name)?))) {
                    self.chosen(one, inside, depth + 1, rows);
                }
            }
            Shape::Ticks(one) => {
                let said: Vec<String> = list.iter().map(|ticked| self.say(one, ticked)).collect();
                rows.push(line(depth, label, said.join(self.f.say("、", ", "))));
            }
            Shape::Lines => {
                let said: Vec<String> = list.iter().map(|line| shown(&Shape::Number, Some(line))).collect();
                rows.push(line(depth, label, said.join(self.f.say("；", "; "))));
            }
            shape => {
                let (value, to) = (self.say(shape, value), self.place(member, value));
                rows.push(ToldRow { depth, label, value, is_group: false, to });
            }
        }
    }

    /// What was chosen among several, under the row that says so.
    fn chosen(&self, one: &Member, inside: &Value, depth: usize, rows: &mut Vec<ToldRow>) {
        match &one.shape {
            Shape::Group(inner) => self.group(inner, inside, depth, rows),
            _ => self.member(one, inside, depth, rows),
        }
    }

    fn say(&self, shape: &Shape, value: &Value) -> String {
        let plain = shown(&Shape::Number, Some(value));
        match shape {
            Shape::Money => value.as_i64().map_or(plain, |fen| self.f.yuan(Fen(fen))),
            Shape::Flag => match value.as_bool() {
                Some(true) => self.f.say("是", "yes").to_owned(),
                Some(false) => self.f.say("否", "no").to_owned(),
                None => plain,
            },
            Shape::Code(codes) => {
                let named = codes.iter().find(|(code, ..)| *code == plain);
                named.map_or(plain, |(_, zh, en)| self.f.say(zh, en).to_owned())
            }
            Shape::Of(Thing::Entry) => format!("#{plain}"),
            Shape::Of(thing) => self.things.called(*thing, &plain).map_or(plain, str::to_owned),
            _ => plain,
        }
    }

    /// Where an entry or another case that a field names is shown.
    fn place(&self, member: &Member, value: &Value) -> Option<String> {
        match &member.shape {
            Shape::Of(Thing::Entry) => Some(format!("/cases/{}/docket/{}", self.case, value.as_u64()?)),
            Shape::Text { .. } if CASES.contains(&member.name.as_str()) => {
                let id: uuid::Uuid = value.as_str()?.parse().ok()?;
                Some(format!("/cases/{id}"))
            }
            _ => None,
        }
    }

    fn words(&self, member: &Member) -> String {
        let words = name_of(&member.owner, &member.name);
        words.map_or_else(|| member.name.clone(), |(zh, en)| self.f.say(zh, en).to_owned())
    }
}

fn line(depth: usize, label: String, value: String) -> ToldRow {
    ToldRow { depth, label, value, is_group: false, to: None }
}
