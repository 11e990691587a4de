//! The columns of the FACE form for one donor: authorised, reported, accepted, balance. In: a donor's own
//! shares with what is ineligible in each. Out: a row for each activity, one for each wider limit that takes
//! more away, and their total. Unknown stays unknown: a balance needs both of its sides.

use indexmap::IndexMap;

use super::{Further, Own};
use crate::config::LimitBase;
use crate::model::{ActivityCode, Euros, add_known};

/// The columns, in euros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FaceAmounts {
    /// A: what the donor has agreed to pay.
    pub authorised: Option<Euros>,
    /// B: what the sheets report as spent.
    pub reported: Option<Euros>,
    /// What of it the donor does not pay.
    pub ineligible: Option<Euros>,
    /// C: B − ineligible.
    pub accepted: Option<Euros>,
    /// D: A − C.
    pub balance: Option<Euros>,
}

/// The statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Face {
    /// By activity, in the plan's order.
    pub rows: Vec<(ActivityCode, FaceAmounts)>,
    /// What wider limits take away beyond that, in the order of [`super::DonorJudgement::further`].
    pub further: Vec<FaceAmounts>,
    /// All together, each column by itself.
    pub total: FaceAmounts,
}

impl FaceAmounts {
    fn close(&mut self) {
        let less = self.ineligible.unwrap_or_default();
        self.accepted = self.reported.map(|reported| reported - less);
        self.balance = self.authorised.zip(self.accepted).map(|(a, accepted)| a - accepted);
    }

    fn add(&mut self, other: &FaceAmounts) {
        self.authorised = add_known(self.authorised, other.authorised);
        self.reported = add_known(self.reported, other.reported);
        self.ineligible = add_known(self.ineligible, other.ineligible);
        self.accepted = add_known(self.accepted, other.accepted);
        self.balance = add_known(self.balance, other.balance);
    }
}

pub(super) fn statement(
    own: &Own<'_>,
    base: LimitBase,
    ineligible: &[Option<Euros>],
    further: &[Further],
) -> Face {
    let mut rows: IndexMap<ActivityCode, FaceAmounts> = IndexMap::new();
    for (position, part) in own.shares.iter().enumerate() {
        rows.entry(part.line.activity).or_default().add(&FaceAmounts {
            authorised: part.share.base(base),
            reported: part.share.figures.spent,
            ineligible: ineligible.get(position).copied().flatten(),
            ..FaceAmounts::default()
        });
    }
    let mut face = Face::default();
    for (activity, mut amounts) in rows {
        amounts.close();
        face.total.add(&amounts);
        face.rows.push((activity, amounts));
    }
    for more in further {
        // Taken from what is accepted, and so left in the balance.
        let amounts = FaceAmounts {
            ineligible: Some(more.amount),
            accepted: Some(-more.amount),
            balance: Some(more.amount),
            ..FaceAmounts::default()
        };
        face.total.add(&amounts);
        face.further.push(amounts);
    }
    face
}
