//! One donor's transactions → csv in the terms of the IATI standard. In: a donor's own shares, the register's
//! rows for them and the entries behind them. Out: text that any system that knows IATI codes can take in.
//! Nothing about anybody else's money, and never a figure of its own.
//!
//! The reporting organisation is the government, so the donor's money comes in: a pledge is 13 (incoming
//! pledge), a commitment 11 (incoming commitment), money received 1 (incoming funds), and what a body
//! spent is 4 (expenditure). The plan's estimate is no transaction in IATI; it stands as a planned
//! disbursement, without a code. An unknown date stays empty.

use std::borrow::Cow;
use std::io::Write;

use super::{table, words};
use crate::model::{Activity, BodyName, Date, DonorName, Euros, FundingKind};
use crate::reconcile::{DonorShare, Line, Reconciliation};
use crate::write::WriteError;

const HEADINGS: [&str; 13] = [
    "transaction-type-code",
    "transaction-type",
    "transaction-date",
    "value",
    "currency",
    "value-date",
    "activity-code",
    "activity-title",
    "provider-org",
    "receiver-org",
    "description",
    "reference",
    "source",
];

/// One row.
struct Transaction<'a> {
    code: &'static str,
    name: &'static str,
    date: Option<Date>,
    value: Euros,
    receiver: Option<&'a BodyName>,
    description: String,
    reference: Cow<'a, str>,
    source: String,
}

/// The transactions of a named donor; nothing for donations without a name, which are nobody's to report.
///
/// # Errors
/// [`WriteError`] where nothing more can be written.
pub fn iati(
    reconciliation: &Reconciliation,
    donor: usize,
    out: &mut (dyn Write + Send),
) -> Result<(), WriteError> {
    let Some(result) = reconciliation.donors.get(donor) else { return Ok(()) };
    let Some(name) = result.donor.as_ref() else { return Ok(()) };
    let shares = result.shares.iter().filter_map(|(line, share)| {
        let line = reconciliation.lines.get(*line)?;
        Some((line, line.donor_shares.get(*share)?))
    });
    let rows = shares.flat_map(|(line, share)| {
        let activity = reconciliation.plan.activities.get(&line.activity);
        let transactions = transactions(reconciliation, line, share, activity);
        transactions.map(move |transaction| row(name, line, activity, &transaction))
    });
    table(&HEADINGS, rows, out)
}

fn transactions<'a>(
    reconciliation: &'a Reconciliation,
    line: &'a Line,
    share: &'a DonorShare,
    activity: Option<&'a Activity>,
) -> impl Iterator<Item = Transaction<'a>> {
    let lead = activity.and_then(|activity| activity.lead.as_ref());
    let planned = share.figures.planned.map(|value| Transaction {
        code: "",
        name: "Planned Disbursement",
        date: None,
        value,
        receiver: lead,
        description: "the plan's estimate".to_owned(),
        reference: Cow::Borrowed(""),
        source: activity.map(|activity| activity.place.to_string()).unwrap_or_default(),
    });
    let of_donor = line
        .records
        .iter()
        .filter_map(|index| reconciliation.funding.get(*index))
        .filter(|record| record.donor == share.donor);
    let registered = of_donor.map(move |record| {
        let (code, name) = match record.kind {
            FundingKind::Pledged => ("13", "Incoming Pledge"),
            FundingKind::Committed => ("11", "Incoming Commitment"),
            FundingKind::Received => ("1", "Incoming Funds"),
            FundingKind::Appropriated => ("", "Budget"),
        };
        Transaction {
            code,
            name,
            date: record.date,
            value: record.amount,
            receiver: lead,
            description: format!("{} according to the register of funding", record.kind.word()),
            reference: Cow::Borrowed(record.reference.as_deref().unwrap_or_default()),
            source: record.place.to_string(),
        }
    });
    let entries = share.entries.iter().filter_map(|at| reconciliation.entries.at(at));
    let spent = entries.map(|settled| Transaction {
        code: "4",
        name: "Expenditure",
        date: settled.entry.date,
        value: settled.entry.amount,
        receiver: settled.means.body.as_ref(),
        description: settled.entry.description().unwrap_or_default().into_owned(),
        reference: settled.entry.document().unwrap_or_default(),
        source: settled.entry.place().to_string(),
    });
    planned.into_iter().chain(registered).chain(spent)
}

fn row(
    donor: &DonorName,
    line: &Line,
    activity: Option<&Activity>,
    transaction: &Transaction<'_>,
) -> [String; HEADINGS.len()] {
    let date = transaction.date.map(|date| date.to_string()).unwrap_or_default();
    let title = activity.map(|activity| activity.title.as_str()).unwrap_or_default();
    let receiver = transaction.receiver.map(|body| &*body.0).unwrap_or_default();
    [
        transaction.code.to_owned(),
        transaction.name.to_owned(),
        date.clone(),
        transaction.value.to_string(),
        "EUR".to_owned(),
        date,
        line.activity.to_string(),
        words(title),
        words(&donor.0),
        words(receiver),
        words(&transaction.description),
        words(&transaction.reference),
        words(&transaction.source),
    ]
}
