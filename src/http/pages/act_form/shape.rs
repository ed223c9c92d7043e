//! What a form asks (表单的形状), made from the published schema of an act: the same that its body is checked against. Not here:
//! how it is drawn (`rows`) and what was filled in (`reading`).

use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayItems, KnownFormat, Object, Schema, SchemaFormat, SchemaType, Type};

use crate::domain::code::CodeList;
use crate::domain::code_lists;
use crate::http::openapi;

/// What one field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Text, on one line or on several.
    Text {
        /// Whether it may be long.
        long: bool,
    },
    /// A day.
    Date,
    /// A whole number.
    Number,
    /// An amount, asked in yuan and sent in fen.
    Money,
    /// Yes or no.
    Flag,
    /// One code of a list, by its index among all code lists.
    Code(Codes),
    /// Something of the case or of the office.
    Of(Thing),
    /// Several values of which each can be ticked.
    Ticks(Box<Shape>),
    /// Text on lines, one value each.
    Lines,
    /// Any number of groups of fields.
    Groups(Vec<Member>),
    /// A group of fields.
    Group(Vec<Member>),
    /// Exactly one of several groups.
    OneOf(Vec<Member>),
}

/// The codes that a field takes, with their labels: Chinese and English.
pub type Codes = Vec<(String, &'static str, &'static str)>;

/// What is chosen among what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A party of the case.
    Party,
    /// A claim of the case.
    Claim,
    /// An entry of the docket.
    Entry,
    /// A person of the office.
    Person,
    /// A hearing room.
    Room,
}

/// A field of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// The schema in which it stands.
    pub owner: String,
    /// What it takes.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
}

/// Fields that stand beside the data of every act, and are drawn apart.
const BESIDE: [&str; 3] = ["on", "reason", "acknowledge_warnings"];
/// The schema of a person.
pub const PERSON: &str = "Person";
/// Text that may be longer than this gets several lines.
const LINE_CHARS_MAX: usize = 200;

/// The fields of the body of an act, by the name of its schema, but for those that stand beside every act.
#[must_use]
pub fn body(schema: &str) -> Vec<Member> {
    let found = component(schema).and_then(object);
    let mut members = found.map(|found| members(schema, found)).unwrap_or_default();
    members.retain(|member| !BESIDE.contains(&member.name.as_str()));
    members
}

fn component(name: &str) -> Option<&'static RefOr<Schema>> {
    openapi::described().components.as_ref()?.schemas.get(name)
}

fn object(schema: &RefOr<Schema>) -> Option<&Object> {
    match schema {
        RefOr::T(Schema::Object(object)) => Some(object),
        _ => None,
    }
}

/// The fields of an object as its type declares them, what must be there first; a form is filled from its top.
fn members(owner: &str, schema: &Object) -> Vec<Member> {
    let member = |(name, property): (&String, &RefOr<Schema>)| Member {
        name: name.clone(),
        owner: owner.to_owned(),
        shape: shape((owner, name), property),
        required: schema.required.contains(name),
    };
    let mut members: Vec<Member> = schema.properties.iter().map(member).collect();
    members.sort_by_key(|member| !member.required);
    members
}

/// The name of the schema that a part refers to, through what may be null.
fn reference(part: &RefOr<Schema>) -> Option<&str> {
    let to = match part {
        RefOr::Ref(direct) => Some(direct),
        RefOr::T(Schema::OneOf(options)) => options.items.iter().find_map(|option| match option {
            RefOr::Ref(option) => Some(option),
            RefOr::T(_) => None,
        }),
        RefOr::T(_) => None,
    };
    to?.ref_location.strip_prefix("#/components/schemas/")
}

fn shape((owner, field): (&str, &str), part: &RefOr<Schema>) -> Shape {
    match reference(part) {
        // These number what is new, and choose nothing.
        Some("PartyNo" | "ClaimNo") if field == "no" => Shape::Number,
        Some("PartyNo") => Shape::Of(Thing::Party),
        Some("ClaimNo") => Shape::Of(Thing::Claim),
        Some("EntryNo") => Shape::Of(Thing::Entry),
        Some("UserId") => Shape::Of(Thing::Person),
        Some("Room") => Shape::Of(Thing::Room),
        Some("Fen") => Shape::Money,
        Some(name) => {
            component(name).map_or(Shape::Text { long: false }, |schema| plain((name, name), schema))
        }
        None => plain((owner, field), part),
    }
}

/// The shape of a schema that refers to no other; `named` is what its code list would be called.
fn plain(at: (&str, &str), schema: &RefOr<Schema>) -> Shape {
    match schema {
        RefOr::T(Schema::Object(object)) => of_object(at, object),
        RefOr::T(Schema::OneOf(options)) => {
            Shape::OneOf(options.items.iter().filter_map(|option| only_member(at.0, option)).collect())
        }
        RefOr::T(Schema::Array(list)) => match &list.items {
            ArrayItems::RefOrSchema(items) => of_list(at, items),
            ArrayItems::False => Shape::Lines,
        },
        _ => Shape::Text { long: false },
    }
}

fn of_object((owner, named): (&str, &str), object: &Object) -> Shape {
    if let Some(codes) = &object.enum_values {
        return Shape::Code(codes_of(named, codes));
    }
    if !object.properties.is_empty() {
        return Shape::Group(members(if is_person(object) { PERSON } else { owner }, object));
    }
    let is = |wanted: Type| match &object.schema_type {
        SchemaType::Type(own) => *own == wanted,
        SchemaType::Array(own) => own.contains(&wanted),
        SchemaType::AnyValue => false,
    };
    match &object.format {
        Some(SchemaFormat::KnownFormat(KnownFormat::Date)) => Shape::Date,
        _ if is(Type::Boolean) => Shape::Flag,
        _ if is(Type::Integer) => Shape::Number,
        _ => Shape::Text { long: object.max_length.is_some_and(|longest| longest > LINE_CHARS_MAX) },
    }
}

/// Whether it is the schema of a person, which is written out inside those of a party or an employer: its fields are called as a
/// person's are, and not as theirs.
fn is_person(own: &Object) -> bool {
    component(PERSON)
        .and_then(object)
        .is_some_and(|person| person.properties.keys().eq(own.properties.keys()))
}

fn of_list(at: (&str, &str), items: &RefOr<Schema>) -> Shape {
    match shape(at, items) {
        Shape::Group(members) => Shape::Groups(members),
        one @ (Shape::Code(_) | Shape::Of(_)) => Shape::Ticks(Box::new(one)),
        _ => Shape::Lines,
    }
}

/// The one member of a shape that is made of one field.
fn only_member(owner: &str, option: &RefOr<Schema>) -> Option<Member> {
    members(owner, object(option)?).into_iter().next()
}

/// The codes of an enum with the words of their list: the list of the same codes, of several the one that is called so.
fn codes_of(named: &str, codes: &[Value]) -> Codes {
    let codes: Vec<&str> = codes.iter().filter_map(Value::as_str).collect();
    let snake = snake_case(named);
    let has_all = |list: &&CodeList| codes.iter().all(|code| list.rows.iter().any(|row| row.code == *code));
    let lists = code_lists::all();
    let mut fitting: Vec<&CodeList> = lists.iter().filter(has_all).collect();
    fitting.sort_by_key(|list| (list.name != snake, !list.name.ends_with(&snake), list.rows.len()));
    let list = fitting.first();
    let words = |code: &&str| {
        let row = list.and_then(|list| list.rows.iter().find(|row| row.code == *code));
        row.map_or_else(|| ((*code).to_owned(), "", ""), |row| ((*code).to_owned(), row.zh, row.en))
    };
    codes.iter().map(words).collect()
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::api::acts::ROUTES;
    use crate::http::api::openings::OPENINGS;
    use crate::http::pages::act_form::names::name_of;

    fn find<'a>(members: &'a [Member], name: &str) -> &'a Member {
        members.iter().find(|member| member.name == name).unwrap()
    }

    #[test]
    fn a_schema_becomes_the_fields_that_it_publishes() {
        let notice = body("HearingNoticeBody");
        assert_eq!(notice[0].name, "held_on");
        assert_eq!(find(&notice, "held_on").shape, Shape::Date);
        assert_eq!(find(&notice, "room").shape, Shape::Of(Thing::Room));
        assert_eq!(find(&notice, "minutes").shape, Shape::Number);
        assert!(notice.iter().all(|member| member.name != "on" && member.name != "reason"));
        // As the type declares them, and not by the alphabet; what must be there first.
        let order: Vec<&str> = notice.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(order, ["held_on", "time", "minutes", "room"]);
        let award = body("AwardBody");
        let Shape::Groups(items) = &find(&award, "items").shape else { panic!("{award:?}") };
        assert_eq!(find(items, "claim").shape, Shape::Of(Thing::Claim));
        assert_eq!(find(items, "amount").shape, Shape::Money);
        let joinder = body("PartyJoinderBody");
        let Shape::Groups(party) = &find(&joinder, "parties").shape else { panic!("{joinder:?}") };
        assert_eq!(find(party, "no").shape, Shape::Number);
        let Shape::OneOf(who) = &find(party, "who").shape else { panic!("{party:?}") };
        assert_eq!(who.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["worker", "employer"]);
        let Shape::Group(employer) = &who[1].shape else { panic!("{who:?}") };
        let Shape::Group(contact) = &find(employer, "contact").shape else { panic!("{employer:?}") };
        let names = [employer, contact].map(|members| {
            let name = find(members, "name");
            name_of(&name.owner, &name.name).unwrap().0
        });
        assert_eq!(names, ["单位名称", "姓名"]);
    }

    /// Every field of every act has words, and so has every code that it takes.
    #[test]
    fn every_field_of_every_act_has_words() {
        fn unnamed(members: &[Member], found: &mut Vec<String>) {
            for member in members {
                let (name, owner) = (&member.name, &member.owner);
                if name_of(owner, name).is_none() {
                    found.push(format!("{owner}.{name}"));
                }
                match &member.shape {
                    Shape::Group(inner) | Shape::Groups(inner) | Shape::OneOf(inner) => unnamed(inner, found),
                    Shape::Code(codes) => {
                        found.extend(
                            codes
                                .iter()
                                .filter(|(_, zh, _)| zh.is_empty())
                                .map(|(code, ..)| format!("{owner}.{name}={code}")),
                        );
                    }
                    Shape::Ticks(one) => {
                        let inner = Member { shape: (**one).clone(), ..member.clone() };
                        unnamed(&[inner], found);
                    }
                    Shape::Text { .. }
                    | Shape::Date
                    | Shape::Number
                    | Shape::Money
                    | Shape::Flag
                    | Shape::Of(_)
                    | Shape::Lines => {}
                }
            }
        }
        let mut found = Vec::new();
        for route in ROUTES.iter().chain(OPENINGS) {
            unnamed(&body(&route.body_schema()), &mut found);
            if let Some(field) = route.entry_field {
                found.extend(name_of(&route.body_schema(), field).is_none().then(|| field.to_owned()));
            }
        }
        found.sort();
        found.dedup();
        assert_eq!(found, Vec::<String>::new());
    }
}
