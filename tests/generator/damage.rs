//! A dressed sheet, damaged as sheets are: a cell deleted, a note in an amount, cells changed about,
//! a heading lost. In: a dressed file. Out: the damaged one, and what must be said of it. Whatever
//! was an amount has to end as an entry or in a finding.

use std::collections::{BTreeMap, BTreeSet};

use earmark::diagnostic::{Finding, Severity};
use earmark::model::{CellRef, ControlTotal, Euros, Place};
use earmark::read::read_submissions;

use super::canvas::{Canvas, Ink};
use super::choices::Choices;
use super::judge::say;
use super::page::{Dressed, Form};
use super::vocabulary;

type At = (u32, u32);

/// What is owed after the damage.
#[derive(Debug, Clone)]
struct Owed {
    /// Amounts by their cells, where they are now.
    amounts: BTreeMap<At, i64>,
    /// Cells of which something must be said.
    named: BTreeSet<At>,
    /// The damage may make amounts of others, which nobody could know.
    meaning_lost: bool,
}

type Damage = fn(&mut Choices, &mut Canvas, &mut Owed) -> bool;

const ALL: [(&str, Damage); 13] = [
    ("a cell of words deleted", delete_words),
    ("a note in an amount", note_in_amount),
    ("another currency in an amount", other_currency),
    ("an error in an amount", error_value),
    ("two cells of a row changed about", swap_cells),
    ("a row typed one column off", shift_row),
    ("a wrong total", wrong_total),
    ("a total without its label", delete_label),
    ("the heading of amounts deleted", delete_head),
    ("the heading of amounts mistyped", mistype_head),
    ("the heading of amounts twice", repeat_head),
    ("the header deleted", delete_header),
    ("an amount given twice, in a note", amount_in_words),
];

/// Damages a file; its picture, and what is wrong with what is said of it.
pub fn judge(choices: &mut Choices, mut dressed: Dressed) -> (Vec<String>, String) {
    if !super::judge::judge(&dressed).is_empty() {
        // Whole it has to be right first; that is for the other test to say.
        return (Vec::new(), String::new());
    }
    let at = choices.pick(dressed.sheets.len());
    let (name, damage) = choices.of(&ALL);
    let sheet = &mut dressed.sheets[at];
    let amounts = sheet.entries.iter().map(|(at, entry)| (*at, entry.cents)).collect();
    let mut owed = Owed { amounts, named: BTreeSet::new(), meaning_lost: false };
    if !damage(choices, sheet, &mut owed) {
        return (Vec::new(), String::new());
    }
    let sheet = dressed.sheets[at].clone();
    let wrong = wrong_of(&dressed, &sheet, &owed);
    (wrong, format!("# damaged: {name}\n{}", dressed.picture()))
}

fn wrong_of(dressed: &Dressed, sheet: &Canvas, owed: &Owed) -> Vec<String> {
    let (file, mut findings) = dressed.file();
    let (submissions, found) = read_submissions(&file, vocabulary(), None);
    findings.extend(found);
    let name = (!matches!(dressed.form, Form::Csv(_))).then_some(sheet.name.as_str());
    let here = |place: &Place| place.sheet().as_deref() == name;
    let said: Vec<&Finding> = findings.iter().filter(|finding| here(&finding.place)).collect();
    let entries: BTreeMap<At, _> = submissions
        .iter()
        .flat_map(|submission| submission.entries.iter())
        .filter(|entry| here(&entry.place()))
        .filter_map(|entry| Some((entry.spot.cell().map(|c| (c.row, c.column))?, entry)))
        .collect();
    let mut wrong = Vec::new();
    for (at, cents) in &owed.amounts {
        let cell = CellRef { row: at.0, column: at.1 };
        let amount = Euros::from_cents(*cents);
        // A column that lost its own heading may pass for the sum of its row; then it is checked.
        let checked = submissions.iter().flat_map(|submission| &submission.control_totals);
        let agrees =
            |total: &&ControlTotal| total.cell == Some(cell) && total.difference().is_zero();
        match entries.get(at) {
            Some(entry) if entry.amount == amount => {}
            None if owed.meaning_lost && checked.clone().any(|total| agrees(&total)) => {}
            _ if said.iter().any(|finding| names(finding, *at)) => {}
            _ if said.iter().any(|finding| names_row(finding, at.0)) => {}
            Some(entry) => wrong.push(format!("{cell}: {amount} was read as {}", entry.amount)),
            None => wrong.push(format!("{cell}: {amount} vanished")),
        }
    }
    for (at, entry) in &entries {
        // What nobody wrote as an entry may be one only where it names no activity: then a person
        // decides.
        let named = entry.words.activity_code.is_some() || entry.words.title.is_some();
        let told = said.iter().any(|finding| names_row(finding, at.0)) || owed.meaning_lost;
        if !owed.amounts.contains_key(at) && named && !told {
            let cell = entry.spot.cell().expect("a cell");
            wrong.push(format!("{cell}: {} was read and is no entry", entry.amount));
        }
    }
    for at in &owed.named {
        if !said.iter().any(|finding| names(finding, *at)) {
            let cell = CellRef { row: at.0, column: at.1 };
            wrong.push(format!("{cell}: nothing is said of it"));
        }
    }
    if !wrong.is_empty() {
        wrong.extend(findings.iter().map(say));
    }
    wrong
}

/// Whether a finding names a cell, or its column at or above it, or the sheet that has no table.
fn names(finding: &Finding, at: At) -> bool {
    let Some(cell) = finding.place.cell() else { return finding.code.number() == "E0301" };
    let column = matches!(finding.code.number(), "N0305" | "E0207") && cell.row <= at.0;
    (cell.row, cell.column) == at
        || (column && cell.column == at.1)
        || finding.code.number() == "E0301"
}

/// Whether a finding makes a person look at the amounts of a row.
fn names_row(finding: &Finding, row: u32) -> bool {
    let telling = finding.code.severity() == Severity::Error || finding.code.number() == "W0304";
    telling && finding.place.cell().is_some_and(|cell| cell.row == row)
}

fn some_amount(choices: &mut Choices, owed: &Owed) -> Option<At> {
    let amounts: Vec<At> = owed.amounts.keys().copied().collect();
    (!amounts.is_empty()).then(|| choices.of(&amounts))
}

/// The cells of a row.
fn row_of(canvas: &Canvas, row: u32) -> Vec<At> {
    canvas.cells.range((row, 0)..(row + 1, 0)).map(|(at, _)| *at).collect()
}

/// Whether the row of an amount shows its code: without, it is told from a remark by nothing.
fn shows_code(canvas: &Canvas, amount: At) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let Some(code) = canvas.entries.get(&amount).and_then(|entry| entry.code) else { return false };
    let code = digits(&code.to_string());
    row_of(canvas, amount.0).iter().any(|at| match canvas.cells.get(at) {
        Some(Ink::Words(words)) => digits(words) == code,
        _ => false,
    })
}

fn delete_words(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    let Some(amount) = some_amount(choices, owed) else { return false };
    let mut others = row_of(canvas, amount.0);
    others.retain(|at| !owed.amounts.contains_key(at) && !canvas.totals.contains_key(at));
    if others.is_empty() {
        return false;
    }
    canvas.cells.remove(&choices.of(&others));
    true
}

fn rewrite(
    choices: &mut Choices,
    canvas: &mut Canvas,
    owed: &mut Owed,
    write: impl Fn(i64) -> String,
) -> bool {
    let Some(at) = some_amount(choices, owed) else { return false };
    canvas.words(at.0, at.1, write(owed.amounts[&at]));
    owed.named.insert(at);
    true
}

fn note_in_amount(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    let note = choices.of(&[" (est.)", " - procjena", " + PDV", "?", " i 20,00", "*"]);
    rewrite(choices, canvas, owed, |cents| format!("{}{note}", Euros::from_cents(cents)))
}

fn other_currency(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    let currency = choices.of(&[" RSD", " KM", " USD", "$", " din."]);
    rewrite(choices, canvas, owed, |cents| format!("{}{currency}", Euros::from_cents(cents)))
}

fn error_value(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    let error = choices.of(&["#REF!", "#VALUE!", "#N/A", "Err:502"]);
    rewrite(choices, canvas, owed, |_| error.to_owned())
}

fn amount_in_words(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    rewrite(choices, canvas, owed, |cents| {
        let euros = Euros::from_cents(cents);
        format!("{euros}\n{euros}")
    })
}

fn swap_cells(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    let Some(amount) = some_amount(choices, owed) else { return false };
    let mut others = row_of(canvas, amount.0);
    // An amount and a planned one, or a number of the line, changed about look like any others.
    let number = |at: &At| matches!(canvas.cells.get(at), Some(Ink::Number(_)));
    others.retain(|at| {
        *at != amount
            && !canvas.totals.contains_key(at)
            && !canvas.asides.contains(at)
            && (!number(at) || owed.amounts.contains_key(at))
    });
    if others.is_empty() || !shows_code(canvas, amount) {
        return false;
    }
    let other = choices.of(&others);
    let (left, right) = (canvas.cells.remove(&amount), canvas.cells.remove(&other));
    canvas.cells.extend(left.map(|ink| (other, ink)));
    canvas.cells.extend(right.map(|ink| (amount, ink)));
    let (left, right) = (owed.amounts.remove(&amount), owed.amounts.remove(&other));
    owed.amounts.extend(left.map(|cents| (other, cents)));
    owed.amounts.extend(right.map(|cents| (amount, cents)));
    true
}

fn shift_row(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    let Some(amount) = some_amount(choices, owed) else { return false };
    let row = row_of(canvas, amount.0);
    // One of several amounts in the next column looks like any other.
    let amounts = row.iter().filter(|at| owed.amounts.contains_key(at));
    if !shows_code(canvas, amount)
        || amounts.count() > 1
        || row.iter().any(|at| canvas.asides.contains(at))
    {
        return false;
    }
    owed.meaning_lost = true;
    for at in row.into_iter().rev() {
        let right = (at.0, at.1 + 1);
        canvas.cells.remove(&at).map(|ink| canvas.cells.insert(right, ink));
        owed.amounts.remove(&at).map(|cents| owed.amounts.insert(right, cents));
        canvas.totals.remove(&at).map(|cents| canvas.totals.insert(right, cents));
    }
    true
}

fn wrong_total(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    let totals: Vec<At> = canvas.totals.keys().copied().collect();
    if totals.is_empty() {
        return false;
    }
    let at = choices.of(&totals);
    canvas.put(at.0, at.1, Ink::Number("123456789.01".to_owned()));
    owed.named.insert(at);
    true
}

fn delete_label(choices: &mut Choices, canvas: &mut Canvas, _owed: &mut Owed) -> bool {
    let mut rows: Vec<u32> = canvas.totals.keys().map(|(row, _)| *row).collect();
    rows.retain(|row| !canvas.entries.keys().any(|(of, _)| of == row));
    if rows.is_empty() {
        return false;
    }
    let row = choices.of(&rows);
    let words = row_of(canvas, row).into_iter().find(|at| !canvas.totals.contains_key(at));
    words.is_some_and(|at| canvas.cells.remove(&at).is_some())
}

/// Not of amounts in thousands: without their heading they are parts of cents.
fn some_head(choices: &mut Choices, canvas: &Canvas) -> Option<At> {
    (!canvas.may_say.contains(&"W0217") && !canvas.heads.is_empty())
        .then(|| choices.of(&canvas.heads))
}

fn delete_head(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    owed.meaning_lost = true;
    // Under a merged heading a blank one is a column of its own: tests/fixtures/sheets/known-faults.
    let under = |at: &At| at.0 > 0 && canvas.merged.iter().any(|area| area.covers(at.0 - 1, at.1));
    let head = some_head(choices, canvas).filter(|at| !under(at));
    head.is_some_and(|at| canvas.cells.remove(&at).is_some())
}

fn mistype_head(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    owed.meaning_lost = true;
    let Some(at) = some_head(choices, canvas) else { return false };
    let Some(Ink::Words(words)) = canvas.cells.get(&at) else { return false };
    let mut letters: Vec<char> = words.chars().collect();
    let place = choices.pick(letters.len().max(2) - 1);
    match choices.pick(3) {
        0 => letters.insert(place, 'x'),
        1 if letters.len() > 1 => letters.swap(place, place + 1),
        _ => {
            letters.remove(place);
        }
    }
    canvas.words(at.0, at.1, letters.into_iter().collect::<String>());
    true
}

fn repeat_head(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    owed.meaning_lost = true;
    let Some(at) = some_head(choices, canvas) else { return false };
    let Some(ink) = canvas.cells.get(&at).cloned() else { return false };
    let mut others = row_of(canvas, at.0);
    others.push((at.0, others.last().map_or(0, |last| last.1 + 1)));
    let other = choices.of(&others);
    canvas.put(other.0, other.1, ink);
    true
}

fn delete_header(choices: &mut Choices, canvas: &mut Canvas, owed: &mut Owed) -> bool {
    owed.meaning_lost = true;
    // What stands above the header of another table is not read: tests/fixtures/sheets/known-faults.
    if canvas.tables != 1 {
        return false;
    }
    let Some(head) = some_head(choices, canvas) else { return false };
    for at in row_of(canvas, head.0) {
        canvas.cells.remove(&at);
    }
    true
}
