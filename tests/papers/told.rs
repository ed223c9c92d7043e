//! What papers tell of what can be taken for something else: which tribunal, which claim, which document, and since when.

use std::collections::BTreeMap;

use sikuai::domain::act::Act;
use sikuai::domain::act::decision::{AwardItem, Decision, Finality};
use sikuai::domain::act::restart::{ClaimAmendment, PartyJoinder};
use sikuai::domain::act::service::ServiceOfProcess;
use sikuai::domain::act::tribunal::{Member, Seat, TribunalChange};
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::id::{ClaimNo, EntryNo, PartyNo};
use sikuai::domain::money::Fen;
use sikuai::domain::paper::about::About;
use sikuai::domain::paper::filled::Filled;
use sikuai::domain::paper::filling;
use sikuai::domain::paper::kind::CasePaper;
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::Document;

use crate::shipped::{about, by_hand, filled, heard, set};
use crate::story::{EMPLOYER, Story, WORKER, a_case, a_claim, a_service, an_employer, day, granted, user};

fn of_party(story: &Story, kind: CasePaper, (of, party): (EntryNo, PartyNo)) -> Filled {
    let about = about(story, kind, Some(of), Some(party));
    filled(story, kind, about, &by_hand(kind))
}

fn changed(story: Story, on: &str, third: u128) -> Story {
    let panel = [(11, Seat::Presiding), (12, Seat::Member), (third, Seat::Member)];
    let members = panel.into_iter().map(|(n, seat)| Member { user: user(n), seat }).collect();
    story.then(on, Act::TribunalChange(TribunalChange { members, notified_on: None }))
}

/// Formed on 5 March with 郑伟民, who was replaced on the 15th: each notice tells who sits since its day.
#[test]
fn a_change_of_the_tribunal_has_a_notice_of_its_own() {
    let formed = set();
    let first = formed.case().tribunal.as_ref().unwrap().formed.by;
    let story = changed(formed, "2021-03-15", 1);
    let change = story.last();
    let kind = CasePaper::TribunalNotice;
    assert_eq!(kind.made(story.case()).iter().map(|made| made.by).collect::<Vec<_>>(), [first, change]);
    let told = |of| {
        let notice = of_party(&story, kind, (of, EMPLOYER));
        [notice.text("formed_on").unwrap().to_owned(), notice.text("tribunal_names").unwrap().to_owned()]
    };
    assert_eq!(told(first), ["2021年3月5日", "首席仲裁员林国梁、仲裁员吴佩珍、仲裁员郑伟民"]);
    assert_eq!(told(change), ["2021年3月15日", "首席仲裁员林国梁、仲裁员吴佩珍、仲裁员陈秋月"]);
    // Of which of the two is not guessed.
    let refused = About::find(kind, story.case(), (None, Some(EMPLOYER))).unwrap_err();
    assert_eq!(refused.findings[0].code, "paper_of_not_named");
    // Every other paper tells when the tribunal was first formed, and each change is kept.
    let twice = changed(story, "2021-03-16", 13);
    let tribunal = twice.case().tribunal.as_ref().unwrap();
    assert_eq!(tribunal.formed.on, day("2021-03-05"));
    let changes: Vec<_> = tribunal.changed.iter().map(|change| change.on).collect();
    assert_eq!(changes, [day("2021-03-15"), day("2021-03-16")]);
}

/// Joined on 10 March: no paper of what was before is dated before that.
#[test]
fn a_paper_for_who_joined_later_is_not_of_before_the_joinder() {
    let joinder = PartyJoinder { parties: vec![an_employer(5, Side::Respondent)] };
    let story = set().then("2021-03-10", Act::PartyJoinder(joinder));
    let dated = |party, on: Option<&str>| {
        let about = about(&story, CasePaper::TribunalNotice, None, Some(party));
        let dated =
            filling::dated(CasePaper::TribunalNotice, about, story.case(), (on.map(day), day("2021-04-01")));
        dated.map_err(|refusal| refusal.findings[0].code)
    };
    assert_eq!(dated(EMPLOYER, None), Ok(day("2021-03-05")));
    assert_eq!(dated(PartyNo(5), None), Ok(day("2021-03-10")));
    assert_eq!(dated(PartyNo(5), Some("2021-03-09")), Err("paper_before_its_entry"));
    assert_eq!(dated(PartyNo(5), Some("2021-03-11")), Ok(day("2021-03-11")));
}

/// An award of 5,000 yuan for something that the list of items has no name for, and 50,000 of wages.
fn for_something(statement: Option<&str>) -> Story {
    let story = a_case().with(|receipt| {
        receipt.claims =
            vec![a_claim(1, WORKER, ClaimItem::Other, 6_000), a_claim(2, WORKER, ClaimItem::Wages, 50_000)];
        receipt.claims[0].statement = statement.map(str::to_owned);
    });
    let part = AwardItem {
        claim: ClaimNo(1),
        decision: Decision::PartlyGranted,
        amount: Fen(500_000),
        finality: Finality::NonFinal,
    };
    let items = vec![part, granted(ClaimNo(2), 50_000, Finality::NonFinal)];
    let story = if statement.is_none() { story.acknowledging("claim_without_statement") } else { story };
    story
        .received("2021-03-01")
        .accepted("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER])
        .tribunal("2021-03-05")
        .hearing_set("2021-03-08", "2021-03-22")
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
        .awarded("2021-03-26", items)
}

/// Who performs an award must read for what it is: “other” is nothing that can be enforced.
#[test]
fn an_award_of_no_named_item_is_of_the_claim_in_its_own_words() {
    let kind = CasePaper::AwardNonFinal;
    let story = for_something(Some("返还押金6000元"));
    let award = about(&story, kind, None, None);
    let told = filled(&story, kind, award, &BTreeMap::new());
    let texts: Vec<&str> = told.list("award_items").unwrap().iter().map(|row| row["text"].as_str()).collect();
    assert_eq!(
        texts,
        [
            "由被申请人徐闻第2公司就第1项请求（返还押金6000元）支付申请人符永祥人民币5,000.00元（大写：伍仟元整），对该项请求的其余部分不予支持；",
            "由被申请人徐闻第2公司支付申请人符永祥劳动报酬人民币50,000.00元（大写：伍万元整）。",
        ]
    );
    let rows = told.list("award_amounts").unwrap();
    let items: Vec<&str> = rows.iter().map(|row| row["item"].as_str()).collect();
    assert_eq!(items, ["返还押金6000元", "劳动报酬"]);
    let untold = |story: &Story, texts| {
        let missing = filling::award_untold(kind, story.case(), award.of.by, &texts);
        missing.into_iter().map(|missing| missing.field).collect::<Vec<_>>()
    };
    assert_eq!(untold(&story, BTreeMap::new()), [""; 0]);
    for unsaid in [None, Some(" ")] {
        let story = for_something(unsaid);
        assert_eq!(untold(&story, BTreeMap::new()), ["performance"], "for what is written by hand");
        assert_eq!(untold(&story, by_hand(kind)), [""; 0]);
    }
}

/// What the return of the last service says was served.
fn returned(story: &Story, party: PartyNo) -> String {
    let told = of_party(story, CasePaper::ServiceReturn, (story.last(), party));
    told.text("served_document").unwrap().to_owned()
}

fn told(story: Story, on: &str, of: Option<EntryNo>) -> Story {
    let service = ServiceOfProcess { of, ..a_service(Document::DecisionNotice, &[EMPLOYER]) };
    story.then(on, Act::Service(service))
}

/// Of a decision notice the return names the decision: the one that the service names, or the only one since the last.
#[test]
fn a_return_of_service_names_what_was_served() {
    let suspended = told(set().suspended("2021-03-10"), "2021-03-10", None);
    let suspension = EntryNo(suspended.last().0 - 1);
    assert_eq!(returned(&suspended, EMPLOYER), "中止审理决定书");
    let resumed = told(suspended.resumed("2021-03-12"), "2021-03-12", None);
    assert_eq!(returned(&resumed, EMPLOYER), "恢复审理通知书", "of the suspension it was told before");
    let again = told(resumed, "2021-03-15", Some(suspension));
    assert_eq!(returned(&again, EMPLOYER), "中止审理决定书", "it names the entry");
    // Two decisions and none named: neither is said.
    let both = told(set().suspended("2021-03-10").resumed("2021-03-12"), "2021-03-12", None);
    assert_eq!(returned(&both, EMPLOYER), "中止、恢复、延期等通知");
    let more = a_claim(7, WORKER, ClaimItem::Damages, 900);
    let claims = set().case().claims.iter().cloned().chain([more]).collect();
    let amendment = ClaimAmendment { claims, filed_on: None, restarted: None };
    let amended = set().then("2021-03-10", Act::ClaimAmendment(amendment));
    let amended = amended.served("2021-03-10", Document::AmendedApplicationCopy, &[EMPLOYER]);
    assert_eq!(returned(&amended, EMPLOYER), "变更请求申请书副本");
    assert_eq!(
        returned(&heard().served("2021-03-23", Document::AcceptanceNotice, &[EMPLOYER]), EMPLOYER),
        "受理通知书"
    );
}
