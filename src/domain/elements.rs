//! The element form (要素式): the facts that nearly every labour dispute turns on, asked of each party one by one, so that
//! what is undisputed is confirmed and the hearing and the award keep to the rest. Not here: the acts that state and
//! confirm them (`act::proceeding`), and the papers that print them (`paper`).
//!
//! - [`element`]: the elements that there are, and in which cases each is asked; [`choice`]: what can be chosen.
//! - [`answers`]: what a party says of them, and what a later statement makes of it.
//! - [`standing`]: the statements side by side; [`confirmed`]: what the tribunal confirmed of them.

pub mod answers;
pub mod choice;
pub mod confirmed;
pub mod element;
pub mod standing;
