//! The tables: their plans, their constraints, what is written and what is computed anew. One program, so that it links
//! once.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod changes;
mod deadline_changes;
mod figures;
mod papers;
mod plans;
mod queries;
mod rating_codes;
mod rebuilding;
mod reports;
mod rows;
mod schema;
mod writes;
