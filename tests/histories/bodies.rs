//! Bodies drawn from the published schemas: what the type of a field allows, and where its name says what it stands for
//! (a party, a claim, a person, a day), something that the case has. Not here: what becomes of them.

use std::cell::Cell;

use chrono::{Days, NaiveDate};
use serde_json::{Map, Value, json};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::award::{FinalByLaw, Settled, final_by_law};
use sikuai::domain::case::Case;
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::code::Coded as _;
use sikuai::domain::money::Fen;
use sikuai::domain::party::{Party, Side};
use sikuai::domain::stage::Stage;
use sikuai::http::api::acts::Route;
use sikuai::http::openapi;

use crate::story::user;

/// Acts that the usual histories do not take: what opens a case begins each of them, and is refused within one.
pub(crate) const NEVER_DRAWN: &[&str] =
    &["receipt", "ledger_entry", "mediation_request", "inspection_receipt", "petition_receipt"];

/// The usual road of an arbitration from a stage on: what asks for much at once is drawn more often where it can be.
pub(crate) fn road(case: &Case) -> &'static [ActKind] {
    if case.kind != CaseKind::Arbitration && case.stage != Stage::InReview {
        return &[];
    }
    match case.stage {
        Stage::MediateFirst => &[ActKind::MediationFailure, ActKind::PreFilingSettlement],
        Stage::InReview => &[ActKind::ReviewExtension],
        Stage::Accepted => &[ActKind::Service, ActKind::TribunalFormation, ActKind::ElementStatement],
        Stage::Tribunal => {
            &[ActKind::Service, ActKind::Defence, ActKind::HearingNotice, ActKind::CounterclaimAcceptance]
        }
        Stage::Scheduled => &[
            ActKind::Service,
            ActKind::HearingPostponement,
            ActKind::HearingOpening,
            ActKind::DeemedWithdrawal,
        ],
        Stage::Hearing => &[
            ActKind::HearingClosing,
            ActKind::HearingAdjournment,
            ActKind::DeemedWithdrawal,
            ActKind::ElementStatement,
            ActKind::ElementConfirmation,
        ],
        Stage::Deliberation => &[ActKind::Discussion, ActKind::Award, ActKind::HearingReopening],
        Stage::Closed | Stage::Served | Stage::Effective => &[ActKind::Challenge, ActKind::AwardCorrection],
        Stage::Challenged => &[ActKind::CourtRuling],
        _ => &[],
    }
}

/// Acts that open another case: the register writes its id into them.
pub(crate) const OPENS_ANOTHER: &[ActKind] = &[
    ActKind::OnwardArbitration,
    ActKind::CaseSplit,
    ActKind::InspectionHandover,
    ActKind::PreFilingSettlement,
    ActKind::ReferralAcceptance,
];

/// The acts that make what another act is about.
pub(crate) fn makers(act: ActKind) -> &'static [ActKind] {
    match act {
        ActKind::HearingPostponement
        | ActKind::HearingOpening
        | ActKind::HearingAdjournment
        | ActKind::HearingClosing
        | ActKind::DeemedWithdrawal => {
            &[ActKind::HearingNotice, ActKind::HearingPostponement, ActKind::HearingAdjournment]
        }
        ActKind::SuspensionEnd => &[ActKind::Suspension],
        ActKind::RecusalDecision => &[ActKind::RecusalRequest],
        ActKind::MediationSignature | ActKind::MediationRepudiation => {
            &[ActKind::MediationDocument, ActKind::ReviewConfirmation]
        }
        ActKind::ServiceProof => &[ActKind::Service],
        ActKind::JurisdictionRuling => &[ActKind::JurisdictionObjection],
        ActKind::EvidenceTermExtension => &[ActKind::EvidenceTerm],
        ActKind::InspectionCommissionResult => &[ActKind::InspectionCommission],
        ActKind::InspectionSuspensionNotice | ActKind::InspectionSuspensionEnd => {
            &[ActKind::InspectionSuspension]
        }
        ActKind::InspectionDelivery => &[ActKind::InspectionDocument, ActKind::PaymentOrder],
        _ => &[],
    }
}

/// Numbers out of one number: a stream that begins with it.
pub(crate) struct Dice(Cell<u64>);

impl Dice {
    pub(crate) fn of(seed: u64) -> Dice {
        Dice(Cell::new(seed))
    }

    /// The next number, below `sides`.
    pub(crate) fn roll(&self, sides: usize) -> usize {
        // SplitMix64: well spread, and short.
        let next = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(next);
        let mut mixed = (next ^ (next >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(sides.max(1)).unwrap()).unwrap()
    }
}

/// What opens a case of a kind, with so many workers and one employer.
pub(crate) fn opening(act: ActKind, workers: u32, on: NaiveDate) -> Value {
    let worker = |no: u32| json!({ "no": no, "side": "applicant", "who": { "worker": { "name": format!("工人{no}") } } });
    let mut parties: Vec<Value> = (1..=workers).map(worker).collect();
    let employer = json!({ "employer": { "name": "徐闻公司" } });
    parties.push(json!({ "no": workers + 1, "side": "respondent", "who": employer }));
    let claim = |no: u32| json!({ "no": no, "claimant": no, "item": "wages", "amount": 100_000 });
    let claims: Vec<Value> = (1..=workers).map(claim).collect();
    let mut body = json!({ "on": on, "channel": "counter", "cause": "remuneration", "parties": parties });
    match act {
        ActKind::Receipt => body["claims"] = claims.into(),
        ActKind::MediationRequest => {
            body["claims"] = claims.into();
            body["body"] = "commission".into();
        }
        ActKind::InspectionReceipt => {
            body["source"] = "complaint".into();
            body["project"] = json!({ "engineering": true, "name": "海港大道" });
        }
        ActKind::PetitionReceipt => body["request"] = "请求支付工资".into(),
        ActKind::LedgerEntry => {
            body["number"] = "1号".into();
            body["accepted_on"] = json!(on);
            body["procedure"] = "ordinary".into();
            body["claimed"] = json!(100_000 * workers);
            if workers.is_multiple_of(2) {
                body["receipt_told"] = true.into();
            }
        }
        other => panic!("{} opens no case", other.code()),
    }
    body
}

/// A body of an act on a case.
pub(crate) fn body(route: &Route, case: &Case, on: NaiveDate, dice: &mut Dice) -> Value {
    let drawing = Drawing { case, on, dice, depth: 0 };
    let mut value = drawing.of(component(&route.body_schema()), "");
    if let Some(object) = value.as_object_mut() {
        object.insert("on".to_owned(), json!(on));
        object.remove("acknowledge_warnings");
        object.remove("reason");
        if matches!(
            route.act,
            ActKind::HearingNotice | ActKind::HearingPostponement | ActKind::HearingAdjournment
        ) && dice.roll(16) != 0
        {
            // A hearing ahead without its time is refused.
            object.insert("time".to_owned(), "09:30".into());
        }
        if route.act == ActKind::Award {
            object.insert("items".to_owned(), award_items(case, dice));
            let third = case.side(Side::ThirdParty).filter(|_| dice.roll(2) == 0);
            let binds: Vec<u32> = third.map(|party| party.no.0).collect();
            object.insert("binds".to_owned(), json!(binds));
            if dice.roll(4) != 0 {
                object.insert("scope".to_owned(), "whole".into());
            }
        }
        if route.act == ActKind::HearingNotice {
            // Two to six weeks ahead, and no room that is not there: what follows a hearing is drawn only after one.
            let ahead = u64::try_from(14 + dice.roll(28)).unwrap();
            object.insert("held_on".to_owned(), json!(on + Days::new(ahead)));
            object.remove("room");
            object.remove("minutes");
        }
        if route.act == ActKind::Service && dice.roll(2) == 0 {
            *object = service(case, on);
        }
        if route.act == ActKind::ElementStatement && dice.roll(4) != 0 {
            *object = statement(case, on, dice);
        }
        if route.act == ActKind::ElementConfirmation && dice.roll(4) != 0 {
            *object = confirmation(case, on, dice);
        }
        if route.act == ActKind::WageList {
            *object = wage_list(case, on, dice);
        }
    }
    value
}

/// One item for each open claim, so that an award of the whole case has a chance.
fn award_items(case: &Case, dice: &Dice) -> Value {
    let settled = Settled::of(case);
    let item = |claim: &sikuai::domain::claim::Claim| {
        let granted = dice.roll(3) != 0;
        let amount = if granted { claim.amount.map_or(0, |amount| amount.0) } else { 0 };
        let may_be_final =
            final_by_law(claim.item, Fen(amount), Some(Fen::from_yuan(1_410))) == FinalByLaw::Yes;
        let finality = if may_be_final && dice.roll(4) != 0 { "final" } else { "non_final" };
        let decision = if granted { "granted" } else { "dismissed" };
        json!({ "claim": claim.no, "decision": decision, "amount": amount, "finality": finality })
    };
    case.claims.iter().filter(|claim| !settled.holds(claim.no)).map(item).collect()
}

/// The notice of the hearing that is ahead, to everyone, or else the application to the respondents.
fn service(case: &Case, on: NaiveDate) -> Map<String, Value> {
    let ahead = case.hearings.last().filter(|_| case.stage == Stage::Scheduled);
    let body = if let Some(hearing) = ahead {
        let all: Vec<_> = case.parties.iter().map(|party| party.no).collect();
        json!({ "on": on, "document": "hearing_notice", "of": hearing.notice.by, "parties": all, "manner": "direct" })
    } else {
        let respondents: Vec<_> = case.side(Side::Respondent).map(|party| party.no).collect();
        json!({ "on": on, "document": "application_copy", "parties": respondents, "manner": "direct" })
    };
    body.as_object().cloned().unwrap()
}

/// Wages of some worker for some days that are over; what is owed ties, but for once in a while.
fn wage_list(case: &Case, on: NaiveDate, dice: &Dice) -> Map<String, Value> {
    let worker = case.parties[dice.roll(case.parties.len())].no;
    let from = on - Days::new(u64::try_from(1 + dice.roll(200)).unwrap());
    let (due, off) = (100 * (1 + dice.roll(9)), usize::from(dice.roll(9) == 0));
    let line =
        json!({ "worker": worker, "from": from, "to": from, "due": due, "paid": 0, "owed": due + off });
    json!({ "on": on, "lines": [line] }).as_object().cloned().unwrap()
}

/// What a party says, one of two ways each: parties agree now and then.
fn statement(case: &Case, on: NaiveDate, dice: &Dice) -> Map<String, Value> {
    let party = case.parties[dice.roll(case.parties.len())].no;
    let position = ["厨师", "帮厨"][dice.roll(2)];
    let answers = json!({ "hired_on": "2020-03-02", "position": position, "insured": dice.roll(2) == 0 });
    json!({ "on": on, "party": party, "answers": answers }).as_object().cloned().unwrap()
}

/// One element of one worker, mostly of whom something is said that the other side then admits.
fn confirmation(case: &Case, on: NaiveDate, dice: &Dice) -> Map<String, Value> {
    let one_of = |workers: bool| {
        let those: Vec<_> = case.parties.iter().filter(|party| party.is_worker() == workers).collect();
        those.get(dice.roll(those.len())).map(|party| party.no)
    };
    let said = case.element_statements.get(dice.roll(case.element_statements.len()));
    let own = said.map(|said| said.party).filter(|no| case.party(*no).is_some_and(Party::is_worker));
    let worker = own.or_else(|| said?.worker).or_else(|| one_of(true));
    let admitted_by = if own.is_some() { one_of(false) } else { worker };
    let element = ["hired_on", "position", "insured"][dice.roll(3)];
    let workers: Vec<_> = worker.into_iter().collect();
    let mut body = json!({ "on": on, "elements": [element], "workers": workers });
    if dice.roll(3) != 0 {
        body["admitted_by"] = json!(admitted_by);
    }
    body.as_object().cloned().unwrap()
}

fn component(name: &str) -> &'static Value {
    &openapi::published()["components"]["schemas"][name]
}

struct Drawing<'a> {
    case: &'a Case,
    on: NaiveDate,
    dice: &'a Dice,
    depth: usize,
}

impl Drawing<'_> {
    fn deeper(&self) -> Drawing<'_> {
        Drawing { case: self.case, on: self.on, dice: self.dice, depth: self.depth + 1 }
    }

    fn of(&self, schema: &Value, name: &str) -> Value {
        if let Some(known) = self.by_name(name, holds_numbers(schema)) {
            return known;
        }
        if let Some(reference) = schema["$ref"].as_str() {
            // A worker who is there, not the person of a new one.
            if name == "worker" && reference.ends_with("/PartyNo") {
                return self.of(schema, "party");
            }
            return self.of(component(reference.rsplit('/').next().unwrap()), name);
        }
        for one_of in ["oneOf", "anyOf"] {
            if let Some(options) = schema[one_of].as_array() {
                let real: Vec<&Value> = options.iter().filter(|option| option["type"] != "null").collect();
                return self.of(real[self.dice.roll(real.len())], name);
            }
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let mut all = Map::new();
            for part in parts {
                all.extend(self.of(part, name).as_object().cloned().unwrap_or_default());
            }
            return all.into();
        }
        if let Some(values) = schema["enum"].as_array() {
            return values[self.dice.roll(values.len())].clone();
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        match type_of(schema) {
            "object" => self.object(schema),
            "array" => self.array(schema),
            "integer" | "number" => self.number(schema),
            "boolean" => (self.dice.roll(2) == 0).into(),
            _ => self.text(schema),
        }
    }

    /// What a field of this name stands for, if its name says so.
    fn by_name(&self, name: &str, holds_numbers: bool) -> Option<Value> {
        let parties = &self.case.parties;
        let party = || json!(parties[self.dice.roll(parties.len())].no);
        Some(match name {
            "party" | "claimant" => party(),
            "hazard" => json!(1 + self.dice.roll(3)),
            // Everybody, or one of them.
            "parties" if holds_numbers => match self.dice.roll(3) {
                0 => json!([party()]),
                1 => json!(self.case.side(Side::Applicant).take(5).map(|party| party.no).collect::<Vec<_>>()),
                _ => json!(parties.iter().map(|party| party.no).collect::<Vec<_>>()),
            },
            // Most who sign or apply together do so all of them.
            "signed_by" | "applicants" => {
                let all = parties.iter().filter(|_| self.dice.roll(20) != 0);
                json!(all.map(|party| party.no).collect::<Vec<_>>())
            }
            "claim" if !self.case.claims.is_empty() => {
                json!(self.case.claims[self.dice.roll(self.case.claims.len())].no)
            }
            "claims" if holds_numbers && self.dice.roll(2) == 0 => {
                json!(self.case.claims.iter().map(|claim| claim.no).collect::<Vec<_>>())
            }
            "days" => json!(1 + self.dice.roll(31)),
            "members" => match self.dice.roll(3) {
                0 => json!([{ "user": user(11), "seat": "sole" }]),
                _ => {
                    json!([{ "user": user(11), "seat": "presiding" }, { "user": user(12), "seat": "member" },
                    { "user": user(13), "seat": "member" }])
                }
            },
            "absent" => json!([]),
            "user" | "member" => json!(user(11 + u128::try_from(self.dice.roll(3)).unwrap())),
            _ => return None,
        })
    }

    fn object(&self, schema: &Value) -> Value {
        let empty = Map::new();
        let fields = schema["properties"].as_object().unwrap_or(&empty);
        let required =
            |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|it| it == name));
        let wanted = fields.iter().filter(|(name, _)| required(name) || self.dice.roll(2) == 0);
        let drawn = wanted.map(|(name, field)| (name.clone(), self.deeper().of(field, name)));
        drawn.collect::<Map<_, _>>().into()
    }

    fn array(&self, schema: &Value) -> Value {
        let least = usize::try_from(schema["minItems"].as_u64().unwrap_or(0)).unwrap();
        let most = usize::try_from(schema["maxItems"].as_u64().unwrap_or(3)).unwrap().min(3).max(least);
        let count = least + self.dice.roll(most - least + 1);
        (0..count).map(|_| self.deeper().of(&schema["items"], "")).collect()
    }

    fn number(&self, schema: &Value) -> Value {
        let least = schema["minimum"].as_i64().unwrap_or(0);
        let most = schema["maximum"].as_i64().unwrap_or(i64::from(i32::MAX));
        let drawn = [0, 1, 2, 5, 15, 100, 100_000][self.dice.roll(7)];
        (least + drawn).min(most).into()
    }

    fn text(&self, schema: &Value) -> Value {
        match schema["format"].as_str() {
            Some("date") => {
                let days = self.dice.roll(12);
                let ahead = Days::new(u64::try_from(self.dice.roll(20)).unwrap());
                // Mostly the day itself or one ahead, for what is planned; sometimes one before.
                json!(match days {
                    0..=4 => self.on,
                    5..=8 => self.on + ahead,
                    _ => self.on - ahead,
                })
            }
            Some("uuid") => json!(uuid::Uuid::from_u128(3)),
            _ => Self::plain(schema).into(),
        }
    }

    fn plain(schema: &Value) -> String {
        match schema["pattern"].as_str() {
            Some(pattern) if pattern.contains("[0-9a-f]{64}") => "ab".repeat(32),
            Some(pattern) if pattern.contains(':') => "09:30".to_owned(),
            Some(pattern) if pattern.contains("A-T") => "E".to_owned(),
            _ => {
                let least = usize::try_from(schema["minLength"].as_u64().unwrap_or(0)).unwrap();
                "文".repeat(least.max(2))
            }
        }
    }
}

/// Whether a schema is of a list of numbers: of parties or claims that are there, not of new ones.
fn holds_numbers(schema: &Value) -> bool {
    let items = &schema["items"];
    let named = items["$ref"].as_str().map(|reference| component(reference.rsplit('/').next().unwrap()));
    type_of(named.unwrap_or(items)) == "integer"
}

/// The type of a schema; of one that may be null, the other.
fn type_of(schema: &Value) -> &str {
    let named = |value: &'static str| value;
    match &schema["type"] {
        Value::String(text) => text.as_str(),
        Value::Array(types) => {
            types.iter().filter_map(Value::as_str).find(|text| *text != "null").unwrap_or(named("string"))
        }
        _ if schema.get("properties").is_some() => named("object"),
        _ => named("string"),
    }
}
