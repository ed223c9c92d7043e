//! The form of the counter as its template draws it (收件表的行): when and how it came in, the people, the claims, and what else may be
//! told. Not here: the rows of what the schema asks (`act_form::rows`).

use serde_json::{Map, Value};

use crate::http::pages::act_form::reading::{self, GROUPS_MAX};
use crate::http::pages::act_form::rows::{Choice, Drawing, Field, Row, Things, chosen, id_of};
use crate::http::pages::act_form::shape::Member;
use crate::http::pages::frame::Frame;
use crate::http::pages::notes::Note;
use crate::http::pages::opening_form::fields::{APPLIES, EMPLOYER, LINES, List, OwnField, THIRD, Takes};
use crate::http::pages::opening_form::filled::name_of;
use crate::http::pages::posted::Posted;

/// How an application comes in unless something else is said, at a counter.
const CHANNEL: &str = "counter";

/// The parts of the form.
pub(super) struct Parts {
    /// When and how it came in, and about what.
    pub(super) first: Vec<Row>,
    /// The people.
    pub(super) people: Vec<Row>,
    /// The claims.
    pub(super) claims: Vec<Row>,
    /// What is told where there is something to tell.
    pub(super) more: Vec<Row>,
    /// Whether something stands there that should be seen.
    pub(super) more_is_open: bool,
}

/// What it is drawn with.
pub(super) struct Sheet<'a> {
    pub(super) f: &'a Frame,
    pub(super) form: &'a Posted,
    /// What was found wrong, each at its field.
    pub(super) notes: &'a [Note],
}

impl Sheet<'_> {
    /// All of it; `on` is the field of the day, `reason` that of the reason.
    pub(super) fn parts(&self, members: &[Member], has_claims: bool, (on, reason): (Field, Field)) -> Parts {
        let (must, may): (Vec<Member>, Vec<Member>) =
            members.iter().cloned().partition(|member| member.required);
        let mut first = vec![Row::Input(on, "date")];
        first.extend(self.of_schema(&must));
        let mut people = self.list(List::Workers);
        people.push(Row::Area(self.field((LINES, true), self.lines())));
        people.extend(self.list(List::Employers));
        people.push(self.applies());
        let claims = if has_claims { self.list(List::Claims) } else { Vec::new() };
        let mut more = self.of_schema(&may);
        let is_told = |member: &Member| {
            let name = format!("/{}", member.name);
            self.form.names().any(|given| given.starts_with(&name) && !self.form.one(given).is_empty())
                || self.notes.iter().any(|note| note.pointer.starts_with(&name))
        };
        let asked = self.form.one("more");
        let more_is_open = may.iter().any(is_told)
            || asked.starts_with('/')
            || !reason.value.is_empty()
            || !reason.notes.is_empty();
        more.push(Row::Area(reason));
        Parts { first, people, claims, more, more_is_open }
    }

    /// What the schema asks, as it is asked of every act.
    fn of_schema(&self, members: &[Member]) -> Vec<Row> {
        let is_new = self.form.names().next().is_none();
        let body = if is_new { suggested() } else { reading::body(members, self.form) };
        let more = self.form.one("more");
        let groups_min = more.starts_with('/').then(|| (more.to_owned(), one_more(more, self.form)));
        let things = Things::default();
        let drawing = Drawing {
            f: self.f,
            things: &things,
            notes: self.notes,
            groups_min: groups_min.into_iter().collect(),
        };
        drawing.rows(members, &Value::Object(body))
    }

    fn list(&self, list: List) -> Vec<Row> {
        let sent = reading::groups(list.code(), self.form).max(list.groups_at_first());
        let groups =
            if self.form.one("more") == list.code() { one_more(list.code(), self.form) } else { sent };
        let whole = self.field((list.code(), false), (list.label(self.f).to_owned(), String::new()));
        let mut rows = vec![Row::Open(whole.clone())];
        for group in 0..groups.max(sent) {
            let label = format!("{} {}", list.label(self.f), group + 1);
            rows.push(Row::Open(Field {
                id: id_of(&format!("{}/{group}", list.code())),
                label,
                notes: Vec::new(),
                ..whole.clone()
            }));
            rows.extend(list.fields().iter().map(|field| self.own(list, group, field)));
            if list != List::Claims {
                rows.push(self.third(list, group));
            }
            rows.push(Row::Close);
        }
        rows.push(Row::More(whole));
        rows.push(Row::Close);
        rows
    }

    fn own(&self, list: List, group: usize, own: &OwnField) -> Row {
        let name = name_of(list, group, own.name);
        // A group that stays empty is none, so nothing in it must be there before something is.
        let required = own.required && group == 0;
        let field = self.field((&name, required), (own.label(self.f), String::new()));
        match own.takes {
            Takes::Text | Takes::Money | Takes::Number => Row::Input(field, "text"),
            Takes::Code(codes) => {
                let choices = chosen(&codes(self.f), &[field.value.as_str()]);
                Row::Choose(field, choices)
            }
        }
    }

    fn third(&self, list: List, group: usize) -> Row {
        let name = name_of(list, group, THIRD);
        let label = self.f.say("作为第三人", "As a third party").to_owned();
        let is_chosen = !self.form.one(&name).is_empty();
        let choice = Choice { value: "yes".to_owned(), label, is_chosen };
        Row::Tick(
            self.field((&name, false), (self.f.say("地位", "Standing").to_owned(), String::new())),
            vec![choice],
        )
    }

    fn applies(&self) -> Row {
        let label = self.f.say("由谁申请", "Who applies").to_owned();
        let both = [
            ("worker", self.f.say("劳动者申请", "The workers")),
            (EMPLOYER, self.f.say("用人单位申请", "The employers")),
        ];
        let given = Some(self.form.one(APPLIES)).filter(|given| !given.is_empty()).unwrap_or("worker");
        let choices = both.map(|(code, said)| (code.to_owned(), said.to_owned()));
        Row::Choose(self.field((APPLIES, false), (label, String::new())), chosen(&choices, &[given]))
    }

    fn lines(&self) -> (String, String) {
        let f = self.f;
        (
            f.say("更多劳动者，可从表格粘贴，每行一人", "More workers, pasted from a table, one a line")
                .to_owned(),
            f.say(
                "依次为姓名、公民身份号码、电话、住址，用制表符或者逗号隔开",
                "Name, ID number, phone, address, parted by tabs or commas",
            )
            .to_owned(),
        )
    }

    fn field(&self, (name, required): (&str, bool), (label, hint): (String, String)) -> Field {
        Field {
            name: name.to_owned(),
            id: id_of(name),
            label,
            hint,
            value: self.form.one(name).to_owned(),
            required: required && name != LINES,
            notes: self.notes.iter().filter(|note| note.pointer == name).cloned().collect(),
        }
    }
}

/// What an empty form of a counter begins with.
fn suggested() -> Map<String, Value> {
    std::iter::once(("channel".to_owned(), CHANNEL.into())).collect()
}

fn one_more(list: &str, form: &Posted) -> usize {
    reading::groups(list, form).saturating_add(1).min(GROUPS_MAX)
}
