//! The board by its pages: as many cases of a column as one glance takes, what is due first on top, and all of a column on
//! pages of their own.

use crate::support::browser::{Browser, between};
use crate::support::people::{People, application};
use crate::support::server::TestServer;

/// The cases of a list, in their order.
fn listed(page: &str) -> Vec<String> {
    page.split("<li class=\"card")
        .skip(1)
        .map(|card| between(card, "<a href=\"/cases/", "\"").unwrap())
        .collect()
}

#[test]
fn a_column_shows_what_is_due_first_and_leads_to_all_of_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    let days = ["2021-12-09", "2021-12-03", "2021-12-08"];
    let mut files: Vec<_> =
        days.iter().map(|day| people.clerk.receive_another(&application(day)).id).collect();
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/my-day").text;
    // A decision on the acceptance is due five working days after the receipt.
    files.swap(0, 1);
    files.swap(1, 2);
    assert_eq!(listed(&page), files);
    assert!(!page.contains("/my-day/filing"), "all of them are there: {page}");
    for _ in 0..25 {
        people.clerk.receive_another(&application("2021-12-10"));
    }
    let page = browser.get("/my-day").text;
    assert_eq!((listed(&page).len(), listed(&page)[..3].to_vec()), (25, files.clone()));
    assert!(page.contains("<h3>快立 <span class=\"count\">28</span></h3>"), "{page}");
    assert!(page.contains("<a href=\"/my-day/filing\">全部 28"), "{page}");
    let all = browser.get("/my-day/filing").text;
    assert_eq!((listed(&all).len(), listed(&all)[..3].to_vec()), (28, files));
    assert!(!all.contains("rel=\"next\"") && all.contains("<a href=\"/my-day\">"), "{all}");
    assert!(browser.get("/my-day/hearing").text.contains("没有。"));
    for (path, status) in
        [("/my-day/appeal", 404), ("/my-day/filing?page=6", 400), ("/my-day/filing?x=1", 400)]
    {
        assert_eq!(browser.get(path).status, status, "{path}");
    }
    // Page by page, and past the last nothing.
    assert!(listed(&browser.get("/my-day/filing?page=2").text).is_empty());
}
