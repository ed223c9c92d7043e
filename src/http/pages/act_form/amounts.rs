//! What is wrong with an amount (金额填写), as whoever types it in yuan hears it: the published schema speaks of whole fen. Not here:
//! how it is read (`reading::fen`).

use crate::app::error::{Place, Violation};
use crate::domain::money::{AMOUNT_FEN_MAX, Fen};
use crate::domain::refusal::{Words, words};
use crate::http::pages::act_form::reading::shape_at;
use crate::http::pages::act_form::shape::{Member, Shape};

/// Whether one of these members asks an amount at a place of the body.
#[must_use]
pub fn is_asked(members: &[Member], pointer: &str) -> bool {
    pointer.strip_prefix('/').and_then(|rest| shape_at(members, rest)) == Some(&Shape::Money)
}

/// The same violations, those of amounts in the words of whoever typed them.
#[must_use]
pub fn said_in_yuan(violations: Vec<Violation>, is_amount: impl Fn(&str) -> bool) -> Vec<Violation> {
    let in_yuan = |violation: Violation| match (&violation.place, said(violation.code)) {
        (Place::Body(pointer), Some(words)) if is_amount(pointer) => Violation { words, ..violation },
        _ => violation,
    };
    violations.into_iter().map(in_yuan).collect()
}

/// What is said in yuan of what the schema finds; what it says of any field is said of this one too.
fn said(code: &str) -> Option<Words> {
    match code {
        "type" | "minimum" => Some(words(
            "应为不小于0、至多两位小数的金额（元）",
            "Must be an amount in yuan, not below 0, with at most two decimals.",
        )),
        "maximum" => {
            let most = Fen(AMOUNT_FEN_MAX).grouped();
            Some(words(format!("不得超过{most}元"), format!("At most {most} yuan.")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::error::at;
    use crate::http::pages::act_form::shape;

    /// Only what is wrong with an amount is said anew, and that it is missing is said as of any field.
    #[test]
    fn what_is_wrong_with_an_amount_is_said_in_yuan() {
        let members = shape::body("AwardBody");
        let found = ["/items/0/amount", "/items/0/claim"].into_iter().flat_map(|place| {
            ["type", "maximum", "required"].map(|code| at(place, code, words("原话", "as it was")))
        });
        let said: Vec<String> = said_in_yuan(found.collect(), |pointer| is_asked(&members, pointer))
            .into_iter()
            .map(|violation| violation.words.zh)
            .collect();
        let in_yuan = ["应为不小于0、至多两位小数的金额（元）", "不得超过10,000,000,000.00元"];
        assert_eq!(said, [&in_yuan[..], &["原话"; 4]].concat());
    }
}
