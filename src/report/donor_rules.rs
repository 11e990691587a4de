//! What a donor's own rules say, for its workbook: the rules in words, each verdict with its computation, and
//! the columns of the FACE form. In: one donor's judgement and its own shares. Out: a sheet. Says nothing
//! about anybody else's money.

use super::formula;
use super::labels;
use super::page::Page;
use crate::book::{Cell, Look, Row, Sheet, Style, TabColour};
use crate::diagnostic::safe;
use crate::language::{Said, Translation};
use crate::reconcile::{
    DonorJudgement, Face, FaceAmounts, Reconciliation, RuleUnitOf, RuleVerdict, Verdict,
};

/// Together no wider than a page.
const WIDEST: [u16; 10] = [24, 34, 13, 13, 13, 13, 13, 22, 26, 42];

/// A verdict, coloured by what it asks for.
pub(super) fn verdict(verdict: Option<Verdict>) -> Cell {
    let Some(verdict) = verdict else { return Cell::default() };
    let look = match verdict {
        Verdict::Within | Verdict::NoteGiven => Look::Good,
        Verdict::NotJudged | Verdict::NothingReported => Look::Body,
        Verdict::NoteMissing => Look::Attention,
        Verdict::Ineligible => Look::Bad,
    };
    Cell::new(verdict.label(), Style::Centre).look(look)
}

/// The sheet with the donor's rules; none where it has none.
pub(super) fn sheet(
    words: &Translation,
    reconciliation: &Reconciliation,
    title: &Said,
    judged: &DonorJudgement,
) -> Option<Sheet> {
    if judged.rules.is_empty() {
        return None;
    }
    let mut page = Page::new(
        words,
        "Rules",
        TabColour::Answer,
        Said::new("{title}: rules of this donor").with("title", title.clone()),
        &labels::subtitle(reconciliation),
        &WIDEST,
    );
    page.link("← Back to Donation", "Donation");
    page.freeze_title();
    page.section("Rules of this donor");
    let rules = judged.rules.iter().filter_map(|rule| reconciliation.donor_rules.get(*rule));
    for (number, rule) in rules.clone().enumerate() {
        let said = Said::new("{number}. {rule}").with("number", number + 1);
        page.sentence(said.with("rule", rule.words()), Look::Body);
    }
    if !judged.verdicts.is_empty() {
        verdicts(reconciliation, &mut page, judged);
    }
    if let (Some(rule), Some(form)) = (rules.clone().find(|rule| rule.face), &judged.face) {
        page.section("Statement in the columns of the FACE form");
        page.hint(
            Said::new(
                "A: authorised, here what is {base}. B: reported, the actual expenditure. C: accepted = B − \
                 ineligible. D: balance = A − C, empty where either is not known; the total adds up what is \
                 known.",
            )
            .with("base", rule.base.word()),
        );
        face(reconciliation, &mut page, judged, form);
    }
    Some(page.finish())
}

fn verdicts(reconciliation: &Reconciliation, page: &mut Page, judged: &DonorJudgement) {
    page.section("What the rules say");
    page.hint(
        "Base: what the rule measures against. Limit: the most that may be spent, to the cent below. Where a \
         note is required, a reason beside any of the payments counts as the note. Ineligible: what was \
         spent beyond a limit that makes it so. Euros beyond the limit of an activity are not counted \
         again for its measure or for the whole.",
    );
    let block = page.header(&[
        "Limit on",
        "Title",
        "Base",
        "Spent",
        "Limit",
        "Beyond the limit",
        "Deviation %",
        "Verdict",
        "Note given",
        "Computation",
    ]);
    for found in &judged.verdicts {
        let number = judged.rules.iter().position(|rule| *rule == found.rule).unwrap_or(0) + 1;
        page.row(verdict_cells(reconciliation, number, found));
    }
    let block = page.end(block);
    page.table(&block, "Rules");
    if let Some(ineligible) = judged.ineligible {
        let said = Said::new("Ineligible in all: {amount}.").with("amount", ineligible);
        page.sentence(said, if ineligible.is_zero() { Look::Good } else { Look::Attention });
    }
}

fn verdict_cells(reconciliation: &Reconciliation, number: usize, found: &RuleVerdict) -> Vec<Cell> {
    let plan = &reconciliation.plan;
    let title = match &found.unit {
        RuleUnitOf::Activity(code) => labels::title(plan.activities.get(code)),
        RuleUnitOf::Measure(code) => plan
            .measures
            .iter()
            .find(|measure| measure.code == *code)
            .map(|measure| crate::model::tidy(&measure.title))
            .unwrap_or_default(),
        RuleUnitOf::Total => String::new(),
    };
    let unit = match &found.unit {
        RuleUnitOf::Activity(code) => {
            Said::new("Rule {number}: activity {code}").with_data("code", code.to_string())
        }
        RuleUnitOf::Measure(code) if code.is_empty() => {
            Said::new("Rule {number}: activities without a measure")
        }
        RuleUnitOf::Measure(code) => {
            Said::new("Rule {number}: measure {code}").with_data("code", code.as_str())
        }
        RuleUnitOf::Total => Said::new("Rule {number}: the whole donation"),
    };
    let quarter = found.quarter.map(|quarter| Said::data(quarter.to_string()));
    let unit = std::iter::once(unit.with("number", number)).chain(quarter);
    let notes: Vec<String> = found.notes.iter().map(|note| safe(note)).collect();
    vec![
        Cell::wrap(Said::list(unit, ", ")),
        Cell::wrap(title),
        Cell::money(found.base),
        Cell::money(found.spent),
        Cell::money(found.limit),
        Cell::money(found.beyond),
        formula::given_percent(found.deviation_percent),
        verdict(Some(found.verdict)),
        Cell::wrap(notes.join("; ")),
        Cell::wrap(found.words.clone()),
    ]
}

/// One row for each activity, then what is ineligible under wider limits, then the total.
fn face(reconciliation: &Reconciliation, page: &mut Page, judged: &DonorJudgement, form: &Face) {
    let block = page.header(&[
        "Activity",
        "Title",
        "A Authorised",
        "B Reported",
        "Ineligible",
        "C Accepted",
        "D Balance",
    ]);
    for (code, amounts) in &form.rows {
        let activity = reconciliation.plan.activities.get(code);
        let start =
            vec![(0, Cell::text(code.to_string())), (1, Cell::wrap(labels::title(activity)))];
        face_row(page, start, amounts);
    }
    for (further, amounts) in judged.further.iter().zip(&form.further) {
        let said = match &further.unit {
            RuleUnitOf::Activity(code) => {
                Said::new("Beyond the limit on activity {code}").with_data("code", code.to_string())
            }
            RuleUnitOf::Measure(code) if code.is_empty() => {
                Said::new("Beyond the limit on activities without a measure")
            }
            RuleUnitOf::Measure(code) => {
                Said::new("Beyond the limit on measure {code}").with_data("code", code.as_str())
            }
            RuleUnitOf::Total => Said::new("Beyond the limit on the whole donation"),
        };
        face_row(page, vec![(0, Cell::wrap(said).span(2))], amounts);
    }
    let block = page.end(block);
    if block.is_empty() {
        page.row([Cell::text("Nothing is authorised and nothing was reported.").look(Look::Hint)]);
        return;
    }
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    let total = [
        Cell::text("Total"),
        Cell::default(),
        sum(2, form.total.authorised),
        sum(3, form.total.reported),
        sum(4, form.total.ineligible),
        sum(5, form.total.accepted),
        sum(6, form.total.balance),
    ];
    page.row(formula::looking(total, Look::Total));
}

fn face_row(page: &mut Page, mut cells: Vec<(u16, Cell)>, amounts: &FaceAmounts) {
    let at = |column| formula::at(page.next(), column);
    let accepted = formula::difference(&at(3), &at(4), amounts.accepted);
    let balance = formula::difference(&at(2), &at(5), amounts.balance);
    let figures = [
        Cell::money(amounts.authorised),
        Cell::money(amounts.reported),
        Cell::money(amounts.ineligible),
        accepted,
        balance,
    ];
    cells.extend((2..).zip(figures));
    page.push(Row { cells, ..Row::default() });
}
