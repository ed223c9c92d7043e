//! A party's personal data in the clear (个人信息原文), for whoever has to telephone or to write to them: a form that asks whose and
//! why, and a page that shows it. Each showing is put down, so a form that is sent again shows it again and is put down again. Not
//! here: who may, and what is put down (`app::unmasking`).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;

use crate::app::App;
use crate::app::error::{Error, Violation, at};
use crate::app::permits::ensure;
use crate::app::reading::CaseWithPeople;
use crate::app::unmasking::REASON_CHARS_MAX;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::party::{Party, Person, Who};
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::{Field, Row, chosen};
use crate::http::pages::case_page::{PARTIES_MAX, title};
use crate::http::pages::case_rows;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// The largest number of a party, as the API has it.
const PARTY_NO_MAX: i64 = 2_147_483_647;

/// Somebody, with what is known of them.
struct PersonRow {
    /// As what: the party itself, its contact, or who acts for it.
    what: String,
    name: String,
    facts: Vec<(&'static str, String)>,
}

/// A party, in the clear.
struct Shown {
    no: u32,
    side: &'static str,
    /// What an employer is called, and its code.
    employer: Option<(String, String)>,
    people: Vec<PersonRow>,
}

#[derive(Template)]
#[template(path = "personal.html")]
struct PersonalPage {
    f: Frame,
    case: CaseId,
    title: String,
    shown: Option<Shown>,
    rows: Vec<Row>,
    elsewhere: Vec<Note>,
}

/// The form: whose data, and why.
///
/// # Errors
/// Not signed in; no such case; not for this person to see; a number that is none.
pub async fn form(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let party = params.number("party", 1..=PARTY_NO_MAX);
    params.finish()?;
    let party = party.map_or_else(String::new, |party| party.to_string());
    let begins = Posted::from_fields(vec![("party".to_owned(), party)]);
    ask(&app, (&request, &visitor), (&begins, None)).await
}

/// The data, once it is put down to whom it is shown, and why.
///
/// # Errors
/// As [`form`]; a form of another session. What is wrong with it is said on the page.
pub async fn show(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    params::none(&request)?;
    let Sent { visitor, form } = sent;
    let id = CaseId(params::path_uuid(&request, "id")?);
    let caller = visitor.actor.caller();
    let found = app.register.case(&caller, id, None).await?;
    let party = match read(&form, &found.case) {
        Ok((no, reason)) => app.register.personal_data(&caller, id, no, reason).await,
        Err(violations) => Err(Error::Invalid(violations)),
    };
    match party.map_err(Fault::App) {
        Ok(party) => {
            let f = visitor.frame(&request);
            let shown = Some(shown(&f, &party));
            let (title, rows, elsewhere) = (title(&f, &found.case), Vec::new(), Vec::new());
            let shown = PersonalPage { case: id, title, shown, rows, elsewhere, f };
            page(StatusCode::OK, shown.f.language, &shown)
        }
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            ask(&app, (&request, &visitor), (&form, Some(fault))).await
        }
        Err(fault) => Err(fault),
    }
}

async fn ask(
    app: &App,
    (request, visitor): (&HttpRequest, &Visitor),
    (form, fault): (&Posted, Option<Fault>),
) -> Answer {
    let id = CaseId(params::path_uuid(request, "id")?);
    let caller = visitor.actor.caller();
    let found = app.register.case(&caller, id, None).await?;
    ensure(&caller, Operation::ReadPersonalData, Some(&found.case))?;
    let f = visitor.frame(request);
    let status = fault.as_ref().map_or(StatusCode::OK, Fault::status_code);
    let notes = fault.map(|fault| notes(&fault, f.language)).unwrap_or_default();
    let (party, reason) = fields(&f, form, &notes);
    let asked = PersonalPage {
        case: id,
        title: title(&f, &found.case),
        shown: None,
        elsewhere: beside_none(&notes, &[&party, &reason]),
        rows: vec![whose(&f, party, &found), Row::Input(reason, "text")],
        f,
    };
    page(status, asked.f.language, &asked)
}

/// Which party a form names, and why, as the API takes them; of a reason that is blank none is put down.
fn read(form: &Posted, case: &Case) -> Result<(PartyNo, Option<String>), Vec<Violation>> {
    let mut violations = Vec::new();
    let party = form.one("party").trim().parse().ok().map(PartyNo);
    let party = party.filter(|no| case.party(*no).is_some());
    if party.is_none() {
        let said = words("请选择本案当事人", "Choose a party of the case.");
        violations.push(at("/party", "no_such_party", said));
    }
    let reason = form.one("reason").trim();
    if reason.chars().count() > REASON_CHARS_MAX {
        let zh = format!("不得超过{REASON_CHARS_MAX}个字符");
        let said = words(zh, format!("At most {REASON_CHARS_MAX} characters."));
        violations.push(at("/reason", "max_length", said));
    }
    if reason.chars().any(char::is_control) {
        let said = words("含有控制字符", "Control characters are refused.");
        violations.push(at("/reason", "control_character", said));
    }
    match party {
        Some(no) if violations.is_empty() => Ok((no, Some(reason.to_owned()).filter(|it| !it.is_empty()))),
        Some(_) | None => Err(violations),
    }
}

fn fields(f: &Frame, form: &Posted, notes: &[Note]) -> (Field, Field) {
    let party = Field::plain("party", (f.say("当事人", "Party"), form.one("party")), notes);
    let said = f.say("查看原因（可不填）", "Why it must be seen (optional)");
    let reason = Field::plain("reason", (said, form.one("reason")), notes);
    let hint = f.say(
        "如：电话通知开庭时间。不写个人信息。",
        "To telephone about the hearing, say; without personal data.",
    );
    (Field { required: true, ..party }, Field { hint: hint.to_owned(), ..reason })
}

/// The parties to choose from; of a collective case the number is typed.
fn whose(f: &Frame, field: Field, found: &CaseWithPeople) -> Row {
    if found.parties.len() > PARTIES_MAX {
        let label = f.say("当事人序号", "Number of the party").to_owned();
        return Row::Input(Field { label, ..field }, "text");
    }
    let parties = case_rows::parties(f, &found.parties);
    let choices: Vec<(String, String)> =
        parties.iter().map(|row| (row.no.to_string(), format!("{} {}", row.no, row.name))).collect();
    let choices = chosen(&choices, &[field.value.as_str()]);
    Row::Choose(field, choices)
}

fn shown(f: &Frame, party: &Party<Person>) -> Shown {
    let own = match &party.who {
        Who::Worker(person) => Some(person_row(f, f.say("本人", "In person").to_owned(), person)),
        Who::Employer(employer) => {
            let said = f.say("法定代表人或者联系人", "Contact");
            employer.contact.as_ref().map(|contact| person_row(f, said.to_owned(), contact))
        }
    };
    let acting = party.representatives.iter().map(|one| {
        let said = f.bracketed(f.say("代理人", "Represented by"), f.label(one.authority.label()));
        person_row(f, said, &one.person)
    });
    Shown {
        no: party.no.0,
        side: f.label(party.side.label()),
        employer: match &party.who {
            Who::Worker(_) => None,
            Who::Employer(employer) => {
                Some((employer.name.clone(), employer.credit_code.clone().unwrap_or_default()))
            }
        },
        people: own.into_iter().chain(acting).collect(),
    }
}

fn person_row(f: &Frame, what: String, person: &Person) -> PersonRow {
    let facts = [
        (f.say("电话", "Phone"), &person.phone),
        (f.say("公民身份号码", "ID number"), &person.id_number),
        (f.say("住址", "Address"), &person.address),
        (f.say("银行账号", "Bank account"), &person.bank_account),
    ];
    let known = |(said, fact): (&'static str, &Option<String>)| Some((said, fact.clone()?));
    PersonRow { what, name: person.name.clone(), facts: facts.into_iter().filter_map(known).collect() }
}
