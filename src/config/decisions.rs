//! A decisions file that is written as text. In: `[[decision]]` as people type it. Out: decisions with
//! their lines, every text as written; amounts exactly, since a number is taken by its digits. Never:
//! which entry is meant.

use std::ops::Range;

use arcstr::ArcStr;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{Date, Decision, Euros, Mark, Place, Spot};

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TypedDecisions {
    decision: Vec<TypedDecision>,
}

/// One decision; the first part says which amount is meant, and any of it may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct TypedDecision {
    body: Option<Spanned<String>>,
    code: Option<Spanned<String>>,
    title: Option<Spanned<String>>,
    source_as_written: Option<Spanned<String>>,
    donor_as_written: Option<Spanned<String>>,
    amount: Option<Spanned<IgnoredAny>>,
    date: Option<Spanned<IgnoredAny>>,
    document: Option<Spanned<String>>,
    description: Option<Spanned<String>>,
    quarter: Option<Spanned<String>>,
    file: Option<Spanned<String>>,
    sheet: Option<Spanned<String>>,
    cell: Option<Spanned<String>>,
    activity: Option<Spanned<String>>,
    source: Option<Spanned<String>>,
    donor: Option<Spanned<String>>,
    assign_body: Option<Spanned<String>>,
    exclude: Option<Spanned<String>>,
    accept: Option<Spanned<bool>>,
    by: Option<Spanned<String>>,
    on: Option<Spanned<IgnoredAny>>,
    reason: Option<Spanned<String>>,
}

/// Reads a decisions file in TOML.
///
/// # Errors
/// A finding that names the line, where the file is not understood; then no decision is taken.
pub fn read_decisions(name: &str, text: &str) -> Result<Vec<Decision>, Box<Finding>> {
    let file: ArcStr = name.into();
    let line_of = |at: usize| text.get(..at).unwrap_or("").matches('\n').count() + 1;
    let typed: TypedDecisions = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(span.start));
        let problem = Said::new("line {line}: {problem}")
            .with_data("line", line)
            .with("problem", super::in_words::of_toml(error.message()));
        let finding = Finding::new(Code::DecisionsNotRead, Place::of_file(&file));
        Box::new(finding.detail("problem", problem))
    })?;
    Ok(typed.decision.into_iter().map(|decision| decision.at(&file, text, &line_of)).collect())
}

impl TypedDecision {
    fn at(self, file: &ArcStr, text: &str, line_of: &dyn Fn(usize) -> usize) -> Decision {
        let line = self.start().map_or(1, |start| u32::try_from(line_of(start)).unwrap_or(1));
        let place = Place::new(file, None, Spot::Line(line));
        let mut decision = Decision::at(place);
        let raw = |value: Option<Spanned<IgnoredAny>>| {
            value.map(|value| bare(text.get(value.span()).unwrap_or("")).to_owned())
        };
        for (mark, value) in [
            (Mark::Body, plain(self.body)),
            (Mark::Code, plain(self.code)),
            (Mark::Title, plain(self.title)),
            (Mark::Source, plain(self.source_as_written)),
            (Mark::Donor, plain(self.donor_as_written)),
            (Mark::Amount, raw(self.amount).map(|digits| exact(&digits).into())),
            (Mark::Date, raw(self.date).map(|day| whole_day(&day).into())),
            (Mark::Document, plain(self.document)),
            (Mark::Description, plain(self.description)),
            (Mark::Quarter, plain(self.quarter)),
            (Mark::File, plain(self.file)),
            (Mark::Sheet, plain(self.sheet)),
            (Mark::Cell, plain(self.cell)),
        ] {
            if let Some(value) = value {
                decision.entry.marks.insert(mark, value);
            }
        }
        let yes = |said: bool| said.then(|| ArcStr::from(Decision::YES));
        Decision {
            activity: plain(self.activity),
            source: plain(self.source),
            donor: plain(self.donor),
            body: plain(self.assign_body),
            exclude: plain(self.exclude),
            accept: self.accept.and_then(|accept| yes(accept.into_inner())),
            by: plain(self.by),
            on: raw(self.on).map(|day| whole_day(&day).into()),
            reason: plain(self.reason),
            ..decision
        }
    }

    /// Where its first value stands.
    fn start(&self) -> Option<usize> {
        let texts = [
            &self.body,
            &self.code,
            &self.title,
            &self.source_as_written,
            &self.donor_as_written,
            &self.document,
            &self.description,
            &self.quarter,
            &self.file,
            &self.sheet,
            &self.cell,
            &self.activity,
            &self.source,
            &self.donor,
            &self.assign_body,
            &self.exclude,
            &self.by,
            &self.reason,
        ];
        let texts = texts.into_iter().flatten().map(Spanned::span);
        let others = [&self.amount, &self.date, &self.on].into_iter().flatten().map(Spanned::span);
        let accept = self.accept.iter().map(Spanned::span);
        texts.chain(others).chain(accept).map(|span: Range<usize>| span.start).min()
    }
}

fn plain(value: Option<Spanned<String>>) -> Option<ArcStr> {
    let value = value?.into_inner();
    (!value.trim().is_empty()).then(|| ArcStr::from(value))
}

/// A value without its quotes.
fn bare(value: &str) -> &str {
    value.trim().trim_matches(['"', '\''])
}

/// An amount as 1234.50, by its digits; what is none stays as written.
fn exact(digits: &str) -> String {
    let number = digits.replace('_', "");
    let number = number.strip_prefix('+').unwrap_or(&number);
    rust_decimal::Decimal::from_str_exact(number)
        .ok()
        .and_then(|number| Euros::from_decimal(number).ok())
        .map_or_else(|| digits.to_owned(), |euros| euros.to_string())
}

/// A day as 2020-05-04; what is none stays as written.
fn whole_day(day: &str) -> String {
    day.parse::<Date>().map_or_else(|_| day.to_owned(), |day| day.to_string())
}
