//! On which basis a submission stands, and for which months, as the JSON holds it. In: a submission.
//! Out: its part of the document; null where nobody knows.

use serde::Serialize;

use crate::model::{Basis, BasisFrom};
use crate::reconcile::SubmissionResult;

#[derive(Serialize)]
pub(super) struct BasisPart {
    basis: Option<Basis>,
    basis_from: Option<BasisFrom>,
    period_from_month: Option<u8>,
    period_to_month: Option<u8>,
}

pub(super) fn basis(result: &SubmissionResult) -> BasisPart {
    let months = result.period.map(|period| period.span());
    BasisPart {
        basis: result.basis.map(|known| known.basis),
        basis_from: result.basis.map(|known| known.from),
        period_from_month: months.map(|(from, _)| from),
        period_to_month: months.map(|(_, to)| to),
    }
}
