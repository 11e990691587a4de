//! What stands around a table: institution and period in the lines above it, in the sheet's name or
//! in the file's.

use arcstr::ArcStr;

use super::code::leading_code;
use super::header::reads_as_amount;
use super::row::RowWords;
use super::table::{Role, Table};
use crate::diagnostic::{Code, Finding};
use crate::model::{BodyRegister, Date, KnownBasis, Period, Place, Placed, fold, tidy};
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary};

/// What a sheet says around a table about all its lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    /// The body as written.
    pub body: Option<Placed<ArcStr>>,
    /// The body, where it is another than that of the sheet's first table.
    pub own_body: Option<Placed<ArcStr>>,
    /// The period.
    pub period: Option<Period>,
    /// Whether the amounts are of that period or of the year so far.
    pub basis: Option<KnownBasis>,
    /// A line says that it corrects what was sent before.
    pub corrects: bool,
    /// The activity, where the table has no column for it.
    pub activity: Option<RowWords>,
    /// The source of all lines.
    pub source: Option<Placed<ArcStr>>,
    /// Where it says that the amounts are in thousands of euros.
    thousands: Option<Placed<ArcStr>>,
    /// Where it says that the amounts are in another currency.
    other_currency: Option<Placed<ArcStr>>,
    /// It says that the amounts are in euros.
    in_euros: bool,
    /// Its unit was said above a table before it.
    unit_from_before: bool,
}

impl Around {
    /// All amounts are in thousands of euros.
    pub(super) fn thousands(&self) -> bool {
        self.thousands.is_some()
    }

    /// What was said above the table before holds on where nothing else is said.
    pub(super) fn go_on_from(&mut self, before: &Around) {
        self.period = self.period.or(before.period);
        self.basis = self.basis.or(before.basis);
        self.body = self.body.take().or_else(|| before.body.clone());
        if self.thousands.is_none() && self.other_currency.is_none() && !self.in_euros {
            self.thousands.clone_from(&before.thousands);
            self.other_currency.clone_from(&before.other_currency);
            self.unit_from_before = true;
        }
    }

    pub(super) fn say_thousands(&self, findings: &mut Vec<Finding>) {
        if let Some(said) = self.thousands.as_ref().filter(|_| !self.unit_from_before) {
            findings
                .push(Finding::new(Code::AmountInThousands, said.place.clone()).read(&*said.value));
        }
    }

    /// Amounts in another currency are none of the table's amounts.
    pub(super) fn refuse_other_currency(&self, table: &mut Table<'_>) {
        let Some(line) = &self.other_currency else { return };
        for column in &mut table.columns {
            if matches!(column.role, Role::Amount { .. }) {
                column.role = Role::OtherCurrency;
                // The finding of the column then shows why.
                column.text = format!("{} ({})", column.text, line.value);
            }
        }
    }
}

/// Reads the lines above a table, then the sheet's name, then the file's.
pub(super) fn read_around(
    grid: &Grid,
    table: &Table<'_>,
    bodies: &BodyRegister,
    vocabulary: &Vocabulary,
) -> Around {
    let mut around = Around::default();
    // Lines of the table before stand above this one too; what heads it comes behind their last.
    let lines = table.above.iter().rposition(|row| {
        row.cells.iter().any(|cell| cell.is_number())
            && row
                .cells
                .iter()
                .any(|cell| reads_as_amount(&cell.value(), vocabulary) && cell.column() > 0)
    });
    let above = &table.above[lines.map_or(0, |last| last + 1)..];
    for row in above {
        read_labels(grid, row, vocabulary, &mut around);
        read_units(grid, row, vocabulary, &mut around);
    }
    if around.body.is_none() {
        around.body = above.iter().find_map(|row| unlabelled_body(grid, row, bodies));
    }
    if around.period.is_none() {
        around.period = above.iter().find_map(|row| unlabelled_period(row, vocabulary));
    }
    if around.activity.is_none() {
        around.activity = above.iter().rev().find_map(|row| unlabelled_activity(grid, row));
    }
    if around.source.is_none() {
        around.source = above.iter().rev().find_map(|row| unlabelled_source(grid, row, vocabulary));
    }
    let file_stem = grid.file().rsplit('/').next().unwrap_or(grid.file());
    let file_stem = file_stem.rsplit_once('.').map_or(file_stem, |(stem, _)| stem);
    for name in grid.name().as_deref().into_iter().chain(std::iter::once(file_stem)) {
        if around.body.is_none() {
            around.body = body_within(name, bodies)
                .map(|text| Placed { value: text, place: grid.whole.clone() });
        }
        if around.period.is_none() {
            around.period = period_within(name, vocabulary);
        }
    }
    if let Some(name) = grid.name() {
        if around.activity.is_none() {
            around.activity = activity_words(name, || grid.whole.clone());
        }
        if around.source.is_none() && says_source(name, vocabulary) {
            around.source = Some(Placed { value: ArcStr::clone(name), place: grid.whole.clone() });
        }
    }
    if table.names_activities() {
        around.activity = None;
    }
    super::basis::read(grid, table, above, vocabulary, &mut around);
    super::fixed::around(grid, table, &mut around);
    super::basis::configured(grid, vocabulary, &mut around);
    around
}

/// A line that begins with a code: "1.1.7 Trainings", "Activity 1.1.7".
fn unlabelled_activity(grid: &Grid, row: &Row) -> Option<RowWords> {
    row.cells.iter().find_map(|cell| match &cell.value() {
        Value::Text(text) => activity_words(text, || grid.place(row, cell.column())),
        _ => None,
    })
}

fn activity_words(text: &str, place: impl Fn() -> Place) -> Option<RowWords> {
    let text = tidy(text);
    let reading = super::code::read_code(&Value::Text(ArcStr::from(text.as_str())), None);
    let code = reading.code?;
    super::code::heading_code(&code.to_string())?;
    if super::date::from_text(&text).is_some() {
        return None;
    }
    let title = tidy(&reading.title);
    Some(RowWords {
        code: Some(Placed { value: ArcStr::from(text), place: place() }),
        activity_code: Some(code),
        title: (!title.is_empty()).then(|| Placed { value: ArcStr::from(title), place: place() }),
        description: None,
    })
}

/// A line that is nothing but a source: "Budget", "Donation", "UNICEF".
fn unlabelled_source(grid: &Grid, row: &Row, vocabulary: &Vocabulary) -> Option<Placed<ArcStr>> {
    let [cell] = &*row.cells else { return None };
    let text = cell.as_text()?;
    says_source(text, vocabulary)
        .then(|| Placed { value: ArcStr::from(tidy(text)), place: grid.place(row, cell.column()) })
}

fn says_source(text: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.source(text).is_some() || vocabulary.donor(text).is_some()
}

/// "Amounts in thousands of euros", "(u 000 €)", "Iznosi u RSD".
fn read_units(grid: &Grid, row: &Row, vocabulary: &Vocabulary, around: &mut Around) {
    for cell in &row.cells {
        let Some(text) = cell.as_text() else { continue };
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let numbers =
            words.iter().any(|word| *word != "000" && word.contains(|c: char| c.is_ascii_digit()));
        if words.len() > 12 || numbers || leading_code(text.trim()).is_some() {
            continue;
        }
        let any = |is: &dyn Fn(&str) -> bool| words.iter().any(|word| is(word));
        let placed =
            || Placed { value: ArcStr::from(tidy(text)), place: grid.place(row, cell.column()) };
        let euro = any(&|word| vocabulary.is_euro(word));
        let about_amounts = |word: &str| {
            matches!(
                vocabulary.heading(word),
                Some(Heading::Amount | Heading::Currency | Heading::Spent)
            ) || matches!(word, "iznosi" | "amounts")
        };
        if vocabulary.says_thousands(text) && euro {
            around.thousands = Some(placed());
        } else if euro && any(&about_amounts) {
            around.in_euros = true;
        }
        // "Svi iznosi su u RSD", "Iznosi (KM)". In "All amounts" stands a word that is a currency too.
        let ends_in_currency = matches!(words.as_slice(), [.., before, last]
            if vocabulary.is_other_currency(last)
                && (matches!(*before, "u" | "in" | "su") || about_amounts(before)));
        if any(&about_amounts) && !euro && ends_in_currency {
            around.other_currency = Some(placed());
        }
    }
}

/// "Institution: Ministry of Health", or the label in one cell and the value in the next.
fn read_labels(grid: &Grid, row: &Row, vocabulary: &Vocabulary, around: &mut Around) {
    for (index, cell) in row.cells.iter().enumerate() {
        let Some(text) = cell.as_text() else { continue };
        let (label, value, column) = match text.split_once(':') {
            Some((label, value)) if !value.trim().is_empty() => (label, tidy(value), cell.column()),
            _ => {
                let Some(next) = row.cells.get(index + 1).filter(|next| !next.is_blank()) else {
                    continue;
                };
                (text.trim().trim_end_matches(':'), tidy(&next.text()), next.column())
            }
        };
        match vocabulary.heading(label) {
            Some(Heading::Body) if around.body.is_none() => {
                let place = grid.place(row, column);
                around.body = Some(Placed { value: ArcStr::from(value), place });
            }
            Some(Heading::Source | Heading::Donor) if around.source.is_none() => {
                let place = grid.place(row, column);
                around.source = Some(Placed { value: ArcStr::from(value), place });
            }
            Some(Heading::Code | Heading::Activity) if around.activity.is_none() => {
                around.activity = activity_words(&value, || grid.place(row, column));
            }
            Some(Heading::Currency) if vocabulary.is_other_currency(&value) => {
                let place = grid.place(row, column);
                around.other_currency = Some(Placed { value: ArcStr::from(value), place });
            }
            Some(Heading::Period | Heading::Quarter) => {
                let bare = || vocabulary.period(&vocabulary.without_basis(&value));
                let days = || between_days(&value);
                if let Some(found) = vocabulary.period(&value).or_else(days).or_else(bare) {
                    around.period = Some(join(around.period, found));
                }
            }
            Some(Heading::Year) => {
                if let Some(found) = vocabulary.period(&value).filter(|found| found.from.is_none())
                {
                    around.period = Some(join(around.period, found));
                }
            }
            _ => {}
        }
    }
}

/// "01.04.2020 – 30.06.2020": the quarters from the first day to the last.
fn between_days(text: &str) -> Option<Period> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '–' | '—'));
    let days: Vec<Date> = words.filter_map(super::date::from_text).collect();
    let [first, last] = days.as_slice() else { return None };
    let month = |day: &Date| u8::try_from(day.month()).ok();
    let (from, to) = (month(first)?, month(last)?);
    (first <= last && first.year() == last.year())
        .then(|| Period::of_months(Some(first.year()), from, to))
}

/// "Q2" on one line and "2020" on another make one period.
fn join(known: Option<Period>, found: Period) -> Period {
    match known {
        None => found,
        Some(known) => Period {
            year: known.year.or(found.year),
            from: known.from.or(found.from),
            to: known.to.or(found.to),
            months: known.months.or(found.months.filter(|_| known.from.is_none())),
        },
    }
}

/// A line that is nothing but the name of a body.
fn unlabelled_body(grid: &Grid, row: &Row, bodies: &BodyRegister) -> Option<Placed<ArcStr>> {
    row.cells.iter().find_map(|cell| {
        let text = cell.as_text()?;
        // A whole line, or a part of one: "Ministarstvo zdravlja - II kvartal 2020".
        let parts = text.lines().flat_map(|line| {
            let parts = line.split([',', ';', '|', '–', '—', '(', ')']);
            std::iter::once(line).chain(parts.flat_map(|part| part.split(" - ")))
        });
        let mut named = parts.filter(|part| bodies.find(part).is_some_and(|body| !body.generic));
        let place: Place = grid.place(row, cell.column());
        named.next().map(|part| Placed { value: ArcStr::from(tidy(part)), place })
    })
}

/// A line that is nothing but a period, or ends in one: "Expenditure report, Q2 2020".
fn unlabelled_period(row: &Row, vocabulary: &Vocabulary) -> Option<Period> {
    row.cells.iter().find_map(|cell| match &cell.value() {
        Value::Text(text) if text.len() < 200 => vocabulary
            .period(text)
            .filter(|p| p.from.is_some() && p.year.is_some())
            .or_else(|| period_within(text, vocabulary)),
        _ => None,
    })
}

/// The longest run of words in a name that names a body: "mup-izvjestaj-q2" names MUP.
fn body_within(name: &str, bodies: &BodyRegister) -> Option<ArcStr> {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).take(30).collect();
    for length in (1..=words.len()).rev() {
        for window in words.windows(length) {
            let text = window.join(" ");
            // One short word is a body only where it is its abbreviation, never an ordinary word.
            if bodies.find(&text).is_some_and(|body| !body.generic) {
                return Some(ArcStr::from(text));
            }
        }
    }
    None
}

/// The longest run of words in a text that names a quarter: "Expenditure, II kvartal 2020".
fn period_within(text: &str, vocabulary: &Vocabulary) -> Option<Period> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).take(40).collect();
    for length in (1..=words.len().min(7)).rev() {
        for window in words.windows(length) {
            // A bare number or numeral in running text is no quarter; a word has to say so. A month
            // alone may be a day's, so a year has to stand beside it.
            if !vocabulary.names_a_time(window) {
                continue;
            }
            let found = vocabulary.period(&window.join(" ")).filter(|found| found.from.is_some());
            if let Some(found) = found {
                return Some(found);
            }
        }
    }
    days_within(text, vocabulary)
}

/// From day to day, within a text: "Report on spending, 01.01.2021. – 30.06.2021."
fn days_within(text: &str, vocabulary: &Vocabulary) -> Option<Period> {
    let words: Vec<&str> = text.split_whitespace().take(40).collect();
    let is_day = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_digit()) && word.trim_end_matches('.').contains('.')
    };
    // "01.01.-30.06.2021.", "01.01.2021. – 30.06.2021.", "1.1. do 30.6.2021."
    (1..=3).rev().find_map(|length| {
        words
            .windows(length)
            .filter(|window| {
                window.first().is_some_and(is_day) && window.last().is_some_and(is_day)
            })
            .find_map(|window| vocabulary.period(&window.join(" ")))
    })
}
