//! The archive (卷宗归档): which materials there are and in which volume each goes, what must be there by what happened in
//! the case, the two volumes as they stand, and how long they are kept. Parties read and copy the main volume only (R33 23).
//! Not here: the act that puts a file away (`act::after`), and where papers and files are (`app`).
//!
//! - [`material`]: the kinds of material, in the order of the volumes; [`asked`]: when each must be there.
//! - [`volumes`]: the volumes of one case, and what is missing from them: the one list of the archive.
//! - [`retention`]: how long a file is kept.

pub mod asked;
pub mod material;
pub mod retention;
pub mod volumes;
