//! A reconciliation as text, so that a change in a result shows in a diff.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::fmt::Write;

use earmark::diagnostic::Catalogue;
use earmark::model::Euros;
use earmark::reconcile::{Figures, Reconciliation};

fn money(amount: Option<Euros>) -> String {
    amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string())
}

fn figures(figures: &Figures) -> String {
    format!(
        "planned {} secured {} spent {} variance {} deviation {} gap {}",
        money(figures.planned),
        money(figures.secured),
        money(figures.spent),
        money(figures.variance),
        figures.deviation_percent.map_or_else(|| "-".to_owned(), |percent| format!("{percent}%")),
        money(figures.funding_gap),
    )
}

/// Everything that a reader would ask for first.
pub fn dump(result: &Reconciliation, catalogue: &Catalogue) -> String {
    let mut text = String::new();
    write_all(&mut text, result, catalogue).expect("a string takes everything");
    text
}

fn write_all(
    out: &mut String,
    result: &Reconciliation,
    catalogue: &Catalogue,
) -> Result<(), std::fmt::Error> {
    writeln!(
        out,
        "# Totals as of {}",
        result.as_of.map_or_else(String::new, |day| day.to_string())
    )?;
    for (name, part) in [
        ("budget", &result.totals.budget),
        ("donation", &result.totals.donation),
        ("unnamed", &result.totals.unnamed),
        ("total", &result.totals.total),
    ] {
        writeln!(out, "{name}: {}", figures(part))?;
    }
    let proof = result.proof.total;
    writeln!(
        out,
        "proof: read {} = reconciled {} + unplanned {} + suspense {} + excluded {}; difference {}",
        proof.read,
        proof.reconciled,
        proof.unplanned,
        proof.suspense,
        proof.excluded,
        proof.difference()
    )?;
    writeln!(out, "\n# Lines")?;
    for line in &result.lines {
        let whose = match (&line.donor, line.holders.as_slice()) {
            (Some(donor), _) => donor.to_string(),
            (None, []) => "-".to_owned(),
            (None, [only]) => only.to_string(),
            (None, several) => format!("{} bodies", several.len()),
        };
        let outside = if line.in_plan { "" } else { " (not in the plan)" };
        writeln!(
            out,
            "{} {} {whose}{outside}: {}; {}, {}",
            line.activity,
            line.source,
            figures(&line.figures),
            line.spending_status.label(),
            line.funding_status.label()
        )?;
        for draw in &line.draws {
            let body = draw.body.as_ref().map_or("-", |body| &body.0);
            writeln!(out, "    drawn by {body}: {} responsible {}", draw.spent, draw.responsible)?;
        }
        for share in &line.donor_shares {
            let donor = share.donor.as_ref().map_or("not named", |donor| &donor.0);
            writeln!(out, "    {donor}: {}", figures(&share.figures))?;
        }
        for reason in &line.reasons {
            writeln!(out, "    reason: {reason}")?;
        }
    }
    writeln!(out, "\n# Areas")?;
    for area in &result.areas {
        writeln!(out, "{} {}: {}", area.key, area.title, figures(&area.figures.total))?;
    }
    writeln!(out, "\n# Donors")?;
    for donor in &result.donors {
        let name = donor.donor.as_ref().map_or("not named", |donor| &donor.0);
        writeln!(
            out,
            "{name}: {} pledged {} committed {} received {}",
            figures(&donor.figures),
            money(donor.evidence.pledged),
            money(donor.evidence.committed),
            money(donor.evidence.received)
        )?;
    }
    writeln!(out, "\n# Institutions")?;
    for institution in &result.institutions {
        let name = institution.body.as_ref().map_or("not named", |body| &body.0);
        writeln!(
            out,
            "{name}: leads {} sent {} in {} submissions{}",
            institution.leads.len(),
            institution.sent.read,
            institution.submissions.len(),
            if institution.expected { ", expected" } else { "" }
        )?;
    }
    let missing: Vec<String> = result.not_reported.iter().map(ToString::to_string).collect();
    writeln!(out, "not reported: {}", missing.join("; "))?;
    writeln!(out, "\n# Submissions")?;
    for submission in &result.submissions {
        writeln!(
            out,
            "{} {} from {} for {}: rows {} entries {} read {}{}",
            submission.source.file,
            submission.sheet.as_deref().unwrap_or("-"),
            submission.body.as_ref().map_or("-", |body| &body.0),
            submission.period.map_or_else(|| "-".to_owned(), |period| period.to_string()),
            submission.rows,
            submission.entries,
            submission.outcomes.read,
            submission
                .excluded
                .as_ref()
                .map_or_else(String::new, |why| format!("; left out: {}", why.english())),
        )?;
    }
    writeln!(out, "\n# Entries")?;
    for settled in result.entries.iter() {
        let suggestions: Vec<String> = settled
            .remarks
            .suggestions
            .iter()
            .map(|found| format!("{} {}%", found.activity, found.score))
            .collect();
        writeln!(
            out,
            "{}: \"{}\" = {} for {} ({}) from {} {} by {} {} -> {:?}{}{}",
            settled.entry.place(),
            &*settled.entry.raw(),
            settled.entry.amount,
            settled.means.activity.map_or_else(|| "-".to_owned(), |code| code.to_string()),
            settled.means.matched_by.label(),
            settled.means.source.map_or("-", |source| source.word()),
            settled.means.donor.as_ref().map_or("-", |donor| &donor.0),
            settled.means.body.as_ref().map_or("-", |body| &body.0),
            settled.entry.quarter.map_or_else(|| "-".to_owned(), |quarter| quarter.to_string()),
            settled.outcome,
            settled
                .remarks
                .reason
                .as_ref()
                .map_or_else(String::new, |why| format!(": {}", why.english())),
            if suggestions.is_empty() {
                String::new()
            } else {
                format!(" [{}]", suggestions.join(", "))
            },
        )?;
    }
    writeln!(out, "\n# Findings")?;
    for finding in &result.findings {
        writeln!(
            out,
            "{} {}: {} | read {:?} | {} | {}",
            finding.code,
            finding.place,
            catalogue.title(finding),
            catalogue.read(finding).unwrap_or_default(),
            catalogue.remedy(finding),
            catalogue.effect(finding)
        )?;
    }
    Ok(())
}
