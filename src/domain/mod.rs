//! The case and the law (案件与法律): pure values and rules.
//! No clock, no database, no network: a rule takes dates and calendars and gives an answer.

pub mod act;
pub mod award;
pub mod calendar;
pub mod case;
pub mod case_kind;
pub mod check_digit;
pub mod claim;
pub mod code;
pub mod code_lists;
pub mod deadline;
pub mod docket;
pub mod figures;
pub mod file_kind;
pub mod finding;
pub mod free_slot;
pub mod hearing_room;
pub mod id;
pub mod law;
pub mod limitation;
pub mod matter;
pub mod money;
pub mod office;
pub mod party;
pub mod period;
pub mod permission;
pub mod quick_step;
pub mod refusal;
pub mod report;
pub mod role;
pub mod same_person;
pub mod schedule;
pub mod search;
pub mod service_of_process;
pub mod stage;
pub mod watch;
