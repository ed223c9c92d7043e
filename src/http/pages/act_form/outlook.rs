//! What would happen (试算结果) if a form were recorded, in words: the stage, and what becomes of deadlines. Not here: deciding it; the
//! app does that, in a dry run.

use crate::app::outcome::{Effect, Moved, Performed};
use crate::domain::code::Coded as _;
use crate::http::pages::frame::Frame;

/// A deadline that would begin, move, fall away, or stand otherwise.
pub(crate) struct MovedRow {
    pub(crate) name: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) state: String,
    pub(crate) effect: &'static str,
}

/// What would happen.
pub(crate) struct Outlook {
    pub(crate) stage: String,
    pub(crate) number: String,
    pub(crate) deadlines: Vec<MovedRow>,
    pub(crate) also: Option<String>,
}

/// What would happen.
#[must_use]
pub(crate) fn outlook(f: &Frame, performed: &Performed) -> Outlook {
    let row = |moved: &Moved| {
        let party = moved.party.map_or_else(String::new, |party| format!(" #{}", party.0));
        let fallen = || f.say("不再适用", "falls away").to_owned();
        MovedRow {
            name: format!("{}{party}", f.label(moved.rule.label())),
            from: f.day(moved.from),
            to: f.day(moved.to),
            state: moved.state.map_or_else(fallen, |state| f.label(state.label()).to_owned()),
            effect: moved.effect.map_or("", |effect| said(f, effect)),
        }
    };
    let also = performed.also.as_ref().map(|also| f.label(also.stage.label()).to_owned());
    Outlook {
        stage: f.label(performed.stage.label()).to_owned(),
        number: performed.number.clone().unwrap_or_default(),
        deadlines: performed.deadlines.iter().map(row).collect(),
        also,
    }
}

/// In a dry run it is always known.
fn said(f: &Frame, effect: Effect) -> &'static str {
    match effect {
        Effect::Began => f.say("开始计算", "begins"),
        Effect::Moved => f.say("届满日变动", "moves"),
        Effect::StateOnly => f.say("仅状态变化", "state only"),
        Effect::FellAway => f.say("不再适用", "falls away"),
    }
}
