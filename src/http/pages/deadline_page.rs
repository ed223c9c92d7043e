//! Why a deadline falls on its day (期限说明), as a page: one sentence, the articles, and every day that moved it.
//! Not here: the counting (`domain::deadline::explanation`).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::app::App;
use crate::app::error::Error;
use crate::app::reading::Past;
use crate::domain::code::Coded as _;
use crate::domain::deadline::Deadline;
use crate::domain::deadline::explanation::Explanation;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::CaseId;
use crate::http::fault::Answer;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// A row of the page: what, and what it is.
struct Fact {
    name: &'static str,
    value: String,
}

#[derive(Template)]
#[template(path = "deadline.html")]
struct DeadlinePage {
    f: Frame,
    case: CaseId,
    name: &'static str,
    sentence: String,
    facts: Vec<Fact>,
}

/// The explanation of one deadline of a case: by its rule, the entry that started it and the party that it concerns.
///
/// # Errors
/// Not signed in; no such case, or no such deadline in it.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let rule = request.match_info().get("rule").and_then(RuleId::from_code).ok_or(Error::NotFound)?;
    let mut params = Params::of(&request);
    let entry = params.number("entry", 0..=i64::from(i32::MAX));
    let party = params.number("party", 0..=i64::from(i32::MAX)).filter(|party| *party != 0);
    params.finish()?;
    let found = app.register.deadlines(&visitor.actor.caller(), id, Past::default()).await?;
    let is_asked = |deadline: &&Deadline| {
        deadline.rule.id == rule
            && entry.is_none_or(|entry| i64::from(deadline.anchor.0) == entry)
            && deadline.party.map(|party| i64::from(party.0)) == party
    };
    let deadline = found.deadlines.iter().find(is_asked).ok_or(Error::NotFound)?;
    let explained = deadline.explain(&found.book);
    let f = visitor.frame(&request);
    let status = f.label(deadline.status(app.clock.today()).label());
    let shown = DeadlinePage {
        case: id,
        name: f.label(&explained.name),
        sentence: f.words(&explained.sentence).to_owned(),
        facts: facts(&f, &explained, status),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

fn facts(f: &Frame, explained: &Explanation, status: &str) -> Vec<Fact> {
    let fact = |zh, en, value: String| Fact { name: f.say(zh, en), value };
    let articles: Vec<&str> = explained.articles.iter().map(|cited| f.say(&cited.zh, &cited.en)).collect();
    let trigger = explained.trigger;
    let mut facts = vec![
        fact("依据", "Rests on", articles.join(f.say("、", "; "))),
        fact("起算", "Counted from", format!("{} {}", trigger.on, f.label(&trigger.cause))),
        fact("届满日", "Last day", f.day(explained.due_on)),
        fact("未遇顺延时的届满日", "Last day by the count alone", f.day(explained.natural_on)),
        fact("目前", "Now", status.to_owned()),
        fact("由谁遵守", "Who keeps it", f.label(explained.obliged.label()).to_owned()),
        fact("逾期后果", "When it is missed", f.label(&explained.consequence).to_owned()),
    ];
    if let Some(counting) = &explained.counting {
        let listed = |days: &crate::domain::period::counting::ListedDays| {
            let named: Vec<String> = days.days.iter().map(|day| day.on.to_string()).collect();
            if named.is_empty() { "—".to_owned() } else { named.join(f.say("、", ", ")) }
        };
        facts.push(fact("跳过的休息日", "Rest days skipped", listed(&counting.rest_days)));
        facts.push(fact("调休上班日", "Weekend days that were worked", listed(&counting.make_up_days)));
        for part in &counting.exclusions {
            let value = format!("{} → {} {}", part.from, f.day(part.until), f.label(part.cause.label()));
            facts.push(fact("不计入", "Left out", value));
        }
        if let Some(extension) = &counting.extension {
            let value = format!("{} +{}", extension.approved_on, extension.days);
            facts.push(fact("延长", "Extended", value));
        }
        facts.push(fact("日历版本", "Version of the calendar", counting.calendar.clone()));
    }
    if explained.provisional {
        let said =
            f.say("该年度放假安排尚未公布，届满日待定", "The holidays of that year are not published yet");
        facts.push(fact("暂定", "Provisional", said.to_owned()));
    }
    facts
}
