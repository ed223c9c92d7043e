//! The cases behind a figure (数字所列案件), as a condition of the list of cases. Not here: the list (`case_list`), and the figures
//! themselves (`figures`).

use chrono::NaiveDate;

use super::figure_reading::Reading;
use super::figure_sql::Fragment;
use super::figures::{Definition, Identity, Question, Source};

/// The cases behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CasesBehind {
    /// Those that it counts, as it was known at the end of a day where one is said.
    Counted(Definition, Option<NaiveDate>),
    /// Those because of which an identity does not hold.
    Untied(Identity, Question),
}

impl CasesBehind {
    /// Those that a measure counts now.
    #[must_use]
    pub fn counted(definition: Definition) -> CasesBehind {
        CasesBehind::Counted(definition, None)
    }

    /// Whether they say how cases were rated.
    #[must_use]
    pub fn is_of_ratings(&self) -> bool {
        match self {
            CasesBehind::Counted(definition, _) => definition.is_of_ratings(),
            CasesBehind::Untied(identity, _) => identity.source() == Source::Ratings,
        }
    }

    /// Whether they are cases of wage arrears by the figure itself.
    #[must_use]
    pub fn is_of_arrears(&self) -> bool {
        matches!(self, CasesBehind::Counted(definition, _) if definition.is_of_arrears())
    }
}

/// That a case of the list is among those behind a figure.
pub(super) fn among(behind: &CasesBehind) -> Fragment {
    let mut out = Fragment::default();
    out.sql("cases.id IN (");
    match behind {
        CasesBehind::Counted(definition, known_on) => {
            for (index, reading) in Reading::all(definition.source(), *known_on).into_iter().enumerate() {
                out.sql(if index > 0 { " UNION ALL " } else { "" }).read_from(reading);
                out.sql("SELECT r.case_id FROM ").out_of(definition).sql(" AND ").counted(definition);
            }
        }
        CasesBehind::Untied(identity, question) => untied(&mut out, *identity, question),
    }
    out.sql(")");
    out
}

/// The ids of the cases of which an identity does not hold: by what all of a case brings, for one fact may be on the left
/// and another, of the same case, on the right. What brings nothing to either side is left out before it is added up.
fn untied(out: &mut Fragment, identity: Identity, question: &Question) {
    let counted = question.definition(identity.sides().equals);
    out.sql("SELECT k.case_id FROM (");
    for (index, reading) in Reading::all(counted.source(), question.known_on).into_iter().enumerate() {
        out.sql(if index > 0 { " UNION ALL " } else { "" }).read_from(reading);
        out.sql("SELECT r.case_id AS case_id, 0");
        for (sign, measure) in identity.sides().signed() {
            let definition = question.definition(measure);
            out.sql(if sign > 0 { " + CASE WHEN " } else { " - CASE WHEN " }).counted(&definition);
            out.sql(" THEN ").amount(definition.amount).sql(" ELSE 0 END");
        }
        out.sql(" AS difference FROM ").out_of(&counted);
    }
    out.sql(") AS k WHERE k.difference <> 0 GROUP BY k.case_id HAVING SUM(k.difference) <> 0");
}
