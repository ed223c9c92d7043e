//! The workbench (工作台): pages for people with a browser, made by the server and served from the binary. They call the
//! same app as the API does and own no rule; what stands in a page is escaped by its template (`templates/`).
//! Forms work without script, and nothing is loaded from elsewhere.
//!
//! - [`routes`]: every page, on one screen. [`frame`]: what is around each. [`assets`]: the style sheet.
//! - [`visitor`]: who is calling, by a cookie. [`posted`]: what a form sent, with its token.
//! - [`faults`]: errors as pages; [`notes`]: what was found wrong, in words.
//! - [`sign_in`], [`password`], [`my_day`], [`board`], [`case_page`], [`deadline_page`], [`docket_page`], [`entry_page`], [`figures`]: the rooms.
//! - [`office`], [`forecast`], [`figure_cases`], `figure_rows`, [`publications`], [`publication`], `period_form`: the rooms of figures.
//! - [`hearings`], `hearing_grid`, [`hearing_slots`], [`approvals`], [`calendar`], `calendar_form`: the schedule, what waits, the year.
//! - [`once`]: buttons that are pressed twice. [`staff`]: who is called what; [`which_person`]: whom one means. [`chart`]: how charts are drawn.
//! - [`act_form`]: the form of every act, made from its published schema; [`irregular`]: what was acknowledged, in words.
//! - [`case_rooms`], [`papers_page`], [`files_page`], [`elements_page`], [`diary`]: what belongs to a case. [`by_whom`]: whose an act is.
//! - [`wage_lines_page`], [`wage_list_form`], [`wage_list_tried`]: what workers of an inspection are owed, and a workbook that says so. [`matter_page`]: the
//!   proceedings of one dispute.
//! - [`ratings_page`]: ratings of a case, for supervisors. [`personal_page`]: a party's data in the clear, which is recorded;
//!   [`unmaskings`]: that record. [`archive_page`]: what was put away, and until when it is kept.
//! - [`public`], [`public_rating`]: for parties, without a login; [`for_parties`]: what they are handed for it.
//! - [`administration`]: people, keys, rooms, templates, the log. [`feeds`]: calendar feeds.
//! - [`ledgers`], [`ledger_form`], [`ledger_page`]: the cases of years, brought as a table; [`ledger_export`]: taken as one. [`form_file`]: forms that bring a file.
//! - [`indicators`], [`indicator_page`], [`reports`], [`report_template`]: what the office counts elsewhere, and the annual report.
//! - [`opening_form`], [`receipt_page`]: the counter. [`cases_page`], [`search_page`]: finding a case, by [`case_filters`].

pub mod act_form;
pub mod administration;
pub mod approvals;
pub mod archive_page;
pub mod assets;
pub mod board;
pub mod by_whom;
pub mod calendar;
pub mod calendar_form;
pub mod case_filters;
pub mod case_page;
pub mod case_rooms;
pub mod case_rows;
pub mod cases_page;
pub mod chart;
pub mod deadline_page;
pub mod deadlines_page;
pub mod diary;
pub mod docket_page;
pub mod elements_page;
pub mod entry_page;
pub mod faults;
pub mod feeds;
pub mod figure_cases;
pub mod figure_rows;
pub mod figures;
pub mod files_page;
pub mod for_parties;
pub mod forecast;
pub mod form_file;
pub mod frame;
pub mod hearing_grid;
pub mod hearing_slots;
pub mod hearings;
pub mod indicator_page;
pub mod indicators;
pub mod irregular;
pub mod ledger_export;
pub mod ledger_form;
pub mod ledger_page;
pub mod ledgers;
pub mod matter_page;
pub mod my_day;
pub mod notes;
pub mod office;
pub mod once;
pub mod opening_form;
pub mod papers_page;
pub mod password;
mod period_form;
pub mod personal_page;
pub mod posted;
pub mod public;
pub mod public_rating;
pub mod publication;
pub mod publications;
pub mod qr;
pub mod ratings_page;
pub mod receipt_page;
pub mod report_template;
pub mod reports;
pub mod restated_groups;
pub mod restated_rows;
pub mod routes;
pub mod search_page;
pub mod sign_in;
pub mod staff;
pub mod timeline;
pub mod unmaskings;
pub mod visitor;
pub mod wage_lines_page;
pub mod wage_list_form;
pub mod wage_list_tried;
pub mod which_person;
