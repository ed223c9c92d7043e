//! What entries of the audit log say beside who did what (审计明细): every name that is written there, and every code, in words.
//! Nothing is written that has none. Not here: the log (`audit`), and how it is read (`audit_log`).

use serde_json::{Map, Value};

use crate::domain::archive::material::Material;
use crate::domain::code::{Coded, Label, label};
use crate::domain::paper::kind::{CasePaper, Volume};
use crate::domain::role::Role;
use crate::storage::file_keys::{INDEX, MASTER, SPARE};
use crate::storage::ledgers::{CHECKED, COMMITTED, RECEIVING};

/// Rows of a ledger were dropped because somebody asked for it.
pub(crate) const ASKED: &str = "asked";
/// They were not brought to their end.
pub(crate) const BROKEN_OFF: &str = "broken_off";
/// Their time was over.
pub(crate) const EXPIRED: &str = "expired";

/// Why rows of a ledger were dropped.
const WHYS: &[Label] = &[
    label(ASKED, "有人清除", "somebody asked for it"),
    label(BROKEN_OFF, "上传中断", "it was broken off"),
    label(EXPIRED, "暂存到期", "its time was over"),
];
/// How a ledger stood.
const LEDGER_STATES: &[Label] = &[
    label(RECEIVING, "上传中", "coming in"),
    label(CHECKED, "已核对", "checked"),
    label(COMMITTED, "已入库", "committed"),
];
/// What a key seals.
const KEY_KINDS: &[Label] = &[
    label(MASTER, "主密钥", "master key"),
    label(SPARE, "备用主密钥", "spare master key"),
    label(INDEX, "索引密钥", "index key"),
];

/// What an entry says under a name.
struct Detail {
    label: Label,
    code: fn(&str) -> Option<Label>,
}

const DETAILS: &[Detail] = &[
    free("answers", "答复", "answers"),
    free("calendar_version", "日历版本", "calendar version"),
    free("cases", "案件数", "cases"),
    free("cases_recomputed", "重新计算的案件数", "cases recomputed"),
    free("cases_with_entry", "有登记的案件数", "cases with an entry"),
    free("docx", "DOCX的SHA-256", "SHA-256 of the DOCX"),
    free("feed", "订阅", "feed"),
    free("file", "文件", "file"),
    free("fingerprint", "指纹", "fingerprint"),
    free("firm", "不变的期限", "deadlines that stand firm"),
    free("from", "来自", "from"),
    free("good", "可导入行数", "good rows"),
    free("in_clear", "含个人信息原文", "in the clear"),
    free("index_key", "索引密钥", "index key"),
    free("indicator", "指标", "indicator"),
    free("key", "密钥", "key"),
    coded("kind", "种类", "kind", |code| of::<CasePaper>(code).or_else(|| among(KEY_KINDS, code))),
    free("ledger", "台账", "ledger"),
    coded("material", "材料", "material", of::<Material>),
    free("moved", "移动的期限", "deadlines that moved"),
    free("no", "序号", "no."),
    free("of", "对应登记", "of the entries"),
    free("paper", "文书", "paper"),
    free("party", "当事人序号", "party"),
    free("pdf", "PDF的SHA-256", "SHA-256 of the PDF"),
    free("person", "人员", "person"),
    free("publication", "公布", "publication"),
    // Free text, and shown with its case alone.
    free("reason", "原因", "reason"),
    free("rejected", "不能导入行数", "rejected rows"),
    coded("role", "角色", "role", of::<Role>),
    free("room", "仲裁庭", "room"),
    free("rows", "行数", "rows"),
    free("session", "登录会话", "session"),
    free("sha256", "SHA-256", "SHA-256"),
    free("signing_keys", "签名密钥数", "signing keys"),
    coded("state", "状态", "state", |code| among(LEDGER_STATES, code)),
    free("user", "人员", "person"),
    free("version", "版本", "version"),
    coded("volume", "案卷", "volume", of::<Volume>),
    coded("was", "原为", "was", of::<Role>),
    coded("why", "清除原因", "why", |code| among(WHYS, code)),
    free("year", "年度", "year"),
];

const fn free(code: &'static str, zh: &'static str, en: &'static str) -> Detail {
    Detail { label: label(code, zh, en), code: |_| None }
}

const fn coded(
    code: &'static str,
    zh: &'static str,
    en: &'static str,
    values: fn(&str) -> Option<Label>,
) -> Detail {
    Detail { label: label(code, zh, en), code: values }
}

fn of<T: Coded>(code: &str) -> Option<Label> {
    T::from_code(code).map(|value| *value.label())
}

fn among(labels: &[Label], code: &str) -> Option<Label> {
    labels.iter().find(|label| label.code == code).copied()
}

/// What a name is called.
#[must_use]
pub fn name_of(name: &str) -> Option<Label> {
    detail(name).map(|detail| detail.label)
}

/// What a code is called that stands under a name; none for what is no code, as an id.
#[must_use]
pub fn code_under(name: &str, code: &str) -> Option<Label> {
    detail(name).and_then(|detail| (detail.code)(code))
}

fn detail(name: &str) -> Option<&'static Detail> {
    DETAILS.iter().find(|detail| detail.label.code == name)
}

/// The first thing of an entry that has no words: a name, or what looks like a code.
#[must_use]
pub fn unnamed(body: &Value) -> Option<String> {
    let nothing = Map::new();
    let body = body.as_object().unwrap_or(&nothing);
    let is_unnamed = |(name, said): &(&String, &Value)| {
        let code = said.as_str().filter(|said| name.as_str() != REASON && looks_like_a_code(said));
        name_of(name).is_none() || code.is_some_and(|code| code_under(name, code).is_none())
    };
    body.iter().find(is_unnamed).map(|(name, said)| format!("{name}: {said}"))
}

/// The one name under which something is written freely.
pub const REASON: &str = "reason";

/// Ids, digests, days and versions have digits in them.
fn looks_like_a_code(said: &str) -> bool {
    !said.is_empty() && said.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_has_no_words_is_found() {
        assert_eq!(unnamed(&json!({ "ledger": "0190-1", "why": "expired", "state": "checked" })), None);
        assert_eq!(unnamed(&json!({ "reason": "asked_by_phone" })), None);
        assert_eq!(unnamed(&json!({ "colour": 1 })), Some("colour: 1".to_owned()));
        assert_eq!(unnamed(&json!({ "why": "forgotten" })), Some("why: \"forgotten\"".to_owned()));
        assert_eq!(unnamed(&json!({ "file": "lost" })), Some("file: \"lost\"".to_owned()));
    }

    #[test]
    fn no_name_stands_twice() {
        let mut names: Vec<&str> = DETAILS.iter().map(|detail| detail.label.code).collect();
        names.dedup();
        assert!(names.is_sorted(), "{names:?}");
        assert_eq!(names.len(), DETAILS.len());
    }
}
