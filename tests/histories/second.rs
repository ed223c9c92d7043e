//! The second count (第二遍统计): every measure, rate and spread of the catalogue once more, from the words of the dockets as the database keeps
//! them. It is written from `docs/figures.md`, the notes on the law and ADR 9, reads JSON, walks from day to day, and uses no
//! case, no row and no condition of the program. What is added to the catalogue is added here, from its formula.
//! Not here: what is done with it (`figures`, `answers`).

mod clock;
mod dispute;
mod docket;
mod measures;
mod rates;
mod spreads;

pub(crate) use dispute::Told;
pub(crate) use docket::said;
pub(crate) use measures::{Groups, Rated, Tally, Times};
pub(crate) use rates::{RATES, added, rate};
pub(crate) use spreads::spread;
