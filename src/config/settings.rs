//! Settings that have been checked. In: the typed configuration. Out: values every stage may trust.

use arcstr::ArcStr;
use rust_decimal::Decimal;

use super::donor_rules::{self, DonorRule};
use super::keys::{heading_keys, near_keys};
use super::layout::{self, Layout};
use super::periods::{self, PeriodRules};
use super::reasons::{self, ReasonThreshold};
use super::submission::{self, StatedSubmission};
use super::timing::{self, Profile};
use super::typed::{TypedConfig, TypedLimits, TypedNumber};
use crate::diagnostic::{Code, Finding};
use crate::language::{Language, Said};
use crate::model::{Body, BodyName, Date, Euros, Place, Quarter};

/// Everything a run can be told, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The file that they were typed in.
    pub file: Option<ArcStr>,
    /// Title printed on the workbooks.
    pub title: Option<String>,
    /// Date printed on the workbooks and stored in their properties.
    pub run_date: Option<Date>,
    /// The language of the workbooks and of what is printed.
    pub language: Language,
    /// The plan's year where the plan does not say; wins over what the plan says.
    pub year: Option<i16>,
    /// A line within this many percent of its plan is on plan.
    pub tolerance_percent: Decimal,
    /// A deviation beyond this many percent needs a reason, where that is set.
    pub reason_percent: Option<Decimal>,
    /// A deviation beyond this many euros needs a reason, where that is set.
    pub reason_euros: Option<Euros>,
    /// The day the reconciliation looks from; the end of the plan's year where none is given.
    pub as_of: Option<Date>,
    /// The quarter at whose end it looks, where a quarter is given and not a day; the plan's year is
    /// known only when the plan is read, and [`crate::job`] then sets the day.
    pub as_of_quarter: Option<Quarter>,
    /// What becomes of money spent outside the plan's year or an activity's quarters.
    pub periods: PeriodRules,
    /// How the plan's estimates are spread over the year.
    pub profile: Profile,
    /// More words, bodies and donors.
    pub words: ExtraWords,
    /// What donors allow.
    pub donor_rules: Vec<DonorRule>,
    /// Whether lines and entries are written as csv too.
    pub csv: bool,
    /// What a file may cost.
    pub limits: Limits,
}

/// What a project teaches: words, bodies, donors, and the layouts of files that do not explain
/// themselves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExtraWords {
    /// (heading, word)
    pub headings: Vec<(String, String)>,
    /// Words that mean a budget.
    pub budget: Vec<String>,
    /// Words that mean a donation.
    pub donation: Vec<String>,
    /// Donors with their other spellings.
    pub donors: Vec<(String, Vec<String>)>,
    /// Bodies.
    pub bodies: Vec<Body>,
    /// What the columns of certain files mean.
    pub layouts: Vec<Layout>,
    /// Who sent certain sheets, for when, and on which basis.
    pub submissions: Vec<StatedSubmission>,
}

/// What a file may cost to read. Declared sizes in files are never trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes that one file may unzip to, all parts together.
    pub unzipped_bytes: u64,
    /// Cells with content in one file.
    pub cells: u64,
    /// Rows with content in one file.
    pub rows: u64,
    /// Characters of one cell; what is longer is cut, with a finding.
    pub cell_characters: u64,
    /// Seconds that reading one file may take. Held by whoever reads it in a process of its own.
    pub seconds: u64,
    /// Bytes of memory that reading one file may take. Held likewise.
    pub memory_bytes: u64,
    /// Bytes of memory that a whole run may take. Held by whoever runs it.
    pub total_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 256 << 20,
            unzipped_bytes: 1 << 30,
            cells: 20_000_000,
            rows: 4_000_000,
            cell_characters: 32_767,
            seconds: 60,
            memory_bytes: 1536 << 20,
            // A plain office computer has twice as much.
            total_bytes: 4096 << 20,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            file: None,
            title: None,
            run_date: None,
            language: Language::default(),
            year: None,
            tolerance_percent: Decimal::from(5),
            reason_percent: None,
            reason_euros: None,
            as_of: None,
            as_of_quarter: None,
            periods: PeriodRules::default(),
            profile: Profile::default(),
            words: ExtraWords::default(),
            donor_rules: Vec::new(),
            csv: false,
            limits: Limits::default(),
        }
    }
}

impl Settings {
    /// Reads and checks a configuration file. What cannot be used keeps its default and is a
    /// finding.
    #[must_use]
    pub fn read(name: &str, text: &str) -> (Settings, Vec<Finding>) {
        let place = Place::of_file(&name.into());
        match toml::from_str::<TypedConfig>(text) {
            Ok(typed) => Settings::check(&typed, &place),
            Err(error) => {
                let finding = Finding::new(Code::ConfigUnreadable, place)
                    .detail("problem", super::in_words::of_toml(error.message()));
                let finding = match error.span() {
                    Some(span) => {
                        let line = text.get(..span.start).unwrap_or("").matches('\n').count() + 1;
                        finding.data("line", line)
                    }
                    None => finding,
                };
                (Settings::default(), vec![finding])
            }
        }
    }

    /// From which deviation on a reason is asked for: as set, else beyond the tolerance.
    #[must_use]
    pub fn reason_threshold(&self) -> ReasonThreshold {
        let euros = self.reason_euros;
        let percent = self.reason_percent.or(euros.is_none().then_some(self.tolerance_percent));
        ReasonThreshold { percent, euros }
    }

    fn check(typed: &TypedConfig, place: &Place) -> (Settings, Vec<Finding>) {
        let mut settings = Settings {
            file: Some(ArcStr::clone(place.file())),
            title: typed.title.clone(),
            ..Settings::default()
        };
        let mut findings = Vec::new();
        let mut refuse = |key: &str, value: &str, wanted: Said| {
            findings.push(
                Finding::new(Code::ConfigValue, place.clone())
                    .read(value)
                    .data("key", key)
                    .detail("wanted", wanted),
            );
        };
        if let Some(text) = &typed.language {
            match text.trim().parse() {
                Ok(language) => settings.language = language,
                Err(()) => refuse("language", text, "\"en\", \"cnr\" or \"cnr-Cyrl\"".into()),
            }
        }
        if let Some(text) = &typed.run_date {
            match text.parse::<Date>() {
                Ok(date) => settings.run_date = Some(date),
                Err(_) => refuse("run-date", text, "a date such as \"2021-02-15\"".into()),
            }
        }
        if let Some(year) = typed.year {
            match i16::try_from(year) {
                Ok(year) if (1900..=2200).contains(&year) => settings.year = Some(year),
                _ => refuse("year", &year.to_string(), "a year such as 2020".into()),
            }
        }
        if let Some(number) = &typed.tolerance_percent {
            let text = match number {
                TypedNumber::Whole(whole) => whole.to_string(),
                TypedNumber::Text(text) => text.clone(),
            };
            match text.trim().parse::<Decimal>() {
                Ok(percent) if percent >= Decimal::ZERO && percent <= Decimal::ONE_HUNDRED => {
                    settings.tolerance_percent = percent;
                }
                _ => refuse("tolerance-percent", &text, "a number from 0 to 100".into()),
            }
        }
        (settings.reason_percent, settings.reason_euros) =
            reasons::check(&typed.reasons, |key, value, wanted| refuse(key, value, wanted.into()));
        for (key, value, limit, unit, least, most) in limits(&typed.limits, &mut settings.limits) {
            match value {
                Some(number) if (least..=most).contains(&number) => *limit = number * unit,
                Some(number) => {
                    let wanted = Said::new("a number from {least} to {most}")
                        .with_data("least", least)
                        .with_data("most", most);
                    refuse(&format!("limits.{key}"), &number.to_string(), wanted);
                }
                None => {}
            }
        }
        for body in &typed.bodies {
            if body.name.trim().is_empty() {
                refuse("bodies.name", "", "the name of the body".into());
                continue;
            }
            let from = body.successor_from.as_ref().and_then(|text| {
                let date = text.parse::<Date>().ok();
                if date.is_none() {
                    refuse("bodies.successor-from", text, "a date such as \"2020-12-04\"".into());
                }
                date
            });
            settings.words.bodies.push(Body {
                montenegrin: body.montenegrin.clone(),
                abbreviation: body.abbreviation.clone(),
                other_names: body.other_names.clone(),
                departments: body.departments.clone(),
                successor: body.successor.as_deref().map(|name| (BodyName::new(name), from)),
                reports_for: body.reports_for.iter().map(|name| BodyName::new(name)).collect(),
                generic: body.generic,
                ..Body::named(body.name.trim())
            });
        }
        settings.words.donors =
            typed.donors.iter().map(|(name, others)| (name.clone(), others.clone())).collect();
        settings.words.budget = typed.words.budget.clone();
        settings.words.donation = typed.words.donation.clone();
        for (heading, words) in &typed.words.headings {
            if !heading_keys().any(|known| known == heading) {
                refuse(&format!("words.headings.{heading}"), heading, near_keys(heading, &[]));
                continue;
            }
            for word in words {
                settings.words.headings.push((heading.clone(), word.clone()));
            }
        }
        let (layouts, wrong) = layout::check(&typed.layout, place);
        settings.words.layouts = layouts;
        findings.extend(wrong);
        let (rules, wrong) = donor_rules::check(&typed.donor_rules, place);
        settings.donor_rules = rules;
        findings.extend(wrong);
        let (submissions, wrong) = submission::check(&typed.submission, place);
        settings.words.submissions = submissions;
        findings.extend(wrong);
        let (rules, wrong) = periods::check(&typed.periods, place);
        settings.periods = rules;
        findings.extend(wrong);
        let (profile, wrong) = timing::check(&typed.timing, place);
        settings.profile = profile;
        findings.extend(wrong);
        (settings, findings)
    }
}

/// A limit: its key, what was typed, what it sets, in units of how much, the least and the most.
type Limit<'a> = (&'static str, Option<u64>, &'a mut u64, u64, u64, u64);

const MEGABYTE: u64 = 1 << 20;

/// Every limit of the configuration.
fn limits<'a>(typed: &TypedLimits, limits: &'a mut Limits) -> [Limit<'a>; 8] {
    let Limits { file_bytes, unzipped_bytes, cells, rows, cell_characters, .. } = limits;
    let Limits { seconds, memory_bytes, total_bytes, .. } = limits;
    let many = 1_000_000_000;
    [
        ("file-megabytes", typed.file_megabytes, file_bytes, MEGABYTE, 1, 1 << 20),
        ("unzipped-megabytes", typed.unzipped_megabytes, unzipped_bytes, MEGABYTE, 1, 1 << 20),
        ("cells", typed.cells, cells, 1, 1, many),
        ("rows", typed.rows, rows, 1, 1, many),
        ("cell-characters", typed.cell_characters, cell_characters, 1, 100, many),
        ("seconds", typed.seconds, seconds, 1, 1, 24 * 60 * 60),
        // With less, not even a small file can be read.
        ("megabytes", typed.megabytes, memory_bytes, MEGABYTE, 64, 1 << 20),
        ("total-megabytes", typed.total_megabytes, total_bytes, MEGABYTE, 64, 1 << 20),
    ]
}
