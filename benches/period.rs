//! How long one due date takes, whatever its length: the goal is under 100 ns for a plain period.
//! Not a test: nothing here fails when it is slow.

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};
use sikuai::domain::calendar::Calendar;
use sikuai::domain::period::counting::explain_with;
use sikuai::domain::period::{
    Exclusion, ExclusionCause, Extension, Length, NoticeCounting, due, due_with, latest_before,
};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn plain(criterion: &mut Criterion) {
    let calendar = Calendar::shipped();
    let start = day(2021, 2, 3);
    let lengths = [
        ("5 working days", Length::working_days(5)),
        ("490 working days", Length::working_days(490)),
        ("45 calendar days", Length::calendar_days(45)),
        ("730 calendar days", Length::calendar_days(730)),
    ];
    for (name, length) in lengths {
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| due(black_box(start), black_box(length), calendar));
        });
    }
    criterion.bench_function("5 working days before", |bencher| {
        bencher.iter(|| latest_before(black_box(start), 5, NoticeCounting::Statutory, calendar));
    });
    let beyond = day(2026, 12, 30);
    criterion.bench_function("490 working days beyond the horizon", |bencher| {
        bencher.iter(|| due(black_box(beyond), Length::working_days(490), calendar));
    });
}

fn moved(criterion: &mut Criterion) {
    let calendar = Calendar::shipped();
    let start = day(2021, 3, 1);
    let (first, second) = (day(2021, 3, 10), day(2021, 3, 15));
    let exclusions = [
        Exclusion { from: first, until: Some(day(2021, 3, 20)), cause: ExclusionCause::Suspension },
        Exclusion { from: second, until: Some(day(2021, 4, 14)), cause: ExclusionCause::Announcement },
    ];
    let extension = Some(Extension { approved_on: day(2021, 5, 10), days: 15 });
    criterion.bench_function("45 days without events", |bencher| {
        bencher.iter(|| due_with(black_box(start), Length::calendar_days(45), &[], None, calendar));
    });
    criterion.bench_function("45 days, two exclusions and an extension", |bencher| {
        bencher.iter(|| {
            due_with(black_box(start), Length::calendar_days(45), black_box(&exclusions), extension, calendar)
        });
    });
    criterion.bench_function("the same, explained", |bencher| {
        bencher.iter(|| {
            explain_with(
                black_box(start),
                Length::calendar_days(45),
                black_box(&exclusions),
                extension,
                calendar,
            )
        });
    });
}

criterion_group!(benches, plain, moved);
criterion_main!(benches);
