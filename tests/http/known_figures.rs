//! Figures asked all ways at once: of a period, beside another, in groups, and as they were known at the end of a day, by hand
//! over four cases. Not here: each way by itself (`figures`), and random histories (`tests/histories`).

use std::collections::BTreeMap;

use crate::figures::{listed, received};
use crate::support::people::{File, People, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

/// A and C in the ordinary procedure, B and D in the simplified one. A: received on 1 November, accepted on the 3rd, withdrawn on
/// 1 December, which was written down on the 7th. B: received on 2 November, accepted on the 5th, written down on the 8th.
/// C: received on 29 November, accepted on 2 December, which on the 9th was corrected: on 30 November. D: received on
/// 1 December, accepted on the 3rd, written down on the 6th.
fn four_cases(server: &TestServer, people: &People<'_>) -> BTreeMap<String, char> {
    let clerk = &people.clerk;
    let ordinary = |on: &str| json!({ "on": on, "procedure": "ordinary" });
    let simplified =
        |on: &str| json!({ "on": on, "procedure": "simplified", "simplified_ground": "clear_facts" });
    let comes = |on: &str| {
        on_day(server, on);
        received(people, on)
    };
    let told = |on: &str, (file, act): (&File, &str), body: &Value| {
        on_day(server, on);
        clerk.does(file, act, body);
    };
    let a = comes("2021-11-01");
    let b = comes("2021-11-02");
    told("2021-11-03", (&a, "acceptance"), &ordinary("2021-11-03"));
    told("2021-11-08", (&b, "acceptance"), &simplified("2021-11-05"));
    let c = comes("2021-11-29");
    let d = comes("2021-12-01");
    told("2021-12-02", (&c, "acceptance"), &ordinary("2021-12-02"));
    told("2021-12-06", (&d, "acceptance"), &simplified("2021-12-03"));
    told("2021-12-07", (&a, "withdrawal"), &json!({ "on": "2021-12-01", "ground": "own_motion" }));
    let right =
        json!({ "on": "2021-12-09", "reason": "受理日期误录", "replacement": ordinary("2021-11-30") });
    told("2021-12-09", (&c, "docket/2/correction"), &right);
    on_day(server, "2021-12-10");
    [a, b, c, d].into_iter().map(|file| file.id).zip('a'..='d').collect()
}

/// The first days of December beside November, by the procedure.
struct Asked<'p> {
    people: &'p People<'p>,
    names: BTreeMap<String, char>,
}

impl Asked<'_> {
    fn known_on(&self, day: Option<&str>) -> Value {
        let known = day.map_or_else(String::new, |day| format!("&as_known_on={day}"));
        let answer = self.people.report.read(&format!(
            "/api/v1/statistics/figures?measures=accepted,closed,carried_out,closure_rate,days_to_acceptance\
             &from=2021-12-01&to=2021-12-05&compare=2021-11-01,2021-11-30&by=procedure{known}"
        ));
        assert_eq!(answer["as_known_on"], day.map_or(Value::Null, Value::from));
        answer
    }

    /// What a count comes to, with the letters of its cases, and the same of November, and by how much it grew; of all, and of
    /// each procedure.
    fn counts(&self, answer: &Value, nth: usize) -> Vec<String> {
        let item = &answer["items"][nth];
        let cases =
            |amount: &Value| listed(self.people, amount["links"][0]["cases"].as_str().unwrap(), &self.names);
        let one = |name: &str, amount: &Value| {
            let then = &amount["compared"];
            let grown = then["growth_percent"].as_str().unwrap_or("none");
            let (now_cases, then_cases) = (cases(amount), cases(then));
            format!("{name} {}:{now_cases} {}:{then_cases} {grown}", amount["amount"], then["amount"])
        };
        let groups = item["groups"].as_array().unwrap().iter();
        let groups = groups.map(|group| one(group["group"][0]["value"].as_str().unwrap(), group));
        std::iter::once(one("all", &item["total"])).chain(groups).collect()
    }

    /// A rate, and the same of November.
    fn rates(answer: &Value) -> Vec<String> {
        let item = &answer["items"][3];
        let rate = |it: &Value| {
            let percent = it["percent"].as_str().unwrap_or("none");
            format!("{}/{} {percent}", it["numerator"], it["denominator"])
        };
        let one =
            |name: &str, amount: &Value| format!("{name} {}; {}", rate(amount), rate(&amount["compared"]));
        let groups = item["groups"].as_array().unwrap().iter();
        let groups = groups.map(|group| one(group["group"][0]["value"].as_str().unwrap(), group));
        std::iter::once(one("all", &item["total"])).chain(groups).collect()
    }

    /// The days from receipt to acceptance of all: how many cases, the mean, the median, the ninetieth percentile.
    fn days(answer: &Value) -> [String; 2] {
        let total = &answer["items"][4]["total"];
        [total, &total["compared"]].map(|it| {
            let text = |field: &str| it[field].as_str().unwrap_or("none");
            format!("{} {} {} {}", it["cases"], text("mean"), text("median"), it["p90"])
        })
    }
}

#[test]
fn what_was_known_is_told_by_group_beside_another_period() {
    let server = TestServer::start();
    let people = People::of(&server);
    let names = four_cases(&server, &people);
    let asked = Asked { people: &people, names };

    // B and the withdrawal are not written down, C and D have not come.
    let answer = asked.known_on(Some("2021-11-07"));
    assert_eq!(asked.counts(&answer, 0), ["all 0: 1:a -100.00", "ordinary 0: 1:a -100.00"]);
    assert_eq!(Asked::days(&answer), ["0 none none null", "1 2.0 2.0 2"]);

    // C with its mistake; D is not written down. Of A and B: 2 and 3 days; of C: 3.
    let answer = asked.known_on(Some("2021-12-03"));
    let accepted = ["all 1:c 2:ab -50.00", "ordinary 1:c 1:a 0.00", "simplified 0: 1:b -100.00"];
    assert_eq!(asked.counts(&answer, 0), accepted);
    assert_eq!(asked.counts(&answer, 1), ["all 0: 0: none"]);
    let open = ["all 3:abc 2:ab 50.00", "ordinary 2:ac 1:a 100.00", "simplified 1:b 1:b 0.00"];
    assert_eq!(asked.counts(&answer, 2), open);
    let rates = ["all 0/1 0.00; 0/2 0.00", "ordinary 0/1 0.00; 0/1 0.00", "simplified 0/0 none; 0/1 0.00"];
    assert_eq!(Asked::rates(&answer), rates);
    assert_eq!(Asked::days(&answer), ["1 3.0 3.0 3", "2 2.5 2.5 3"]);
}

#[test]
fn what_came_to_be_known_later_moves_both_periods_and_their_groups() {
    let server = TestServer::start();
    let people = People::of(&server);
    let names = four_cases(&server, &people);
    let asked = Asked { people: &people, names };

    // D and the withdrawal of A are written down; C still has its mistake.
    let answer = asked.known_on(Some("2021-12-08"));
    let accepted = ["all 2:cd 2:ab 0.00", "ordinary 1:c 1:a 0.00", "simplified 1:d 1:b 0.00"];
    assert_eq!(asked.counts(&answer, 0), accepted);
    assert_eq!(asked.counts(&answer, 1), ["all 1:a 0: none", "ordinary 1:a 0: none"]);
    let open = ["all 3:bcd 2:ab 50.00", "ordinary 1:c 1:a 0.00", "simplified 2:bd 1:b 100.00"];
    assert_eq!(asked.counts(&answer, 2), open);
    let rates = ["all 1/2 50.00; 0/2 0.00", "ordinary 1/1 100.00; 0/1 0.00", "simplified 0/1 0.00; 0/1 0.00"];
    assert_eq!(Asked::rates(&answer), rates);
    assert_eq!(Asked::days(&answer), ["2 2.5 2.5 3", "2 2.5 2.5 3"]);

    // Corrected, C was accepted in November, a day after its receipt: of three 2, 3 and 1 days. One less than three, cut.
    let accepted = ["all 1:d 3:abc -66.66", "ordinary 0: 2:ac -100.00", "simplified 1:d 1:b 0.00"];
    let rates = ["all 1/1 100.00; 0/3 0.00", "ordinary 1/0 none; 0/2 0.00", "simplified 0/1 0.00; 0/1 0.00"];
    let open = ["all 3:bcd 3:abc 0.00", "ordinary 1:c 2:ac -50.00", "simplified 2:bd 1:b 100.00"];
    for day in [Some("2021-12-09"), Some("2021-12-10"), None] {
        let answer = asked.known_on(day);
        assert_eq!(asked.counts(&answer, 0), accepted, "{day:?}");
        assert_eq!(asked.counts(&answer, 2), open, "{day:?}");
        assert_eq!(Asked::rates(&answer), rates, "{day:?}");
        assert_eq!(Asked::days(&answer), ["1 2.0 2.0 2", "3 2.0 2.0 3"], "{day:?}");
    }
}
