//! The papers of the inspectorate (监察文书): made, delivered, announced; and the order to pay by a day.
//! Not here: when they must be delivered (`deadline`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::case::{Case, Delivered, InspectionPaper, Ordered};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::{Article, gdls};
use crate::domain::money::Fen;
use crate::domain::refusal::words;

/// What a paper is (文书种类).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// 调查询问书.
    Inquiry,
    /// 限期改正、限期支付指令书.
    PaymentOrder,
    /// 行政处理决定书.
    Decision,
    /// 行政处罚决定书.
    Penalty,
    /// 其他.
    Other,
}

impl Coded for PaperKind {
    const LIST: &'static str = "inspection_paper_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (PaperKind::Inquiry, label("inquiry", "调查询问书", "Inquiry")),
        (PaperKind::PaymentOrder, label("payment_order", "限期支付指令书", "Order to pay")),
        (PaperKind::Decision, label("decision", "行政处理决定书", "Decision")),
        (PaperKind::Penalty, label("penalty", "行政处罚决定书", "Penalty")),
        (PaperKind::Other, label("other", "其他文书", "Other")),
    ];
}

/// 制作文书: any paper but the order to pay, which is an act of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionDocument {
    /// What it is.
    pub kind: PaperKind,
    /// 文号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100)]
    pub number: Option<String>,
}

impl ActRule for InspectionDocument {
    fn check(&self, _case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if self.kind == PaperKind::PaymentOrder {
            findings.invalid(
                "order_is_an_act",
                "/kind",
                words("责令限期支付应当单独登记", "an order to pay is an act of its own"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let InspectionDocument { kind, number } = self;
        make(case, kind, number, at);
    }
}

fn make(case: &mut Case, kind: PaperKind, number: Option<String>, at: &Moment<'_>) {
    if let Some(inspection) = &mut case.inspection {
        inspection.papers.push(InspectionPaper { made: at.dated(), kind, number, deliveries: Vec::new() });
    }
}

/// 责令限期支付: the paper names the day by which the wages are to be paid (LSR 26, GDLS 51).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentOrder {
    /// 责令书文号.
    #[schema(min_length = 1, max_length = 100)]
    pub number: String,
    /// The last day to pay.
    pub pay_by: NaiveDate,
}

impl ActRule for PaymentOrder {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if self.pay_by < at.on {
            findings.over_limit(
                "pay_by_before_the_order",
                "/pay_by",
                gdls("51"),
                words("支付期限早于责令之日", "the day to pay lies before the order"),
            );
        }
        check_owed(case, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        make(case, PaperKind::PaymentOrder, Some(self.number), at);
        if let Some(inspection) = &mut case.inspection {
            inspection.orders.push(Ordered { at: at.dated(), pay_by: self.pay_by, paid: None });
        }
    }
}

/// Nobody is ordered to pay nothing.
pub(in crate::domain::act) fn check_owed(case: &Case, findings: &mut Findings) {
    if case.inspection.as_ref().is_some_and(|own| own.outstanding().0 == 0) {
        let text = words("工资表没有尚欠的工资", "no wages are owed by the wage list");
        findings.unlawful("nothing_owed", gdls("51"), text);
    }
}

/// That wages stay unpaid in spite of an order is said only of one that reached the employer by the day it names (our
/// choice), once that day is over, while something is still owed; `article` says what hangs on it.
pub(super) fn check_order_in_vain(case: &Case, at: &Moment<'_>, article: Article, findings: &mut Findings) {
    let Some(own) = &case.inspection else { return };
    let Some(order) = own.order() else {
        let text = words("没有责令限期支付", "there is no order to pay");
        return findings.breach(at, at.on, "no_order_to_pay", (article, text));
    };
    let due = deadline::payment_due(order, at.book).due_on;
    if at.on <= due {
        let text =
            words(format!("责令支付的期限至{due}才届满"), format!("the order to pay runs until {due}"));
        findings.breach(at, at.on, "order_still_runs", (article, text));
    }
    if !deadline::has_reached_employer(case, order, due) {
        let text = words(
            format!("责令支付的文书没有在支付期限届满（{due}）前送达用人单位"),
            format!("the order to pay did not reach the employer by {due}, when its term ends"),
        );
        findings.breach(at, at.on, "order_not_delivered", (article, text));
    }
    if order.paid.is_some_and(|paid| paid.on <= at.on) {
        let text = words(
            "责令支付的工资已全部支付，其后新增的工资应当另行责令限期支付",
            "all that was ordered was paid; what came to the list after it needs an order of its own",
        );
        findings.breach(at, at.on, "order_obeyed", (article, text));
    }
    if own.outstanding_on(at.on) == Fen::ZERO {
        let text = words("工资已全部支付", "nothing is owed any more");
        findings.breach(at, at.on, "nothing_outstanding", (article, text));
    }
}

/// How a paper of the inspectorate is delivered (送达方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryManner {
    /// 当场、直接.
    Direct,
    /// 留置.
    Left,
    /// 邮寄.
    Post,
    /// 公告.
    Announcement,
    /// 公告(欠薪逃匿、群体性事件).
    UrgentAnnouncement,
}

impl DeliveryManner {
    /// The rule that says when an announcement counts as served.
    #[must_use]
    pub fn announced_under(self) -> Option<RuleId> {
        match self {
            DeliveryManner::Announcement => Some(RuleId::W08),
            DeliveryManner::UrgentAnnouncement => Some(RuleId::W08A),
            DeliveryManner::Direct | DeliveryManner::Left | DeliveryManner::Post => None,
        }
    }
}

impl Coded for DeliveryManner {
    const LIST: &'static str = "delivery_manner";
    const ROWS: &'static [(Self, Label)] = &[
        (DeliveryManner::Direct, label("direct", "直接送达", "Handed over")),
        (DeliveryManner::Left, label("left", "留置送达", "Left")),
        (DeliveryManner::Post, label("post", "邮寄送达", "By post, on the day of the receipt")),
        (DeliveryManner::Announcement, label("announcement", "公告送达", "Announced")),
        (
            DeliveryManner::UrgentAnnouncement,
            label(
                "urgent_announcement",
                "公告送达（逃匿或群体性事件）",
                "Announced: flight or a mass incident",
            ),
        ),
    ];
}

/// 送达监察文书: to one party; an announcement counts some days later (GDLS 47).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionDelivery {
    /// The paper, by the number of its entry.
    pub paper: EntryNo,
    /// To whom.
    pub party: PartyNo,
    /// How.
    pub manner: DeliveryManner,
}

impl ActRule for InspectionDelivery {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let papers = case.inspection.as_ref().map(|own| own.papers.as_slice()).unwrap_or_default();
        match papers.iter().find(|paper| paper.made.by == self.paper) {
            None => {
                findings.invalid("no_such_paper", "/paper", words("没有这一文书", "there is no such paper"));
            }
            Some(paper) if at.on < paper.made.on => findings.impossible(
                "served_before_made",
                Some(gdls("47")),
                words("送达日期早于制作日期", "the paper is delivered before it was made"),
            ),
            Some(_) => {}
        }
        if case.party(self.party).is_none() {
            findings.invalid("party_unknown", "/party", words("不是本案当事人", "not a party to the case"));
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let rule = self.manner.announced_under();
        let served_on = rule.map_or(at.on, |rule| deadline::due_of(rule, at.on, at.book));
        let delivered = Delivered { at: at.dated(), manner: self.manner, party: self.party, served_on };
        let own = case.inspection.as_mut();
        let found = own.and_then(|own| own.papers.iter_mut().find(|paper| paper.made.by == self.paper));
        if let Some(paper) = found {
            paper.deliveries.push(delivered);
        }
    }
}
