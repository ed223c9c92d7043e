//! What was filled in (填写内容), from the fields of a form to the body of an act. What has not the form that it should have
//! stays as it was typed: the published schema then says so at its field. A field that was left empty is not there.

use serde_json::{Map, Number, Value};

use crate::domain::money::Fen;
use crate::http::pages::act_form::numbers::numbers;
use crate::http::pages::act_form::shape::{Member, Shape, Thing};
use crate::http::pages::posted::Posted;

/// The most groups of a list that a form takes; a longer list is a matter for a program.
pub const GROUPS_MAX: usize = 200;

/// The body that a form says, without what stands beside the data of every act.
#[must_use]
pub fn body(members: &[Member], form: &Posted) -> Map<String, Value> {
    group(members, "", form)
}

fn group(members: &[Member], at: &str, form: &Posted) -> Map<String, Value> {
    let read = |member: &Member| {
        let pointer = format!("{at}/{}", member.name);
        value(&member.shape, &pointer, form).map(|value| (member.name.clone(), value))
    };
    members.iter().filter_map(read).collect()
}

fn value(shape: &Shape, pointer: &str, form: &Posted) -> Option<Value> {
    let typed = form.one(pointer).trim();
    let given = || Some(typed).filter(|typed| !typed.is_empty());
    match shape {
        Shape::Text { .. } => given().map(|typed| typed.replace("\r\n", "\n").into()),
        Shape::Date | Shape::Code(_) | Shape::Of(Thing::Person | Thing::Room) => given().map(Into::into),
        Shape::Number | Shape::Of(Thing::Party | Thing::Claim | Thing::Entry) => given().map(number),
        Shape::Money => given().map(fen),
        Shape::Flag => given().map(|typed| match typed {
            "true" => true.into(),
            "false" => false.into(),
            other => other.into(),
        }),
        Shape::Ticks(one) => {
            let is_number = matches!(**one, Shape::Of(Thing::Party | Thing::Claim | Thing::Entry));
            let ticked = form.all(pointer).filter(|typed| !typed.is_empty());
            let read = |typed: &str| if is_number { numbers(typed) } else { vec![typed.into()] };
            let ticked: Vec<Value> = ticked.flat_map(read).collect();
            Some(ticked).filter(|ticked| !ticked.is_empty()).map(Value::Array)
        }
        Shape::Lines => {
            let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
            let lines: Vec<Value> = lines.map(Into::into).collect();
            Some(lines).filter(|lines| !lines.is_empty()).map(Value::Array)
        }
        Shape::Group(members) => {
            Some(group(members, pointer, form)).filter(|group| !group.is_empty()).map(Value::Object)
        }
        Shape::Groups(members) => {
            let filled: Vec<Value> = (0..groups(pointer, form))
                .map(|index| group(members, &format!("{pointer}/{index}"), form))
                .filter(|group| !group.is_empty())
                .map(Value::Object)
                .collect();
            Some(filled).filter(|filled| !filled.is_empty()).map(Value::Array)
        }
        Shape::OneOf(members) => one_of(members, pointer, form),
    }
}

/// The fields of a body that were filled in and that none of these members reads: of a form that was opened before the program
/// was another, or past the last group of a list. What was typed into them must not be dropped without a word.
pub fn unread<'a>(members: &'a [Member], form: &'a Posted) -> impl Iterator<Item = &'a str> {
    let is_filled = |name: &&str| form.all(name).any(|typed| !typed.trim().is_empty());
    let of_body = form.names().filter(|name| name.starts_with('/')).filter(is_filled);
    of_body.filter(|name| name.strip_prefix('/').and_then(|rest| shape_at(members, rest)).is_none())
}

/// What the field takes that one of these members reads, by the rest of its pointer; none where no member reads it.
pub(super) fn shape_at<'a>(members: &'a [Member], rest: &str) -> Option<&'a Shape> {
    let (name, rest) = rest.split_once('/').map_or((rest, None), |(name, rest)| (name, Some(rest)));
    let member = members.iter().find(|member| member.name == name)?;
    match (&member.shape, rest) {
        (Shape::Group(inner) | Shape::OneOf(inner), Some(rest)) => shape_at(inner, rest),
        (Shape::Groups(inner), Some(rest)) => {
            let (index, rest) = rest.split_once('/')?;
            index.parse::<usize>().ok().filter(|index| *index < GROUPS_MAX)?;
            shape_at(inner, rest)
        }
        (Shape::Group(_) | Shape::Groups(_), None) | (_, Some(_)) => None,
        (shape, None) => Some(shape),
    }
}

/// The group that was chosen, be it empty, and each that was filled in: if there are several, the schema says that one is too
/// many, and nothing that was typed is dropped.
fn one_of(members: &[Member], pointer: &str, form: &Posted) -> Option<Value> {
    let chosen = form.one(pointer);
    let filled = |member: &Member| value(&member.shape, &format!("{pointer}/{}", member.name), form);
    let empty = |member: &Member| (member.name == chosen).then(|| Value::Object(Map::new()));
    let told = |member: &Member| Some((member.name.clone(), filled(member).or_else(|| empty(member))?));
    let all: Map<String, Value> = members.iter().filter_map(told).collect();
    Some(all).filter(|all| !all.is_empty()).map(Value::Object)
}

/// How many groups of a list were sent.
#[must_use]
pub fn groups(pointer: &str, form: &Posted) -> usize {
    let prefix = format!("{pointer}/");
    let index = |name: &str| name.strip_prefix(&prefix)?.split('/').next()?.parse::<usize>().ok();
    let last = form.names().filter_map(index).max();
    last.map_or(0, |last| last.saturating_add(1)).min(GROUPS_MAX)
}

/// A whole number; what is none stays as it is.
#[must_use]
pub fn number(typed: &str) -> Value {
    typed.parse::<i64>().map_or_else(|_| typed.into(), |number| Value::Number(Number::from(number)))
}

/// Yuan with at most two decimals, as fen; what is no such amount stays as it is. A comma parts thousands and nothing else, so
/// that `12,50` is not taken for 1,250 yuan.
#[must_use]
pub fn fen(typed: &str) -> Value {
    let (yuan, cents) = typed.split_once('.').unwrap_or((typed, ""));
    let parts: Vec<&str> = yuan.split([',', '，']).collect();
    let is_parted = parts.iter().skip(1).all(|part| part.len() == 3)
        && (parts.len() == 1 || parts.first().is_some_and(|first| first.len() <= 3));
    let yuan = parts.concat();
    let is_amount = is_parted
        && parts.iter().all(|part| !part.is_empty())
        && cents.len() <= 2
        && yuan.bytes().chain(cents.bytes()).all(|byte| byte.is_ascii_digit());
    let amount = is_amount.then(|| format!("{yuan}{cents:0<2}").parse::<i64>().ok()).flatten();
    amount.map_or_else(|| typed.into(), Into::into)
}

/// What a field shows of a value: yuan for an amount in fen.
#[must_use]
pub fn shown(shape: &Shape, value: Option<&Value>) -> String {
    match (shape, value) {
        (_, None | Some(Value::Null)) => String::new(),
        (Shape::Money, Some(Value::Number(fen))) => {
            fen.as_i64().map_or_else(String::new, |fen| Fen(fen).to_string())
        }
        (Shape::Lines, Some(Value::Array(lines))) => {
            let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
            lines.join("\n")
        }
        (_, Some(Value::String(text))) => text.clone(),
        (_, Some(other)) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::http::pages::act_form::shape;

    fn read(schema: &str, form: &str) -> Value {
        Value::Object(body(&shape::body(schema), &Posted::of(form)))
    }

    #[test]
    fn fields_become_the_body_that_the_schema_asks() {
        let form = "%2Fheld_on=2021-03-22&%2Ftime=09%3A00&%2Fminutes=90&%2Froom=";
        assert_eq!(
            read("HearingNoticeBody", form),
            json!({ "held_on": "2021-03-22", "time": "09:00", "minutes": 90 })
        );
        let form = "%2Fdocument=application_copy&%2Fparties=1&%2Fparties=2&%2Fmanner=direct";
        assert_eq!(
            read("ServiceBody", form),
            json!({ "document": "application_copy", "parties": [1, 2], "manner": "direct" })
        );
        let form = "%2Fitems=%E6%9D%90%E6%96%99%0D%0A%0D%0A%E8%AF%81%E6%98%8E&%2Fdue_on=2021-03-09";
        assert_eq!(
            read("CorrectionNoticeBody", form),
            json!({ "items": ["材料", "证明"], "due_on": "2021-03-09" })
        );
    }

    #[test]
    fn a_group_that_was_left_empty_is_not_there() {
        let form = "%2Fscope=whole&%2Fitems%2F0%2Fclaim=&%2Fitems%2F0%2Famount=&%2Fitems%2F2%2Fclaim=1\
                    &%2Fitems%2F2%2Famount=10%2C000.5&%2Fitems%2F2%2Fdecision=granted&%2Fitems%2F2%2Ffinality=final";
        let item = json!({ "claim": 1, "amount": 1_000_050, "decision": "granted", "finality": "final" });
        assert_eq!(read("AwardBody", form), json!({ "scope": "whole", "items": [item] }));
    }

    #[test]
    fn of_several_groups_the_one_that_was_filled_in_or_chosen_is_meant() {
        let filled =
            "%2Fparties%2F0%2Fno=3&%2Fparties%2F0%2Fwho%2Femployer%2Fname=%E6%9F%90%E5%85%AC%E5%8F%B8";
        assert_eq!(
            read("PartyJoinderBody", filled),
            json!({ "parties": [{ "no": 3, "who": { "employer": { "name": "某公司" } } }] })
        );
        assert_eq!(
            read("ReferralAcceptanceBody", "%2Fintake=inspection"),
            json!({ "intake": { "inspection": {} } })
        );
        // What was typed beside the one that was chosen is told too, and refused.
        let both = "%2Fparties%2F0%2Fwho=worker&%2Fparties%2F0%2Fwho%2Femployer%2Fname=%E7%94%B2";
        assert_eq!(
            read("PartyJoinderBody", both),
            json!({ "parties": [{ "who": { "employer": { "name": "甲" }, "worker": {} } }] })
        );
    }

    #[test]
    fn a_field_that_nothing_reads_is_named() {
        let members = shape::body("AwardBody");
        let unread = |form: &str| {
            let form = Posted::of(form);
            unread(&members, &form).map(str::to_owned).collect::<Vec<_>>()
        };
        assert!(unread("%2Fscope=whole&%2Fitems%2F199%2Fclaim=1&version=3&do=try").is_empty());
        assert_eq!(unread("%2Fscope=whole&%2Fwhole=yes&%2Fempty="), ["/whole"]);
        assert_eq!(
            unread("%2Fitems%2F200%2Fclaim=1&%2Fitems%2F0%2Fsum=1"),
            ["/items/200/claim", "/items/0/sum"]
        );
        let joinder = shape::body("PartyJoinderBody");
        let form = Posted::of("%2Fparties%2F0%2Fwho=employer&%2Fparties%2F0%2Fwho%2Femployer%2Fname=A");
        assert_eq!(super::unread(&joinder, &form).count(), 0);
    }

    #[test]
    fn amounts_are_whole_fen_or_stay_as_typed() {
        let cases = [
            ("12", json!(1200)),
            ("0.05", json!(5)),
            ("1.5", json!(150)),
            ("1,234.56", json!(123_456)),
            ("1，234，567", json!(123_456_700)),
            ("12,50", json!("12,50")),
            ("1234,567", json!("1234,567")),
            (",123", json!(",123")),
            ("1.005", json!("1.005")),
            ("-1", json!("-1")),
            ("一百", json!("一百")),
            (".5", json!(".5")),
        ];
        for (typed, expected) in cases {
            assert_eq!(fen(typed), expected, "{typed}");
        }
        assert_eq!(shown(&Shape::Money, Some(&json!(123_456))), "1234.56");
        assert_eq!(shown(&Shape::Money, Some(&json!("一百"))), "一百");
    }
}
