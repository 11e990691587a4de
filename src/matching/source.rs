//! Where the money of an entry came from: its row's own words, else its column, else the plan where
//! that gives the activity one source only; otherwise nobody can tell.

use super::Matcher;
use crate::diagnostic::{Code, Finding};
use crate::model::{ActivityCode, AsWritten, DonorName, Entry, Source};
use crate::read::{SourceReading, read_donor, read_source};
use crate::vocabulary::SourceWords;

pub(super) fn attribute(
    matcher: &Matcher<'_>,
    entry: &Entry<'_>,
    activity: Option<ActivityCode>,
    findings: &mut Vec<Finding>,
) -> Option<SourceReading> {
    let donor = entry.words.donor.as_ref().and_then(|written| {
        matcher
            .read_donors
            .of(&written.value, |text| read_donor(text, &matcher.donors, matcher.vocabulary))
    });
    let words = entry.words.source.as_ref().and_then(|written| {
        matcher
            .read_sources
            .of(&written.value, |text| {
                read_source(text, &matcher.plan.bodies, &matcher.donors, matcher.vocabulary)
            })
            .or_else(|| mistyped(matcher, entry, written, findings))
    });
    let mut said = from_words(entry, words, donor.as_ref(), findings)
        .or_else(|| from_plan(matcher, entry, activity, findings))?;
    match said.source {
        Source::Donation => {
            said.donor =
                donor.or(said.donor).or_else(|| sole_donor(matcher, entry, activity?, findings));
        }
        Source::Budget | Source::Unnamed => {
            if let Some(written) = entry.words.donor.as_ref().filter(|_| donor.is_some()) {
                findings.push(
                    Finding::new(Code::DonorOnBudget, written.place(entry))
                        .read(&*written.value)
                        .amount(entry.amount),
                );
            }
        }
    }
    Some(said)
}

/// A word for a source with a small typing error, where one word only is nearest.
fn mistyped(
    matcher: &Matcher<'_>,
    entry: &Entry<'_>,
    written: &AsWritten,
    findings: &mut Vec<Finding>,
) -> Option<SourceReading> {
    let nearest = |text: &str| matcher.vocabulary.nearest_source(text);
    let (meaning, word) = matcher.mistyped_sources.of(&written.value, nearest)?;
    let (source, shared) = match meaning {
        SourceWords::Is(source) => (source, false),
        SourceWords::Shared => (Source::Budget, true),
    };
    findings.push(
        Finding::new(Code::SourceReadAs, written.place(entry))
            .read(&*written.value)
            .data("word", word)
            .detail("taken", source)
            .amount(entry.amount),
    );
    Some(SourceReading { source, holder: None, donor: None, shared })
}

/// The row's words before the column's; where they disagree the words hold.
fn from_words(
    entry: &Entry<'_>,
    words: Option<SourceReading>,
    donor: Option<&DonorName>,
    findings: &mut Vec<Finding>,
) -> Option<SourceReading> {
    let plain = |source| SourceReading { source, holder: None, donor: None, shared: false };
    match (words, entry.words.column_source) {
        (Some(words), Some(column)) if words.source != column => {
            let own = entry.spot;
            let spot = entry.words.source.as_ref().map_or(own, |written| written.spot(own));
            findings.push(
                Finding::new(Code::SourceAndColumnDisagree, entry.whole.at(spot))
                    .read(entry.words.source.as_ref().map_or("", |written| &*written.value))
                    .detail("column", column)
                    .detail("taken", words.source)
                    .amount(entry.amount),
            );
            Some(words)
        }
        (Some(words), _) => Some(words),
        (None, Some(column)) => Some(plain(column)),
        // A named donor means a donation.
        (None, None) => donor.map(|_| plain(Source::Donation)),
    }
}

fn from_plan(
    matcher: &Matcher<'_>,
    entry: &Entry<'_>,
    activity: Option<ActivityCode>,
    findings: &mut Vec<Finding>,
) -> Option<SourceReading> {
    let mut sources: Vec<Source> =
        activity.map(|code| matcher.plan.lines_of(code).map(|(_, line)| line.source).collect())?;
    sources.sort_unstable();
    sources.dedup();
    let (place, read) = match &entry.words.source {
        Some(written) => (written.place(entry), written.value.to_string()),
        None => (entry.place(), entry.raw().to_string()),
    };
    if let [only] = sources.as_slice()
        && !contradicts(matcher, entry, *only)
    {
        findings.push(
            Finding::new(Code::SourceFromPlan, place)
                .read(read)
                .detail("taken", *only)
                .amount(entry.amount),
        );
        return Some(SourceReading { source: *only, holder: None, donor: None, shared: false });
    }
    findings.push(Finding::new(Code::SourceUnknown, place).read(read).amount(entry.amount));
    None
}

/// Whether the row's words, though not understood as a whole, name another source than the plan's
/// only one: "UNICEF, IOM" on a budget line.
fn contradicts(matcher: &Matcher<'_>, entry: &Entry<'_>, only: Source) -> bool {
    let Some(written) = &entry.words.source else { return false };
    let parts = written.value.split([',', ';', '/', '+', '&']).flat_map(|part| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let joined = words.split(|word| matches!(*word, "and" | "i" | "и"));
        joined.map(|words| words.join(" ")).collect::<Vec<_>>()
    });
    parts
        .filter_map(|part| {
            read_source(&part, &matcher.plan.bodies, &matcher.donors, matcher.vocabulary)
        })
        .any(|said| said.source != only)
}

/// The one donor that the plan or the register knows for the activity, where the sheet names none.
fn sole_donor(
    matcher: &Matcher<'_>,
    entry: &Entry<'_>,
    activity: ActivityCode,
    findings: &mut Vec<Finding>,
) -> Option<DonorName> {
    let donors = matcher.donors_of.get(&activity)?;
    let (Some(only), 1) = (donors.first(), donors.len()) else { return None };
    findings.push(
        Finding::new(Code::DonorFromRegister, entry.place())
            .read(&*entry.raw())
            .detail("donor", only)
            .detail("counted", "counted")
            .amount(entry.amount),
    );
    Some(only.clone())
}
