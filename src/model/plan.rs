//! The action plan: areas, objectives, measures, activities and the money planned for them.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};

use arcstr::ArcStr;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::body::{BodyName, BodyRegister, DonorName};
use super::code::ActivityCode;
use super::money::Euros;
use super::period::{Date, Quarter};
use super::place::Place;
use super::text::fold;

/// Where the money comes from. Ordered as reports print it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The budget of an institution, or of all implementers together.
    Budget,
    /// A donation, whether or not the donor is named.
    Donation,
    /// The plan gives a cost and no source.
    Unnamed,
}

impl Source {
    /// All three, in order.
    pub const ALL: [Source; 3] = [Source::Budget, Source::Donation, Source::Unnamed];

    /// The word used in the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Source::Budget => "budget",
            Source::Donation => "donation",
            Source::Unnamed => "unnamed",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

/// Name and content hash of an input.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its name as the officer knows it.
    pub file: ArcStr,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl SourceFile {
    /// Of a file's name and bytes.
    #[must_use]
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        SourceFile { file: ArcStr::from(name), sha256: in_hexadecimal(&Sha256::digest(bytes)) }
    }

    /// The SHA-256 of what is read to its end, without holding it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn sum_of(mut read: impl Read) -> io::Result<String> {
        let mut sum = Sha256::new();
        let mut part = vec![0; 1 << 16];
        loop {
            match read.read(&mut part) {
                Ok(0) => return Ok(in_hexadecimal(&sum.finalize())),
                Ok(read) => sum.update(part.get(..read).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

fn in_hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A strategic area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StrategicArea {
    /// Its number.
    pub number: u16,
    /// Its title, where the plan gives one.
    pub title: String,
}

/// An operational objective with its performance indicators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperationalObjective {
    /// Its number.
    pub number: u16,
    /// Its title.
    pub title: String,
    /// Number of its strategic area.
    pub area: u16,
    /// What shows whether it is reached.
    pub indicators: Vec<PerformanceIndicator>,
}

/// A performance indicator of an operational objective.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PerformanceIndicator {
    /// What is measured.
    pub indicator: String,
    /// Its value at the start.
    pub initial: String,
    /// Its target in the middle of the strategy's term.
    pub middle: String,
    /// Its target at the end.
    pub end: String,
}

/// A measure: a group of activities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// Its code as the plan prints it: "1.1", or "3.3/3.4" where two are joined.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Number of its strategic area.
    pub area: u16,
}

/// Who holds a planned amount.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Holder {
    /// The budget of one body.
    Body(BodyName),
    /// "The budget of all implementers": one pool that any responsible body may draw on.
    Shared,
    /// A donation, or the plan does not say.
    NotNamed,
}

/// One planned amount: activity × funding source × holder or donor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// The activity it pays for.
    pub activity: ActivityCode,
    /// Where the money comes from.
    pub source: Source,
    /// Whose budget; `NotNamed` for donations.
    pub holder: Holder,
    /// The donor, where the plan names one.
    pub donor: Option<DonorName>,
    /// The donors, where the plan names several for the one amount and does not divide it.
    pub joint_donors: Vec<DonorName>,
    /// The plan's estimate. None: a source without an amount.
    pub planned: Option<Euros>,
    /// Where the plan says so.
    pub place: Place,
}

impl PlanLine {
    /// Every donor that the plan names for it.
    pub fn donors(&self) -> impl Iterator<Item = &DonorName> {
        self.donor.iter().chain(&self.joint_donors)
    }

    /// Who gives it: the donor, or several together by their one name.
    #[must_use]
    pub fn given_by(&self) -> Option<DonorName> {
        let joint = &self.joint_donors;
        self.donor.clone().or_else(|| (!joint.is_empty()).then(|| DonorName::together(joint)))
    }
}

/// One activity of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Its code.
    pub code: ActivityCode,
    /// Its title.
    pub title: String,
    /// The responsible body: the first authority listed.
    pub lead: Option<BodyName>,
    /// The other bodies, in the plan's order; generic ones ("NGOs") too.
    pub partners: Vec<BodyName>,
    /// Departments named with a body, as (body, department).
    pub departments: Vec<(BodyName, String)>,
    /// Quarter in which it starts.
    pub start: Option<Quarter>,
    /// Quarter in which it is to be complete.
    pub end: Option<Quarter>,
    /// Code of its measure, as in [`Measure::code`]; empty where the plan has none.
    pub measure: String,
    /// Number of its strategic area; 0 where the plan has none.
    pub area: u16,
    /// What shows that it was done.
    pub result_indicators: Vec<String>,
    /// The plan says that no funding is required.
    pub no_funding_required: bool,
    /// Where it stands in the plan.
    pub place: Place,
}

impl Activity {
    /// Lead and partners, lead first.
    pub fn responsible(&self) -> impl Iterator<Item = &BodyName> {
        self.lead.iter().chain(&self.partners)
    }
}

/// The action plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The file it was read from.
    pub source: SourceFile,
    /// Its title, where one was found.
    pub title: Option<String>,
    /// The year it is for.
    pub year: Option<i16>,
    /// Strategic areas by number.
    pub areas: Vec<StrategicArea>,
    /// Operational objectives in the plan's order.
    pub objectives: Vec<OperationalObjective>,
    /// Measures in the plan's order.
    pub measures: Vec<Measure>,
    /// Activities by code, in the order of codes.
    pub activities: IndexMap<ActivityCode, Activity>,
    /// Planned amounts in the order of activities, then as the plan lists them.
    pub lines: Vec<PlanLine>,
    /// The bodies it names, and those the register knows.
    pub bodies: BodyRegister,
}

impl Plan {
    /// The plan's lines of one activity.
    pub fn lines_of(&self, code: ActivityCode) -> impl Iterator<Item = (usize, &PlanLine)> {
        // Lines are in the order of activities.
        let first = self.lines.partition_point(|line| line.activity < code);
        let from = self.lines.iter().enumerate().skip(first);
        from.take_while(move |(_, line)| line.activity == code)
    }

    /// Folded titles, each with its activity; none where several have it.
    #[must_use]
    pub fn titles(&self) -> BTreeMap<String, Option<ActivityCode>> {
        let mut titles = BTreeMap::new();
        for activity in self.activities.values() {
            titles
                .entry(fold(&activity.title))
                .and_modify(|only| *only = None)
                .or_insert(Some(activity.code));
        }
        titles
    }

    /// What is planned from one source; none where the plan has no amount of it.
    #[must_use]
    pub fn planned(&self, source: Source) -> Option<Euros> {
        self.lines
            .iter()
            .filter(|line| line.source == source)
            .fold(None, |sum, line| super::money::add_known(sum, line.planned))
    }

    /// The last day of the plan's year: the as-of date where none is given.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        Date::new(self.year?, 12, 31).ok()
    }
}
