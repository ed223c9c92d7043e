//! Papers: templates read from DOCX, filled, written again, and printed. Files that Word-like programs made lie in `fixtures`
//! (`fixtures/README.md` says how each was made). Not here: which papers there are.
#![cfg(test)]

mod file;
mod filling;
mod fixtures;
mod layouts;
mod markup;
mod mutated;
mod pdf;
mod reading;
mod refused;
mod written;
