//! The catalogue (指标目录): every measure, rate and spread, each by its one id, with its names, its formula in words and on
//! what it rests. Not here: what each counts (`made`, `rate`, `spread`).

use sha2::{Digest as _, Sha256};

use super::unit::{FigureBasis, FigureKind, FigureUnit};
use super::written::{self, of_2021};
use super::{Asked, Measure, Period, Rate, Spread};
use crate::domain::code::{Coded as _, Label};
use crate::domain::docket::hex;

/// So much of the digest of a definition is told.
const DIGEST_CHARS: usize = 16;
/// What is asked where definitions are compared: days of which no two are the same, so that none stands for another.
const SAMPLE: Asked =
    Asked { period: Period { from: of_2021(3, 1), to: of_2021(11, 30) }, as_of: of_2021(12, 10) };

/// One of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// Counted or summed.
    Measure(Measure),
    /// Of two numbers.
    Rate(Rate),
    /// Of days.
    Spread(Spread),
}

impl Figure {
    /// The whole catalogue, in its order.
    pub fn all() -> impl Iterator<Item = Figure> {
        let measures = Measure::ROWS.iter().map(|(measure, _)| Figure::Measure(*measure));
        let rates = Rate::ROWS.iter().map(|(rate, _)| Figure::Rate(*rate));
        measures.chain(rates).chain(Spread::ROWS.iter().map(|(spread, _)| Figure::Spread(*spread)))
    }

    /// The figure with an id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Figure> {
        let measure = Measure::from_code(id).map(Figure::Measure);
        measure
            .or_else(|| Rate::from_code(id).map(Figure::Rate))
            .or_else(|| Spread::from_code(id).map(Figure::Spread))
    }

    /// Its id and its names.
    #[must_use]
    pub fn label(self) -> &'static Label {
        match self {
            Figure::Measure(measure) => measure.label(),
            Figure::Rate(rate) => rate.label(),
            Figure::Spread(spread) => spread.label(),
        }
    }

    /// What it counts, in words.
    #[must_use]
    pub fn formula(self) -> Label {
        match self {
            Figure::Measure(measure) => measure.formula(),
            Figure::Rate(rate) => rate.formula(),
            Figure::Spread(spread) => spread.formula(),
        }
    }

    /// On what its definition rests.
    #[must_use]
    pub fn basis(self) -> FigureBasis {
        match self {
            Figure::Measure(measure) => measure.basis(),
            Figure::Rate(rate) => rate.basis(),
            Figure::Spread(spread) => spread.basis(),
        }
    }

    /// In what it is given.
    #[must_use]
    pub fn unit(self) -> FigureUnit {
        match self {
            Figure::Measure(measure) => measure.unit(),
            Figure::Rate(_) => FigureUnit::Rate,
            Figure::Spread(_) => FigureUnit::Days,
        }
    }

    /// How it stands in time.
    #[must_use]
    pub fn kind(self) -> FigureKind {
        match self {
            Figure::Measure(measure) => measure.kind(),
            Figure::Rate(_) => FigureKind::Rate,
            Figure::Spread(_) => FigureKind::Spread,
        }
    }

    /// Whether its groups add up to its total.
    #[must_use]
    pub fn is_additive(self) -> bool {
        matches!(self, Figure::Measure(_))
    }

    /// What it counts, as a digest of its definition as it is written down (`written`): a program that counts otherwise has
    /// another. Of a rate or a spread what it is made of stands first, then the definition of each of its measures.
    #[must_use]
    pub fn definition_digest(self) -> String {
        let made = match self {
            Figure::Measure(_) => None,
            Figure::Rate(rate) => Some(rate.parts().written()),
            Figure::Spread(spread) => Some(written::between(spread.between())),
        };
        let measures = self.measures().into_iter().map(|measure| measure.definition(SAMPLE).to_string());
        let text: Vec<String> = made.into_iter().chain(measures).collect();
        hex(&Sha256::digest(text.join("\n"))).chars().take(DIGEST_CHARS).collect()
    }

    /// The measures that it is made of, or whose cases it is about.
    #[must_use]
    pub fn measures(self) -> Vec<Measure> {
        match self {
            Figure::Measure(measure) => vec![measure],
            Figure::Rate(rate) => rate.parts().all().collect(),
            Figure::Spread(spread) => std::iter::once(spread.of_cases()).chain(spread.excluded()).collect(),
        }
    }
}
