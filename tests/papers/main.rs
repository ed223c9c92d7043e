//! Papers: templates read from DOCX, filled, and written again. Files that Word-like programs made lie in `fixtures`
//! (`fixtures/README.md` says how each was made). Not here: which papers there are.
#![cfg(test)]

mod file;
mod filling;
mod fixtures;
mod layouts;
mod markup;
mod mutated;
mod reading;
mod refused;
mod written;
