//! One line of the indicator register (指标): the value that stands, every value that was entered, and correcting it with a reason.
//! Not here: the register (`indicators`), and the rules (`app::indicators`).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::{Datelike as _, NaiveDate};

use crate::app::App;
use crate::app::indicators::{IndicatorCorrection, IndicatorVersion};
use crate::app::permits::ensure;
use crate::domain::id::IndicatorId;
use crate::domain::permission::{Operation, Permit, permit};
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::Field;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::indicators::{INDICATORS, checked, value};
use crate::http::pages::notes::{Note, beside_none, notes, whole};
use crate::http::pages::once::{key, new_key};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// The fields of the form, in their order.
const FIELDS: [&str; 4] = ["value", "unit", "source", "reason"];

/// A value that was entered.
struct Entered {
    version: u32,
    value: String,
    source: String,
    reason: String,
    by: String,
    at: String,
}

#[derive(Template)]
#[template(path = "indicator.html")]
struct IndicatorPage {
    f: Frame,
    id: IndicatorId,
    item: String,
    year: i32,
    from: NaiveDate,
    to: NaiveDate,
    stands: String,
    version: u32,
    entered: Vec<Entered>,
    may_keep: bool,
    was_corrected: bool,
    fields: Vec<Field>,
    elsewhere: Vec<Note>,
    key: String,
}

/// The line.
///
/// # Errors
/// Not signed in; no such line; a role that does not read the register.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = IndicatorId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let was_corrected = params.flag("corrected");
    params.finish()?;
    shown(&app, (&request, &visitor), (id, was_corrected), None).await
}

/// Enters a value in the place of the one that stands, once.
///
/// # Errors
/// Not signed in; a form of another session; no such line; a role that corrects none. What is wrong is said on the page.
pub async fn correct(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let id = IndicatorId(params::path_uuid(&request, "id")?);
    let Sent { visitor, form } = sent;
    ensure(&visitor.actor.caller(), Operation::KeepIndicators, None)?;
    match write(&app, &visitor, id, &form).await {
        Ok(()) => Ok(see_other(&format!("{INDICATORS}/{id}?corrected=true"))),
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            shown(&app, (&request, &visitor), (id, false), Some((&form, fault))).await
        }
        Err(fault) => Err(fault),
    }
}

async fn write(app: &App, visitor: &Visitor, id: IndicatorId, form: &Posted) -> Result<(), Fault> {
    checked("IndicatorCorrectionBody", form, &FIELDS)?;
    // What is no version is the version of no line.
    let seen = Some(form.one("version").parse().unwrap_or(0));
    let reason = form.one("reason").trim().to_owned();
    let correction = IndicatorCorrection { new: value(form)?, reason, seen };
    let key = key(form, &format!("corrections of indicator {id}"));
    app.register.correct_indicator(&visitor.actor.caller(), id, (correction, key)).await?;
    Ok(())
}

async fn shown(
    app: &App,
    (request, visitor): (&HttpRequest, &Visitor),
    (id, was_corrected): (IndicatorId, bool),
    sent: Option<(&Posted, Fault)>,
) -> Answer {
    let caller = visitor.actor.caller();
    let view = app.register.indicator(&caller, id).await?;
    let f = visitor.frame(request);
    let (form, fault) = sent.map_or((None, None), |(form, fault)| (Some(form), Some(fault)));
    let status = fault.as_ref().map_or(StatusCode::OK, Fault::status_code);
    let notes = fault.map(|fault| said(&f, &fault)).unwrap_or_default();
    let fields = fields(&f, (form, &view.stands), &notes);
    let shown = IndicatorPage {
        id,
        year: view.from.year(),
        from: view.from,
        to: view.to,
        stands: format!("{} {}", view.stands.value, view.stands.unit),
        version: view.stands.version,
        entered: view.versions.iter().rev().map(|version| entered(&f, version)).collect(),
        may_keep: permit(caller.role, Operation::KeepIndicators) != Permit::No,
        was_corrected,
        elsewhere: beside_none(&notes, &fields.iter().collect::<Vec<_>>()),
        fields,
        key: new_key(),
        item: view.item,
        f,
    };
    page(status, shown.f.language, &shown)
}

/// What is wrong; that others corrected it meanwhile says so, and the form goes on from what stands now.
fn said(f: &Frame, fault: &Fault) -> Vec<Note> {
    if Kind::of(fault) == Kind::Stale {
        return vec![whole(f.say(
            "该指标已被他人更正，尚未写入；请核对下面现在的数值，再提交",
            "Somebody else corrected it meanwhile, and nothing was written: look at the value as it is now, and send it again.",
        ))];
    }
    notes(fault, f.language)
}

fn entered(f: &Frame, version: &IndicatorVersion) -> Entered {
    Entered {
        version: version.version,
        value: format!("{} {}", version.value, version.unit),
        source: version.source.clone(),
        reason: version.reason.clone().unwrap_or_else(|| "—".to_owned()),
        by: version.filled_by_name.clone().unwrap_or_else(|| "—".to_owned()),
        at: f.instant(version.recorded_at),
    }
}

/// What was typed; before that, what stands.
fn fields(f: &Frame, (form, stands): (Option<&Posted>, &IndicatorVersion), notes: &[Note]) -> Vec<Field> {
    let field = |name: &str, label: &str, standing: &str| {
        Field::plain(name, (label, form.map_or(standing, |form| form.one(name))), notes)
    };
    vec![
        field("value", f.say("数值", "Value"), &stands.value),
        field("unit", f.say("单位", "Unit"), &stands.unit),
        field("source", f.say("来源（由谁统计）", "Source: who counted it"), &stands.source),
        field("reason", f.say("更正原因", "Why it is corrected"), ""),
    ]
}
