//! Where in a form that stands which was found wrong (提示落在哪一项): at its field, or at the nearest one around it, as of the third
//! box that is ticked the whole list. Not here: what was found (`notes`).

use crate::http::pages::act_form::rows::{Field, Row};
use crate::http::pages::notes::Note;

/// The notes, each at a field that is drawn: its own, or the nearest around it. What is about none stays about the whole.
#[must_use]
pub(crate) fn placed<'a>(
    rows: impl Iterator<Item = &'a Row>,
    beside: &[&str],
    notes: Vec<Note>,
) -> Vec<Note> {
    let drawn: Vec<&str> =
        rows.filter_map(field_of).map(|field| field.name.as_str()).chain(beside.iter().copied()).collect();
    let place = |note: Note| {
        let at = around(&note.pointer).find(|at| drawn.contains(at)).map(str::to_owned);
        Note { pointer: at.unwrap_or_else(|| note.pointer.clone()), ..note }
    };
    notes.into_iter().map(place).collect()
}

/// Where on the page the field of a note is: what a link to it leads to.
#[must_use]
pub(crate) fn place_of<'a>(rows: impl Iterator<Item = &'a Row>, note: &Note) -> Option<String> {
    let (mut group, mut own) = (None, None);
    for row in rows {
        match row {
            // A choice among groups has the name of the group that they stand in.
            Row::Open(field) if field.name == note.pointer && group.is_none() => {
                group = Some(format!("{}-group", field.id));
            }
            Row::Open(_) | Row::Close | Row::More(_) => {}
            Row::Input(field, _) | Row::Area(field) | Row::Choose(field, _) | Row::Tick(field, _) => {
                own = own.or_else(|| (field.name == note.pointer).then(|| field.id.clone()));
            }
        }
    }
    own.or(group)
}

fn field_of(row: &Row) -> Option<&Field> {
    match row {
        Row::Open(field)
        | Row::Input(field, _)
        | Row::Area(field)
        | Row::Choose(field, _)
        | Row::Tick(field, _) => Some(field),
        Row::Close | Row::More(_) => None,
    }
}

/// A pointer, and those of what it stands in, the nearest first.
fn around(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |at| at.rsplit_once('/').map(|(outer, _)| outer))
        .filter(|at| !at.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::notes::whole;

    fn field(name: &str) -> Field {
        Field { id: format!("f{}", name.replace('/', "-")), ..Field::plain(name, ("", ""), &[]) }
    }

    fn at(pointer: &str) -> Note {
        Note { pointer: pointer.to_owned(), ..whole("此项有误") }
    }

    #[test]
    fn what_is_wrong_inside_a_field_is_said_at_the_field() {
        let rows = [
            Row::Tick(field("/parties"), Vec::new()),
            Row::Open(field("/items")),
            Row::Open(field("/items/0")),
            Row::Input(field("/items/0/amount"), "text"),
            Row::Close,
            Row::Close,
        ];
        let cases = [
            ("/parties/2", "/parties", Some("f-parties")),
            ("/items/0/amount", "/items/0/amount", Some("f-items-0-amount")),
            ("/items/0/decision", "/items/0", Some("f-items-0-group")),
            ("/items/7/decision", "/items", Some("f-items-group")),
            ("/on", "/on", None),
            ("/nowhere/1", "/nowhere/1", None),
            ("", "", None),
        ];
        for (given, expected, link) in cases {
            let found = placed(rows.iter(), &["/on"], vec![at(given)]);
            assert_eq!(found, [at(expected)], "{given}");
            assert_eq!(place_of(rows.iter(), &found[0]).as_deref(), link, "{given}");
        }
    }

    #[test]
    fn a_link_leads_to_the_choice_and_not_to_the_group_around_it() {
        let rows = [Row::Open(field("/who")), Row::Choose(field("/who"), Vec::new()), Row::Close];
        assert_eq!(place_of(rows.iter(), &at("/who")).as_deref(), Some("f-who"));
    }
}
