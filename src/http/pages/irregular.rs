//! What was acknowledged with an entry (已知悉的提示), in words: the docket keeps the codes. What was said at the time named days and
//! amounts; here stands what it was about. A test holds that every code that can be acknowledged has its words.

use crate::http::pages::frame::Frame;

/// Each code, in Chinese and in English.
#[rustfmt::skip]
const NAMES: &[(&str, &str, &str)] = &[
    ("absence_without_notice", "缺席审理的当事人未及时收到开庭通知", "A party that stayed away had no notice in time"),
    ("agreement_not_performed", "协议尚未登记履行", "No performance of the agreement is on record"),
    ("amendment_too_late", "举证期限届满后变更请求", "Claims amended after the term for evidence"),
    ("amount_not_small", "标的额超过小额标准", "The amount is above the limit of small ones"),
    ("average_wage_unknown", "没有年平均工资，无法核对标的额", "No average wage is set to compare the amount with"),
    ("award_not_settled", "裁决是否生效尚未登记", "Whether the award took effect is not on record"),
    ("before_another_forum", "已由仲裁或者诉讼处理", "Before a commission or a court already"),
    ("below_the_threshold", "尚欠工资未达到数额标准", "What is owed is below the threshold"),
    ("challenged", "已有当事人起诉或者申请撤销", "A party has gone to court"),
    ("claim_without_amount", "请求没有写明金额", "A claim for money names no amount"),
    ("claim_without_statement", "请求没有写明内容", "A claim says nothing"),
    ("claimed_elsewhere", "后续案件的请求金额没有扣除", "Claimed in the next case without deduction"),
    ("claims_given_up", "变更后未包括的请求视为放弃", "Claims that were left out are given up"),
    ("confirms_employment", "协议确认劳动关系", "The agreement confirms employment"),
    ("consent_of_the_represented", "应当经被代表的劳动者同意", "The represented workers must consent"),
    ("contradicts_confirmed", "与已确认的无争议事实不一致", "Contradicts facts that were confirmed"),
    ("conversion_too_late", "审理期限届满后转为一般程序", "Converted after the trial period"),
    ("corrected_once", "再次告知补正", "Corrections were asked for twice"),
    ("correction_term_runs", "补正期限尚未届满", "The term for correction still ran"),
    ("counterclaim_too_late", "答辩期届满后提出反申请", "Counterclaim after the period for the defence"),
    ("counterclaim_undecided", "反申请尚未处理", "A counterclaim was not decided"),
    ("counts_as_accepted", "逾期未告知，视为已受理", "Counts as accepted, since nobody was told in time"),
    ("deadline_open", "尚有期限没有办结", "A deadline was still open"),
    ("deadlines_not_computed", "收件过早，系统不计算当时的期限", "Received before the deadlines that are known"),
    ("deemed_withdrawn_before", "前案已按撤回仲裁申请处理", "An earlier case was deemed withdrawn"),
    ("defence_period_runs", "答辩期未满", "The period for the defence still ran"),
    ("deferred_once", "再次暂缓受理", "Acceptance was deferred twice"),
    ("discussion_missing", "没有登记案件讨论", "No discussion of the case is on record"),
    ("duplicate_of_prior", "可能与前案重复申请", "Perhaps filed already as an earlier case"),
    ("effect_not_told", "台账没有记载裁决是否生效", "The ledger does not tell whether the award took effect"),
    ("electronic_service_of_a_decision", "电子送达裁决书、调解书", "A decision was served electronically"),
    ("employer_cannot_sue", "用人单位对终局裁决起诉", "An employer sued over a final award"),
    ("employer_not_in_default", "不履行协议的不是用人单位", "It was not the employer who defaulted"),
    ("ended_meanwhile", "原案件在移交后已结案", "The case that referred it was closed meanwhile"),
    ("enforcement_term_ended", "申请执行的期间已届满", "The term for enforcement was over"),
    ("entrusted_before", "再次委托调解", "Entrusted to mediation again"),
    ("evidence_term_over", "举证期限届满后延长", "The term for evidence was over"),
    ("extended_once", "再次延长审理期限", "The trial period was extended twice"),
    ("extension_too_late", "审理期限届满后批准延期", "Extended after the trial period"),
    ("few_representatives", "代表人不足三人", "Fewer than three representatives"),
    ("fields_left_out", "模板缺少字段", "The template leaves fields out"),
    ("file_incomplete", "卷内缺少材料", "Materials are missing in the file"),
    ("files_unsorted", "有材料尚未归类", "Some files are unsorted"),
    ("final_by_law", "依法应为终局的事项标为非终局", "Marked not final, and final by law"),
    ("ground_does_not_hold", "不予受理的理由与前案不符", "The ground does not fit the earlier case"),
    ("grown_since_claimed", "裁决金额超过请求金额，限持续发生的部分", "Awarded more than claimed, for what went on"),
    ("hazards_remain", "隐患尚未化解", "Hazards remain"),
    ("heard_already", "开庭后委托调解", "Entrusted to mediation after a hearing"),
    ("hearing_on_rest_day", "非工作日开庭", "A hearing on a rest day"),
    ("hearing_outside_hours", "开庭时间在排庭时段以外", "A hearing outside the office's hours"),
    ("incident_on_record", "已登记过群体性事件", "An incident is on record already"),
    ("limitation_seems_expired", "仲裁时效似已届满", "Limitation seems to have expired"),
    ("list_not_in_force", "当时尚无失信名单办法", "There was no such list at the time"),
    ("long_prolongation", "调解延长较长", "A long prolongation of mediation"),
    ("mediation_period_ran_out", "调解期限已届满", "The period for mediation was over"),
    ("minimum_wage_unknown", "没有最低工资标准，无法核对是否终局", "No minimum wage is set to compare with"),
    ("more_than_claimed", "累计金额超过请求金额", "More than was claimed"),
    ("more_than_owed", "支付金额超过尚欠金额", "More than is owed"),
    ("no_order_to_pay", "没有责令限期支付", "No order to pay"),
    ("no_threshold", "本地区没有设定数额标准", "The region has no threshold"),
    ("not_a_creditor", "文书没有判令向其付款", "The document orders no payment to them"),
    ("not_due_yet", "履行期限尚未届满", "Not due yet"),
    ("not_for_interim_payment", "不属先予执行的请求", "Not a claim for interim payment"),
    ("not_for_payment", "不属支付令的协议", "Not an agreement for a payment order"),
    ("not_in_effect", "文书尚未生效", "The document had no effect yet"),
    ("not_overdue", "审理期限尚未逾期", "The trial period was not overdue"),
    ("not_referred", "未先向其他渠道移交", "Not referred to a channel first"),
    ("not_served_on_all", "缺少结案文书的送达回证", "No proof that the closing paper was served on all"),
    ("not_to_be_set_aside", "裁决不能申请撤销", "The award cannot be set aside"),
    ("not_yet_to_enforce", "尚不能申请执行", "Not to be enforced yet"),
    ("nothing_outstanding", "工资已全部支付", "Nothing was outstanding"),
    ("notice_not_proved", "没有证明已及时送达开庭通知", "No proof of notice of the hearing in time"),
    ("notice_too_short", "开庭通知晚于法定日期", "Notice of the hearing came too late"),
    ("objection_open", "异议尚未核实", "The objection was not verified"),
    ("objection_term_runs", "异议期限尚未届满", "The term for objections still ran"),
    ("objection_too_late", "异议逾期", "The objection came too late"),
    ("objection_undecided", "管辖异议尚未决定", "An objection to jurisdiction was not decided"),
    ("objection_upheld", "异议成立", "The objection was upheld"),
    ("opened_case_stays", "已转出的案件不随更正改变", "The case that was opened does not change with it"),
    ("order_not_delivered", "责令支付的文书没有及时送达", "The order to pay was not delivered in time"),
    ("order_obeyed", "责令支付的工资已全部支付", "All that was ordered was paid"),
    ("order_still_runs", "责令支付的期限尚未届满", "The order to pay still ran"),
    ("overlapping_periods", "拖欠期间重叠", "Periods of arrears overlap"),
    ("paid_not_as_agreed", "支付金额与协议不一致", "Paid otherwise than agreed"),
    ("perhaps_filed_already", "可能已申请过", "Perhaps filed already"),
    ("perhaps_the_same_worker", "可能是同一名劳动者", "Perhaps the same worker"),
    ("posting_barred", "不得张贴送达", "Service by posting was barred"),
    ("prior_to_check", "前案情况待核对", "How the earlier case stands is to be checked"),
    ("prior_unknown", "没有登记前案", "No earlier case is on record"),
    ("prior_was_open", "前案当时尚未结案", "The earlier case was open"),
    ("prolongation_too_late", "调解期限届满后延长", "Prolonged after the period for mediation"),
    ("prolonged_once", "再次延长调解期限", "The period for mediation was prolonged twice"),
    ("recusal_repeated", "以同一事由再次申请回避", "Recusal asked for again on the same ground"),
    ("recusal_too_late", "逾期提出回避申请", "Recusal asked for too late"),
    ("recused_member", "由被申请回避的人员组庭", "A member whose recusal was asked for"),
    ("recused_member_sits", "仲裁庭成员的回避尚未处理", "A member sits whose recusal is open or upheld"),
    ("requested_too_late", "逾期申请延期开庭", "Postponement was asked for too late"),
    ("review_requested_late", "逾期申请审查", "Review was asked for too late"),
    ("review_term_ended", "审查申请期限已届满", "The term for review was over"),
    ("review_term_runs", "审查申请期限尚未届满", "The term for review still ran"),
    ("served_already", "同一文书已送达过", "Served already"),
    ("short_notice", "开庭通知较晚", "Short notice of the hearing"),
    ("simple_service_barred", "不得简易送达", "Simple service was barred"),
    ("simplified_barred", "不得简易处理", "The simplified procedure was barred"),
    ("simplified_without_ground", "简易处理没有载明适用情形", "The simplified procedure without a ground"),
    ("six_months_not_over", "改正未满六个月", "Six months since it was put right were not over"),
    ("sole_arbitrator", "应由三名仲裁员组庭而独任", "A sole arbitrator where three must sit"),
    ("still_listed", "名单尚未期满", "Still on the list"),
    ("taken_before", "该渠道已接收过本纠纷", "The channel took this dispute before"),
    ("takes_last_claim", "本案随之以已作出的文书结案", "It takes the last open claim and closes the case"),
    ("term_has_run_out", "起诉或者申请期限已届满", "The term to go to court was over"),
    ("terms_to_court_run", "起诉或者申请撤销的期限尚未届满", "Terms to go to court still ran"),
    ("title_elsewhere", "同一纠纷另有执行依据", "Another proceeding gives a title"),
    ("too_late_to_investigate", "查处时效已届满", "Too late to investigate"),
    ("tribunal_too_small", "一般程序应有三名仲裁员", "The ordinary procedure needs three arbitrators"),
];

/// What a code that was acknowledged is about; the code itself, where it is one of an older program.
#[must_use]
pub fn name(f: &Frame, code: &str) -> String {
    let found = NAMES.iter().find(|(known, ..)| *known == code);
    found.map_or_else(|| code.to_owned(), |(_, zh, en)| f.say(zh, en).to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    /// What finds something that can be acknowledged, as it is called in the code.
    const CALLS: [&str; 5] = [".warn(", ".warn_at(", ".breach(", ".breach_at(", ".against_house_rule("];

    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }

    fn is_code(text: &str) -> bool {
        text.len() > 3 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    }

    /// The code that a call names first: as a text, or by a constant of these.
    fn code_of<'a>(arguments: &'a str, constants: &'a [(String, String)]) -> Option<&'a str> {
        let literal = arguments.split('"').skip(1).step_by(2).find(|text| is_code(text));
        let words = arguments.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let named = words.take(6).find_map(|word| constants.iter().find(|(name, _)| name == word));
        named.map(|(_, code)| code.as_str()).or(literal)
    }

    #[test]
    fn every_code_that_can_be_acknowledged_has_words() {
        let mut paths = Vec::new();
        for room in ["src/domain", "src/app"] {
            files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(room), &mut paths);
        }
        let texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
        let constants: Vec<(String, String)> = texts
            .iter()
            .flat_map(|text| text.lines())
            .filter_map(|line| {
                let (name, rest) = line.split_once("const ")?.1.split_once(": &str = \"")?;
                let code = rest.strip_suffix("\";").filter(|code| is_code(code))?;
                Some((name.to_owned(), code.to_owned()))
            })
            .collect();
        let mut codes = BTreeSet::new();
        for text in &texts {
            let code = text.split("#[cfg(test)]").next().unwrap();
            for call in CALLS {
                for arguments in code.split(call).skip(1) {
                    let first: String = arguments.chars().take(160).collect();
                    codes.extend(code_of(&first, &constants).map(str::to_owned));
                }
            }
        }
        assert!(codes.len() > 90, "{codes:?}");
        let unnamed: Vec<&String> =
            codes.iter().filter(|code| !NAMES.iter().any(|(known, ..)| known == code)).collect();
        assert_eq!(unnamed, Vec::<&String>::new());
        let names: Vec<&str> = NAMES.iter().map(|(code, ..)| *code).collect();
        assert!(names.is_sorted(), "in the order of the codes");
    }
}
