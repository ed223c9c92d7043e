//! Papers as other programs read them: one program, so that it links once.
#![cfg(test)]

mod pdf;
