//! The sheet of a form that says how to fill it in. Out: a sheet of text alone, so that nothing on it
//! can be taken for an amount.

use super::parts::columns;
use crate::book::{Cell, Look, Print, Row, Sheet, Style, TabColour};

const EXPENDITURE: &[(&str, &[&str])] = &[
    (
        "What to fill in",
        &[
            "Only the yellow cells. Everything else stays as it is: the codes and the headings say \
             where each euro belongs.",
            "Period: the quarter that this form covers, or the whole year.",
            "Spent (€): what was paid in that period, in euros and cents, as a number without words. \
             Not in thousands.",
            "Nothing spent: write 0. An empty cell means that nothing is reported, which is not the \
             same.",
            "Refunds and corrections: the amount with a minus in front.",
            "Date and Document number: of the payment, so that the amount can be found again.",
            "Reason for deviation: why more or less was spent than planned. The last column says “reason \
             needed” where the deviation is large, until a reason is written; “if finished” where less was \
             spent and the rest may still come.",
        ],
    ),
    (
        "Which row",
        &[
            "Each filled row is one planned amount: an activity and the source of its money. Write \
             what was spent of it in that row.",
            "A second payment for the same activity and source: use one of the empty rows below with \
             the same code.",
            "Money spent on an activity that is not listed, or from another source than the plan \
             names: use an empty row as well, and choose the code and the source.",
            "Donation: name the donor. Where several donors paid, use a row for each.",
            "Budget of all implementers: write only what your own institution paid.",
        ],
    ),
    (
        "Before you send it",
        &[
            "Compare the total below the table with your own records. The sheet adds it up by itself.",
            "Send this file as it is, not as a PDF and not as a picture.",
            "The sheet is protected so that nothing moves by accident. There is no password: if you \
             need more rows, lift the protection and insert them above the total.",
        ],
    ),
];

const FUNDING: &[(&str, &[&str])] = &[
    (
        "What the register is for",
        &[
            "It says what money is there for each activity, so that the reconciliation can tell funded \
             from unfunded. What is not in it counts as not secured.",
            "One row for each decision, pledge, contract or payment.",
        ],
    ),
    (
        "What to fill in",
        &[
            "Code: the code of the activity as the plan prints it, such as 1.1.10. The title beside it \
             is for your own reading.",
            "Source of funding: Budget, Donation, or Budget of all implementers.",
            "Institution: whose budget it is. Donor: who gives the donation.",
            "Kind: how firm the money is. Appropriated: voted for the purpose. Pledged: promised, not \
             yet binding. Committed: a contract or agreement is signed. Received: the money has \
             arrived.",
            "A pledge is shown, and does not count as secured.",
            "Amount (€): in euros and cents, as a number without words. Not in thousands.",
            "Date and Reference: of the decision, the contract or the payment order.",
        ],
    ),
    (
        "The same money at several stages",
        &["A donation that was pledged, then signed, then paid has three rows, each with its own \
             kind. The stages are not added together: the largest of appropriated, committed and \
             received counts."],
    ),
];

/// For the expenditure form.
pub(super) fn expenditure() -> Sheet {
    sheet("How to fill in this form", EXPENDITURE)
}

/// For the register of funding.
pub(super) fn funding() -> Sheet {
    sheet("How to fill in this register", FUNDING)
}

fn sheet(title: &'static str, sections: &[(&'static str, &[&'static str])]) -> Sheet {
    let mut rows = vec![Row::from_cells([Cell::text(title).look(Look::Title).span(2)])];
    for (heading, lines) in sections {
        rows.push(Row::default().height(8));
        rows.push(Row::from_cells([Cell::text(*heading).look(Look::Section).span(2)]));
        rows.push(Row::default().height(4));
        let bullet = || Cell::new("•", Style::Centre);
        rows.extend(lines.iter().map(|line| Row::from_cells([bullet(), Cell::wrap(*line)])));
    }
    Sheet {
        name: "Instructions".to_owned(),
        columns: columns([3, 86]),
        rows,
        print: Print { portrait: true, footer: title.into(), ..Print::default() },
        tab: TabColour::Method,
        protected: true,
        ..Sheet::default()
    }
}
