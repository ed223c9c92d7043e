//! The braces in a paragraph: `{{name}}`, over as many runs as Word made of it. Not here: whether the name is known.

use crate::documents::layout::{Content, Look, Paragraph, Run};

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// What stays as it is.
    Run(Run),
    /// A name in braces; it takes the look of the run where they begin.
    Mark { look: Look, name: String },
}

/// What is wrong with the braces of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// `{{` without `}}`, and what follows.
    Unclosed(String),
    /// `}}` without `{{`.
    Stray,
    /// Nothing in the braces.
    Empty,
    /// Braces of Chinese type, which are none of ours.
    FullWidth,
}

/// So much of what follows an unclosed brace is told.
const TOLD_CHARACTERS_MAX: usize = 12;

/// A character of a run, or something in its place.
#[derive(Clone, Copy)]
struct Atom<'p> {
    run: &'p Run,
    character: Option<char>,
}

/// Takes a paragraph apart.
pub(super) fn pieces(paragraph: &Paragraph) -> (Vec<Piece>, Vec<Fault>) {
    let has_braces = paragraph
        .runs
        .iter()
        .any(|run| matches!(&run.content, Content::Text(text) if text.contains(['{', '}', '｛', '｝'])));
    if !has_braces {
        return (paragraph.runs.iter().cloned().map(Piece::Run).collect(), Vec::new());
    }
    let mut reading = Reading { found: Vec::new(), faults: Vec::new(), last: None };
    let atoms: Vec<Atom<'_>> = paragraph.runs.iter().flat_map(atoms).collect();
    let mut rest = atoms.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = match pair(rest) {
            Some('{') => reading.mark(rest),
            Some('}') => {
                reading.faults.push(Fault::Stray);
                reading.keep(rest.get(..2).unwrap_or_default());
                rest.get(2..).unwrap_or_default()
            }
            Some('｛' | '｝') => {
                reading.faults.push(Fault::FullWidth);
                reading.keep(rest.get(..2).unwrap_or_default());
                rest.get(2..).unwrap_or_default()
            }
            Some(_) | None => {
                reading.keep(std::slice::from_ref(first));
                after
            }
        };
    }
    (reading.found, reading.faults)
}

fn atoms(run: &Run) -> Vec<Atom<'_>> {
    match &run.content {
        Content::Text(text) if !text.is_empty() => {
            text.chars().map(|character| Atom { run, character: Some(character) }).collect()
        }
        Content::Text(_) | Content::LineBreak | Content::Tab | Content::PageNumber | Content::PageCount => {
            vec![Atom { run, character: None }]
        }
    }
}

/// The character that stands here twice.
fn pair(atoms: &[Atom<'_>]) -> Option<char> {
    let [Atom { character: Some(a), .. }, Atom { character: Some(b), .. }, ..] = atoms else { return None };
    (a == b).then_some(*a)
}

struct Reading<'p> {
    found: Vec<Piece>,
    faults: Vec<Fault>,
    /// The run that the last piece was taken from.
    last: Option<&'p Run>,
}

impl<'p> Reading<'p> {
    /// Reads from `{{` on, and gives what is left.
    fn mark<'a>(&mut self, atoms: &'a [Atom<'p>]) -> &'a [Atom<'p>] {
        let mut name = String::new();
        let mut rest = atoms.get(2..).unwrap_or_default();
        loop {
            match (pair(rest), rest.split_first()) {
                (Some('}'), _) => {
                    self.close(atoms, &name);
                    return rest.get(2..).unwrap_or_default();
                }
                (Some('{'), _) | (_, None | Some((Atom { character: None, .. }, _))) => {
                    let told: String = name.chars().take(TOLD_CHARACTERS_MAX).collect();
                    self.faults.push(Fault::Unclosed(told));
                    self.keep(atoms.get(..2).unwrap_or_default());
                    return atoms.get(2..).unwrap_or_default();
                }
                (_, Some((Atom { character: Some(c), .. }, after))) => {
                    name.push(*c);
                    rest = after;
                }
            }
        }
    }

    fn close(&mut self, atoms: &[Atom<'p>], name: &str) {
        let name: String = name.trim().chars().map(half_width).collect();
        if name.trim_start_matches(['?', '!']).trim().is_empty() {
            self.faults.push(Fault::Empty);
        }
        self.last = None;
        if let Some(first) = atoms.first() {
            self.found.push(Piece::Mark { look: first.run.look, name });
        }
    }

    fn keep(&mut self, atoms: &[Atom<'p>]) {
        for atom in atoms {
            let Some(character) = atom.character else {
                self.last = None;
                self.found.push(Piece::Run(atom.run.clone()));
                continue;
            };
            let is_same = self.last.is_some_and(|last| std::ptr::eq(last, atom.run));
            if let (true, Some(Piece::Run(Run { content: Content::Text(text), .. }))) =
                (is_same, self.found.last_mut())
            {
                text.push(character);
            } else {
                let content = Content::Text(String::from(character));
                self.found.push(Piece::Run(Run { look: atom.run.look, content }));
            }
            self.last = Some(atom.run);
        }
    }
}

/// The marks of a Chinese keyboard mean what ours mean.
fn half_width(c: char) -> char {
    match c {
        '？' => '?',
        '！' => '!',
        '．' => '.',
        c => c,
    }
}
