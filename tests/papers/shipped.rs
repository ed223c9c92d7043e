//! What papers say: whole texts held against texts written by hand, every kind from a case that is told, and what is missing
//! named. The days are those of 2021, the lengths those of the law notes.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use proptest::prelude::*;
use sikuai::documents::layout::{Block, Content, Layout, Paragraph};
use sikuai::documents::papers;
use sikuai::domain::act::Act;
use sikuai::domain::act::after::Archiving;
use sikuai::domain::act::closing::{
    DeemedWithdrawal, Desertion, Revocation, Termination, Transfer, Withdrawal, WithdrawalGround,
};
use sikuai::domain::act::decision::{AwardItem, Decision, Finality, MediationDocument, Scope};
use sikuai::domain::act::filing::{CorrectionNotice, JurisdictionNotice, Rejection, RejectionGround};
use sikuai::domain::act::hearing::{HearingNotice, HearingOpening};
use sikuai::domain::act::proceeding::{
    AgentAppointment, ElementConfirmation, ElementStatement, EvidenceTerm, ProceedingAct,
};
use sikuai::domain::act::restart::{ClaimAmendment, CounterclaimAcceptance, PartyJoinder};
use sikuai::domain::act::tribunal::{
    Assignee, Assignment, Duty, Member, RecusalDecision, RecusalGround, RecusalOutcome, RecusalRequest, Seat,
    TribunalChange,
};
use sikuai::domain::archive::material::Material;
use sikuai::domain::archive::volumes::Kept;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::code::Coded as _;
use sikuai::domain::docket::counted;
use sikuai::domain::elements::answers::ElementAnswers;
use sikuai::domain::elements::choice::{ContractTerm, EndedBy};
use sikuai::domain::elements::element::Element;
use sikuai::domain::hearing_room::Room;
use sikuai::domain::id::{ClaimNo, EntryNo, FileId, PaperId, PartyNo, VaultId};
use sikuai::domain::money::Fen;
use sikuai::domain::office::Region;
use sikuai::domain::paper::about::About;
use sikuai::domain::paper::dictionary::{FIELDS, FieldOrigin};
use sikuai::domain::paper::filled::Filled;
use sikuai::domain::paper::filling::{self, Names, Told};
use sikuai::domain::paper::kind::{Addressed, CasePaper};
use sikuai::domain::paper::uses::FieldNeed;
use sikuai::domain::paper::writing;
use sikuai::domain::party::{Person, Side};
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::Document;
use uuid::Uuid;

use crate::mediations::in_agreement;
use crate::story::{
    EMPLOYER, Story, WAGES, WORKER, a_case, a_claim, a_representative, a_worker, an_employer, day, granted,
    user,
};

fn person(name: &str, id_number: Option<&str>, address: Option<&str>) -> Person {
    let own = |text: Option<&str>| text.map(str::to_owned);
    let phone = Some("13800001234".to_owned());
    Person {
        name: name.to_owned(),
        id_number: own(id_number),
        phone,
        address: own(address),
        bank_account: None,
    }
}

/// The people of the stories, by the numbers that `story` gives them.
fn names() -> Names {
    let vault = |n: u128| VaultId(Uuid::from_u128(1_000 + n));
    let people = HashMap::from([
        (vault(1), person("符永祥", Some("440825199608270003"), Some("广东省徐闻县角尾乡"))),
        (vault(3), person("黎晓彬", None, None)),
        (vault(9), person("吴妃娣", None, None)),
    ]);
    let staff = [(1, "陈秋月"), (11, "林国梁"), (12, "吴佩珍"), (13, "郑伟民")];
    let staff = staff.into_iter().map(|(n, name)| (user(n), name.to_owned())).collect();
    Names { people, staff, rooms: HashMap::new(), recorded_by: Some(user(1)) }
}

pub(crate) fn by_hand(kind: CasePaper) -> BTreeMap<String, String> {
    let text = |code: &str, zh: &str| match code {
        "facts" => "符永祥于2020年3月入职。\n单位拖欠工资。".to_owned(),
        "reasons" => "单位应当支付工资。".to_owned(),
        "law_applied" => "有关法律的规定".to_owned(),
        "settled_terms" => "被申请人于2021年4月30日前付清。".to_owned(),
        _ => format!("{zh}（手写）"),
    };
    let fields = kind.written_by_hand().into_iter();
    fields.map(|field| (field.code.to_owned(), text(field.code, field.zh))).collect()
}

/// A paper of a story.
struct Made {
    kind: CasePaper,
    filled: Filled,
}

pub(crate) fn about(story: &Story, kind: CasePaper, of: Option<EntryNo>, party: Option<PartyNo>) -> About {
    About::find(kind, story.case(), (of, party)).unwrap_or_else(|refusal| panic!("{kind:?}: {refusal:?}"))
}

/// A notice and a discussion record that were made, a defence that was brought and a scan of which nobody said what it is.
fn shelf() -> Vec<Kept> {
    let id = |n: u128| Uuid::from_u128(2_000 + n);
    let kept = |n: u128, on: &str| Kept {
        file: FileId(id(n)),
        paper: None,
        material: None,
        covers: Vec::new(),
        name: None,
        on: day(on),
        added_after_archiving: None,
    };
    let paper = |n: u128, kind: CasePaper, on: &str| Kept {
        paper: Some((PaperId(id(n)), kind)),
        material: kind.material(),
        ..kept(n, on)
    };
    let file = |n: u128, material, name: &str, on: &str| Kept {
        material,
        name: Some(name.to_owned()),
        ..kept(n, on)
    };
    vec![
        file(1, None, "扫描1.pdf", "2021-03-05"),
        paper(2, CasePaper::DiscussionRecord, "2021-03-23"),
        file(3, Some(Material::Defence), "答辩状.pdf", "2021-03-10"),
        paper(4, CasePaper::AcceptanceNotice, "2021-03-03"),
    ]
}

pub(crate) fn filled(
    story: &Story,
    kind: CasePaper,
    about: About,
    texts: &BTreeMap<String, String>,
) -> Filled {
    let docket = counted(&story.entries);
    let names = names();
    let shelf = shelf();
    let on = filling::dated(kind, about, story.case(), (None, day("2021-12-10"))).unwrap();
    let then = story.stood_at(about.told_at(story.case()));
    let told = Told {
        case: story.case(),
        then: &then,
        docket: &docket,
        book: &story.book,
        names: &names,
        shelf: &shelf,
        texts,
        on,
    };
    filling::fill(kind, about, &told)
}

fn made(story: &Story, kind: CasePaper, party: Option<PartyNo>) -> Made {
    let about = about(story, kind, None, party);
    Made { kind, filled: filled(story, kind, about, &by_hand(kind)) }
}

impl Made {
    /// The paper as text: a line for each paragraph, the cells of a row beside each other.
    fn text(&self) -> String {
        let layout = papers::laid_out(self.kind, None, &self.filled);
        text_of(&layout.unwrap_or_else(|error| panic!("{:?}: {error:?}", self.kind)))
    }
}

fn line(paragraph: &Paragraph) -> String {
    let run = |content: &Content| match content {
        Content::Text(text) => text.clone(),
        Content::LineBreak => "\n".to_owned(),
        Content::Tab => "\t".to_owned(),
        Content::PageNumber | Content::PageCount => "#".to_owned(),
    };
    paragraph.runs.iter().map(|it| run(&it.content)).collect()
}

pub(crate) fn text_of(layout: &Layout) -> String {
    let mut lines = Vec::new();
    for block in &layout.blocks {
        match block {
            Block::Paragraph(paragraph) => lines.push(line(paragraph)),
            Block::Table(table) => {
                for row in &table.rows {
                    let cell = |paragraphs: &[Paragraph]| {
                        paragraphs.iter().map(line).collect::<Vec<_>>().join("\n").trim().to_owned()
                    };
                    let cells: Vec<String> = row.cells.iter().map(|it| cell(&it.paragraphs)).collect();
                    lines.push(cells.join(" | "));
                }
            }
            Block::Chart(chart) => lines.push(chart.title.clone()),
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines.join("\n")
}

// --- The stories ---

fn claims() -> Story {
    a_case().with(|receipt| {
        receipt.claims = vec![
            a_claim(1, WORKER, ClaimItem::Wages, 10_000),
            a_claim(2, WORKER, ClaimItem::SeverancePay, 3_000),
        ];
        receipt.parties[0].representatives = vec![a_representative(3)];
    })
}

/// With a clerk, a tribunal, and a hearing on 22 March in a room that is named.
pub(crate) fn set() -> Story {
    let notice = HearingNotice {
        held_on: day("2021-03-22"),
        time: Some("09:00".into()),
        minutes: None,
        room: Some(Room::Named("第一仲裁庭".into())),
    };
    let clerk = Assignment { people: vec![Assignee { user: user(1), duty: Duty::Clerk }] };
    claims()
        .received("2021-03-01")
        .accepted("2021-03-03")
        .then("2021-03-03", Act::Assignment(clerk))
        .served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER])
        .tribunal("2021-03-05")
        .then("2021-03-08", Act::HearingNotice(notice))
        .notice_served("2021-03-09")
}

pub(crate) fn heard() -> Story {
    set().opened("2021-03-22").hearing_closed("2021-03-22").discussed("2021-03-23")
}

fn awarded() -> Story {
    let wages = AwardItem {
        claim: WAGES,
        decision: Decision::PartlyGranted,
        amount: Fen(800_050),
        finality: Finality::Final,
    };
    let severance = AwardItem {
        claim: ClaimNo(2),
        decision: Decision::Dismissed,
        amount: Fen::ZERO,
        finality: Finality::Final,
    };
    heard().awarded("2021-03-26", vec![wages, severance])
}

fn not_final() -> Story {
    against(&[EMPLOYER])
}

/// Wages of 50,000 from these respondents, the first of whom is the usual employer.
pub(crate) fn against(respondents: &[PartyNo]) -> Story {
    let claims = vec![a_claim(1, WORKER, ClaimItem::Wages, 50_000)];
    let more = respondents.iter().skip(1).map(|no| an_employer(no.0, Side::Respondent));
    let story = a_case().with(|receipt| {
        receipt.claims = claims;
        receipt.parties.extend(more);
    });
    story
        .received("2021-03-01")
        .accepted("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, respondents)
        .tribunal("2021-03-05")
        .hearing_set("2021-03-08", "2021-03-22")
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
        .awarded("2021-03-26", vec![granted(WAGES, 50_000, Finality::NonFinal)])
}

fn recused() -> Story {
    let request = RecusalRequest { member: user(12), party: WORKER, ground: RecusalGround::Interest };
    let story = set().then("2021-03-10", Act::RecusalRequest(request));
    let request = story.last();
    story.then(
        "2021-03-11",
        Act::RecusalDecision(RecusalDecision { request, outcome: RecusalOutcome::Rejected }),
    )
}

fn deserted() -> Story {
    let story = set();
    let hearing = story.hearing();
    let opening = HearingOpening { hearing, absent: vec![WORKER] };
    let conduct = Desertion::Absent;
    story
        .then("2021-03-22", Act::HearingOpening(opening))
        .then("2021-03-22", Act::DeemedWithdrawal(DeemedWithdrawal { hearing, conduct, parties: Vec::new() }))
}

/// Awarded, served and put away with so many pages in each volume.
fn put_away(main_pages: Option<u32>, secondary_pages: Option<u32>) -> Story {
    let file_number = "徐劳人仲档〔2021〕1号".into();
    awarded()
        .served("2021-03-29", Document::AwardFinal, &[WORKER, EMPLOYER])
        .then("2021-05-10", Act::Archiving(Archiving { file_number, main_pages, secondary_pages }))
}

/// A case in which there is a paper of a kind.
fn story_of(kind: CasePaper) -> Story {
    let received = || claims().received("2021-03-01");
    let withdrawal = Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() };
    let items = vec!["劳动关系证明材料".into(), "身份证复印件".into()];
    match kind {
        CasePaper::AcceptanceNotice
        | CasePaper::ResponseNotice
        | CasePaper::TribunalNotice
        | CasePaper::HearingNotice
        | CasePaper::Summons => set(),
        CasePaper::ServiceReturn => claims().received("2021-03-01").accepted("2021-03-03").served(
            "2021-03-04",
            Document::ApplicationCopy,
            &[EMPLOYER],
        ),
        CasePaper::NonAcceptanceNotice => received()
            .acknowledging("not_referred")
            .then("2021-03-02", Act::Rejection(Rejection { ground: RejectionGround::OutOfScope })),
        CasePaper::JurisdictionStatement => {
            let competent = "海口市劳动人事争议仲裁委员会".into();
            received()
                .acknowledging("not_referred")
                .then("2021-03-02", Act::JurisdictionNotice(JurisdictionNotice { competent }))
        }
        CasePaper::CorrectionNotice => received()
            .then("2021-03-02", Act::CorrectionNotice(CorrectionNotice { items, due_on: day("2021-03-09") })),
        CasePaper::EvidenceNotice => {
            let term = EvidenceTerm { due_on: day("2021-03-18"), party: None };
            set().then("2021-03-09", Act::Proceeding(ProceedingAct::EvidenceTerm(term)))
        }
        CasePaper::MediationAgreement => in_agreement(),
        CasePaper::MediationDocument => heard().mediation_document("2021-03-24"),
        CasePaper::AwardFinal => awarded(),
        CasePaper::AwardNonFinal => not_final(),
        CasePaper::RecusalDecision => recused(),
        CasePaper::SuspensionDecision => set().suspended("2021-03-10"),
        CasePaper::ResumptionNotice => set().suspended("2021-03-10").resumed("2021-03-20"),
        CasePaper::ExtensionNotice => set().extended("2021-04-12", 15),
        CasePaper::WithdrawalDecision => set().then("2021-03-12", Act::Withdrawal(withdrawal)),
        CasePaper::DeemedWithdrawalDecision => deserted(),
        CasePaper::TransferLetter => {
            let to = "海口市劳动人事争议仲裁委员会".into();
            set().then("2021-03-12", Act::Transfer(Transfer { to }))
        }
        CasePaper::RevocationDecision => {
            let cause = "双方不存在劳动争议".into();
            set().then("2021-03-12", Act::Revocation(Revocation { cause }))
        }
        CasePaper::TerminationDecision => {
            // 45 days from 3 March end on Saturday 17 April, and so on Monday 19 April.
            let (court_docketed_on, court_number) = (day("2021-04-20"), "（2021）粤0825民初1号".into());
            set().then("2021-04-21", Act::Termination(Termination { court_docketed_on, court_number }))
        }
        CasePaper::ElementForm => received().accepted("2021-03-03"),
        CasePaper::HearingRecord | CasePaper::DiscussionRecord => heard(),
        CasePaper::ArchiveCover | CasePaper::ArchiveList => put_away(None, None),
    }
}

/// One party for whom there is such a paper.
fn party_of(kind: CasePaper) -> Option<PartyNo> {
    match kind.addressed() {
        Addressed::Case => None,
        Addressed::Applicant | Addressed::Party => Some(WORKER),
        Addressed::Respondent | Addressed::Served => Some(EMPLOYER),
    }
}

pub(crate) fn kinds() -> impl Iterator<Item = CasePaper> {
    CasePaper::ROWS.iter().map(|(kind, _)| *kind)
}

/// What a paper of a kind says in its story.
pub(crate) fn filled_example(kind: CasePaper) -> Filled {
    made(&story_of(kind), kind, party_of(kind)).filled
}

// --- Whole texts ---

const COMMISSION: &str = "徐闻县劳动人事争议仲裁委员会";

#[test]
fn an_award_says_all_of_it() {
    let expected = format!(
        "{COMMISSION}
裁决书
〔2021〕1号
申请人：符永祥，公民身份号码440825199608270003，住广东省徐闻县角尾乡
委托代理人：黎晓彬，一般代理
被申请人：徐闻第2公司
符永祥与徐闻第2公司劳动报酬争议一案，本委于2021年3月3日受理后，依法组成仲裁庭进行审理。
仲裁庭于2021年3月22日开庭审理。
本案现已审理终结。
仲裁请求
（1）符永祥：劳动报酬，人民币10,000.00元。
（2）符永祥：经济补偿，人民币3,000.00元。
申请人主张：
申请人主张（手写）
被申请人答辩：
被申请人答辩（手写）
查明事实
符永祥于2020年3月入职。
单位拖欠工资。
本委认为
单位应当支付工资。
综上，依照有关法律的规定，裁决如下：
一、由被申请人徐闻第2公司支付申请人符永祥劳动报酬人民币8,000.50元（大写：捌仟元伍角整），对该项请求的其余部分不予支持；
二、驳回申请人符永祥的第2项请求（经济补偿）。
履行方式（手写）
附：裁决金额表
序号 | 当事人 | 项目 | 请求金额 | 裁决金额
1 | 符永祥 | 劳动报酬 | 人民币10,000.00元 | 人民币8,000.50元
2 | 符永祥 | 经济补偿 | 人民币3,000.00元 | 人民币0.00元
合计：人民币8,000.50元（大写：捌仟元伍角整）
本裁决属于终局裁决，作出之日即行生效。
劳动者不服的，有权在收到本裁决书之日起15日内向人民法院起诉。
用人单位认为本裁决依法应予撤销的，有权在收到本裁决书之日起30日内向中级人民法院申请撤销。
首席仲裁员：林国梁
仲裁员：吴佩珍
仲裁员：郑伟民
{COMMISSION}
二〇二一年三月二十六日
书记员：陈秋月"
    );
    assert_eq!(made(&awarded(), CasePaper::AwardFinal, None).text(), expected);
}

/// Which of several respondents pays what, no entry records: the paper names none of them, and who pays is written by hand.
#[test]
fn an_award_against_several_names_no_payer_by_itself() {
    let story = against(&[EMPLOYER, PartyNo(5)]);
    let text = made(&story, CasePaper::AwardNonFinal, None).text();
    let item = "一、由被申请人一方按下述履行方式支付申请人符永祥劳动报酬人民币50,000.00元（大写：伍万元整）。\n履行方式（手写）";
    assert!(text.contains(item), "{text}");
    let award = about(&story, CasePaper::AwardNonFinal, None, None).of.by;
    let kind = CasePaper::AwardNonFinal;
    let untold = |story: &Story, texts| {
        let missing = filling::award_untold(kind, story.case(), award, &texts);
        missing.into_iter().map(|missing| missing.field).collect::<Vec<_>>()
    };
    assert_eq!(untold(&story, BTreeMap::new()), ["performance"]);
    assert_eq!(untold(&story, by_hand(kind)), [""; 0]);
    assert_eq!(untold(&not_final(), BTreeMap::new()), [""; 0], "one respondent pays");
}

/// What a counterclaim gets goes the other way: two sums, never one.
#[test]
fn an_award_adds_up_each_direction_apart() {
    let counterclaim = CounterclaimAcceptance {
        filed_on: day("2021-03-10"),
        claims: vec![a_claim(9, EMPLOYER, ClaimItem::Damages, 3_000)],
    };
    let story = set()
        .then("2021-03-11", Act::CounterclaimAcceptance(counterclaim))
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23");
    // Of 10,000, 3,000 and 3,000.
    let in_part = |claim: ClaimNo, yuan: i64| AwardItem {
        decision: Decision::PartlyGranted,
        ..granted(claim, yuan, Finality::Final)
    };
    let items = vec![in_part(WAGES, 8_000), in_part(ClaimNo(2), 1_000), in_part(ClaimNo(9), 2_500)];
    let story = story.acknowledging("finality_differs").awarded("2021-03-26", items);
    let text = made(&story, CasePaper::AwardFinal, None).text();
    let totals = "合计：被申请人一方应付人民币9,000.00元（大写：玖仟元整）；申请人一方应付人民币2,500.00元（大写：贰仟伍佰元整）";
    assert!(text.contains(totals), "{text}");
    assert!(text.contains("三、由申请人符永祥支付被申请人徐闻第2公司"), "{text}");
    assert!(text.contains("（9）徐闻第2公司：反申请："), "{text}");
}

/// An item whose claim is not there is a named problem; the paper never has one item less.
#[test]
fn an_item_without_its_claim_is_named_and_not_dropped() {
    let story = awarded();
    let kind = CasePaper::AwardFinal;
    let award = about(&story, kind, None, None).of.by;
    let mut torn = story.case().clone();
    torn.claims.retain(|claim| claim.no != ClaimNo(2));
    let missing = filling::award_untold(kind, &torn, award, &by_hand(kind));
    let named: Vec<_> = missing.iter().map(|one| (one.field.as_str(), one.words.zh.as_str())).collect();
    assert_eq!(named, [("award_items", "裁决事项所依据的第2项请求在本案中查不到，请更正裁决登记")]);
    assert_eq!(filling::award_untold(kind, story.case(), award, &by_hand(kind)), []);
}

/// An award that is not final lets either side sue within 15 days (LAW 50).
#[test]
fn an_award_that_is_not_final_says_so() {
    let text = made(&not_final(), CasePaper::AwardNonFinal, None).text();
    let remedy = "本裁决不属于终局裁决。当事人不服的，有权在收到本裁决书之日起15日内向人民法院起诉；各方均未在此期限内起诉的，本裁决即行生效。";
    assert!(text.contains(remedy), "{text}");
    let item = "一、由被申请人徐闻第2公司支付申请人符永祥劳动报酬人民币50,000.00元（大写：伍万元整）。";
    assert!(text.contains(item), "{text}");
    assert!(!text.contains("撤销"), "{text}");
}

#[test]
fn a_mixed_award_is_two_papers_and_each_tells_of_the_other() {
    let claims =
        vec![a_claim(1, WORKER, ClaimItem::Wages, 5_000), a_claim(2, WORKER, ClaimItem::Relationship, 0)];
    let story = a_case().with(|receipt| receipt.claims = claims);
    let story =
        story.set_for_hearing().opened("2021-03-22").hearing_closed("2021-03-22").discussed("2021-03-23");
    let items = vec![granted(WAGES, 5_000, Finality::Final), granted(ClaimNo(2), 0, Finality::NonFinal)];
    let story = story.awarded("2021-03-26", items);
    let (own, other) = (
        made(&story, CasePaper::AwardFinal, None).text(),
        made(&story, CasePaper::AwardNonFinal, None).text(),
    );
    assert!(
        own.contains("一、由被申请人徐闻第2公司支付") && !own.contains("第2项请求（确认劳动关系）"),
        "{own}"
    );
    assert!(own.contains("本案的其他请求另以非终局裁决书作出裁决。"), "{own}");
    assert!(other.contains("一、支持申请人符永祥的第2项请求（确认劳动关系）。"), "{other}");
    assert!(other.contains("本案的其他请求另以终局裁决书作出裁决。"), "{other}");
}

#[test]
fn a_mediation_document_says_all_of_it() {
    let expected = format!(
        "{COMMISSION}
仲裁调解书
〔2021〕1号
申请人：符永祥，公民身份号码440825199608270003，住广东省徐闻县角尾乡
委托代理人：黎晓彬，一般代理
被申请人：徐闻第2公司
符永祥与徐闻第2公司劳动报酬争议一案，{COMMISSION}于2021年3月1日收到申请。
本调解书涉及的请求为：
（1）劳动报酬，人民币10,000.00元。
（2）经济补偿，人民币3,000.00元。
经审理查明：
符永祥于2020年3月入职。
单位拖欠工资。
在仲裁庭主持下，双方当事人自愿达成如下协议：
被申请人于2021年4月30日前付清。
支付金额合计：人民币8,000.00元（大写：捌仟元整）。
上述协议符合法律规定，本委予以确认。
双方当事人均已签收的，本调解书即行生效。到期不履行的，对方当事人有权依法申请人民法院强制执行。
首席仲裁员：林国梁
仲裁员：吴佩珍
仲裁员：郑伟民
书记员：陈秋月
{COMMISSION}
二〇二一年三月二十四日"
    );
    let story = story_of(CasePaper::MediationDocument);
    assert_eq!(made(&story, CasePaper::MediationDocument, None).text(), expected);
}

#[test]
fn a_notice_of_acceptance_says_all_of_it() {
    let expected = format!(
        "{COMMISSION}
受理通知书
〔2021〕1号
符永祥：
你（单位）与徐闻第2公司劳动报酬争议一案的仲裁申请，本委于2021年3月1日收到。经审查，该申请符合受理条件，本委已于2021年3月3日立案受理。现将有关事项通知如下：
一、在仲裁过程中，你（单位）有权委托代理人、申请回避、提出和变更仲裁请求、提供证据、参加庭审和辩论、请求调解、自行和解，也应当遵守仲裁程序和庭审秩序，如实陈述。
二、委托他人参加仲裁的，应当向本委提交写明委托事项和权限的授权委托书。
三、对自己的主张负有提供证据的责任，举证期限由本委另行通知。变更仲裁请求应当在举证期限届满前提出。
四、仲裁庭的组成人员和开庭的时间、地点由本委另行书面通知。接到开庭通知而无故缺席，或者未获准许提前离庭的，本委可以按撤回申请处理，此后就同一争议再次提出的申请不予受理。
五、送达地址、联系方式有变化的，应当及时告知本委。
{COMMISSION}
二〇二一年三月三日"
    );
    assert_eq!(made(&set(), CasePaper::AcceptanceNotice, None).text(), expected);
}

/// Three working days before Monday 22 March: the 19th, the 18th, Wednesday the 17th (LAW 35, A21).
#[test]
fn a_hearing_notice_says_all_of_it() {
    let expected = format!(
        "{COMMISSION}
开庭通知书
〔2021〕1号
徐闻第2公司：
符永祥与徐闻第2公司劳动报酬争议一案，定于2021年3月22日09:00在第一仲裁庭开庭审理。请你（单位）准时到庭。
一、到庭时应当携带身份证明；由代理人到庭的，代理人应当携带授权委托书和身份证明。
二、应当携带证据的原件或者原物，证人应当到庭作证。
三、有正当理由需要延期开庭的，应当在2021年3月17日前（含当日）提出请求，由本委决定。
四、无故缺席或者未获准许提前离庭的，是申请人的，可以按撤回申请处理；是被申请人的，可以缺席裁决。
仲裁庭组成人员：首席仲裁员林国梁、仲裁员吴佩珍、仲裁员郑伟民
{COMMISSION}
二〇二一年三月八日"
    );
    assert_eq!(made(&set(), CasePaper::HearingNotice, Some(EMPLOYER)).text(), expected);
}

#[test]
fn a_return_of_service_says_all_of_it() {
    let expected = format!(
        "{COMMISSION}
送达回证
〔2021〕1号
案由 | 劳动报酬争议
送达文书 | 仲裁申请书副本
受送达人 | 徐闻第2公司（被申请人）
送达地点 | 送达地点（手写）
送达方式 | 直接送达
交付日期 | 2021年3月4日
送达日期 | 2021年3月4日
受送达人签名或者盖章 | 年　　月　　日
代收人签名及代收理由 | 年　　月　　日
送达人 | 陈秋月
注：由他人代收的，代收人应当注明与受送达人的关系和代收的理由。
{COMMISSION}
二〇二一年三月四日"
    );
    assert_eq!(made(&story_of(CasePaper::ServiceReturn), CasePaper::ServiceReturn, None).text(), expected);
}

/// Ten working days from Thursday 4 March: 5, 8 to 12, 15 to 18 March.
#[test]
fn a_notice_to_respond_tells_how_long_and_until_when() {
    let text = made(&set(), CasePaper::ResponseNotice, None).text();
    assert!(text.contains("应当在收到申请书副本之日起10个工作日内提交答辩书"), "{text}");
    assert!(text.contains("按送达日期计算，答辩截止日期为2021年3月18日。"), "{text}");
    let before = claims().received("2021-03-01").accepted("2021-03-03");
    let text = made(&before, CasePaper::ResponseNotice, None).text();
    assert!(!text.contains("答辩截止日期"), "not served yet: {text}");
}

/// 45 + 15 days from 3 March: Sunday 2 May, in the holidays of 1 to 5 May, so Thursday 6 May.
#[test]
fn a_notice_of_an_extension_tells_the_new_last_day() {
    let text = made(&story_of(CasePaper::ExtensionNotice), CasePaper::ExtensionNotice, None).text();
    assert!(text.contains("审理期限延长15日，延长后的审理期限于2021年5月6日届满"), "{text}");
}

/// A case with an award is kept ten years, every other five (R33 24).
#[test]
fn the_cover_tells_how_long_the_file_is_kept() {
    let text = made(&story_of(CasePaper::ArchiveCover), CasePaper::ArchiveCover, None).text();
    assert!(
        text.contains("保管期限 | 不少于10年") && text.contains("归档号 | 徐劳人仲档〔2021〕1号"),
        "{text}"
    );
    let settled = story_of(CasePaper::WithdrawalDecision);
    assert!(made(&settled, CasePaper::ArchiveCover, None).text().contains("保管期限 | 不少于5年"));
}

/// The main volume in the order of R33 22, whenever its pieces came; nothing of which nobody said what it is in a volume.
#[test]
fn the_list_has_each_volume_in_its_order_and_what_is_unsorted_apart() {
    let text = made(&story_of(CasePaper::ArchiveList), CasePaper::ArchiveList, None).text();
    let listed = "正卷
序号 | 文书名称 | 日期 | 页次
1 | 受理通知书 | 2021年3月3日 | 
2 | 答辩书（答辩状.pdf） | 2021年3月10日 | 
副卷
序号 | 文书名称 | 日期 | 页次
1 | 案件讨论笔录 | 2021年3月23日 | 
未归类
序号 | 文书名称 | 日期 | 页次
1 | 扫描1.pdf | 2021年3月5日 | ";
    let squeezed: Vec<&str> = text.lines().map(|line| line.trim_end_matches(['\u{3000}', ' '])).collect();
    let wanted: Vec<&str> = listed.lines().map(str::trim_end).collect();
    assert!(squeezed.join("\n").contains(&wanted.join("\n")), "{text}");
}

/// What was counted when the file was put away, each volume on its own cover; what is written by hand goes before it.
#[test]
fn the_cover_tells_the_pages_of_its_volume() {
    let story = put_away(Some(87), Some(12));
    let about = about(&story, CasePaper::ArchiveCover, None, None);
    let pages = |texts: &[(&str, &str)]| {
        let texts = texts.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect();
        filled(&story, CasePaper::ArchiveCover, about, &texts).text("pages").map(str::to_owned)
    };
    assert_eq!(pages(&[("volume_title", "正卷")]).as_deref(), Some("87"));
    assert_eq!(pages(&[("volume_title", "副卷")]).as_deref(), Some("12"));
    assert_eq!(pages(&[("volume_title", "正卷"), ("pages", "90")]).as_deref(), Some("90"));
    assert_eq!(pages(&[("volume_title", "案卷")]), None);
}

#[test]
fn a_collective_dispute_is_named_by_its_first_worker() {
    let story = a_case().with(|receipt| {
        let workers = (1..=12).map(|no| a_worker(no, Side::Applicant));
        receipt.parties = workers.chain([an_employer(20, Side::Respondent)]).collect();
        receipt.claims = vec![a_claim(1, WORKER, ClaimItem::Wages, 100)];
    });
    let story = story.received("2021-03-01").accepted("2021-03-03");
    let text = made(&story, CasePaper::ResponseNotice, None).text();
    assert!(text.contains("符永祥等12人与你（单位）劳动报酬争议一案"), "{text}");
}

// --- The element form ---

fn states(party: PartyNo, worker: Option<PartyNo>, answers: ElementAnswers) -> Act {
    Act::Proceeding(ProceedingAct::ElementStatement(ElementStatement { party, worker, answers }))
}

fn confirms(elements: &[Element], workers: &[PartyNo]) -> Act {
    let (elements, workers) = (elements.to_vec(), workers.to_vec());
    let confirmation = ElementConfirmation { elements, workers, admitted_by: None };
    Act::Proceeding(ProceedingAct::ElementConfirmation(confirmation))
}

fn hired(on: &str) -> ElementAnswers {
    ElementAnswers { hired_on: Some(day(on)), ..ElementAnswers::default() }
}

#[test]
fn a_blank_element_form_has_room_for_every_answer() {
    let expected = format!(
        "{COMMISSION}
要素表
〔2021〕1号
填表人：符永祥（申请人）
案由：劳动报酬争议
序号 | 要素 | 填写内容
1 | 入职时间 | 年　　月　　日
2 | 岗位 | （　　　　　　　　　　　　）
3 | 是否参加社会保险 | □是　□否
4 | 最近一次劳动合同 | □固定期限　□无固定期限　□以完成一定工作任务为期限　□未签订书面劳动合同
5 | 最近一次劳动合同起始日期 | 年　　月　　日
6 | 最近一次劳动合同届满日期 | 年　　月　　日
7 | 月工资标准 | 人民币　　　　　　　　元
8 | 工资构成 | （　　　　　　　　　　　　）
9 | 工资发放方式 | □银行转账　□现金　□其他方式
10 | 工资支付周期 | □按月　□按周　□按日　□按小时　□其他周期
11 | 工资支付至 | 年　　月　　日
12 | 正常工作至 | 年　　月　　日
13 | 劳动关系是否已经解除或者终止 | □是　□否
14 | 解除或者终止的时间 | 年　　月　　日
15 | 解除或者终止的提出方 | □劳动者　□用人单位　□双方协商
16 | 解除或者终止的原因 | （　　　　　　　　　　　　）
17 | 拖欠工资起始日期 | 年　　月　　日
18 | 拖欠工资截止日期 | 年　　月　　日
19 | 拖欠工资数额 | 人民币　　　　　　　　元
20 | 在本单位的工作年限 | 个月
21 | 离职前十二个月的月平均工资 | 人民币　　　　　　　　元
一、请如实填写；选项前有“□”的，在所选的一项前打“√”；不清楚的可以不填。
二、填写的内容在开庭时核对；各方陈述一致或者一方当庭承认的，由仲裁庭确认为无争议事实，庭审围绕其余事项进行。
三、填写后有变动的，可以在庭审结束前另行填表说明。
填表人签名或者盖章：
　　　　年　　月　　日"
    );
    let story = set();
    assert_eq!(made(&story, CasePaper::ElementForm, Some(WORKER)).text(), expected);
    let employer = made(&story, CasePaper::ElementForm, Some(EMPLOYER)).text();
    assert!(employer.contains("填表人：徐闻第2公司（被申请人）"), "{employer}");
}

/// Of a statement the form has what the party said by then; another statement makes another form.
#[test]
fn a_filled_element_form_says_what_the_party_said() {
    let first = ElementAnswers {
        position: Some("厨师".into()),
        insured: Some(false),
        contract: Some(ContractTerm::Unsigned),
        wage: Some(Fen(450_050)),
        ended_by: Some(EndedBy::Employer),
        service_months: Some(11),
        ..hired("2020-03-02")
    };
    let story = set().then("2021-03-10", states(WORKER, None, first));
    let before = story.last();
    let story = story.then("2021-03-12", states(WORKER, None, hired("2020-03-09")));
    let form = |story: &Story, of: EntryNo| {
        let kind = CasePaper::ElementForm;
        let about = about(story, kind, Some(of), None);
        assert_eq!(about.party, Some(WORKER), "of whoever stated");
        Made { kind, filled: filled(story, kind, about, &BTreeMap::new()) }.text()
    };
    let text = form(&story, before);
    for line in [
        "1 | 入职时间 | 2020年3月2日",
        "2 | 岗位 | 厨师",
        "3 | 是否参加社会保险 | 否",
        "4 | 最近一次劳动合同 | 未签订书面劳动合同",
        "5 | 最近一次劳动合同起始日期 | （未填写）",
        "7 | 月工资标准 | 人民币4,500.50元",
        "15 | 解除或者终止的提出方 | 用人单位",
        "20 | 在本单位的工作年限 | 11个月",
    ] {
        assert!(text.lines().any(|it| it == line), "{line} in {text}");
    }
    let text = form(&story, story.last());
    assert!(text.contains("入职时间 | 2020年3月9日") && text.contains("岗位 | 厨师"), "{text}");
    // Blank or filled, and whose: what is meant is said.
    let kind = CasePaper::ElementForm;
    assert_eq!(codes(kind, &story, (None, None)), [(Severity::Invalid, "paper_of_not_named")]);
    assert_eq!(
        codes(kind, &story, (Some(before), Some(EMPLOYER))),
        [(Severity::Invalid, "paper_for_another_party")]
    );
}

/// The record and the award have the facts that were confirmed at the hearing, and without any no word of them.
#[test]
fn undisputed_facts_stand_in_the_record_and_in_the_award() {
    let items = || vec![granted(WAGES, 10_000, Finality::Final), granted(ClaimNo(2), 3_000, Finality::Final)];
    let told = |answers: ElementAnswers| {
        set()
            .then("2021-03-10", states(WORKER, None, answers.clone()))
            .then("2021-03-12", states(EMPLOYER, None, answers))
            .opened("2021-03-22")
    };
    let answers = ElementAnswers { wage: Some(Fen(450_000)), insured: Some(true), ..hired("2020-03-02") };
    let unconfirmed = told(answers.clone()).hearing_closed("2021-03-22").discussed("2021-03-23");
    let record = made(&unconfirmed, CasePaper::HearingRecord, None).text();
    assert!(!record.contains("没有争议"), "{record}");
    let story = told(answers)
        .then("2021-03-22", confirms(&[Element::Wage, Element::HiredOn], &[]))
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23");
    let facts = "（1）入职时间：2020年3月2日。\n（2）月工资标准：人民币4,500.00元。\n";
    let record = made(&story, CasePaper::HearingRecord, None).text();
    assert!(record.contains(&format!("双方没有争议的事实\n{facts}笔录正文\n")), "{record}");
    let award = made(&story.awarded("2021-03-26", items()), CasePaper::AwardFinal, None).text();
    let block = format!(
        "查明事实\n经庭审核对，双方当事人对下列事实没有争议，本委予以确认：\n{facts}符永祥于2020年3月入职。"
    );
    assert!(award.contains(&block), "{award}");
}

/// Three workers: what is the same of all is said once, what is of some with their names; an employer's form says of whom it is.
#[test]
fn the_facts_of_several_workers_are_told_with_their_names() {
    let story = a_case().with(|receipt| {
        receipt.parties = vec![a_worker(1, Side::Applicant), a_worker(3, Side::Applicant)];
        receipt.parties.push(a_worker(9, Side::Applicant));
        receipt.parties.push(an_employer(4, Side::Respondent));
        let claims = [(1, WORKER), (2, PartyNo(3)), (3, PartyNo(9))];
        receipt.claims = claims.map(|(no, of)| a_claim(no, of, ClaimItem::Wages, 100)).to_vec();
    });
    let employer = PartyNo(4);
    let same = |on: &str| ElementAnswers { insured: Some(false), ..hired(on) };
    let story = story
        .received("2021-03-01")
        .accepted("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, &[employer])
        .tribunal("2021-03-05")
        .then("2021-03-08", states(employer, None, same("2020-03-02")))
        .then("2021-03-08", states(employer, Some(PartyNo(9)), hired("2020-04-01")));
    let form = |of: EntryNo| {
        let kind = CasePaper::ElementForm;
        let about = about(&story, kind, Some(of), Some(employer));
        Made { kind, filled: filled(&story, kind, about, &BTreeMap::new()) }.text()
    };
    assert!(form(story.last()).contains("所述劳动者：吴妃娣"), "{}", form(story.last()));
    let of_all = form(EntryNo(story.last().0 - 1));
    assert!(of_all.contains("所述劳动者：全体劳动者"), "{of_all}");
    let story = story
        .then("2021-03-09", states(WORKER, None, same("2020-03-02")))
        .then("2021-03-09", states(PartyNo(3), None, same("2020-03-02")))
        .then("2021-03-09", states(PartyNo(9), None, same("2020-04-01")))
        .hearing_set("2021-03-09", "2021-03-22")
        .opened("2021-03-22")
        .then("2021-03-22", confirms(&[Element::HiredOn, Element::Insured], &[]));
    let record = made(&story, CasePaper::HearingRecord, None).text();
    let facts = "（1）入职时间（符永祥、黎晓彬）：2020年3月2日。\n（2）入职时间（吴妃娣）：2020年4月1日。\n\
                 （3）是否参加社会保险（全体劳动者）：否。";
    assert!(record.contains(facts), "{record}");
    // Two of them leave afterwards: the record is as of its sitting all the same.
    let leaving = Withdrawal { ground: WithdrawalGround::OwnMotion, parties: vec![PartyNo(3), PartyNo(9)] };
    let story = story.then("2021-03-22", Act::Withdrawal(leaving));
    let record = made(&story, CasePaper::HearingRecord, None).text();
    assert!(record.contains(facts), "{record}");
}

// --- Every kind ---

#[test]
fn every_shipped_template_is_good() {
    for kind in kinds() {
        assert_eq!(papers::shipped_problems(kind), Ok(Vec::new()), "{kind:?}");
    }
}

#[test]
fn every_paper_is_filled_from_its_case_and_has_no_field_left() {
    for kind in kinds() {
        let story = story_of(kind);
        let made = made(&story, kind, party_of(kind));
        assert_eq!(kind.missing(&made.filled), [], "{kind:?}");
        let text = made.text();
        assert!(!text.contains("{{") && !text.contains("}}"), "{kind:?}: {text}");
        assert!(
            text.contains("符永祥") || kind == CasePaper::ServiceReturn || kind == CasePaper::ArchiveList,
            "{kind:?}: {text}"
        );
    }
}

/// What every paper of these stories must not be without, by hand from what an official would send back.
#[test]
fn each_field_that_is_missing_is_named() {
    for kind in kinds() {
        let story = story_of(kind);
        let whole = made(&story, kind, party_of(kind)).filled;
        for used in kind.fields().iter().filter(|used| used.need == FieldNeed::Must) {
            let code = used.entered.field.code;
            let mut less = Filled::default();
            for (field, value) in whole.texts().filter(|(field, _)| *field != code) {
                less.set(field, value);
            }
            for (list, rows) in whole.lists().filter(|(list, _)| *list != code) {
                for row in rows {
                    less.push(list, row.iter().map(|(column, value)| (column.as_str(), value.clone())));
                }
            }
            let missing = kind.missing(&less);
            let named: Vec<&str> = missing.iter().map(|one| one.field.as_str()).collect();
            assert_eq!(named, [code], "{kind:?}");
            assert!(missing[0].words.zh.contains(used.entered.field.zh), "{:?}", missing[0]);
            assert!(missing[0].words.zh.contains(used.entered.at_zh), "{:?}", missing[0]);
        }
    }
}

#[test]
fn what_nobody_wrote_by_hand_is_missing() {
    let story = awarded();
    let about = about(&story, CasePaper::AwardFinal, None, None);
    let filled = filled(&story, CasePaper::AwardFinal, about, &BTreeMap::new());
    let missing: Vec<String> =
        CasePaper::AwardFinal.missing(&filled).into_iter().map(|one| one.field).collect();
    assert_eq!(missing, ["facts", "reasons", "law_applied"]);
}

/// An office whose region names no commission is told so, and nothing is made up.
#[test]
fn what_the_office_has_not_set_is_missing() {
    let region = r#"{"id":"hunan/example","zh":"某县","en":"Example","bureau_zh":"某县人社局","bureau_en":"the bureau",
        "minimum_wages":[],"note":"","targets":[],"rules":[]}"#;
    let region = Region::of_office(region.to_owned()).unwrap();
    let mut story = set();
    story.book.region = region;
    let made = made(&story, CasePaper::AcceptanceNotice, None);
    let missing = CasePaper::AcceptanceNotice.missing(&made.filled);
    assert_eq!(missing.len(), 1);
    assert_eq!(
        (missing[0].field.as_str(), missing[0].words.zh.as_str()),
        ("commission_name", "缺少“仲裁委名称”，请在本单位地区数据文件（region_file）中填写")
    );
}

// --- Of which entry, for whom ---

fn codes(
    kind: CasePaper,
    story: &Story,
    named: (Option<EntryNo>, Option<PartyNo>),
) -> Vec<(Severity, &'static str)> {
    let refusal = About::find(kind, story.case(), named).unwrap_err();
    refusal.findings.iter().map(|finding| (finding.severity, finding.code)).collect()
}

#[test]
fn a_paper_of_what_is_not_there_is_refused() {
    let received = claims().received("2021-03-01");
    for kind in kinds() {
        assert_eq!(
            codes(kind, &received, (None, None)),
            [(Severity::Impossible, "paper_of_nothing")],
            "{kind:?}"
        );
    }
    // An award that is final is no paper of the other kind, and a withdrawal no transfer.
    for (kind, story) in [
        (CasePaper::AwardNonFinal, awarded()),
        (CasePaper::TransferLetter, story_of(CasePaper::WithdrawalDecision)),
        (CasePaper::NonAcceptanceNotice, story_of(CasePaper::JurisdictionStatement)),
        (CasePaper::AcceptanceNotice, in_agreement()),
    ] {
        assert_eq!(
            codes(kind, &story, (None, None)),
            [(Severity::Impossible, "paper_of_nothing")],
            "{kind:?}"
        );
    }
}

#[test]
fn which_entry_and_which_party_is_named_where_several_can_be() {
    let story = set().suspended("2021-03-10").resumed("2021-03-12").suspended("2021-03-15");
    let kind = CasePaper::SuspensionDecision;
    let entries: Vec<EntryNo> = kind.made(story.case()).iter().map(|made| made.by).collect();
    assert_eq!(entries.len(), 2);
    assert_eq!(codes(kind, &story, (None, None)), [(Severity::Invalid, "paper_of_not_named")]);
    assert_eq!(
        codes(kind, &story, (Some(EntryNo(1)), None)),
        [(Severity::Invalid, "paper_of_another_entry")]
    );
    assert_eq!(about(&story, kind, Some(entries[1]), None).of.on, day("2021-03-15"));
    assert_eq!(
        codes(kind, &story, (Some(entries[1]), Some(WORKER))),
        [(Severity::Invalid, "paper_for_no_party")]
    );
    let notice = CasePaper::HearingNotice;
    assert_eq!(codes(notice, &story, (None, None)), [(Severity::Invalid, "paper_party_not_named")]);
    assert_eq!(
        codes(notice, &story, (None, Some(PartyNo(9)))),
        [(Severity::Invalid, "paper_for_another_party")]
    );
    assert_eq!(
        codes(CasePaper::AcceptanceNotice, &story, (None, Some(EMPLOYER))),
        [(Severity::Invalid, "paper_for_another_party")]
    );
    // A term for evidence that was set for one party is for that one.
    let term = EvidenceTerm { due_on: day("2021-03-18"), party: Some(EMPLOYER) };
    let story = set().then("2021-03-09", Act::Proceeding(ProceedingAct::EvidenceTerm(term)));
    assert_eq!(about(&story, CasePaper::EvidenceNotice, None, None).party, Some(EMPLOYER));
}

#[test]
fn an_award_bears_the_day_on_which_it_was_made() {
    let story = awarded();
    let of_award = about(&story, CasePaper::AwardFinal, None, None);
    let date = |kind, about, on: Option<&str>| {
        let dated = filling::dated(kind, about, story.case(), (on.map(day), day("2021-04-01")));
        dated.map_err(|refusal| refusal.findings[0].code)
    };
    let award = CasePaper::AwardFinal;
    assert_eq!(date(award, of_award, None), Ok(day("2021-03-26")));
    assert_eq!(date(award, of_award, Some("2021-03-26")), Ok(day("2021-03-26")));
    assert_eq!(date(award, of_award, Some("2021-03-27")), Err("paper_of_another_day"));
    let notice = CasePaper::AcceptanceNotice;
    let of_notice = about(&story, notice, None, None);
    assert_eq!(date(notice, of_notice, Some("2021-03-05")), Ok(day("2021-03-05")));
    assert_eq!(date(notice, of_notice, Some("2021-03-02")), Err("paper_before_its_entry"));
    assert_eq!(date(notice, of_notice, Some("2021-04-02")), Err("in_the_future"));
}

/// Closed on 26 March, put away on 10 May: the cover and the list are of the file, and not of the closing.
#[test]
fn the_cover_and_the_list_bear_the_day_of_archiving_or_today() {
    for kind in [CasePaper::ArchiveCover, CasePaper::ArchiveList] {
        let date = |story: &Story, on: Option<&str>| {
            let about = about(story, kind, None, None);
            assert_eq!(about.of.on, day("2021-03-26"));
            let dated = filling::dated(kind, about, story.case(), (on.map(day), day("2021-06-01")));
            dated.map_err(|refusal| refusal.findings[0].code)
        };
        assert_eq!(date(&put_away(None, None), None), Ok(day("2021-05-10")), "{kind:?}");
        assert_eq!(date(&awarded(), None), Ok(day("2021-06-01")), "{kind:?}");
        assert_eq!(date(&awarded(), Some("2021-05-08")), Ok(day("2021-05-08")), "{kind:?}");
        assert_eq!(date(&awarded(), Some("2021-06-02")), Err("in_the_future"), "{kind:?}");
    }
}

#[test]
fn the_dictionary_has_each_name_once() {
    let mut codes: Vec<&str> = FIELDS.iter().map(|entered| entered.field.code).collect();
    let mut zh: Vec<&str> = FIELDS.iter().map(|entered| entered.field.zh).collect();
    for names in [&mut codes, &mut zh] {
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }
    // Every field is of some paper, and what a person writes by hand is never also the office's.
    for entered in FIELDS {
        let code = entered.field.code;
        assert!(
            kinds().any(|kind| kind.fields().iter().any(|used| used.entered.field.code == code)),
            "{code}"
        );
    }
    let by_office = FIELDS.iter().filter(|entered| entered.origin == FieldOrigin::Office).count();
    assert_eq!(by_office, 3);
}

// --- Dates and amounts ---

/// An amount in capitals, read back: digit, unit, digit, unit, never looking at how it is written.
fn read_back(text: &str) -> i64 {
    let digit =
        |c: char| "零壹贰叁肆伍陆柒捌玖".chars().position(|it| it == c).map(|at| i64::try_from(at).unwrap());
    let (mut fen, mut whole, mut section, mut held) = (0_i64, 0_i64, 0_i64, 0_i64);
    for c in text.chars() {
        match c {
            '拾' | '佰' | '仟' => {
                section +=
                    held * [('拾', 10), ('佰', 100), ('仟', 1_000)].iter().find(|(u, _)| *u == c).unwrap().1;
                held = 0;
            }
            '万' => {
                whole += (section + held) * 10_000;
                (section, held) = (0, 0);
            }
            '亿' => {
                whole = (whole + section + held) * 100_000_000;
                (section, held) = (0, 0);
            }
            '元' => {
                fen += (whole + section + held) * 100;
                (whole, section, held) = (0, 0, 0);
            }
            '角' => (fen, held) = (fen + held * 10, 0),
            '分' => (fen, held) = (fen + held, 0),
            '整' => {}
            c => held = digit(c).unwrap_or_else(|| panic!("{c} in {text}")),
        }
    }
    assert_eq!(held, 0, "{text}");
    fen
}

proptest! {
    #[test]
    fn an_amount_in_capitals_reads_back(fen in 0_i64..=1_000_000_000_000_000) {
        let text = writing::capitals(Fen(fen));
        prop_assert_eq!(read_back(&text), fen, "{}", text);
        prop_assert!(!text.contains("零零") && !text.contains("零元整元"), "{}", text);
    }

    #[test]
    fn a_small_or_round_amount_reads_back(yuan in 0_i64..200_000, zeros in 0_u32..6, rest in 0_i64..100) {
        let fen = yuan * 10_i64.pow(zeros) * 100 + rest;
        let text = writing::capitals(Fen(fen));
        prop_assert_eq!(read_back(&text), fen, "{}", text);
        prop_assert!(!text.contains("零零"), "{}", text);
    }
}

/// As the rules for bank forms write them.
#[test]
fn amounts_in_capitals_by_hand() {
    for (fen, text) in [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (100, "壹元整"),
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (10_000_000_500, "壹亿零伍元整"),
        (1_000_100_000_000, "壹佰亿零壹佰万元整"),
        (912_340_567_800_000, "玖万壹仟贰佰叁拾肆亿零伍佰陆拾柒万捌仟元整"),
    ] {
        assert_eq!(writing::capitals(Fen(fen)), text, "{fen}");
    }
}

#[test]
fn dates_at_the_end_of_a_paper_by_hand() {
    for (on, text) in [
        ("2021-03-02", "二〇二一年三月二日"),
        ("2020-10-10", "二〇二〇年十月十日"),
        ("2021-11-20", "二〇二一年十一月二十日"),
        ("2021-12-31", "二〇二一年十二月三十一日"),
    ] {
        assert_eq!(writing::closing_date(on.parse::<NaiveDate>().unwrap()), text);
    }
}

// --- As of the entry, not as of today ---

/// The first tribunal, one applicant and one respondent; then everything changes.
#[test]
fn a_paper_names_who_was_there_when_its_act_was_done() {
    let panel = [(11, Seat::Presiding), (12, Seat::Member), (14, Seat::Member)];
    let members = panel.into_iter().map(|(n, seat)| Member { user: user(n), seat }).collect();
    let agent = AgentAppointment { party: WORKER, representatives: vec![a_representative(9)] };
    let another = Assignment { people: vec![Assignee { user: user(11), duty: Duty::Clerk }] };
    let before = set();
    let notice = before.hearing();
    let story = before
        .clone()
        .then("2021-03-09", Act::TribunalChange(TribunalChange { members, notified_on: None }))
        .then("2021-03-09", Act::Proceeding(ProceedingAct::AgentAppointment(agent)))
        .then("2021-03-09", Act::Assignment(another))
        .then(
            "2021-03-10",
            Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(5, Side::Respondent)] }),
        );
    let kind = CasePaper::HearingNotice;
    let of = |story: &Story, party| {
        let about = about(story, kind, Some(notice), Some(party));
        filled(story, kind, about, &by_hand(kind))
    };
    assert_eq!(of(&story, EMPLOYER), of(&before, EMPLOYER), "what came later is not in it");
    // Who joined later is told of the hearing too, as the case stood at the joinder.
    let joined = of(&story, PartyNo(5));
    assert_eq!(joined.text("recipient"), Some("徐闻第5公司"));
    assert_eq!(joined.text("respondents"), Some("徐闻第2公司、徐闻第5公司"));
    assert_eq!(joined.list("members").unwrap().len(), 3);
    assert!(!joined.text("tribunal_names").unwrap().contains("郑伟民"), "{joined:?}");
}

/// An applicant who left is in the papers of before, and in that of the leaving; not in those after it.
#[test]
fn who_left_is_named_in_what_was_done_before() {
    let story = a_case().with(|receipt| {
        receipt.parties.push(a_worker(3, Side::Applicant));
        receipt.claims.push(a_claim(2, PartyNo(3), ClaimItem::Wages, 500));
    });
    let leaving = Withdrawal { ground: WithdrawalGround::OwnMotion, parties: vec![PartyNo(3)] };
    let story = story
        .received("2021-03-01")
        .accepted("2021-03-03")
        .tribunal("2021-03-05")
        .then("2021-03-08", Act::Withdrawal(leaving))
        .suspended("2021-03-10");
    let fill = |kind, party| filled(&story, kind, about(&story, kind, None, party), &by_hand(kind));
    let response = fill(CasePaper::ResponseNotice, Some(EMPLOYER));
    assert_eq!(response.text("applicants"), Some("符永祥、黎晓彬"));
    assert_eq!(response.list("claims").unwrap().len(), 2, "the application as it went out");
    let decision = fill(CasePaper::WithdrawalDecision, None);
    assert_eq!(decision.text("applicants"), Some("符永祥、黎晓彬"));
    assert_eq!(decision.text("leaving"), Some("黎晓彬"));
    assert_eq!(fill(CasePaper::SuspensionDecision, None).text("applicants"), Some("符永祥"));
    // The notice of the acceptance is for both; a notice of what came after the leaving would not be.
    assert_eq!(fill(CasePaper::AcceptanceNotice, Some(PartyNo(3))).text("recipient"), Some("黎晓彬"));
}

/// A hearing is recorded under the tribunal that sat, whoever was to sit when the notice went out.
#[test]
fn the_record_of_a_hearing_names_the_tribunal_that_sat() {
    let panel = [(11, Seat::Presiding), (12, Seat::Member), (1, Seat::Member)];
    let members = panel.into_iter().map(|(n, seat)| Member { user: user(n), seat }).collect();
    let change = Act::TribunalChange(TribunalChange { members, notified_on: None });
    let story = set().then("2021-03-15", change).opened("2021-03-22").hearing_closed("2021-03-22");
    let record = made(&story, CasePaper::HearingRecord, None).filled;
    assert_eq!(record.text("tribunal_names"), Some("首席仲裁员林国梁、仲裁员吴佩珍、仲裁员陈秋月"));
    let notice = made(&story, CasePaper::HearingNotice, Some(EMPLOYER)).filled;
    assert_eq!(notice.text("tribunal_names"), Some("首席仲裁员林国梁、仲裁员吴佩珍、仲裁员郑伟民"));
}

/// The copy of the application goes out with the applicant's claims as they stood: neither what was amended later nor what
/// the respondent claims in return.
#[test]
fn a_notice_to_respond_has_the_claims_of_the_application_alone() {
    let counterclaim = CounterclaimAcceptance {
        filed_on: day("2021-03-10"),
        claims: vec![a_claim(9, EMPLOYER, ClaimItem::Damages, 3_000)],
    };
    let amended = ClaimAmendment {
        claims: vec![
            a_claim(1, WORKER, ClaimItem::Wages, 12_000),
            a_claim(2, WORKER, ClaimItem::SeverancePay, 3_000),
        ],
        filed_on: None,
        restarted: None,
    };
    let story = set()
        .then("2021-03-11", Act::CounterclaimAcceptance(counterclaim))
        .then("2021-03-12", Act::ClaimAmendment(amended));
    assert_eq!(story.case().claims.len(), 3);
    let text = made(&story, CasePaper::ResponseNotice, Some(EMPLOYER)).text();
    assert!(text.contains("（1）劳动报酬，人民币10,000.00元。\n（2）经济补偿，人民币3,000.00元。"), "{text}");
    assert!(!text.contains("12,000") && !text.contains("（9）"), "{text}");
}

/// A mediation document tells the claims that it settles, and of a counterclaim that it is one (R33 36, 73).
#[test]
fn a_mediation_document_tells_the_claims_that_it_settles() {
    let counterclaim = CounterclaimAcceptance {
        filed_on: day("2021-03-10"),
        claims: vec![a_claim(9, EMPLOYER, ClaimItem::Damages, 3_000)],
    };
    let story = set()
        .then("2021-03-11", Act::CounterclaimAcceptance(counterclaim))
        .opened("2021-03-22")
        .hearing_closed("2021-03-22");
    let settles = |scope, claims: &[u32]| {
        let claims = claims.iter().map(|no| ClaimNo(*no)).collect();
        let amount = Fen::from_yuan(1_000);
        Act::MediationDocument(MediationDocument { scope, claims, amount })
    };
    let part = story.clone().then("2021-03-24", settles(Scope::Part, &[2, 9]));
    let text = made(&part, CasePaper::MediationDocument, None).text();
    let told = "申请书提出的请求为：";
    assert!(!text.contains(told), "not the application's claims alone: {text}");
    assert!(text.contains("本调解书涉及的请求为：\n（2）经济补偿，人民币3,000.00元。\n（9）反申请：赔偿金，人民币3,000.00元。"), "{text}");
    assert!(!text.contains("（1）"), "{text}");
}

/// An office that edits a template that is shipped, and leaves its fields in, is asked nothing.
#[test]
fn a_template_that_is_shipped_leaves_out_nothing_of_itself() {
    for (kind, _) in CasePaper::ROWS {
        let docx = papers::shipped_docx(*kind).unwrap();
        assert_eq!(papers::left_out(*kind, &docx), Ok(Vec::new()), "{kind:?}");
    }
}
