//! Bytes as a plan, sheets and a register: the proof holds, every entry has one outcome, and
//! it can be reported.

use arbitrary::Unstructured;
use earmark::config::Settings;
use earmark::language::Translation;
use earmark::model::Euros;
use earmark::read::{read_funding, read_plan};
use earmark::reconcile::{Inputs, Outcome, reconcile};
use earmark::report;

/// Reconciles the small case.
pub fn run(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Some((report_it, inputs)) = decode(&mut bytes) else { return };
    let read: Euros = inputs.submissions.iter().map(|submission| submission.read).sum();
    let entries: usize = inputs.submissions.iter().map(|s| s.entries.len()).sum();
    let settings = Settings::default();
    let result = reconcile(inputs, &settings, super::vocabulary()).expect("the proof holds");
    super::show(&result.findings);
    assert_eq!(result.proof.total.read, read);
    assert_eq!(result.entries.len(), entries, "every entry has one outcome");
    for (outcome, sum) in [
        (Outcome::Reconciled, result.proof.total.reconciled),
        (Outcome::Unplanned, result.proof.total.unplanned),
        (Outcome::Suspense, result.proof.total.suspense),
        (Outcome::Excluded, result.proof.total.excluded),
    ] {
        let of = result.entries.iter().filter(|entry| entry.outcome == outcome);
        assert_eq!(of.map(|entry| entry.entry.amount).sum::<Euros>(), sum, "{outcome:?}");
    }
    if report_it {
        let book =
            report::coordination(&result, super::catalogue(), Translation::english()).whole();
        assert!(!book.sheets.is_empty());
    }
}

/// Whether to report it as well, and what goes in.
fn decode(bytes: &mut Unstructured<'_>) -> Option<(bool, Inputs)> {
    let vocabulary = super::vocabulary();
    let report_it = bytes.ratio(1, 16).ok()?;
    let plan = super::decode::plan("plan.xlsx", bytes).ok()?;
    let (plan, mut findings) = read_plan(&plan, vocabulary);
    let plan = plan?;
    let register = match bytes.arbitrary().ok()? {
        true => {
            let file = super::decode::file("funding.xlsx", bytes).ok()?;
            let (records, found) = read_funding(&file, vocabulary, &plan);
            findings.extend(found);
            Some((file.source, records))
        }
        false => None,
    };
    let mut submissions = Vec::new();
    for number in 0..bytes.int_in_range(1..=3).ok()? {
        let file = super::decode::file(&format!("sheet-{number}.xlsx"), bytes).ok()?;
        let (read, found) = super::check_submissions(&file, Some(&plan));
        submissions.extend(read);
        findings.extend(found);
    }
    Some((
        report_it,
        Inputs {
            plan,
            submissions,
            register,
            decisions: Vec::new(),
            decisions_file: None,
            reasons: Vec::new(),
            files: Vec::new(),
            findings,
        },
    ))
}
