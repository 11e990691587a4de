//! The words of the field: headings, sources, totals, quarters, bodies. In: `templates/*.toml` and
//! what a project adds. Out: what a text means. A new word is a line in a file and no code.

mod basis;
mod bodies;
mod decision;
mod heading;
mod near;
mod phrase;
mod quarter;
mod version;
mod words;

pub use decision::DecisionHeading;
pub use heading::Heading;
pub use near::is_near;
pub use phrase::Phrase;
pub use quarter::{period, quarter};
pub use version::SheetVersion;
pub use words::{PlanWord, SourceWords, Unit};

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::config::{ExtraWords, Layout, StatedSubmission};
use crate::model::{BodyRegister, DonorName, FundingKind, fold};

/// A text of more words than this is no list of donors.
const MOST_WORDS: usize = 60;

/// All words, folded once.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    // Folded word → its heading, and the word as written.
    headings: IndexMap<String, (Heading, String)>,
    words: words::Words,
    bodies: BodyRegister,
    donors: IndexMap<String, DonorName>,
    layouts: Vec<Layout>,
    submissions: Vec<StatedSubmission>,
}

impl Vocabulary {
    /// The words that come with the program, and those a project adds.
    ///
    /// # Errors
    /// Says what is wrong in a template, if the program was built with a broken one, or which
    /// heading in the configuration does not exist.
    pub fn new(extra: &ExtraWords) -> Result<Self, String> {
        let mut headings = heading::built_in()?;
        for (name, word) in &extra.headings {
            let heading = Heading::named(name).ok_or_else(|| {
                format!("words.headings.{name}: there is no heading of that name; see templates/headings.toml")
            })?;
            headings.insert(fold(word), (heading, word.clone()));
        }
        let mut words = words::Words::built_in()?;
        words.add_sources(&extra.budget, &extra.donation);
        let mut bodies = bodies::built_in()?;
        for body in &extra.bodies {
            bodies.add(body.clone());
        }
        let mut donors = IndexMap::new();
        let built_in = bodies::donors()?;
        for (name, spellings) in built_in.iter().chain(extra.donors.iter().map(|(n, s)| (n, s))) {
            let donor = DonorName::new(name);
            donors.insert(fold(name), donor.clone());
            for spelling in spellings {
                donors.insert(fold(spelling), donor.clone());
            }
        }
        Ok(Vocabulary {
            headings,
            words,
            bodies,
            donors,
            layouts: extra.layouts.clone(),
            submissions: extra.submissions.clone(),
        })
    }

    /// What a heading means. A unit behind it ("(€)") makes no difference.
    #[must_use]
    pub fn heading(&self, text: &str) -> Option<Heading> {
        let folded = fold(text);
        if folded.is_empty() {
            // "#" folds to nothing, as any row of dashes does.
            return (text.trim() == "#").then_some(Heading::Ordinal);
        }
        let known = self.headings.get(&folded);
        let bare = self.without_unit(&folded);
        let known = known.or_else(|| (!bare.is_empty()).then(|| self.headings.get(bare))?);
        known.map(|(heading, _)| *heading)
    }

    /// A folded heading without the unit behind it: "€", "EUR", "in thousands of euros", "u 000 €".
    /// Nothing is left of a unit alone, which is no heading.
    fn without_unit<'a>(&self, folded: &'a str) -> &'a str {
        let mut rest = folded;
        while !rest.is_empty() {
            let (front, last) = rest.rsplit_once(' ').unwrap_or(("", rest));
            if !self.words.is_unit(last) {
                break;
            }
            rest = front;
        }
        rest
    }

    /// What a heading with a small typing error means, and the word it was taken for. None where the
    /// text is a heading or another word as it stands, or two headings are equally near.
    #[must_use]
    pub fn nearest_heading(&self, text: &str) -> Option<(Heading, String)> {
        const LONGEST: usize = 60;
        if text.len() > 2 * LONGEST || self.heading(text).is_some() || self.is_known(text) {
            return None;
        }
        let folded = fold(text);
        let known = self.headings.iter().map(|(word, (heading, _))| (word.as_str(), *heading));
        let (heading, word) = near::nearest(self.without_unit(&folded), known)?;
        let written = self.headings.get(word).map_or(word, |(_, written)| written);
        Some((heading, written.to_owned()))
    }

    /// What the word for a source with a small typing error means, and the word it was taken for.
    #[must_use]
    pub fn nearest_source(&self, text: &str) -> Option<(SourceWords, String)> {
        if self.source(text).is_some() || self.donor(text).is_some() {
            return None;
        }
        let folded = fold(text);
        let (source, word) = near::nearest(&folded, self.words.sources())?;
        Some((source, word.to_owned()))
    }

    /// Whether a text means something as it stands, though it is no heading.
    fn is_known(&self, text: &str) -> bool {
        words::is_built_in("not_mistyped", &fold(text))
            || words::is_built_in("status", &fold(text))
            || self.is_total(text)
            || self.no_funding(text)
            || self.source(text).is_some()
            || self.donor(text).is_some()
            || self.bodies.find(text).is_some()
            || self.when(text).is_some()
            || self.period(text).is_some()
            || self.is_carried_forward(text)
            || self.funding_kind(text).is_some()
    }

    /// Whether a text says how far an activity has come: "Realizovano", "u toku".
    #[must_use]
    pub fn is_status(&self, text: &str) -> bool {
        words::is_built_in("status", &fold(text))
    }

    /// Whether a heading may stand over the names of costs as well as over amounts: "Trošak".
    #[must_use]
    pub fn may_head_names(&self, text: &str) -> bool {
        words::is_built_in("names_of_costs", self.without_unit(&fold(text)))
    }

    /// Whether a word may stand before a code: "Akt.", "Activity".
    #[must_use]
    pub fn is_before_code(word: &str) -> bool {
        words::is_built_in("before_code", &fold(word))
    }

    /// Whether a word joins a code to a second one: "and".
    #[must_use]
    pub fn is_between_codes(word: &str) -> bool {
        words::is_built_in("between_codes", &fold(word))
    }

    /// Folded words between the body that sends a sheet and the one whose spending it is, the longest
    /// first.
    #[must_use]
    pub fn on_behalf(&self) -> Vec<&str> {
        let mut phrases: Vec<&str> =
            self.words.list("on_behalf").iter().map(String::as_str).collect();
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        phrases
    }

    /// The register of bodies that comes with the program and the configuration.
    #[must_use]
    pub fn bodies(&self) -> &BodyRegister {
        &self.bodies
    }

    /// What the project says about the columns of certain files.
    #[must_use]
    pub fn layouts(&self) -> &[Layout] {
        &self.layouts
    }

    /// What the project says about certain sheets.
    #[must_use]
    pub fn submissions(&self) -> &[StatedSubmission] {
        &self.submissions
    }

    /// The donor that a text names, if it is a known one.
    #[must_use]
    pub fn donor(&self, text: &str) -> Option<&DonorName> {
        self.donors.get(&fold(text))
    }

    /// The known donors that a text names one after the other, each once, and nothing else: "UNDP and OSCE".
    /// A name that is known as a whole is one, whatever stands in it. None where a part is not known.
    #[must_use]
    pub fn known_donors(&self, text: &str) -> Vec<DonorName> {
        let mut spaced = text.to_owned();
        for mark in [',', ';', '/', '+', '&'] {
            spaced = spaced.replace(mark, &format!(" {mark} "));
        }
        // Marks alone say nothing; left in, they would give every name several ends to try.
        let words: Vec<&str> =
            spaced.split_whitespace().filter(|word| !fold(word).is_empty()).collect();
        if words.len() > MOST_WORDS {
            return Vec::new();
        }
        let mut donors: Vec<DonorName> = Vec::new();
        for donor in self.donors_in(&words).unwrap_or_default() {
            if !donors.contains(donor) {
                donors.push(donor.clone());
            }
        }
        donors
    }

    /// An estimate comes here without the commas between its words, so names may follow each other.
    fn donors_in(&self, words: &[&str]) -> Option<Vec<&DonorName>> {
        if let Some(donor) = self.donor(&words.join(" ")) {
            return Some(vec![donor]);
        }
        let between = |word: &&&str| self.words.is_word("between_donors", &fold(word));
        (1..words.len()).find_map(|at| {
            let (before, from) = words.split_at(at);
            let first = self.donor(&before.join(" "))?;
            let skipped = from.iter().take_while(between).count();
            let mut donors = vec![first];
            donors.extend(self.donors_in(from.get(skipped..)?)?);
            Some(donors)
        })
    }

    /// Known donors by folded spelling, in a fixed order.
    #[must_use]
    pub fn donors(&self) -> BTreeMap<&str, &DonorName> {
        self.donors.iter().map(|(spelling, donor)| (spelling.as_str(), donor)).collect()
    }

    /// What a text says about the source of funding, by its words alone; bodies and donors are for
    /// `matching` to know.
    #[must_use]
    pub fn source(&self, text: &str) -> Option<SourceWords> {
        self.words.source(text)
    }

    /// The name of the body in "… budget", where the text has that form.
    #[must_use]
    pub fn body_of_budget(&self, text: &str) -> Option<String> {
        self.words.body_of_budget(text)
    }

    /// Whether a text says that no funding is required.
    #[must_use]
    pub fn no_funding(&self, text: &str) -> bool {
        self.words.no_funding(text)
    }

    /// Whether a text labels a total: "Total", "Ukupno (€):", "TOTAL 1.1".
    #[must_use]
    pub fn is_total(&self, text: &str) -> bool {
        self.words.is_total(text)
    }

    /// Whether a text is a word for a total and nothing more, apart from a unit: "Total (€)".
    #[must_use]
    pub fn is_bare_total(&self, text: &str) -> bool {
        self.words.is_bare_total(text)
    }

    /// Whether a text is a word for the euro.
    #[must_use]
    pub fn is_euro(&self, text: &str) -> bool {
        self.words.is_euro(text)
    }

    /// Whether a text heads an amount that was carried forward from another page or period.
    #[must_use]
    pub fn is_carried_forward(&self, text: &str) -> bool {
        self.words.is_carried_forward(text)
    }

    /// Whether a text is a word for another currency.
    #[must_use]
    pub fn is_other_currency(&self, text: &str) -> bool {
        self.words.is_other_currency(text)
    }

    /// What a word beside an amount says about it.
    #[must_use]
    pub fn unit(&self, word: &str) -> Option<Unit> {
        self.words.unit(word)
    }

    /// Whether a text is a word for a thousand.
    #[must_use]
    pub fn is_thousand(&self, text: &str) -> bool {
        self.words.is_thousand(text)
    }

    /// Whether a heading says that its amounts are in thousands: "in thousands of euros", "u 000 €".
    #[must_use]
    pub fn says_thousands(&self, text: &str) -> bool {
        fold(text).split(' ').any(|word| word == "000" || self.words.is_thousand(word))
    }

    /// The kind of funding a text names.
    #[must_use]
    pub fn funding_kind(&self, text: &str) -> Option<FundingKind> {
        self.words.funding_kind(text)
    }

    /// Whether a text means yes.
    #[must_use]
    pub fn is_yes(&self, text: &str) -> bool {
        self.words.is_yes(text)
    }

    /// The phrases that part the lead body from its partners, folded, longest first.
    #[must_use]
    pub fn cooperation(&self) -> &[String] {
        &self.words.cooperation
    }

    /// Whether a text is one of the words that plans use so.
    #[must_use]
    pub fn is_plan_word(&self, list: PlanWord, text: &str) -> bool {
        self.words.is_plan_word(list, text)
    }

    /// The words that plans use so, folded.
    #[must_use]
    pub fn plan_words(&self, list: PlanWord) -> &[String] {
        self.words.plan_words(list)
    }

    /// The rest of a line behind "Strategic area", "Operational objective" or "Key measure".
    #[must_use]
    pub fn plan_heading<'a>(&self, line: &'a str) -> Option<(Heading, &'a str)> {
        self.words.plan_heading(line)
    }
}
