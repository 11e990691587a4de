//! Money that is there and money that lacks, added up by every division of the plan. In: lines and their
//! gaps. Out: for each area, measure, activity, institution, quarter and donor the register's kinds kept
//! apart, the gap, what covers it and what is still missing. The parts of a division add up to the whole.

use std::collections::{BTreeMap, BTreeSet};

use super::gap::{FundingGaps, GapSum, LineGap, add_up};
use super::{Evidence, Line, Reconciliation};
use crate::model::{Activity, ActivityCode, Euros, Holder, Plan, Quarter, Source, add_known};

/// A way of dividing the money that is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FundingDivision {
    /// By source of funding.
    Sources,
    /// By strategic area.
    Areas,
    /// By measure.
    Measures,
    /// By activity.
    Activities,
    /// By the body that leads the activity.
    Leads,
    /// By the body whose money it is.
    Holders,
    /// By the quarter in which the activity is due.
    DueQuarters,
    /// By donor, named or not; other sources stand behind the donors, so that it adds up to the whole.
    Donors,
}

impl FundingDivision {
    /// All, in the order of reports.
    pub const ALL: [FundingDivision; 8] = [
        FundingDivision::Sources,
        FundingDivision::Areas,
        FundingDivision::Measures,
        FundingDivision::Activities,
        FundingDivision::Leads,
        FundingDivision::Holders,
        FundingDivision::DueQuarters,
        FundingDivision::Donors,
    ];
}

/// The money of one part of a division, or of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FundingSum {
    /// Which part: a code, a number, a name; empty where the plan does not say.
    pub key: String,
    /// Its title, where it has one beside its key.
    pub title: String,
    /// The plan's estimate.
    pub planned: Option<Euros>,
    /// Money known to be there.
    pub secured: Option<Euros>,
    /// What the register shows, by kind.
    pub evidence: Evidence,
    /// What lacks.
    pub gaps: GapSum,
}

/// What one line, or one donor's share of it, adds to a part.
struct Piece<'a> {
    // Order among the parts, then the key.
    part: (usize, String),
    planned: Option<Euros>,
    secured: Option<Euros>,
    evidence: Evidence,
    gap: Option<&'a LineGap>,
    pledged: Option<Euros>,
}

/// Where the areas and measures stand in the plan, and their titles; of two alike the first.
struct Order<'a> {
    areas: BTreeMap<u16, (usize, &'a str)>,
    measures: BTreeMap<&'a str, (usize, &'a str)>,
}

impl<'a> Order<'a> {
    fn of(plan: &'a Plan) -> Self {
        let mut order = Order { areas: BTreeMap::new(), measures: BTreeMap::new() };
        for (at, area) in plan.areas.iter().enumerate() {
            order.areas.entry(area.number).or_insert((at, &area.title));
        }
        for (at, measure) in plan.measures.iter().enumerate() {
            order.measures.entry(&measure.code).or_insert((at, &measure.title));
        }
        order
    }
}

impl Reconciliation {
    /// The parts of a division with their money, and their sum.
    #[must_use]
    pub fn funding_by(
        &self,
        division: FundingDivision,
        gaps: &FundingGaps,
    ) -> (Vec<FundingSum>, FundingSum) {
        let of_line: BTreeMap<usize, &LineGap> =
            gaps.lines.iter().map(|gap| (gap.line, gap)).collect();
        let followed: BTreeSet<usize> =
            gaps.lines.iter().flat_map(|gap| gap.pledged_on.iter().copied()).collect();
        let order = Order::of(&self.plan);
        let mut parts: BTreeMap<(usize, String), Vec<Piece<'_>>> = BTreeMap::new();
        for part in self.empty_parts(division) {
            parts.entry(part).or_default();
        }
        for (index, line) in self.lines.iter().enumerate() {
            let followed = followed.contains(&index);
            let gap = of_line.get(&index).copied();
            for piece in self.pieces(division, &order, line, gap, followed) {
                parts.entry(piece.part.clone()).or_default().push(piece);
            }
        }
        let whole = sum(&self.lines, String::new(), parts.values().flatten());
        let rows = parts.iter().map(|((_, key), pieces)| FundingSum {
            title: self.title(division, &order, key),
            ..sum(&self.lines, key.clone(), pieces.iter())
        });
        (rows.collect(), whole)
    }

    /// Parts that are shown whether or not they have money: the areas, measures and quarters of the plan.
    fn empty_parts(&self, division: FundingDivision) -> Vec<(usize, String)> {
        let numbered = |keys: Vec<String>| keys.into_iter().enumerate().collect();
        match division {
            FundingDivision::Areas => {
                numbered(self.plan.areas.iter().map(|area| area.number.to_string()).collect())
            }
            FundingDivision::Measures => {
                numbered(self.plan.measures.iter().map(|measure| measure.code.clone()).collect())
            }
            FundingDivision::DueQuarters => {
                numbered(Quarter::ALL.iter().map(Quarter::to_string).collect())
            }
            _ => Vec::new(),
        }
    }

    fn pieces<'a>(
        &self,
        division: FundingDivision,
        order: &Order<'_>,
        line: &Line,
        gap: Option<&'a LineGap>,
        followed: bool,
    ) -> Vec<Piece<'a>> {
        if division != FundingDivision::Donors
            || line.source != Source::Donation
            || line.donor_shares.is_empty()
        {
            return vec![Piece {
                part: self.part(division, order, line),
                planned: line.figures.planned,
                secured: line.figures.secured,
                evidence: line.evidence,
                gap,
                pledged: match division {
                    FundingDivision::Donors => line.evidence.pledged.filter(|_| followed),
                    _ => gap.and_then(|gap| gap.pledged),
                },
            }];
        }
        // What a line lacks is its estimate's, so it stands with the donor that has the estimate; a
        // pledge stands with whoever pledged.
        let shares = line.donor_shares.iter();
        shares
            .map(|share| Piece {
                part: donor_part(share.donor.as_ref().map(|donor| &*donor.0)),
                planned: share.figures.planned,
                secured: share.figures.secured,
                evidence: share.evidence,
                gap: gap.filter(|_| share.figures.funding_gap.is_some()),
                pledged: share.evidence.pledged.filter(|_| followed),
            })
            .collect()
    }

    /// Where a line belongs.
    fn part(&self, division: FundingDivision, order: &Order<'_>, line: &Line) -> (usize, String) {
        /// Behind everything that has a place in the plan.
        const LAST: usize = usize::MAX;
        let activity: Option<&Activity> = self.plan.activities.get(&line.activity);
        match division {
            FundingDivision::Sources => {
                let at = Source::ALL.iter().position(|source| *source == line.source);
                (at.unwrap_or(LAST), line.source.word().to_owned())
            }
            FundingDivision::Areas => {
                let number = activity.map_or(0, |activity| activity.area);
                match order.areas.get(&number) {
                    Some((at, _)) => (*at, number.to_string()),
                    None if number == 0 => (LAST, String::new()),
                    None => (LAST - 1, number.to_string()),
                }
            }
            FundingDivision::Measures => {
                let code = activity.map_or("", |activity| &*activity.measure);
                match order.measures.get(code) {
                    Some((at, _)) => (*at, code.to_owned()),
                    None => (LAST, code.to_owned()),
                }
            }
            FundingDivision::Activities => {
                let at = self.plan.activities.get_index_of(&line.activity);
                (at.unwrap_or(LAST), line.activity.to_string())
            }
            FundingDivision::Leads => match activity.and_then(|activity| activity.lead.as_ref()) {
                Some(lead) => (0, lead.to_string()),
                None => (LAST, String::new()),
            },
            FundingDivision::Holders => match (&line.holder, line.source) {
                (Holder::Body(body), _) => (0, body.to_string()),
                (Holder::Shared, _) => (1, "all implementers (shared)".to_owned()),
                (Holder::NotNamed, Source::Budget) => (2, "budget, holder not named".to_owned()),
                (Holder::NotNamed, Source::Donation) => (3, "donations".to_owned()),
                (Holder::NotNamed, Source::Unnamed) => (4, "no source named".to_owned()),
            },
            FundingDivision::DueQuarters => match activity.and_then(|activity| activity.end) {
                Some(quarter) => (usize::from(quarter.number()) - 1, quarter.to_string()),
                None => (LAST, String::new()),
            },
            FundingDivision::Donors => match line.source {
                Source::Donation => donor_part(line.donor.as_ref().map(|donor| &*donor.0)),
                Source::Budget => (2, "budget (no donor)".to_owned()),
                Source::Unnamed => (3, "no source named".to_owned()),
            },
        }
    }

    /// The title beside a key.
    fn title(&self, division: FundingDivision, order: &Order<'_>, key: &str) -> String {
        let plan = &self.plan;
        let found = match division {
            FundingDivision::Areas => {
                let number = key.parse().ok();
                number.and_then(|number: u16| order.areas.get(&number)).map(|(_, title)| *title)
            }
            FundingDivision::Measures => order.measures.get(key).map(|(_, title)| *title),
            FundingDivision::Activities => {
                let code: Option<ActivityCode> = key.parse().ok();
                code.and_then(|code| plan.activities.get(&code))
                    .map(|activity| activity.title.as_str())
            }
            _ => None,
        };
        found.unwrap_or_default().to_owned()
    }
}

fn donor_part(donor: Option<&str>) -> (usize, String) {
    match donor {
        Some(donor) => (0, donor.to_owned()),
        None => (1, "donor not named".to_owned()),
    }
}

fn sum<'a>(
    lines: &[Line],
    key: String,
    pieces: impl Iterator<Item = &'a Piece<'a>> + Clone,
) -> FundingSum {
    let mut sum = FundingSum { key, ..FundingSum::default() };
    sum.gaps = add_up(pieces.clone().filter_map(|piece| piece.gap), lines);
    // A pledge may stand with another donor than the gap.
    sum.gaps.pledged = None;
    for piece in pieces {
        sum.planned = add_known(sum.planned, piece.planned);
        sum.secured = add_known(sum.secured, piece.secured);
        sum.evidence.add(&piece.evidence);
        sum.gaps.pledged = add_known(sum.gaps.pledged, piece.pledged);
    }
    sum
}
