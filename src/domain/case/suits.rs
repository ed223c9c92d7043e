//! Who went to court over which document of an award, and which suits the courts ended (起诉与裁定), put in order once for a case:
//! a collective one has thousands of either. Not here: since when an award has effect (`effect`), and the acts that tell of suits
//! and rulings.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Case, Challenged, Dated};
use crate::domain::act::after::ChallengeKind;
use crate::domain::act::decision::Finality;
use crate::domain::act::proceeding::CourtRulingKind;
use crate::domain::id::{EntryNo, PartyNo};

/// Which document of which award; the award is none where a ledger tells of it.
pub(crate) type AwardDocument = (Option<EntryNo>, Finality);

/// A ruling as everyone whom its entry names received it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ruling {
    /// When, and the entry.
    pub(crate) received: Dated,
    /// By whom.
    pub(crate) by: BTreeSet<PartyNo>,
    /// The suits that it names; if none, those of who received it are meant.
    pub(crate) names: BTreeSet<EntryNo>,
}

impl Ruling {
    /// Whether it ended a suit. One over a final award that names none is of every suit over it: who receives it for the
    /// term that it begins (P05) is the employer, and who had sued a worker.
    pub(crate) fn ends(&self, suit: &Challenged) -> bool {
        if !self.names.is_empty() {
            return self.names.contains(&suit.at.by);
        }
        let is_meant = suit.over == Finality::Final || self.by.contains(&suit.party);
        is_meant && suit.at.on <= self.received.on
    }
}

/// The suits and the rulings of a case, by the document that they are over.
pub(crate) struct Courts<'a> {
    suits: HashMap<AwardDocument, Vec<&'a Challenged>>,
    rulings: HashMap<AwardDocument, BTreeMap<EntryNo, Ruling>>,
}

impl<'a> Courts<'a> {
    pub(crate) fn of(case: &'a Case) -> Courts<'a> {
        let mut courts = Courts { suits: HashMap::new(), rulings: HashMap::new() };
        for suit in case.challenges.iter().filter(|it| it.kind == ChallengeKind::Suit) {
            courts.suits.entry((suit.award, suit.over)).or_default().push(suit);
        }
        let mut named: HashMap<EntryNo, BTreeSet<EntryNo>> = HashMap::new();
        for ended in &case.suits_ended {
            named.entry(ended.by).or_default().insert(ended.suit);
        }
        for ruled in case.rulings.iter().filter(|it| it.kind == CourtRulingKind::SuitEnded) {
            let received = ruled.received;
            let over_it = courts.rulings.entry((ruled.award, ruled.over)).or_default();
            let ruling = over_it.entry(received.by).or_insert_with(|| {
                let names = named.remove(&received.by).unwrap_or_default();
                Ruling { received, by: BTreeSet::new(), names }
            });
            ruling.by.insert(ruled.party);
        }
        courts
    }

    /// The rulings that ended suits over a document, in the order of their entries.
    pub(crate) fn rulings(&self, over: AwardDocument) -> impl Iterator<Item = &Ruling> {
        self.rulings.get(&over).into_iter().flat_map(BTreeMap::values)
    }

    /// The suits over a document.
    pub(crate) fn suits(&self, over: AwardDocument) -> Suits<'a> {
        let mut suits = Suits { by_party: BTreeMap::new(), ended: HashMap::new(), told: None };
        for suit in self.suits.get(&over).into_iter().flatten().copied() {
            suits.by_party.entry(suit.party).or_default().push(suit);
        }
        self.rulings(over).for_each(|ruling| suits.end(ruling, over.1));
        suits
    }
}

/// The suits over one document of an award.
pub(crate) struct Suits<'a> {
    by_party: BTreeMap<PartyNo, Vec<&'a Challenged>>,
    /// By the entry of a suit, the last receipt on record of a ruling that ended it.
    ended: HashMap<EntryNo, Dated>,
    /// The last receipt of a ruling that names no suit by someone who had brought none: of whatever suit there was.
    told: Option<Dated>,
}

impl<'a> Suits<'a> {
    fn end(&mut self, ruling: &Ruling, over: Finality) {
        let own = |party: &PartyNo| self.by_party.get(party).into_iter().flatten();
        let ended: Vec<EntryNo> = if !ruling.names.is_empty() {
            ruling.names.iter().copied().collect()
        } else if over == Finality::Final {
            let all = self.by_party.values().flatten();
            all.filter(|suit| ruling.ends(suit)).map(|suit| suit.at.by).collect()
        } else {
            let theirs = ruling.by.iter().flat_map(own);
            theirs.filter(|suit| ruling.ends(suit)).map(|suit| suit.at.by).collect()
        };
        if ended.is_empty() {
            self.told = self.told.max(Some(ruling.received));
        }
        for suit in ended {
            let last = self.ended.entry(suit).or_insert(ruling.received);
            *last = ruling.received.max(*last);
        }
    }

    /// Who sued.
    pub(crate) fn parties(&self) -> impl Iterator<Item = PartyNo> {
        self.by_party.keys().copied()
    }

    /// Those of a party.
    pub(crate) fn of(&self, party: PartyNo) -> &[&'a Challenged] {
        self.by_party.get(&party).map_or(&[], Vec::as_slice)
    }

    /// The day on which the last of those on record received the ruling that ended a suit; none while it is before the court.
    pub(crate) fn ended(&self, suit: &Challenged) -> Option<Dated> {
        self.ended.get(&suit.at.by).map(|received| self.told.map_or(*received, |told| told.max(*received)))
    }

    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'a Challenged> {
        self.by_party.values().flatten().copied()
    }
}

impl Case {
    /// Notes under which numbers a court has the case, each once: the parties have one ruling on days of their own.
    pub(crate) fn note_court_numbers(&mut self, numbers: impl IntoIterator<Item = String>) {
        for number in numbers {
            if !self.court_numbers.contains(&number) {
                self.court_numbers.push(number);
            }
        }
    }
}
