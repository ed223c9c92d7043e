//! What the pages of a restatement (重述) have in common: figures that come to something else, as rows; what else than acts can
//! be the cause; the pages of the groups. Not here: counting (`app::restating`).

use serde_json::Value;

use crate::domain::code::Coded as _;
use crate::domain::figures::{Dimension, Figure, FigureUnit, Group, Rounding, percent, tenths};
use crate::domain::id::PublicationId;
use crate::domain::money::Fen;
use crate::http::api::figure_views::ValueView;
use crate::http::api::publication_views::{RestatedFigureView, RestatementView};
use crate::http::language::Language;
use crate::http::pages::figure_rows::shown;
use crate::http::pages::frame::Frame;

/// A dimension by which a period was published.
pub(super) struct By {
    /// What it is.
    pub(super) name: &'static str,
    /// Where its groups are.
    pub(super) to: String,
    /// Whether that is this page.
    pub(super) is_here: bool,
}

/// The pages of the groups of a publication, by the dimensions that it has.
pub(super) fn groupings(
    f: &Frame,
    (id, dimensions): (PublicationId, &[Dimension]),
    here: Option<Dimension>,
) -> Vec<By> {
    let page = |by: &Dimension| By {
        name: f.label(by.label()),
        to: format!("/publications/{id}/groups?by={}", by.code()),
        is_here: Some(*by) == here,
    };
    dimensions.iter().map(page).collect()
}

/// A figure that comes to something else by now.
pub(super) struct RestatedRow {
    /// Its group; empty over all cases.
    pub(super) group: String,
    /// What it is.
    pub(super) name: &'static str,
    /// As it was published.
    pub(super) published: String,
    /// What it comes to now.
    pub(super) now: String,
    /// Whether the program says otherwise than then what it counts.
    pub(super) redefined: bool,
}

/// The row of a figure that was restated; none of one that this program does not know.
pub(super) fn restated_figure(
    f: &Frame,
    view: &RestatedFigureView,
    rounding: Rounding,
) -> Option<RestatedRow> {
    let figure = Figure::from_id(view.name.code)?;
    let said = |text: &Option<Value>| match text {
        None => exactly(f, figure.unit(), &nothing(figure, rounding)),
        Some(text) => value_of(figure, text, rounding)
            .map_or_else(|| text.to_string(), |value| exactly(f, figure.unit(), &value)),
    };
    let (published, now) = (said(&view.published), said(&view.now));
    let redefined = view.definition_changed == Some(true);
    Some(RestatedRow { group: group(f, view), name: f.label(&view.name), published, now, redefined })
}

fn group(f: &Frame, view: &RestatedFigureView) -> String {
    let Some(value) = view.group.as_deref() else { return String::new() };
    let by = view.by.as_deref().and_then(Dimension::from_code);
    let label = by.and_then(|by| Group::parse(by, value)?.label());
    label.map_or_else(|| value.to_owned(), |label| f.label(&label).to_owned())
}

/// A value with its money to the last fen, so that what differs looks different.
pub(super) fn exactly(f: &Frame, unit: FigureUnit, value: &ValueView) -> String {
    match value {
        ValueView::Sum { amount } if unit == FigureUnit::Fen => {
            let yuan = Fen(*amount);
            match f.language {
                Language::Zh => format!("{yuan}元"),
                Language::En => format!("CNY {yuan}"),
            }
        }
        ValueView::Sum { .. } | ValueView::Rate { .. } | ValueView::Spread { .. } => shown(f, unit, value),
    }
}

/// What a figure comes to where it has no case.
fn nothing(figure: Figure, rounding: Rounding) -> ValueView {
    match figure {
        Figure::Measure(_) => ValueView::Sum { amount: 0 },
        Figure::Rate(_) => ValueView::Rate { numerator: 0, denominator: 0, percent: None, rounding },
        Figure::Spread(_) => ValueView::Spread { cases: 0, mean: None, median: None, p90: None },
    }
}

/// What a figure comes to by the text of a publication; none where the text has no such number.
pub(super) fn value_of(figure: Figure, text: &Value, rounding: Rounding) -> Option<ValueView> {
    let number = |name: &str| text.get(name).and_then(Value::as_i64);
    Some(match figure {
        Figure::Measure(_) => ValueView::Sum { amount: number("amount")? },
        Figure::Rate(_) => {
            let (numerator, denominator) = (number("numerator")?, number("denominator")?);
            let percent = percent(numerator.unsigned_abs(), denominator.unsigned_abs(), rounding);
            ValueView::Rate { numerator, denominator, percent, rounding }
        }
        Figure::Spread(_) => {
            let cases = text.get("cases").and_then(Value::as_u64)?;
            ValueView::Spread {
                cases,
                mean: tenths(number("days")?, cases),
                median: number("median_halves").and_then(|halves| tenths(halves, 2)),
                p90: number("p90"),
            }
        }
    })
}

/// What else than acts can be the cause of a difference, and what cannot be asked again, in sentences.
pub(super) fn hints(f: &Frame, view: &RestatementView) -> Vec<String> {
    let mut hints = Vec::new();
    let mut say = |zh: String, en: String| {
        hints.push(match f.language {
            Language::Zh => zh,
            Language::En => en,
        });
    };
    if view.books_changed {
        say(
            "规则、设置或计数方法已与公布时不同，没有登记事项的差异可能由此而来。".to_owned(),
            "Rules, settings or the way of counting are others than they were; a difference without an act may come of that."
                .to_owned(),
        );
    }
    let (then, now) = (&view.calendar_version_then, &view.calendar_version_now);
    if then != now {
        say(format!("日历版本：公布时{then}，现在{now}。"), format!("Calendar: then {then}, now {now}."));
    }
    if !view.definitions_known {
        say(
            "这次公布没有记录口径，口径此后有没有改变不详。".to_owned(),
            "This publication does not say how its figures were defined; whether that has changed is not known."
                .to_owned(),
        );
    }
    for unknown in &view.unknown {
        let code = &unknown.code;
        let (zh, en) = unknown.published.as_ref().map_or_else(Default::default, |value| {
            (format!("，公布时为{value}"), format!("; it was published as {value}"))
        });
        say(
            format!("本程序已没有“{code}”，不能重新计数{zh}。"),
            format!("This program knows no “{code}” any more and cannot count it again{en}."),
        );
    }
    hints
}
