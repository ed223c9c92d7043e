//! A form as its template draws it (表单的行): one row behind the other, with what is filled in, what can be chosen, and what
//! was found wrong beside each. Not here: what a form asks (`shape`).

use std::collections::HashMap;

use serde_json::Value;

use crate::http::pages::act_form::names::{hint_of, name_of};
use crate::http::pages::act_form::numbers::said;
use crate::http::pages::act_form::reading::shown;
use crate::http::pages::act_form::shape::{Member, Shape, Thing};
use crate::http::pages::frame::Frame;
use crate::http::pages::notes::Note;

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// What can be chosen, of each kind of thing.
#[derive(Debug, Clone, Default)]
pub struct Things {
    /// The parties.
    pub parties: Vec<(String, String)>,
    /// The claims.
    pub claims: Vec<(String, String)>,
    /// The entries.
    pub entries: Vec<(String, String)>,
    /// The people of the office.
    pub people: Vec<(String, String)>,
    /// Whether the office has more of them than can be chosen from: then a name or a login is typed.
    pub has_more_people: bool,
    /// The hearing rooms.
    pub rooms: Vec<(String, String)>,
}

/// The most parties or claims that are chosen from a list; where there are more their numbers are typed.
const CHOICES_MAX: usize = 200;

impl Things {
    /// Whether there are so many of a thing that it is typed.
    fn are_typed(&self, thing: Thing) -> bool {
        match thing {
            Thing::Person => self.has_more_people,
            Thing::Party | Thing::Claim => self.of(thing).len() > CHOICES_MAX,
            Thing::Entry | Thing::Room => false,
        }
    }

    /// What one of them is called, by what is sent of it.
    #[must_use]
    pub fn called(&self, thing: Thing, value: &str) -> Option<&str> {
        self.of(thing).iter().find(|(known, _)| known == value).map(|(_, label)| label.as_str())
    }

    /// Keeps one to choose from that is not offered otherwise; unnamed, it is called by its number.
    pub fn keep(&mut self, thing: Thing, value: &str, label: Option<String>) {
        let known = match thing {
            Thing::Party => &mut self.parties,
            Thing::Claim => &mut self.claims,
            Thing::Entry => &mut self.entries,
            Thing::Person => &mut self.people,
            Thing::Room => &mut self.rooms,
        };
        if known.iter().all(|(known, _)| known != value) {
            known.push((value.to_owned(), label.unwrap_or_else(|| value.to_owned())));
        }
    }

    fn of(&self, thing: Thing) -> &[(String, String)] {
        match thing {
            Thing::Party => &self.parties,
            Thing::Claim => &self.claims,
            Thing::Entry => &self.entries,
            Thing::Person => &self.people,
            Thing::Room => &self.rooms,
        }
    }
}

/// A field with its words, its value and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is called in what is sent: a JSON pointer into the body.
    pub name: String,
    /// What it is called in the page.
    pub id: String,
    /// What people read.
    pub label: String,
    /// What else is to be known before it is filled in; mostly nothing.
    pub hint: String,
    /// What is filled in.
    pub value: String,
    /// Whether it must be.
    pub required: bool,
    /// What was found wrong.
    pub notes: Vec<Note>,
}

impl Field {
    /// A field of a form that is no act's, which must be filled in; what is wrong stands at `/name`.
    #[must_use]
    pub fn plain(name: &str, (label, value): (&str, &str), notes: &[Note]) -> Field {
        let pointer = format!("/{name}");
        Field {
            name: name.to_owned(),
            id: name.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
            value: value.to_owned(),
            required: false,
            notes: notes.iter().filter(|note| note.pointer == pointer).cloned().collect(),
        }
    }
}

/// A row of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A group of fields begins.
    Open(Field),
    /// A group of fields ends.
    Close,
    /// One line; the type of its input.
    Input(Field, &'static str),
    /// Several lines.
    Area(Field),
    /// One of a list.
    Choose(Field, Vec<Choice>),
    /// Any of a list.
    Tick(Field, Vec<Choice>),
    /// Room for one more group of the list of this name.
    More(Field),
}

/// What a form is drawn with.
#[derive(Debug)]
pub struct Drawing<'a> {
    /// The frame of the page.
    pub f: &'a Frame,
    /// What can be chosen.
    pub things: &'a Things,
    /// What was found wrong.
    pub notes: &'a [Note],
    /// How many groups a list has at least, by its pointer: somebody asked for more.
    pub groups_min: HashMap<String, usize>,
}

impl Drawing<'_> {
    /// The rows of some fields of a body.
    #[must_use]
    pub fn rows(&self, members: &[Member], body: &Value) -> Vec<Row> {
        let mut rows = Vec::new();
        self.group(members, "", body, &mut rows);
        rows
    }

    fn group(&self, members: &[Member], at: &str, body: &Value, rows: &mut Vec<Row>) {
        for member in members {
            let pointer = format!("{at}/{}", member.name);
            self.member(member, &pointer, body.get(&member.name), rows);
        }
    }

    fn member(&self, member: &Member, pointer: &str, value: Option<&Value>, rows: &mut Vec<Row>) {
        let field = self.field(member, pointer, shown(&member.shape, value));
        match &member.shape {
            Shape::Text { long: false } => rows.push(Row::Input(field, "text")),
            Shape::Text { long: true } | Shape::Lines => rows.push(Row::Area(field)),
            Shape::Date => rows.push(Row::Input(field, "date")),
            // Not `number`: its wheel and its arrows change what was typed.
            Shape::Number | Shape::Money => rows.push(Row::Input(field, "text")),
            Shape::Flag => {
                let both = [("true", self.f.say("是", "yes")), ("false", self.f.say("否", "no"))];
                let choices = both.map(|(code, said)| (code.to_owned(), said.to_owned()));
                let chosen = chosen(&choices, &[field.value.as_str()]);
                rows.push(Row::Choose(field, chosen));
            }
            Shape::Of(thing) if self.things.are_typed(*thing) => rows.push(Row::Input(field, "text")),
            Shape::Code(_) | Shape::Of(_) => {
                let chosen = chosen(&self.choices(&member.shape), &[field.value.as_str()]);
                rows.push(Row::Choose(field, chosen));
            }
            Shape::Ticks(one) => rows.push(self.ticks(one, field, value)),
            Shape::Group(members) => {
                rows.push(Row::Open(self.may_be_left_out(field)));
                self.group(members, pointer, value.unwrap_or(&Value::Null), rows);
                rows.push(Row::Close);
            }
            Shape::Groups(members) => self.groups(members, field, value, rows),
            Shape::OneOf(members) => self.one_of(members, field, value, rows),
        }
    }

    /// What can be ticked; or, of very many, the numbers of those that are meant.
    fn ticks(&self, one: &Shape, field: Field, value: Option<&Value>) -> Row {
        let ticked = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if let Shape::Of(thing) = one
            && self.things.are_typed(*thing)
        {
            return Row::Input(Field { value: said(ticked), ..field }, "text");
        }
        let ticked: Vec<String> = ticked.iter().map(|one| shown(&Shape::Number, Some(one))).collect();
        let ticked: Vec<&str> = ticked.iter().map(String::as_str).collect();
        Row::Tick(field, chosen(&self.choices(one), &ticked))
    }

    fn groups(&self, members: &[Member], field: Field, value: Option<&Value>, rows: &mut Vec<Row>) {
        let groups = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let least = self.groups_min.get(&field.name).copied().unwrap_or(1);
        let (pointer, label) = (field.name.clone(), field.label.clone());
        rows.push(Row::Open(field.clone()));
        for index in 0..groups.len().max(least) {
            let name = format!("{pointer}/{index}");
            rows.push(Row::Open(Field {
                id: id_of(&name),
                label: format!("{label} {}", index + 1),
                hint: String::new(),
                notes: self.notes_at(&name),
                required: false,
                name: name.clone(),
                ..field.clone()
            }));
            self.group(members, &name, groups.get(index).unwrap_or(&Value::Null), rows);
            rows.push(Row::Close);
        }
        rows.push(Row::More(field));
        rows.push(Row::Close);
    }

    fn one_of(&self, members: &[Member], field: Field, value: Option<&Value>, rows: &mut Vec<Row>) {
        let present = |member: &&Member| value.is_some_and(|value| value.get(&member.name).is_some());
        let given = members.iter().find(present).map_or("", |member| member.name.as_str());
        let named = |member: &Member| (member.name.clone(), self.words(member));
        let choices: Vec<(String, String)> = members.iter().map(named).collect();
        let pointer = field.name.clone();
        // What is wrong is said once, at the choice itself.
        rows.push(Row::Open(Field { notes: Vec::new(), ..field.clone() }));
        rows.push(Row::Choose(Field { hint: String::new(), ..field }, chosen(&choices, &[given])));
        for member in members {
            let inside = value.and_then(|value| value.get(&member.name));
            self.member(member, &format!("{pointer}/{}", member.name), inside, rows);
        }
        rows.push(Row::Close);
    }

    fn field(&self, member: &Member, pointer: &str, value: String) -> Field {
        let unit = if member.shape == Shape::Money { self.f.say("（元）", " (yuan)") } else { "" };
        let lines =
            if member.shape == Shape::Lines { self.f.say("（每行一项）", " (one a line)") } else { "" };
        Field {
            name: pointer.to_owned(),
            id: id_of(pointer),
            label: format!("{}{unit}{lines}", self.words(member)),
            hint: self.hint(member),
            value,
            required: member.required,
            notes: self.notes_at(pointer),
        }
    }

    /// A group of which something must be filled in only where any of it is.
    fn may_be_left_out(&self, field: Field) -> Field {
        if field.required {
            return field;
        }
        let said = self.f.say("整组可以不填", "May be left out as a whole");
        let hints = [field.hint.as_str(), said].into_iter().filter(|hint| !hint.is_empty());
        Field { hint: hints.collect::<Vec<_>>().join(self.f.say("；", "; ")), ..field }
    }

    fn words(&self, member: &Member) -> String {
        let words = name_of(&member.owner, &member.name);
        words.map_or_else(|| member.name.clone(), |(zh, en)| self.f.say(zh, en).to_owned())
    }

    fn hint(&self, member: &Member) -> String {
        let hint = hint_of(&member.owner, &member.name).map(|(zh, en)| self.f.say(zh, en).to_owned());
        let said = self.how_typed(&member.shape).map(str::to_owned);
        let hints: Vec<String> = hint.into_iter().chain(said).collect();
        hints.join(self.f.say("；", "; "))
    }

    /// How something is named of which there are too many to choose from.
    fn how_typed(&self, shape: &Shape) -> Option<&str> {
        let (thing, is_one) = match shape {
            Shape::Of(thing) => (*thing, true),
            Shape::Ticks(one) => match **one {
                Shape::Of(thing) => (thing, false),
                _ => return None,
            },
            _ => return None,
        };
        let said = match (thing, is_one) {
            (Thing::Person, _) => {
                ("填姓名或者登录名，也可以只填开头", "A name or a login, or the beginning of one")
            }
            (_, true) => ("填序号", "Its number"),
            (_, false) => ("填序号，如 1-50、62", "Their numbers, as 1-50, 62"),
        };
        self.things.are_typed(thing).then(|| self.f.say(said.0, said.1))
    }

    fn notes_at(&self, pointer: &str) -> Vec<Note> {
        self.notes.iter().filter(|note| note.pointer == pointer).cloned().collect()
    }

    fn choices(&self, shape: &Shape) -> Vec<(String, String)> {
        match shape {
            Shape::Code(codes) => {
                codes.iter().map(|(code, zh, en)| (code.clone(), self.f.say(zh, en).to_owned())).collect()
            }
            Shape::Of(thing) => self.things.of(*thing).to_vec(),
            _ => Vec::new(),
        }
    }
}

/// The choices, with those that are given marked.
#[must_use]
pub fn chosen(choices: &[(String, String)], given: &[&str]) -> Vec<Choice> {
    let choice = |(value, label): &(String, String)| Choice {
        value: value.clone(),
        label: label.clone(),
        is_chosen: given.contains(&value.as_str()),
    };
    choices.iter().map(choice).collect()
}

/// What the field at a pointer is called in the page.
#[must_use]
pub fn id_of(pointer: &str) -> String {
    format!("f{}", pointer.replace('/', "-"))
}
