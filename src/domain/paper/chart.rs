//! A chart of a paper (图表): numbers with their names, to be drawn. Not here: how it looks (`documents`).

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// In what the numbers are.
    pub unit: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// What each number of a point is, one name each.
    pub series: Vec<String>,
    /// The points, in their order.
    pub points: Vec<Point>,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Columns beside one another (柱形图), for what follows in time.
    Columns,
    /// Bars below one another (条形图), for what has long names.
    Bars,
}

/// A point of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its name.
    pub name: String,
    /// Its numbers, as many as there are series.
    pub values: Vec<u64>,
}
