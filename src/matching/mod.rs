//! Entry → activity, source, body, donor. In: entries as written, the plan, the register of funding,
//! the vocabulary. Out: what each means and which step told it, and findings. A suggestion is never
//! applied by itself.

mod activity;
mod alike_codes;
mod alike_titles;
mod body;
mod known;
mod recognise;
mod source;
mod suggest;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use arcstr::ArcStr;

use crate::diagnostic::Finding;
use crate::model::{
    ActivityCode, BodyName, BodyRegister, DonorName, Entry, FundingRecord, Placed, Plan, PlanLine,
    Source, Submission, fold,
};
use crate::read::{KnownDonors, SourceReading};
use crate::shared::Shared;
use crate::vocabulary::{SourceWords, Vocabulary};
use known::Known;

pub use activity::MatchedBy;
pub use body::SenderReading;
pub(crate) use body::{is_responsible, may_spend};
pub use recognise::{Fit, Read, Recogniser};
pub use suggest::Suggestion;
pub use verdict::{Assigned, Verdict, contradiction};

/// What was found out about an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributed {
    /// What it means.
    pub means: Arc<Meaning>,
    /// Nearest activities, where none matched.
    pub suggestions: Vec<Suggestion>,
}

/// What an entry means. Very many mean the same, and hold it together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Meaning {
    /// The activity.
    pub activity: Option<ActivityCode>,
    /// Which step told the activity.
    pub matched_by: MatchedBy,
    /// The source.
    pub source: Option<Source>,
    /// The body whose budget the source cell names.
    pub holder: Option<BodyName>,
    /// The donor.
    pub donor: Option<DonorName>,
    /// The body that spent it.
    pub body: Option<BodyName>,
}

/// Everything entries are held against, indexed once.
#[derive(Debug)]
pub struct Matcher<'a> {
    plan: &'a Plan,
    vocabulary: &'a Vocabulary,
    // Folded title → its activity, or nothing where two activities share it.
    titles: BTreeMap<String, Option<ActivityCode>>,
    donors: KnownDonors,
    donors_of: BTreeMap<ActivityCode, BTreeSet<DonorName>>,
    // What the words of cells mean, once for each.
    titles_known: Known<Option<ActivityCode>>,
    bodies_named: Known<(Option<BodyName>, Option<Finding>)>,
    read_sources: Known<Option<SourceReading>>,
    mistyped_sources: Known<Option<(SourceWords, String)>>,
    read_donors: Known<Option<DonorName>>,
    meanings: Shared<Meaning>,
    // Only a sheet with entries that match nothing needs it.
    compared: OnceLock<suggest::Compared>,
}

impl<'a> Matcher<'a> {
    /// Indexes the plan and the register.
    #[must_use]
    pub fn new(plan: &'a Plan, register: &[FundingRecord], vocabulary: &'a Vocabulary) -> Self {
        let titles = plan.titles();
        let mut donors_of: BTreeMap<ActivityCode, BTreeSet<DonorName>> = BTreeMap::new();
        let planned = plan.lines.iter();
        let named =
            planned.flat_map(|line| line.donors().map(|donor| (line.activity, donor))).chain(
                register
                    .iter()
                    .filter_map(|record| Some((record.activity, record.donor.as_ref()?))),
            );
        for (activity, donor) in named {
            donors_of.entry(activity).or_default().insert(donor.clone());
        }
        let mut donors: BTreeSet<DonorName> = donors_of.values().flatten().cloned().collect();
        donors.extend(plan.lines.iter().filter_map(PlanLine::given_by));
        Matcher {
            plan,
            vocabulary,
            titles,
            donors: donors.into_iter().collect(),
            donors_of,
            titles_known: Known::default(),
            bodies_named: Known::default(),
            read_sources: Known::default(),
            mistyped_sources: Known::default(),
            read_donors: Known::default(),
            meanings: Shared::default(),
            compared: OnceLock::new(),
        }
    }

    /// The register of bodies, as the plan completes it.
    pub(crate) fn bodies(&self) -> &'a BodyRegister {
        &self.plan.bodies
    }

    fn named(&self, written: &Placed<ArcStr>, findings: &mut Vec<Finding>) -> Option<BodyName> {
        let (body, said) = self
            .bodies_named
            .of(&written.value, |_| body::named(self.plan, self.vocabulary, written));
        let here = |finding| Finding { place: written.place.clone(), ..finding };
        findings.extend(said.map(here));
        body
    }

    /// The activity whose title a text is, where one only has it.
    fn titled(&self, text: &str) -> Option<ActivityCode> {
        self.titles_known.of(text, |text| self.titles.get(&fold(text)).copied().flatten())
    }

    fn compared(&self) -> &suggest::Compared {
        self.compared.get_or_init(|| suggest::Compared::all(self.plan))
    }

    /// Tells who sent a submission, where the sheet says it for all rows.
    pub fn sender(&self, submission: &Submission, findings: &mut Vec<Finding>) -> SenderReading {
        body::sender(self, submission, findings)
    }

    /// The body that a text names, as in [`Matcher::sender`] and [`Matcher::attribute`]; what is doubtful
    /// about it is said there.
    #[must_use]
    pub fn body_named(&self, written: &Placed<ArcStr>) -> Option<BodyName> {
        self.named(written, &mut Vec::new())
    }

    /// Tells what an entry means, with suggestions where no activity matches.
    pub fn attribute(
        &self,
        entry: &Entry<'_>,
        sender: &SenderReading,
        findings: &mut Vec<Finding>,
    ) -> Attributed {
        self.attributed(self.meaning(entry, sender, findings), entry)
    }

    fn attributed(&self, meaning: Meaning, entry: &Entry<'_>) -> Attributed {
        let suggestions = match meaning.activity {
            Some(_) => Vec::new(),
            None => suggest::nearest(self.compared(), entry),
        };
        Attributed { means: self.meanings.shared(meaning), suggestions }
    }

    /// Tells what an entry means by itself, in a fraction of the time that suggestions take.
    pub(crate) fn meaning(
        &self,
        entry: &Entry<'_>,
        sender: &SenderReading,
        findings: &mut Vec<Finding>,
    ) -> Meaning {
        let (activity, matched_by) = activity::attribute(self, entry, findings);
        let body = body::attribute(self, entry, sender, activity, findings);
        let said = source::attribute(self, entry, activity, findings);
        Meaning {
            activity,
            matched_by,
            source: said.as_ref().map(|said| said.source),
            holder: said.as_ref().and_then(|said| said.holder.clone()),
            donor: said.and_then(|said| said.donor),
            body,
        }
    }
}
