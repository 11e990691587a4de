//! What the columns of a table mean. In: its header rows, the vocabulary and the plan's codes. Out: a
//! role for each column, first from its own words, then from all columns together.

use arcstr::ArcStr;

use super::code::read_code;
use super::content::words_below;
use super::nearly;
use super::table::{ActivityAbove, Column, Role};
use crate::model::{ActivityCode, CellRef, Plan, Source, When, fold, tidy};
use crate::sheet::{Cell, Grid, Row, Value};
use crate::vocabulary::{Heading, Phrase, Vocabulary};

/// A merged heading wider than this heads nothing that anybody could read.
const WIDEST: u32 = 200;

pub(super) fn read_columns(
    grid: &Grid,
    header: &[Row],
    vocabulary: &Vocabulary,
    plan: Option<&Plan>,
) -> Vec<Column> {
    let mut indexes: Vec<u32> = Vec::new();
    for row in header {
        for cell in row.cells.iter().filter(|cell| !cell.is_blank()) {
            let last = grid
                .merged_at(row.index, cell.column())
                .map_or(cell.column(), |area| area.last.column.min(cell.column() + WIDEST));
            indexes.extend(cell.column()..=last);
        }
    }
    indexes.sort_unstable();
    indexes.dedup();
    let heads = |index: u32| {
        header.iter().enumerate().filter_map(move |(at, row)| {
            heading(grid, row, index).or_else(|| heading_left(grid, row, &header[at + 1..], index))
        })
    };
    // One code is the title of something; two or more stand side by side.
    let mut codes: Vec<ActivityCode> = indexes
        .iter()
        .filter_map(|index| activity_above(heads(*index), plan))
        .map(|activity| activity.code)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let mut columns: Vec<Column> = indexes
        .into_iter()
        .map(|index| {
            let activity = activity_above(heads(index), plan).filter(|_| codes.len() > 1);
            let texts: Vec<String> = heads(index).map(|(_, cell)| tidy(&cell.text())).collect();
            let phrases: Vec<Phrase> =
                heads(index).map(|(_, cell)| said(&cell.value(), vocabulary)).collect();
            // What is no known heading may be a donor's name.
            let donor = texts.iter().zip(&phrases).find_map(|(text, phrase)| {
                (*phrase == Phrase::default() && is_donor(text, vocabulary, plan))
                    .then(|| ArcStr::from(text.as_str()))
            });
            let role = words_below(grid, header, index, &texts, vocabulary)
                .unwrap_or_else(|| role_of(&texts, &phrases, activity.is_some(), vocabulary));
            let role = match role {
                Role::Unknown | Role::Amount { .. } if donor.is_some() => {
                    let when = phrases.iter().find_map(|phrase| phrase.when);
                    let thousands = texts.iter().any(|text| vocabulary.says_thousands(text));
                    Role::Amount { source: Some(Source::Donation), when, thousands }
                }
                role => role,
            };
            Column { index, text: texts.join(" / "), role, activity, donor }
        })
        .collect();
    settle(&mut columns, vocabulary);
    columns
}

/// The cell that heads a column in one header row: its own, or that of the merged area.
fn heading<'g>(grid: &'g Grid, row: &'g Row, column: u32) -> Option<(CellRef, &'g Cell)> {
    if let Some(cell) = row.cell(column).filter(|cell| !cell.is_blank()) {
        return Some((CellRef { row: row.index, column }, cell));
    }
    let area = grid.merged_at(row.index, column)?;
    let cell = row.cell(area.first.column).filter(|_| area.first.row == row.index)?;
    (!cell.is_blank()).then_some((area.first, cell))
}

/// The same where nothing is merged, as in csv: the heading left of the blank cells stands over all
/// columns that the header rows below part it into.
fn heading_left<'g>(
    grid: &'g Grid,
    row: &'g Row,
    below: &[Row],
    column: u32,
) -> Option<(CellRef, &'g Cell)> {
    let parts =
        |column: u32| below.iter().any(|row| row.cell(column).is_some_and(|cell| !cell.is_blank()));
    if !parts(column) {
        return None;
    }
    let left = row.cells.iter().rfind(|cell| cell.column() < column && !cell.is_blank())?;
    let goes_on = (left.column()..column).all(parts);
    let merged = |column: u32| grid.merged_at(row.index, column).is_some();
    (goes_on && !merged(column) && !merged(left.column()))
        .then_some((CellRef { row: row.index, column: left.column() }, left))
}

/// Whether a heading is the name of a donor, whose column it then is.
fn is_donor(text: &str, vocabulary: &Vocabulary, plan: Option<&Plan>) -> bool {
    let folded = fold(text);
    vocabulary.donor(text).is_some()
        || plan.is_some_and(|plan| {
            let mut donors = plan.lines.iter().filter_map(|line| line.donor.as_ref());
            donors.any(|donor| fold(&donor.0) == folded)
        })
}

fn activity_above<'g>(
    heads: impl Iterator<Item = (CellRef, &'g Cell)>,
    plan: Option<&Plan>,
) -> Option<ActivityAbove> {
    heads
        .filter_map(|(at, cell)| {
            let code = read_code(&cell.value(), plan).code?;
            Some(ActivityAbove { code, written: ArcStr::from(tidy(&cell.text())), cell: at })
        })
        .next()
}

fn said(value: &Value, vocabulary: &Vocabulary) -> Phrase {
    match value {
        // What a spreadsheet makes of "Jan 2020".
        Value::Date { date: Some(date), .. } if date.day() == 1 => {
            Phrase { when: u8::try_from(date.month()).ok().map(When::Month), ..Phrase::default() }
        }
        Value::Text(text) => nearly::phrase(text, vocabulary),
        _ => Phrase::default(),
    }
}

/// What the headings over one column say together.
fn role_of(
    texts: &[String],
    phrases: &[Phrase],
    under_activity: bool,
    vocabulary: &Vocabulary,
) -> Role {
    let mut source = None;
    let mut when = None;
    let mut amount = under_activity;
    let mut spent = false;
    let mut planned = false;
    let mut total = false;
    let mut other = None;
    for (text, phrase) in texts.iter().zip(phrases) {
        match phrase.heading {
            // Under "Remaining" or "Since the beginning of the year" no "Budget" was spent now.
            Some(known @ (Heading::Remaining | Heading::Cumulative | Heading::Net)) => {
                return Role::Is(known);
            }
            Some(Heading::Planned | Heading::Estimate) => planned = true,
            Some(Heading::SpentBudget) => (amount, source) = (true, Some(Source::Budget)),
            Some(Heading::SpentDonation) => (amount, source) = (true, Some(Source::Donation)),
            Some(Heading::Spent | Heading::Amount) => (amount, spent) = (true, true),
            // "Budget" over "Code | Amount" is the title of a table: a code below it is a code.
            Some(heading) => {
                amount &= under_activity || spent;
                other = Some(heading);
            }
            None if phrase.total => total = true,
            None if phrase.when.is_none() && has_other_currency(text, vocabulary) => {
                return Role::OtherCurrency;
            }
            None if phrase.when.is_some() => (amount, spent) = (true, true),
            None => {}
        }
        when = phrase.when.or(when);
    }
    if planned {
        Role::Planned { source, when }
    } else if total {
        Role::RowTotal { source, when }
    } else if let Some(heading) = other.filter(|_| !amount) {
        Role::Is(heading)
    } else if amount {
        let thousands = texts.iter().any(|text| vocabulary.says_thousands(text));
        Role::Amount { source, when, thousands }
    } else {
        Role::Unknown
    }
}

/// A heading such as "Iznos (RSD)": known without its last word, which is another currency.
pub(super) fn has_other_currency(text: &str, vocabulary: &Vocabulary) -> bool {
    let cleaned = text.replace(['(', ')', '[', ']'], " ");
    let mut words: Vec<&str> = cleaned.split_whitespace().collect();
    words.pop().is_some_and(|last| {
        vocabulary.is_other_currency(last.trim_end_matches('.'))
            && matches!(
                vocabulary.phrase(&words.join(" ")).heading,
                Some(
                    Heading::Amount
                        | Heading::Spent
                        | Heading::SpentBudget
                        | Heading::SpentDonation
                        | Heading::Planned
                )
            )
    })
}

/// What only all columns together can tell.
fn settle(columns: &mut [Column], vocabulary: &Vocabulary) {
    budget_or_budgeted(columns);
    totals_beside_their_parts(columns);
    // A lone total is the amount itself.
    if !columns.iter().any(|c| matches!(c.role, Role::Amount { .. })) {
        for column in columns.iter_mut() {
            if let Role::RowTotal { source, when } = column.role {
                let thousands = vocabulary.says_thousands(&column.text);
                column.role = Role::Amount { source, when, thousands };
            }
        }
    }
    super::basis::amounts_by_basis(columns, vocabulary);
    once_only(columns, vocabulary);
    spent_before_amount(columns, vocabulary);
}

fn is_general(column: &Column) -> bool {
    column.activity.is_none()
        && matches!(column.role, Role::Amount { source: None, when: None, .. })
}

fn is_particular(column: &Column) -> bool {
    matches!(column.role, Role::Amount { .. }) && !is_general(column)
}

/// "Budget | Spent" is the budgeted beside the spent; only a donation column makes "Budget" a source,
/// or a heading over it that says what was spent.
fn budget_or_budgeted(columns: &mut [Column]) {
    let general = columns.iter().any(is_general);
    let particulars = columns.iter().filter(|c| is_particular(c)).count();
    let donation = columns
        .iter()
        .any(|c| matches!(c.role, Role::Amount { source: Some(Source::Donation), .. }));
    if !general || donation || particulars != 1 {
        return;
    }
    for column in columns.iter_mut() {
        if let Role::Amount { source: Some(Source::Budget), when: None, .. } = column.role
            && !column.text.contains(" / ")
        {
            column.role = Role::Planned { source: None, when: None };
        }
    }
}

/// A general amount beside its parts is their total; so is a quarter beside its months, and a
/// source's amount beside its quarters.
fn totals_beside_their_parts(columns: &mut [Column]) {
    let parts: Vec<Column> =
        columns.iter().filter(|column| is_particular(column)).cloned().collect();
    for column in columns.iter_mut() {
        let Role::Amount { source, when, .. } = column.role else { continue };
        let narrower = |part: &&Column| {
            let Role::Amount { source: of, when: at, .. } = part.role else { return false };
            part.index != column.index
                && (column.activity.is_none() || part.activity == column.activity)
                && (column.donor.is_none() || part.donor == column.donor)
                && (source.is_none() || source == of)
                && when.is_none_or(|when| at.is_some_and(|at| when.holds(at)))
                && (part.activity != column.activity
                    || part.donor != column.donor
                    || of != source
                    || at != when)
        };
        if parts.iter().filter(narrower).count() >= 2 {
            column.role = Role::RowTotal { source, when };
        }
    }
}

/// The same heading twice: the first counts, the other is said and not counted a second time.
fn once_only(columns: &mut [Column], vocabulary: &Vocabulary) {
    let mut seen = Vec::new();
    for column in columns.iter_mut() {
        if let Role::Amount { source, when, .. } = column.role {
            let activity = column.activity.as_ref().map(|activity| activity.code);
            // "Amount" beside "Spent" is settled below.
            let heading = is_general(column)
                .then(|| nearly::phrase(&column.text, vocabulary).heading)
                .flatten();
            let meaning = (source, when, activity, column.donor.clone(), heading);
            if seen.contains(&meaning) {
                column.role = Role::Is(Heading::Amount);
            } else {
                seen.push(meaning);
            }
        }
    }
}

/// Two general amounts: spent wins over "Amount", which is then a contract's or an invoice's.
fn spent_before_amount(columns: &mut [Column], vocabulary: &Vocabulary) {
    let spent = |c: &Column| {
        c.text
            .split(" / ")
            .any(|text| nearly::phrase(text, vocabulary).heading == Some(Heading::Spent))
    };
    let generals: Vec<usize> =
        (0..columns.len()).filter(|index| is_general(&columns[*index])).collect();
    if generals.len() > 1 && generals.iter().any(|i| spent(&columns[*i])) {
        for index in generals {
            if !spent(&columns[index]) {
                columns[index].role = Role::Is(Heading::Amount);
            }
        }
    }
}

/// Where activities stand side by side, the column in front of the amounts says what each row is:
/// its cells tell, since it often has no heading.
pub(super) fn label_columns(columns: &mut Vec<Column>, body: &[Row], vocabulary: &Vocabulary) {
    let first = columns.iter().filter(|c| c.activity.is_some()).map(|c| c.index).min();
    let Some(first_amount) = first else { return };
    for index in (0..first_amount).rev().take(8) {
        let known = columns.iter().position(|column| column.index == index);
        // "Šifra" over them may be the heading of what stands across.
        let open = |role: Role| {
            matches!(role, Role::Unknown | Role::Is(Heading::Code | Heading::Activity))
        };
        if known.is_some_and(|at| !open(columns[at].role)) {
            continue;
        }
        let Some(heading) = label_heading(body, index, vocabulary) else { continue };
        match known {
            Some(at) => columns[at].role = Role::Is(heading),
            None => columns.push(Column {
                index,
                text: String::new(),
                role: Role::Is(heading),
                activity: None,
                donor: None,
            }),
        }
    }
    columns.sort_by_key(|column| column.index);
}

/// What most texts of a column are: sources, quarters or bodies.
fn label_heading(body: &[Row], index: u32, vocabulary: &Vocabulary) -> Option<Heading> {
    let texts: Vec<String> = body
        .iter()
        .filter_map(|row| row.cell(index))
        .filter(|cell| cell.as_text().is_some() && !cell.is_blank())
        .map(|cell| tidy(&cell.text()))
        .filter(|text| !vocabulary.is_total(text))
        .take(200)
        .collect();
    let most = |is: &dyn Fn(&str) -> bool| {
        !texts.is_empty() && texts.iter().filter(|text| is(text)).count() * 2 >= texts.len()
    };
    if most(&|text| {
        vocabulary.source(text).is_some()
            || vocabulary.donor(text).is_some()
            || vocabulary.body_of_budget(text).is_some()
    }) {
        Some(Heading::Source)
    } else if most(&|text| vocabulary.when(text).is_some()) {
        Some(Heading::Quarter)
    } else if most(&|text| vocabulary.bodies().find(text).is_some()) {
        Some(Heading::Body)
    } else {
        None
    }
}
