//! The page of a return that the institution signs: what it sent and what came of it, in one view, and who
//! stands for it. In: a reconciliation and one institution. Out: a sheet of its own, one page on paper.

use crate::book::{Cell, Column, Content, Look, Row, Sheet, Style, TabColour};
use crate::language::{Said, Translation};
use crate::reconcile::{InstitutionResult, Reconciliation};
use crate::report::labels;
use crate::report::page::Page;

const WIDEST: [u16; 4] = [22, 40, 16, 30];

pub(super) fn sheet(
    words: &Translation,
    reconciliation: &Reconciliation,
    institution: &InstitutionResult,
    title: &Said,
) -> Sheet {
    let heading = Said::new("Sign-off: {body}").with("body", title.clone());
    let subtitle = labels::subtitle(reconciliation);
    let mut page = Page::new(words, "Sign-off", TabColour::Attention, heading, &subtitle, &WIDEST);
    page.portrait();
    page.link("← Back to Return", "Return");
    page.hint(
        "Please compare these sums with your own records, mend what the sheet Findings names, and send \
         this page back signed.",
    );
    page.section("What you sent, and what came of it");
    let sent = &institution.sent;
    for (words, amount) in [
        ("Read in your sheets", sent.read),
        ("Reconciled with the plan", sent.reconciled),
        ("Spent, and not in the plan", sent.unplanned),
        ("Waits in suspense", sent.suspense),
        ("Excluded", sent.excluded),
    ] {
        let words = Cell::text(words).span(2);
        let amount = Cell::money(amount);
        page.push(Row { cells: vec![(0, words), (2, amount)], ..Row::default() });
    }
    page.section("Signatures");
    page.sentence(
        "We have checked the return. The sums that are read are those of our records.",
        Look::Body,
    );
    page.header(&["", "Name and position", "Date", "Signature"]);
    for role in ["Prepared by", "Approved by"] {
        let input = || Cell::wrap("").look(Look::Input).unlocked();
        let date = Cell::new(Content::Empty, Style::Date).look(Look::Input).unlocked();
        page.push(Row::from_cells([Cell::text(role), input(), date, input()]).height(36));
    }
    // Room for a name and a signature in ink, however short the texts are.
    Sheet { columns: WIDEST.map(Column::width).to_vec(), ..page.finish() }
}
