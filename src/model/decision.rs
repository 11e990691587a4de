//! What a person decided about a doubtful entry: which entry is meant, and what becomes of it. All texts
//! are as written, so that a decision goes round unchanged, understood or not; `matching` reads them.

use std::collections::BTreeMap;

use arcstr::ArcStr;
use rust_decimal::Decimal;

use super::body::BodyName;
use super::entry::Entry;
use super::money::Euros;
use super::period::Date;
use super::place::Place;

/// What an entry says about itself, by which it is known again in another round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// The body that spent it.
    Body,
    /// The code as written.
    Code,
    /// The title as written.
    Title,
    /// The source as written, else the word for that of its column.
    Source,
    /// The donor as written.
    Donor,
    /// The amount: 1234.50.
    Amount,
    /// The day: 2020-05-04.
    Date,
    /// The number of the document.
    Document,
    /// What was bought.
    Description,
    /// The quarter.
    Quarter,
    /// The file.
    File,
    /// The sheet.
    Sheet,
    /// The cell, or what else says where in the file.
    Cell,
}

impl Mark {
    /// All of them; those that lie in the entry itself first.
    pub const ALL: [Mark; 13] = [
        Mark::Body,
        Mark::Code,
        Mark::Title,
        Mark::Source,
        Mark::Donor,
        Mark::Amount,
        Mark::Date,
        Mark::Document,
        Mark::Description,
        Mark::Quarter,
        Mark::File,
        Mark::Sheet,
        Mark::Cell,
    ];

    /// Whether it says where the entry stands and not what it is: that changes when a sheet is sent
    /// again.
    #[must_use]
    pub fn is_place(self) -> bool {
        matches!(self, Mark::Quarter | Mark::File | Mark::Sheet | Mark::Cell)
    }

    /// The word for people, and its key in a decisions file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Mark::Body => "body",
            Mark::Code => "code",
            Mark::Title => "title",
            Mark::Source => "source",
            Mark::Donor => "donor",
            Mark::Amount => "amount",
            Mark::Date => "date",
            Mark::Document => "document",
            Mark::Description => "description",
            Mark::Quarter => "quarter",
            Mark::File => "file",
            Mark::Sheet => "sheet",
            Mark::Cell => "cell",
        }
    }

    /// The mark of that word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Mark::ALL.into_iter().find(|mark| mark.word() == word)
    }
}

/// How an entry is known again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Recognition {
    /// What is said of it.
    pub marks: BTreeMap<Mark, ArcStr>,
    /// A mark that is not said means that the entry has none, and the place only chooses between
    /// entries that are alike. Otherwise what is not said may be anything.
    pub whole: bool,
}

impl Recognition {
    /// Everything an entry says; `body` is the body that it is attributed to without any decision.
    #[must_use]
    pub fn of(entry: &Entry<'_>, body: Option<&BodyName>) -> Self {
        let said = |mark| mark_of(entry, body, mark).map(|text| (mark, text));
        Recognition { marks: Mark::ALL.into_iter().filter_map(said).collect(), whole: true }
    }

    /// One mark.
    #[must_use]
    pub fn mark(&self, mark: Mark) -> Option<&str> {
        self.marks.get(&mark).map(|text| &**text).filter(|text| !text.trim().is_empty())
    }

    /// The amount, where it is one.
    #[must_use]
    pub fn amount(&self) -> Option<Euros> {
        let number = Decimal::from_str_exact(self.mark(Mark::Amount)?).ok()?;
        Euros::from_decimal(number).ok()
    }

    /// The day, where it is one.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.mark(Mark::Date)?.parse().ok()
    }
}

/// One mark of an entry.
#[must_use]
pub fn mark_of(entry: &Entry<'_>, body: Option<&BodyName>, mark: Mark) -> Option<ArcStr> {
    let owned = |text: String| Some(ArcStr::from(text));
    match mark {
        Mark::Body => match (body, &entry.words.body) {
            (Some(body), _) => Some(ArcStr::clone(&body.0)),
            (None, Some(written)) => Some(ArcStr::clone(&written.value)),
            (None, None) => None,
        },
        Mark::Code => entry.words.code.as_ref().map(|code| ArcStr::clone(&code.value)),
        Mark::Title => entry.words.title.as_ref().map(|title| ArcStr::clone(&title.value)),
        Mark::Source => match (&entry.words.source, entry.words.column_source) {
            (Some(written), _) => Some(ArcStr::clone(&written.value)),
            (None, column) => column.map(|source| ArcStr::from(source.word())),
        },
        Mark::Donor => entry.words.donor.as_ref().map(|donor| ArcStr::clone(&donor.value)),
        Mark::Amount => owned(entry.amount.to_string()),
        Mark::Date => owned(entry.date?.to_string()),
        Mark::Document => entry.document().map(ArcStr::from),
        Mark::Description => entry.description().map(ArcStr::from),
        Mark::Quarter => owned(entry.quarter?.to_string()),
        Mark::File => Some(ArcStr::clone(entry.file())),
        Mark::Sheet => entry.whole.sheet().clone(),
        Mark::Cell => owned(entry.spot.to_string()).filter(|spot| !spot.is_empty()),
    }
}

/// What a person decided about one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Where it was decided.
    pub place: Place,
    /// Which entry is meant.
    pub entry: Recognition,
    /// The activity to put it on.
    pub activity: Option<ArcStr>,
    /// The source to take.
    pub source: Option<ArcStr>,
    /// The donor to take.
    pub donor: Option<ArcStr>,
    /// The body to take.
    pub body: Option<ArcStr>,
    /// Why to leave it out; [`Decision::YES`] where only that is said.
    pub exclude: Option<ArcStr>,
    /// Take it as it was read: [`Decision::YES`], or what was written instead.
    pub accept: Option<ArcStr>,
    /// Who decided.
    pub by: Option<ArcStr>,
    /// When: a day as 2020-05-04, or what was written instead.
    pub on: Option<ArcStr>,
    /// Why.
    pub reason: Option<ArcStr>,
}

impl Decision {
    /// How a plain yes is kept.
    pub const YES: &'static str = "yes";
    /// How a cell is kept whose formula has no result, or an error as one: nobody wrote that.
    pub const NO_RESULT: &'static str = "(a formula without a result)";

    /// One that decides nothing yet.
    #[must_use]
    pub fn at(place: Place) -> Self {
        Decision {
            place,
            entry: Recognition::default(),
            activity: None,
            source: None,
            donor: None,
            body: None,
            exclude: None,
            accept: None,
            by: None,
            on: None,
            reason: None,
        }
    }

    /// Whether it assigns something.
    #[must_use]
    pub fn assigns(&self) -> bool {
        [&self.activity, &self.source, &self.donor, &self.body].into_iter().any(Option::is_some)
    }

    /// Whether it decides anything.
    #[must_use]
    pub fn decides(&self) -> bool {
        self.assigns() || self.exclude.is_some() || self.accept.is_some()
    }

    /// Why, in the person's words: the reason given, else that of the exclusion.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        let exclusion = self.exclude.as_deref().filter(|text| *text != Decision::YES);
        match (exclusion, self.reason.as_deref()) {
            (Some(exclusion), _) => Some(exclusion),
            (None, reason) => reason,
        }
    }
}
