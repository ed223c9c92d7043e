//! What each measure counts, in words (统计口径), and on what each rests. Not here: the same as conditions (`made`).

use super::Measure;
use super::unit::{FigureBasis, FigureUnit};
use crate::domain::code::{Coded as _, Label, label};

impl Measure {
    /// Which cases it counts, or what it sums, in both languages.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one sentence for each measure")]
    pub fn formula(self) -> Label {
        let (zh, en) = match self {
            Measure::Accepted => ("受理日期在本期内的案件数", "cases whose acceptance lies in the period"),
            Measure::Closed => (
                "已受理案件中结案日期在本期内的案件数",
                "accepted cases, whenever accepted, whose closing lies in the period",
            ),
            Measure::CarriedIn => (
                "本期之前受理、期初尚未结案的案件数",
                "cases accepted before the period and not closed before it",
            ),
            Measure::CarriedOut => (
                "截至期末已受理、尚未结案的案件数",
                "cases accepted by the end of the period and not closed by then",
            ),
            Measure::CohortClosed => {
                ("本期受理且截至期末已结案的案件数", "cases accepted in the period and closed by its end")
            }
            Measure::Received => {
                ("收件日期在本期内的仲裁案件数", "arbitration cases whose receipt lies in the period")
            }
            Measure::Recovered => (
                "已受理案件自受理之日起、日期在本期内的追回款项之和",
                "the sum of recoveries dated in the period on accepted cases, from the day of their acceptance on",
            ),
            Measure::RecoveredBeforeAcceptance => (
                "仲裁案件受理之前（含未受理的）、日期在本期内的追回款项之和（另列，不计入追回款项）",
                "the sum of recoveries dated in the period in arbitration cases before acceptance, or without one; apart from the recoveries above",
            ),
            Measure::RecoveredInMediation => (
                "调解案件中日期在本期内的追回款项之和（另列，不计入追回款项）",
                "the sum of recoveries dated in the period in mediation cases; apart from the recoveries above",
            ),
            Measure::RecoveredOnPetitions => (
                "信访案件中日期在本期内的追回款项之和（另列，不计入追回款项）",
                "the sum of recoveries dated in the period on petitions; apart from the recoveries above",
            ),
            Measure::RecoveredInAll => (
                "日期在本期内的追回款项之和，各类案件合计（含监察追发工资）",
                "the sum of recoveries dated in the period in cases of every kind, the wages of inspections among them",
            ),
            Measure::FirstHeard => (
                "已受理案件中首次开庭日期在本期内的案件数",
                "accepted cases whose first hearing lies in the period",
            ),
            Measure::AcceptedCollective => (
                "本期受理的案件中受理时劳动者一方十人以上的案件数",
                "of the cases accepted in the period, those in which ten or more workers applied together then",
            ),
            Measure::WorkersAccepted => (
                "本期受理案件的劳动者当事人数，每案各计",
                "workers who are parties to the cases accepted in the period, each once a case",
            ),
            Measure::ClaimedAccepted => (
                "本期受理案件的请求金额之和",
                "the sum of what is claimed in the cases accepted in the period",
            ),
            Measure::ClosedByAward => {
                ("结案中以裁决结案的案件数", "of the closed cases, those closed by an award")
            }
            Measure::ClosedByMediation => (
                "结案中以仲裁调解书结案的案件数",
                "of the closed cases, those closed by a mediation document of the commission",
            ),
            Measure::ClosedOtherwise => (
                "结案中以裁决、仲裁调解以外方式结案的案件数",
                "of the closed cases, those closed neither by an award nor by mediation in arbitration",
            ),
            Measure::ClosedByFinalAward => (
                "裁决结案中有终局裁决的案件数；终局与非终局并存的计入",
                "of the cases closed by an award, those with a final award; with both, the case counts here",
            ),
            Measure::ClosedByMixedAward => (
                "裁决结案中终局与非终局裁决并存的案件数",
                "of the cases closed by an award, those with one that is final and one that is not",
            ),
            Measure::ClosedForWorker => {
                ("结案中劳动者胜诉的案件数", "of the closed cases, those that went for the worker")
            }
            Measure::ClosedForEmployer => {
                ("结案中用人单位胜诉的案件数", "of the closed cases, those that went for the employer")
            }
            Measure::ClosedForBoth => {
                ("结案中双方部分胜诉的案件数", "of the closed cases, those that went partly for each")
            }
            Measure::ClosedWithoutResult => (
                "结案中未记载胜负的案件数",
                "of the closed cases, those of which nobody says for whom they went",
            ),
            Measure::ClosedCollective => (
                "结案中受理时劳动者一方十人以上的案件数",
                "of the closed cases, those in which ten or more workers applied together when they were accepted",
            ),
            Measure::WorkersClosed => (
                "结案案件的劳动者当事人数，每案各计",
                "workers who are parties to the closed cases, each once a case",
            ),
            Measure::ClaimedClosed => {
                ("结案案件的请求金额之和", "the sum of what was claimed in the closed cases")
            }
            Measure::AwardedClosed => {
                ("结案案件裁决或调解金额之和", "the sum of what was awarded or agreed in the closed cases")
            }
            Measure::ClosedInTime => (
                "结案日期不晚于审理期限（含依法延长、扣除），且期限重新计算之前也未曾届满的案件数",
                "closed cases whose closing is not after the trial period, with what the law adds or leaves out, and in which none had run out before it began anew",
            ),
            Measure::ClosedLate => (
                "结案日期晚于审理期限，或者期限重新计算之前已经届满的案件数",
                "closed cases whose closing is after the trial period, or in which one had run out before it began anew",
            ),
            Measure::AcceptedReceiptUntold => (
                "受理案件中台账没有记载收件日期的案件数",
                "accepted cases of which a ledger does not tell the day of receipt",
            ),
            Measure::ClosedReceiptUntold => (
                "结案案件中台账没有记载收件日期的案件数",
                "closed cases of which a ledger does not tell the day of receipt",
            ),
            Measure::ClosedTimelinessUnknown => (
                "结案案件中因没有审理期限或台账未记载而不能判断是否按期的案件数",
                "closed cases without a trial period, or of which a ledger does not tell enough to say",
            ),
            Measure::OpenInTime => (
                "期末未结案件中审理期限的最后一日不早于期末的案件数",
                "cases carried out whose trial period has not ended before the last day",
            ),
            Measure::OpenLate => (
                "期末未结案件中审理期限的最后一日早于期末的案件数",
                "cases carried out whose trial period ended before the last day",
            ),
            Measure::OpenWithoutDue => {
                ("期末未结案件中没有审理期限的案件数", "cases carried out without a trial period")
            }
            Measure::MediationRequested => {
                ("收到调解申请日期在本期内的调解案件数", "mediation cases whose request lies in the period")
            }
            Measure::MediationClosed => (
                "本期结束的调解案件数：达成协议、和解、未达成、申请撤销",
                "mediation cases that ended in the period: agreed, settled, failed or withdrawn",
            ),
            Measure::MediationSucceeded => {
                ("本期结束的调解案件中达成协议与和解的案件数", "of these, those that were agreed or settled")
            }
            Measure::MediationRefused => (
                "本期不受理的调解案件数，不计入调解结案",
                "mediation cases not taken up in the period; not among those closed",
            ),
            Measure::SettledBeforeAcceptance => (
                "本期在受理前调解成功的仲裁申请数",
                "applications for arbitration settled in the period before they were accepted",
            ),
            Measure::MediatedOutside => (
                "本期调解成功的调解案件与案前调解成功的仲裁申请之和",
                "mediations that succeeded in the period and applications settled before acceptance",
            ),
            Measure::QuickFilingDone => (
                "本期完成快立且有目标的案件数",
                "cases with a target that did this step in the period: filing",
            ),
            Measure::QuickFilingWithin => (
                "其中在本单位目标之内完成的案件数",
                "of these, those that did it within the target of the office: filing",
            ),
            Measure::QuickMediationBeforeDone => (
                "本期完成快调（案前）且有目标的案件数",
                "cases with a target that did this step in the period: mediation before acceptance",
            ),
            Measure::QuickMediationBeforeWithin => (
                "其中在本单位目标之内完成的案件数",
                "of these, those that did it within the target of the office: mediation before acceptance",
            ),
            Measure::QuickMediationDone => (
                "本期完成快调且有目标的案件数",
                "cases with a target that did this step in the period: mediation",
            ),
            Measure::QuickMediationWithin => (
                "其中在本单位目标之内完成的案件数",
                "of these, those that did it within the target of the office: mediation",
            ),
            Measure::QuickHearingDone => (
                "本期完成快审且有目标的案件数",
                "cases with a target that did this step in the period: the first hearing",
            ),
            Measure::QuickHearingWithin => (
                "其中在本单位目标之内完成的案件数",
                "of these, those that did it within the target of the office: the first hearing",
            ),
            Measure::QuickClosingDone => (
                "本期完成快结且有目标的案件数",
                "cases with a target that did this step in the period: closure",
            ),
            Measure::QuickClosingWithin => (
                "其中在本单位目标之内完成的案件数",
                "of these, those that did it within the target of the office: closure",
            ),
            Measure::YearAccepted => (
                "期末所在年度1月1日至期末受理的案件数",
                "cases accepted from the first of January of the year of the last day through that day",
            ),
            Measure::YearClosed => (
                "已受理案件中期末所在年度1月1日至期末结案的案件数",
                "accepted cases closed from the first of January of the year of the last day through that day",
            ),
            Measure::YearCarriedIn => (
                "期末所在年度之前受理、年初尚未结案的案件数",
                "cases accepted before the year of the last day and not closed before it",
            ),
            Measure::ProjectsInspected => (
                "首次排查日期在本期内的项目排查案件数",
                "inspection cases whose project was first inspected in the period",
            ),
            Measure::HazardsFound => ("发现日期在本期内的隐患数", "hazards found in the period"),
            Measure::HazardsResolved => (
                "化解日期在本期内的隐患数，不论何时发现",
                "hazards resolved in the period, whenever they were found",
            ),
            Measure::DisputesCoordinated => (
                "本期内以支付完毕或者部分支付结案的监察案件数",
                "inspection cases closed in the period with the wages paid, all or in part",
            ),
            Measure::WorkersPaid => (
                "首次领到工资的日期在本期内的劳动者人数，同一案件内每人计一次",
                "workers whose first payment of wages in an inspection lies in the period, each once a case",
            ),
            Measure::WagesRecovered => (
                "支付日期在本期内、监察案件中支付给劳动者的工资之和",
                "the sum of the wages that reached workers in inspections, by the day of payment",
            ),
            Measure::Referred => {
                ("移交日期在本期内的移交数", "referrals to another channel dated in the period")
            }
            Measure::ReferralsAnswered => (
                "答复日期在本期内的移交数：接收或者退回；撤回的不计",
                "referrals answered in the period, taken or declined; those that were withdrawn are not answered",
            ),
            Measure::ReferralsTaken => {
                ("本期答复中接收的移交数", "of the referrals answered in the period, those taken")
            }
            Measure::ReferralsDeclined => {
                ("本期答复中退回的移交数", "of the referrals answered in the period, those declined")
            }
            Measure::ReferralsAnsweredLate => (
                "本期答复中晚于答复期限的移交数",
                "of the referrals answered in the period, those answered after the last day for it",
            ),
            Measure::ClosedCases => (
                "结案日期在本期内的案件数（各类案件）",
                "cases of every kind whose closing lies in the period",
            ),
            Measure::RatedCases => (
                "结案日期在本期内、至今至少有一件评价的案件数",
                "cases closed in the period with at least one rating by now",
            ),
            Measure::Ratings => ("评价日期在本期内的评价数", "ratings given in the period"),
            Measure::RatingsSatisfied => (
                "本期评价中非常满意、满意、基本满意的评价数",
                "ratings given in the period from basically to very satisfied",
            ),
            Measure::RatingsBad => (
                "本期评价中不满意、非常不满意的评价数",
                "ratings given in the period of dissatisfied or very dissatisfied",
            ),
            Measure::RatingPoints => (
                "本期评价得分之和（非常满意5分至非常不满意1分）",
                "points of the ratings given in the period, from 5 for very satisfied to 1",
            ),
            Measure::RatingsRectifiedInTime => (
                "本期差评中整改日期不晚于期限的评价数",
                "bad ratings given in the period that were rectified by their last day",
            ),
        };
        label(self.code(), zh, en)
    }

    /// In what it is given.
    #[must_use]
    pub fn unit(self) -> FigureUnit {
        self.amount().unit()
    }

    /// On what its definition rests.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one line for each measure")]
    pub fn basis(self) -> FigureBasis {
        match self {
            Measure::Accepted
            | Measure::Closed
            | Measure::CarriedIn
            | Measure::CarriedOut
            | Measure::Recovered
            | Measure::ClosedByAward
            | Measure::ClosedByMediation
            | Measure::ClosedOtherwise
            | Measure::ClosedForWorker
            | Measure::ClosedForEmployer
            | Measure::ClosedForBoth
            | Measure::MediatedOutside => FigureBasis::Published,
            Measure::AcceptedCollective
            | Measure::WorkersAccepted
            | Measure::ClosedCollective
            | Measure::MediationClosed
            | Measure::MediationSucceeded => FigureBasis::SecondarySource,
            Measure::CohortClosed
            | Measure::Received
            | Measure::RecoveredBeforeAcceptance
            | Measure::RecoveredInMediation
            | Measure::RecoveredOnPetitions
            | Measure::RecoveredInAll
            | Measure::FirstHeard
            | Measure::ClaimedAccepted
            | Measure::ClosedByFinalAward
            | Measure::ClosedByMixedAward
            | Measure::ClosedWithoutResult
            | Measure::WorkersClosed
            | Measure::ClaimedClosed
            | Measure::AwardedClosed
            | Measure::ClosedInTime
            | Measure::ClosedLate
            | Measure::ClosedTimelinessUnknown
            | Measure::AcceptedReceiptUntold
            | Measure::ClosedReceiptUntold
            | Measure::OpenInTime
            | Measure::OpenLate
            | Measure::OpenWithoutDue
            | Measure::MediationRequested
            | Measure::MediationRefused
            | Measure::SettledBeforeAcceptance
            | Measure::QuickFilingDone
            | Measure::QuickFilingWithin
            | Measure::QuickMediationBeforeDone
            | Measure::QuickMediationBeforeWithin
            | Measure::QuickMediationDone
            | Measure::QuickMediationWithin
            | Measure::QuickHearingDone
            | Measure::QuickHearingWithin
            | Measure::QuickClosingDone
            | Measure::QuickClosingWithin
            | Measure::YearAccepted
            | Measure::YearClosed
            | Measure::YearCarriedIn
            | Measure::ProjectsInspected
            | Measure::HazardsFound
            | Measure::HazardsResolved
            | Measure::DisputesCoordinated
            | Measure::WorkersPaid
            | Measure::WagesRecovered
            | Measure::Referred
            | Measure::ReferralsAnswered
            | Measure::ReferralsTaken
            | Measure::ReferralsDeclined
            | Measure::ReferralsAnsweredLate
            | Measure::ClosedCases
            | Measure::RatedCases
            | Measure::Ratings
            | Measure::RatingsSatisfied
            | Measure::RatingsBad
            | Measure::RatingPoints
            | Measure::RatingsRectifiedInTime => FigureBasis::OurChoice,
        }
    }
}
