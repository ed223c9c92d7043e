//! Papers: templates read from DOCX, filled, written again, and printed. Files that Word-like programs made lie in `fixtures`
//! (`fixtures/README.md` says how each was made).
#![cfg(test)]
#![expect(clippy::allow_attributes, reason = "what this program leaves unused, another needs")]

#[path = "../support/mediations.rs"]
#[allow(dead_code, reason = "the tests of the domain use the rest of it")]
mod mediations;

#[path = "../support/story.rs"]
#[allow(dead_code, reason = "the tests of the domain use the rest of it")]
mod story;

mod charts;
mod edited;
mod file;
mod filling;
mod fixtures;
mod layouts;
mod markup;
mod mutated;
mod pdf;
mod reading;
mod refused;
mod shipped;
mod told;
mod written;
