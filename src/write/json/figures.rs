//! Figures as the JSON holds them. In: figures of the reconciliation. Out: the same, by kind and then
//! by source. Never a sum.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::model::Euros;
use crate::reconcile::{BySource, Figures};

/// Each figure by source: `planned.budget`, `planned.total`.
#[derive(Serialize)]
pub(super) struct Totals {
    planned: BySource<Option<Euros>>,
    secured: BySource<Option<Euros>>,
    spent: BySource<Option<Euros>>,
    variance: BySource<Option<Euros>>,
    remaining: BySource<Option<Euros>>,
    deviation_percent: BySource<Option<String>>,
    funding_gap: BySource<Option<Euros>>,
    planned_to_date: BySource<Option<Euros>>,
    variance_to_date: BySource<Option<Euros>>,
}

impl Totals {
    pub(super) fn of(figures: &BySource<Figures>) -> Self {
        Totals {
            planned: each(figures, |figures| figures.planned),
            secured: each(figures, |figures| figures.secured),
            spent: each(figures, |figures| figures.spent),
            variance: each(figures, |figures| figures.variance),
            remaining: each(figures, |figures| figures.remaining),
            deviation_percent: each(figures, |figures| percent(figures.deviation_percent)),
            funding_gap: each(figures, |figures| figures.funding_gap),
            planned_to_date: each(figures, |figures| figures.planned_to_date),
            variance_to_date: each(figures, |figures| figures.variance_to_date),
        }
    }
}

fn each<T>(figures: &BySource<Figures>, pick: fn(&Figures) -> T) -> BySource<T> {
    BySource {
        budget: pick(&figures.budget),
        donation: pick(&figures.donation),
        unnamed: pick(&figures.unnamed),
        total: pick(&figures.total),
    }
}

/// The figures of one thing.
#[derive(Serialize)]
pub(super) struct FiguresPart {
    planned: Option<Euros>,
    secured: Option<Euros>,
    spent: Option<Euros>,
    variance: Option<Euros>,
    remaining: Option<Euros>,
    deviation_percent: Option<String>,
    funding_gap: Option<Euros>,
    planned_to_date: Option<Euros>,
    variance_to_date: Option<Euros>,
}

impl From<&Figures> for FiguresPart {
    fn from(figures: &Figures) -> Self {
        FiguresPart {
            planned: figures.planned,
            secured: figures.secured,
            spent: figures.spent,
            variance: figures.variance,
            remaining: figures.remaining,
            deviation_percent: percent(figures.deviation_percent),
            funding_gap: figures.funding_gap,
            planned_to_date: figures.planned_to_date,
            variance_to_date: figures.variance_to_date,
        }
    }
}

pub(in crate::write) fn percent(percent: Option<Decimal>) -> Option<String> {
    percent.map(|percent| format!("{:.2}", percent.round_dp(2)))
}
