//! The tables of the domain as Markdown: stages and acts, roles and operations, rules of time. Values in, text
//! out; `docs/` holds what comes out, and a test compares. Not here: what the tables say, which is the domain's.

use std::fmt::Write as _;

use crate::domain::act::kind::ActKind;
use crate::domain::act::table::{Row, Since, TABLE, To};
use crate::domain::archive::material::Material;
use crate::domain::code::{Coded as _, Label};
use crate::domain::deadline::rule::{self, Reach, Rule, Term};
use crate::domain::law::{Article, LAWS};
use crate::domain::office::Region;
use crate::domain::period::{ExtendedBy, Length};
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::role::Role;
use crate::domain::stage::Stage;

/// How to bring a generated file up to date, said at its head.
pub(super) const GENERATED: &str = "<!-- Generated from the domain by tests/generated_docs.rs; do not edit. \
     `SIKUAI_BLESS=1 cargo test --test generated_docs` writes it anew. -->\n\n";

/// Which act is allowed at which stage, where it leads and on what it rests: `docs/stages.md`.
///
/// ```
/// let text = sikuai::documents::tables::stages();
/// assert!(text.contains("| `acceptance` | 受理 Acceptance | 仲裁 | `received` | `accepted` |"));
/// ```
#[must_use]
pub fn stages() -> String {
    let mut text = format!("{GENERATED}# Stages and acts (阶段与行为)\n\n");
    text += "An act outside the stages of its row is refused; its own guards come on top. \"stays\": the stage \
             does not change.\n\n## Stages\n\n";
    text += &head(&["code", "阶段", "stage", "acts that it takes"]);
    for (stage, label) in Stage::ROWS {
        let acts = TABLE.iter().filter(|row| row.from.contains(stage)).map(|row| code(row.act.label()));
        let acts: Vec<String> = acts.collect();
        text += &line(&[code(label), label.zh.into(), label.en.into(), acts.join(", ")]);
    }
    text += "\n## Acts\n\n";
    text += &head(&["code", "act", "kind of case", "from", "to", "not dated before", "articles", "basis"]);
    for row in TABLE {
        text += &act_line(row);
    }
    text + "\n" + &laws()
}

fn act_line(row: &Row) -> String {
    let label = row.act.label();
    let codes = |stages: &[Stage]| stages.iter().map(|stage| code(stage.label())).collect::<Vec<_>>();
    let from = if row.from.is_empty() { "(opens the case)".to_owned() } else { codes(row.from).join(", ") };
    let to = match row.to {
        To::Stage(stage) => code(stage.label()),
        To::Same => "stays".to_owned(),
        To::OneOf(stages) => match row.from {
            [Stage::Suspended] => format!("back to one of {}", codes(stages).join(", ")),
            [] => codes(stages).join(", or "),
            _ => format!("stays, or {}", codes(stages).join(", ")),
        },
    };
    let since = match row.since {
        _ if row.from.is_empty() => "–",
        Since::Stage => "the act that led to the stage",
        Since::Closing => "the act that led to the stage, and the last restart of the trial period",
        Since::Acceptance => "the acceptance",
        Since::Receipt => "the receipt",
    };
    let basis = row.basis.label();
    let kinds = row.kinds.iter().map(|kind| kind.label().zh).collect::<Vec<_>>().join("、");
    line(&[code(label), both(label), kinds, from, to, since.into(), cited(row.articles), both(basis)])
}

/// Which role may do what, and how far: `docs/permissions.md`.
#[must_use]
pub fn permissions() -> String {
    let mut text = format!("{GENERATED}# Roles and operations (角色与权限)\n\n");
    text += "`office`: in every case of the office (全部案件). `assigned`: in cases assigned to the person \
             (本人承办案件). `desk`: in the cases of the role's own desk, and for reading also those referred to it \
             (本股室案件). Empty: not at all. Beneath the table stands the one filter for who sees which case.\n\n";
    let barred = Operation::OTHERS.iter().filter(|operation| operation.is_barred_by_recusal());
    let barred: Vec<String> = barred.map(|operation| code(&operation.label())).collect();
    text += "Whose recusal is asked for or was upheld does nothing in that case (R33 11): no act, no correction, and of the \
             operations below none of ";
    text += &barred.join(", ");
    text += " (回避).\n\n";
    let roles = Role::ROWS.iter().map(|(_, label)| both(label));
    let columns: Vec<String> = ["code".to_owned(), "operation".to_owned()].into_iter().chain(roles).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    text += &head(&columns);
    let acts = ActKind::ROWS.iter().map(|(act, _)| Operation::Perform(*act));
    for operation in acts.chain(Operation::OTHERS.iter().copied()) {
        let label = operation.label();
        let permits = Role::ROWS.iter().map(|(role, _)| match permit(*role, operation) {
            Permit::Office => "office".to_owned(),
            Permit::Assigned => "assigned".to_owned(),
            Permit::Desk => "desk".to_owned(),
            Permit::No => String::new(),
        });
        let cells: Vec<String> = [code(&label), both(&label)].into_iter().chain(permits).collect();
        text += &line(&cells);
    }
    text
}

/// What lies in which volume, and when it must be there: `docs/archive.md`.
///
/// ```
/// let text = sikuai::documents::tables::archive();
/// assert!(text.contains("| 21 | `service_return` | 送达回证 |"));
/// ```
#[must_use]
pub fn archive() -> String {
    let mut text = format!("{GENERATED}# The volumes of the archive (案卷材料)\n\n");
    text += "The materials in the order in which they lie in the file. R33 22 names them and their volumes; \
             that those must be there of which the docket tells is our choice. What is missing is named when the file is put away, and to be acknowledged. Parties and their agents \
             read and copy the main volume only (R33 23). See [ADR 26](adr/0026-the-archive.md).\n\n";
    text += &head(&["no", "code", "材料", "material", "volume", "asked for", "article", "basis"]);
    for ((material, label), no) in Material::ROWS.iter().zip(1_u32..) {
        let when = material.asked_when();
        let article = material.article().map_or_else(String::new, |article| cited(&[article]));
        text += &line(&[
            no.to_string(),
            code(label),
            label.zh.into(),
            label.en.into(),
            both(material.volume().label()),
            format!("{} ({})", when.zh, when.en),
            article,
            both(material.basis().label()),
        ]);
    }
    text + "\n" + &laws()
}

/// The rules of time: `docs/deadlines.md`.
#[must_use]
pub fn deadlines() -> String {
    let mut text = format!("{GENERATED}# Rules of time (期限规则)\n\n");
    text += "The version of a rule is chosen by the day of its trigger. The day of the trigger is not counted; a \
             period in calendar days that ends on a rest day ends on the next working day; one in working days \
             skips rest days.\n\n";
    text += RULE_HEAD;
    for rule in rule::national() {
        text += &rule_line(rule);
    }
    for region in Region::shipped().unwrap_or_default() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n## {} {} (`{}`)\n\n{}\n", region.zh, region.en, region.id, region.note);
        text += RULE_HEAD;
        for rule in region.rules() {
            text += &rule_line(rule);
        }
    }
    text + "\n" + &laws()
}

const RULE_HEAD: &str = "| id | rule | trigger | length | counted | who | if missed | articles | basis | in force |\n\
    |---|---|---|---|---|---|---|---|---|---|\n";

fn rule_line(rule: &Rule) -> String {
    let name = rule.id.label();
    let to = rule.effective_to.map_or_else(String::new, |to| to.to_string());
    line(&[
        name.code.to_owned(),
        both(name),
        both(&rule.trigger),
        term(rule),
        both(rule.direction.label()),
        both(rule.obliged.label()),
        both(&rule.consequence),
        cited(rule.articles),
        both(rule.basis.label()),
        format!("{} – {to}", rule.effective_from).trim_end().to_owned(),
    ])
}

/// How long a rule gives, by how much it may be extended, and what leaves days out of it.
fn term(rule: &Rule) -> String {
    let long = |length: Length| {
        let unit = length.unit.label();
        format!("{} {} ({})", length.count, unit.zh, unit.en)
    };
    let text = match rule.term {
        Term::Fixed(length) => long(length),
        Term::Unrolled(length) => format!("{}, 不顺延 (not rolled)", long(length)),
        Term::Hours(hours) => format!("{hours} 小时 (hours)"),
        Term::Designated => "指定 (set in each case)".to_owned(),
        Term::Until(other) => format!("至 {0} 届满 (until {0} ends)", other.code()),
        Term::Unset if rule.reach == Reach::RegionsOnly => "地方规定 (only in regions)".to_owned(),
        Term::Unset => "法律未规定 (the law sets none)".to_owned(),
    };
    let text = match (rule.extended_by, rule.extension) {
        (ExtendedBy::Consent, _) => format!("{text}, 双方同意可延长 (longer if both sides agree)"),
        (ExtendedBy::Approval, Some(length)) => format!("{text}, +{}", long(length)),
        (ExtendedBy::Approval, None) => text,
    };
    if rule.exclusions.is_empty() {
        return text;
    }
    let causes: Vec<String> = rule.exclusions.iter().map(|cause| both(cause.label())).collect();
    format!("{text}; 扣除 (leaving out) {}", causes.join(", "))
}

/// The laws by the short names of the tables.
fn laws() -> String {
    let mut text = String::from("## Laws (法律依据)\n\n");
    for (law, short) in LAWS {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "- **{short}**: {} {}", law.zh(), law.en());
    }
    text
}

fn cited(articles: &[Article]) -> String {
    let cited = articles.iter().map(|article| format!("{} {}", article.law.short(), article.number));
    cited.collect::<Vec<_>>().join(", ")
}

pub(super) fn code(label: &Label) -> String {
    format!("`{}`", label.code)
}

pub(super) fn both(label: &Label) -> String {
    format!("{} {}", label.zh, label.en)
}

pub(super) fn head(columns: &[&str]) -> String {
    format!("| {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len()))
}

/// A row of a table; a bar inside a cell would split it.
pub(super) fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}
