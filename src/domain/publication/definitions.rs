//! By which definition a publication counted each figure (公布时的定义), and whether the program counts it by another one now. Not
//! here: how a definition is written down (`figures::written`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::FORM;
use crate::domain::figures::Figure;

/// Documents of form 2 have digests of how the types of the program looked. What each of them stands for was put down once, when
/// that was given up: of a figure the digest that form 2 has, and that of the same definition as it is written since.
const OF_FORM_2: &str = include_str!("../../../data/definitions-form-2.json");

static FORM_2: LazyLock<BTreeMap<String, [String; 2]>> =
    LazyLock::new(|| serde_json::from_str(OF_FORM_2).unwrap_or_default());

/// Whether a figure is counted by another definition now than a document says, of which form it is and which digest it has.
#[must_use]
pub fn is_redefined(form: u32, figure: Figure, digest: &str) -> bool {
    let now = figure.definition_digest();
    if form >= FORM {
        return digest != now;
    }
    // What is not among these was defined otherwise before form 2 was given up.
    FORM_2.get(figure.label().code).is_none_or(|[then, since]| digest != then || *since != now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::{Measure, Rate};

    #[test]
    fn a_digest_of_form_2_stands_for_a_definition() {
        assert_eq!(FORM_2.len(), 91, "every figure that was published");
        let accepted = Figure::Measure(Measure::Accepted);
        let closure = Figure::Rate(Rate::Closure);
        let [of_accepted, of_closure] =
            [accepted, closure].map(|figure| FORM_2.get(figure.label().code).unwrap()[0].clone());
        assert!(!is_redefined(2, accepted, &of_accepted) && !is_redefined(2, closure, &of_closure));
        assert!(is_redefined(2, closure, &of_accepted), "that of another figure");
        let now = accepted.definition_digest();
        assert!(is_redefined(2, accepted, &now) && is_redefined(FORM, accepted, &of_accepted));
        assert!(!is_redefined(FORM, accepted, &now));
        let unknown = Figure::Measure(Measure::Ratings);
        assert!(is_redefined(2, unknown, &unknown.definition_digest()), "none was published");
    }
}
