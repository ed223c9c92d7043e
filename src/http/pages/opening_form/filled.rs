//! What was filled in at the counter (收件内容), as the body of what opens a case, and where each part of that body was typed: so
//! what is found wrong with it stands beside the field. Not here: what is wrong (`http::schema`, the domain).

use serde_json::{Map, Value, json};

use crate::app::error::{Place, Violation, at};
use crate::domain::code::Coded as _;
use crate::domain::party::Side;
use crate::domain::refusal::words;
use crate::http::pages::act_form::amounts;
use crate::http::pages::act_form::reading::{self, GROUPS_MAX};
use crate::http::pages::act_form::shape::Member;
use crate::http::pages::notes::Note;
use crate::http::pages::opening_form::fields::{APPLIES, EMPLOYER, LINES, List, OwnField, THIRD, Takes};
use crate::http::pages::posted::Posted;

/// So many workers may stand in the lines.
pub const LINES_MAX: usize = 1_000;
/// What parts the columns of a line.
const PARTS: [char; 3] = ['\t', ',', '，'];
/// The columns of a line, in their order.
const COLUMNS: [&str; 4] = ["name", "id_number", "phone", "address"];
/// What stands beside the data of every opening.
const BESIDE: [&str; 2] = ["/on", "/reason"];
/// What is in every form and no part of what it says.
const OF_THE_FORM: [&str; 5] = ["form_token", "key", "do", "more", "acknowledge"];

/// A part of the body, and the field in which it was typed.
struct Typed {
    pointer: String,
    field: String,
    /// The line of it, where a field holds several.
    line: Option<usize>,
}

/// The body, and where its parts were typed.
pub struct Filled {
    /// What the form says.
    pub body: Value,
    places: Vec<Typed>,
}

/// A party as it was typed, before it has its number.
struct Entered {
    value: Value,
    side: Side,
    /// From places in the party to fields.
    places: Vec<(&'static str, String)>,
    line: Option<(String, usize)>,
}

impl Filled {
    /// What a form says; `members` are the fields of the schema, the people and the claims left out.
    #[must_use]
    pub fn of(members: &[Member], form: &Posted, has_claims: bool) -> Filled {
        let mut filled = Filled { body: Value::Null, places: Vec::new() };
        let mut body = reading::body(members, form);
        for name in BESIDE {
            let typed = form.one(name).trim();
            if !typed.is_empty() {
                body.insert(name.replace('/', ""), typed.replace("\r\n", "\n").into());
            }
        }
        let known: Vec<Value> = form.all("acknowledge").map(Into::into).collect();
        if !known.is_empty() {
            body.insert("acknowledge_warnings".to_owned(), Value::Array(known));
        }
        let (parties, applicants) = filled.parties(form);
        body.insert("parties".to_owned(), parties);
        if has_claims {
            let claims = filled.claims(form, applicants);
            body.insert("claims".to_owned(), claims);
        }
        filled.body = Value::Object(body);
        filled
    }

    /// The parties, numbered: first who applies, then the other side, then third parties; and how many apply.
    fn parties(&mut self, form: &Posted) -> (Value, usize) {
        let (worker, employer) = match form.one(APPLIES) {
            EMPLOYER => (Side::Respondent, Side::Applicant),
            _ => (Side::Applicant, Side::Respondent),
        };
        let mut entered = typed_in(List::Workers, worker, form);
        entered.extend(lines(form.one(LINES)).map(|(line, value)| Entered {
            value,
            side: worker,
            places: Vec::new(),
            line: Some((LINES.to_owned(), line)),
        }));
        entered.extend(typed_in(List::Employers, employer, form));
        let rank = |side: Side| match side {
            Side::Applicant => 0,
            Side::Respondent => 1,
            Side::ThirdParty => 2,
        };
        entered.sort_by_key(|party| rank(party.side));
        let applicants = entered.iter().filter(|party| party.side == Side::Applicant).count();
        let parties: Vec<Value> =
            entered.into_iter().enumerate().map(|(index, party)| self.party(index, party)).collect();
        (Value::Array(parties), applicants)
    }

    fn party(&mut self, index: usize, party: Entered) -> Value {
        let whole = format!("/parties/{index}");
        let mut value = party.value;
        put(&mut value, "/no", (index + 1).into());
        put(&mut value, "/side", party.side.code().into());
        for (at, field) in party.places {
            self.places.push(Typed { pointer: format!("{whole}{at}"), field, line: None });
        }
        if let Some((field, line)) = party.line {
            self.places.push(Typed { pointer: whole, field, line: Some(line) });
        }
        value
    }

    /// The claims; of a single applicant it need not be said that they are theirs.
    fn claims(&mut self, form: &Posted, applicants: usize) -> Value {
        let mut claims: Vec<Value> = Vec::new();
        for group in 0..reading::groups(List::Claims.code(), form) {
            let Some((mut claim, places)) = group_of(List::Claims, group, form) else { continue };
            if claim.get("claimant").is_none() && applicants == 1 {
                put(&mut claim, "/claimant", 1.into());
            }
            let whole = format!("/claims/{}", claims.len());
            put(&mut claim, "/no", (claims.len() + 1).into());
            for (at, field) in places {
                self.places.push(Typed { pointer: format!("{whole}{at}"), field, line: None });
            }
            claims.push(claim);
        }
        Value::Array(claims)
    }

    /// That there are too few parties, as whoever filled in the form hears it: at the name of whom nobody was named.
    #[must_use]
    pub fn naming_the_missing(&self, found: Vec<Violation>) -> Vec<Violation> {
        let is_of_people = |violation: &Violation| {
            violation.code == "min_items" && violation.place == Place::Body("/parties".to_owned())
        };
        let Some(list) = self.missing() else { return found };
        let said = match (list, self.names("employer")) {
            (List::Employers, _) => words("缺少用人单位", "The employer is missing."),
            (List::Workers | List::Claims, true) => words("缺少劳动者", "The worker is missing."),
            (List::Workers | List::Claims, false) => {
                words("劳动者和用人单位都没有填写", "Neither a worker nor an employer was filled in.")
            }
        };
        let named = |violation: Violation| {
            let at_name = || at(name_of(list, 0, "name"), "required", said.clone());
            if is_of_people(&violation) { at_name() } else { violation }
        };
        found.into_iter().map(named).collect()
    }

    /// On which side nobody was named: the employers, where there are workers; else the workers.
    fn missing(&self) -> Option<List> {
        match (self.names("worker"), self.names("employer")) {
            (true, true) => None,
            (true, false) => Some(List::Employers),
            (false, _) => Some(List::Workers),
        }
    }

    /// Whether a worker, or an employer, was filled in.
    fn names(&self, who: &str) -> bool {
        let mut parties = self.body.get("parties").and_then(Value::as_array).into_iter().flatten();
        parties.any(|party| party.get("who").is_some_and(|given| given.get(who).is_some()))
    }

    /// What was found, each note at the field in which its subject was typed.
    #[must_use]
    pub fn placed(&self, notes: Vec<Note>, said_of_line: impl Fn(usize, &str) -> String) -> Vec<Note> {
        let fits = |pointer: &str, place: &Typed| {
            pointer.strip_prefix(&place.pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let at_field = |note: Note| {
            let fitting = self.places.iter().filter(|place| fits(&note.pointer, place));
            let Some(place) = fitting.max_by_key(|place| place.pointer.len()) else {
                return in_list(note, self.missing());
            };
            let text = place.line.map_or_else(|| note.text.clone(), |line| said_of_line(line, &note.text));
            Note { pointer: place.field.clone(), text, ..note }
        };
        notes.into_iter().map(at_field).collect()
    }
}

/// What is about no field in particular is about its list; of the people, the one in which nobody stands.
fn in_list(note: Note, missing: Option<List>) -> Note {
    let of = |list: List| Note { pointer: list.code().to_owned(), ..note.clone() };
    match note.pointer.as_str() {
        "/parties" => of(missing.unwrap_or(List::Workers)),
        "/claims" => of(List::Claims),
        _ => note,
    }
}

/// The parties of a list of groups.
fn typed_in(list: List, side: Side, form: &Posted) -> Vec<Entered> {
    let read = |group: usize| {
        let (value, places) = group_of(list, group, form)?;
        let is_third = !form.one(&name_of(list, group, THIRD)).is_empty();
        let side = if is_third { Side::ThirdParty } else { side };
        Some(Entered { value, side, places, line: None })
    };
    (0..reading::groups(list.code(), form)).filter_map(read).collect()
}

/// What a group says, and where its fields stand; none where nothing was typed.
fn group_of(list: List, group: usize, form: &Posted) -> Option<(Value, Vec<(&'static str, String)>)> {
    let mut value = Value::Object(Map::new());
    let mut places: Vec<(&'static str, String)> = Vec::new();
    for field in list.fields() {
        let name = name_of(list, group, field.name);
        let typed = form.one(&name).trim();
        if !typed.is_empty() {
            put(&mut value, field.at, read(field, typed));
        }
        places.push((field.at, name));
    }
    let is_empty = value.as_object().is_none_or(Map::is_empty);
    (!is_empty).then_some((value, places))
}

fn read(field: &OwnField, typed: &str) -> Value {
    match field.takes {
        Takes::Text | Takes::Code(_) => typed.into(),
        Takes::Money => reading::fen(typed),
        Takes::Number => reading::number(typed),
    }
}

/// What a field of a group is called.
#[must_use]
pub fn name_of(list: List, group: usize, field: &str) -> String {
    format!("{}/{group}/{field}", list.code())
}

/// The workers of some lines, each with the number of its line: name, ID number, phone and address, parted by tabs or
/// commas, or where there are none by blanks. So they are copied from a table.
fn lines(text: &str) -> impl Iterator<Item = (usize, Value)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    lines.filter(|(_, line)| !line.is_empty()).take(LINES_MAX).map(|(number, line)| {
        let is_parted = line.contains(PARTS);
        let parts: Vec<&str> = if is_parted {
            line.splitn(COLUMNS.len(), PARTS).map(str::trim).collect()
        } else {
            line.split_whitespace().collect()
        };
        let mut worker = Value::Object(Map::new());
        for (column, part) in COLUMNS.iter().zip(parts).filter(|(_, part)| !part.is_empty()) {
            put(&mut worker, &format!("/who/worker/{column}"), part.into());
        }
        (number, worker)
    })
}

/// Puts a value at a pointer, and what it stands in where that is not there; a number in it is the only one of its list.
fn put(value: &mut Value, pointer: &str, told: Value) {
    let Some((first, rest)) = pointer.trim_start_matches('/').split_once('/') else {
        if let Some(object) = value.as_object_mut() {
            object.insert(pointer.trim_start_matches('/').to_owned(), told);
        }
        return;
    };
    let Some(object) = value.as_object_mut() else { return };
    let is_list = rest.starts_with("0/");
    let inside = object.entry(first).or_insert_with(|| if is_list { json!([{}]) } else { json!({}) });
    match (inside.as_array_mut(), rest.strip_prefix("0/")) {
        (Some(list), Some(rest)) => list.iter_mut().take(1).for_each(|one| put(one, rest, told.clone())),
        _ => put(inside, rest, told),
    }
}

/// What was typed into fields that this form does not have, or into more lines than it takes.
#[must_use]
pub fn unread(members: &[Member], form: &Posted, has_claims: bool) -> Vec<Violation> {
    let said =
        || words("表单没有这一项，请重新打开本页填写", "The form has no such field; open the page again.");
    let of_schema = reading::unread(members, form).filter(|name| !BESIDE.contains(name));
    let own = form.names().filter(|name| !name.starts_with('/') && !is_own(name, has_claims));
    let is_filled = |name: &&str| form.all(name).any(|typed| !typed.trim().is_empty());
    let unknown = of_schema.chain(own.filter(is_filled)).map(|name| at(name, "unknown_field", said()));
    let lines = form.one(LINES).lines().filter(|line| !line.trim().is_empty()).count();
    let too_many = (lines > LINES_MAX).then(|| {
        let zh = format!("最多{LINES_MAX}行；更多的请用台账导入");
        at(LINES, "too_many_lines", words(zh, format!("At most {LINES_MAX} lines; more come as a ledger.")))
    });
    unknown.chain(too_many).collect()
}

/// Whether an amount stands at a place of the body: of a claim, or where the schema asks one.
#[must_use]
pub fn is_amount(members: &[Member], pointer: &str) -> bool {
    let of_claim =
        pointer.strip_prefix("/claims/").and_then(|rest| rest.find('/').and_then(|at| rest.get(at..)));
    let is_asked = |at: &str| {
        let mut fields = List::Claims.fields().iter();
        fields.any(|field| field.at == at && matches!(field.takes, Takes::Money))
    };
    of_claim.is_some_and(is_asked) || amounts::is_asked(members, pointer)
}

fn is_own(name: &str, has_claims: bool) -> bool {
    if OF_THE_FORM.contains(&name) || [APPLIES, LINES].contains(&name) {
        return true;
    }
    let lists = [List::Workers, List::Employers, List::Claims];
    let known = lists.into_iter().filter(|list| has_claims || *list != List::Claims);
    let mut parts = name.split('/');
    let (list, group, field) = (parts.next(), parts.next(), parts.next());
    let is_group =
        group.and_then(|group| group.parse::<usize>().ok()).is_some_and(|group| group < GROUPS_MAX);
    let mut fitting = known.filter(|known| Some(known.code()) == list);
    is_group
        && parts.next().is_none()
        && fitting.any(|list| {
            let is_third = list != List::Claims && field == Some(THIRD);
            is_third || list.fields().iter().any(|known| Some(known.name) == field)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::act_form::shape;

    fn members() -> Vec<Member> {
        let mut members = shape::body("ReceiptBody");
        members.retain(|member| member.name != "parties" && member.name != "claims");
        members
    }

    fn posted(fields: &[(&str, &str)]) -> Posted {
        let own = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Posted::of_fields(own.collect(), String::new())
    }

    #[test]
    fn who_applies_comes_first_and_is_who_claims() {
        let form = posted(&[
            ("/on", "2021-03-01"),
            ("/channel", "counter"),
            ("worker/0/name", "甲"),
            ("worker/1/name", " "),
            ("worker/2/name", "丙"),
            ("worker/2/third", "yes"),
            ("employer/0/name", "某公司"),
            ("employer/0/agent", "某律师"),
            ("employer/0/agent_authority", "general"),
            ("claim/1/item", "wages"),
            ("claim/1/amount", "1,234.5"),
        ]);
        let filled = Filled::of(&members(), &form, true);
        let expected = json!({
            "on": "2021-03-01", "channel": "counter",
            "parties": [
                { "no": 1, "side": "applicant", "who": { "worker": { "name": "甲" } } },
                { "no": 2, "side": "respondent", "who": { "employer": { "name": "某公司" } },
                  "representatives": [{ "person": { "name": "某律师" }, "authority": "general" }] },
                { "no": 3, "side": "third_party", "who": { "worker": { "name": "丙" } } },
            ],
            "claims": [{ "no": 1, "claimant": 1, "item": "wages", "amount": 123_450 }],
        });
        assert_eq!(filled.body, expected);
        assert_eq!(unread(&members(), &form, true), []);
    }

    #[test]
    fn an_employer_may_apply_and_several_applicants_say_whose_a_claim_is() {
        let form = posted(&[
            ("applies", "employer"),
            ("worker/0/name", "甲"),
            ("employer/0/name", "某公司"),
            ("employer/1/name", "另一公司"),
            ("claim/0/item", "other"),
            ("claim/2/item", "damages"),
            ("claim/2/claimant", "2"),
        ]);
        let body = Filled::of(&members(), &form, true).body;
        assert_eq!(body["parties"][0]["who"]["employer"]["name"], json!("某公司"));
        assert_eq!(body["parties"][2]["side"], json!("respondent"));
        let claims = json!([{ "no": 1, "item": "other" }, { "no": 2, "item": "damages", "claimant": 2 }]);
        assert_eq!(body["claims"], claims);
    }

    #[test]
    fn a_table_that_was_pasted_is_a_worker_for_each_line() {
        let text =
            "甲\t440825199608270003\t13800990011\t徐闻县 角尾乡，7号\r\n\r\n乙，，139\n丙 440825199608270004";
        let lines: Vec<(usize, Value)> = lines(text).collect();
        let worker = |value: Value| json!({ "who": { "worker": value } });
        let first = json!({ "name": "甲", "id_number": "440825199608270003", "phone": "13800990011",
            "address": "徐闻县 角尾乡，7号" });
        assert_eq!(lines[0], (1, worker(first)));
        assert_eq!(lines[1], (3, worker(json!({ "name": "乙", "phone": "139" }))));
        assert_eq!(lines[2], (4, worker(json!({ "name": "丙", "id_number": "440825199608270004" }))));
    }

    #[test]
    fn what_is_found_stands_where_it_was_typed() {
        let form = posted(&[
            ("worker/3/name", "甲"),
            ("lines", "\n乙\t1"),
            ("employer/0/name", "某公司"),
            ("claim/2/item", "wages"),
        ]);
        let filled = Filled::of(&members(), &form, true);
        let note = |pointer: &str| Note {
            pointer: pointer.to_owned(),
            text: "x".to_owned(),
            article: None,
            acknowledge: None,
        };
        let pointers = [
            "/parties/0/who/worker/id_number",
            "/parties/1/who/worker/id_number",
            "/claims/0/amount",
            "/cause",
            "/parties",
        ];
        let placed = filled.placed(pointers.map(note).into(), |line, text| format!("{line}{text}"));
        let found: Vec<(&str, &str)> =
            placed.iter().map(|note| (note.pointer.as_str(), note.text.as_str())).collect();
        let expected = [
            ("worker/3/id_number", "x"),
            ("lines", "2x"),
            ("claim/2/amount", "x"),
            ("/cause", "x"),
            ("worker", "x"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn nothing_that_was_typed_is_dropped_without_a_word() {
        let form = posted(&[
            ("worker/200/name", "甲"),
            ("worker/0/colour", "red"),
            ("claim/0/third", "yes"),
            ("/nothing", "x"),
            ("worker/1/name", ""),
            ("do", "try"),
        ]);
        let named: Vec<String> =
            unread(&members(), &form, true).iter().map(|one| format!("{:?}", one.place)).collect();
        for name in ["/nothing", "worker/200/name", "worker/0/colour", "claim/0/third"] {
            assert!(named.iter().any(|place| place.contains(name)), "{name}: {named:?}");
        }
        assert_eq!(named.len(), 4, "{named:?}");
        let lines = vec!["甲"; LINES_MAX + 1].join("\n");
        assert_eq!(unread(&members(), &posted(&[("lines", &lines)]), true).len(), 1);
        assert_eq!(unread(&members(), &posted(&[("claim/0/item", "wages")]), false).len(), 1);
    }
}
