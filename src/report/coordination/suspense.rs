//! Suspense: amounts that need a person, with everything the sheet says about them and cells for what is
//! decided. The workbook goes round: given back, its rows say which amounts were meant. Never adds up.

use std::collections::{BTreeMap, BTreeSet};

use super::decision_cells::{AMOUNT, HEADINGS, Lists, Shown, WIDEST, cells};
use super::{Context, claims};
use crate::book::{Cell, Look, Sheet, TabColour};
use crate::diagnostic::Code;
use crate::language::Said;
use crate::model::Recognition;
use crate::reconcile::{DoubleClaim, Outcome, SettledEntry};
use crate::report::formula;
use crate::report::page::{Block, Page};

/// As many entries that count and want a look as a person goes through; the findings have them all.
const MOST: usize = 5_000;

/// A sentence is as wide as a person sees without scrolling.
pub(super) const SENTENCE: u16 = 9;
/// The heading of the table of earlier decisions.
pub(super) const DECIDED: &str = "Decided";

/// The sheet, and the addresses of its total and of what is at stake in double claims.
pub(super) fn sheet(context: &Context<'_>) -> (Sheet, Option<String>, Option<String>) {
    let mut page = context.page(
        "Suspense",
        TabColour::Attention,
        "Suspense: amounts that need a decision",
        &WIDEST,
    );
    hint(
        &mut page,
        "These amounts are in no total of the plan: their activity or source cannot be told. The sender \
         mends the sheet, or you decide here. Suggestions are never applied by themselves.",
    );
    hint(
        &mut page,
        "To decide: fill in the yellow cells of a row, with your name, the day and the reason. Save, \
         close, and give this workbook to the next run with --decisions, into another folder. To \
         undo it, clear the yellow cells in the table Decided.",
    );
    let lists = Lists::of(context);
    let (block, address) = in_suspense(context, &mut page);
    let mut blocks = vec![block];
    let (to_look_at, rows) = to_look_at(context, &mut page).unzip();
    blocks.extend(to_look_at);
    let at_stake = claims::block(context, &mut page, &rows.unwrap_or_default());
    blocks.extend(decided(context, &mut page));
    let mut sheet = page.finish();
    lists.add(context.words, &mut sheet, &blocks);
    (sheet, address, at_stake)
}

fn hint(page: &mut Page, text: &'static str) {
    page.row([Cell::wrap(text).look(Look::Hint).span(SENTENCE)]);
}

/// The amounts in suspense; one that was decided and still waits stands here with its decision.
fn in_suspense(context: &Context<'_>, page: &mut Page) -> (Block, Option<String>) {
    let block = page.header(&HEADINGS);
    for (index, settled) in context.reconciliation.entries.with_outcome(Outcome::Suspense) {
        let why = settled.remarks.reason.clone().unwrap_or_default();
        page.row(of_entry(context, index, &settled, why));
    }
    let block = page.end(block);
    page.freeze(&block, 2);
    page.table(&block, "Suspense");
    if block.is_empty() {
        page.row([Cell::text("Nothing is in suspense.").look(Look::Good)]);
        return (block, None);
    }
    let suspense = context.reconciliation.proof.total.suspense;
    let mut total = vec![Cell::text("Total")];
    total.resize(usize::from(AMOUNT), Cell::default());
    total.push(formula::sum(block.first, block.last, AMOUNT, Some(suspense)));
    total.resize(HEADINGS.len(), Cell::default());
    let row = page.row(formula::looking(total, Look::Total));
    (block, Some(format!("Suspense!{}", formula::fixed(row, AMOUNT))))
}

/// Why entries that count want a look of a person. Very many may, and few are shown: words are made for
/// these alone.
struct Doubts<'a> {
    context: &'a Context<'a>,
    /// Each entry of a double claim with its claim, in order.
    claimed: Vec<(usize, usize)>,
}

impl<'a> Doubts<'a> {
    fn of(context: &'a Context<'a>) -> Self {
        let claims = context.reconciliation.double_claims.iter().enumerate();
        let mut claimed: Vec<(usize, usize)> = claims
            .flat_map(|(number, claim)| claim.entries.iter().map(move |entry| (*entry, number)))
            .collect();
        claimed.sort_unstable();
        Doubts { context, claimed }
    }

    /// The claims that an entry is in.
    fn claims(&self, entry: usize) -> impl Iterator<Item = usize> {
        let first = self.claimed.partition_point(|(claimed, _)| *claimed < entry);
        let from = self.claimed.get(first..).unwrap_or_default();
        from.iter().take_while(move |(claimed, _)| *claimed == entry).map(|(_, claim)| *claim)
    }

    /// The kinds of findings about an entry, or about its amount, that a person may settle.
    fn codes(&self, settled: &SettledEntry<'a>) -> impl Iterator<Item = Code> {
        let reconciliation = self.context.reconciliation;
        let of_amount = reconciliation
            .findings_at(&settled.entry.place())
            .filter_map(|finding| reconciliation.findings.get(finding))
            .map(|finding| finding.code)
            .filter(|code| matches!(code, Code::AmountDecidedByColumn | Code::AmountStoredAsDate));
        let known = |code: &Code| self.context.catalogue.explanation(*code).is_some();
        settled.remarks.doubts.iter().copied().chain(of_amount).filter(known)
    }

    /// Entries that want a look, those of a claim below one another.
    fn entries(&self) -> Vec<usize> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (index, settled) in self.context.reconciliation.entries.iter().enumerate() {
            if settled.outcome == Outcome::Suspense || settled.remarks.decision.is_some() {
                continue;
            }
            let claim = self.claims(index).next();
            if claim.is_some() || self.codes(&settled).next().is_some() {
                found.push((claim.unwrap_or(usize::MAX), index));
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, index)| index).collect()
    }

    /// Why an entry wants a look. Any reason belongs in here.
    fn why(&self, index: usize, settled: &SettledEntry<'a>) -> Said {
        let titles = self.codes(settled).filter_map(|code| {
            let texts = self.context.catalogue.explanation(code)?;
            Some(
                Said::new("{title} ({code})")
                    .with_data("title", &texts.title)
                    .with_data("code", code),
            )
        });
        let claims = self.claims(index).filter_map(|number| {
            let claim = self.context.reconciliation.double_claims.get(number)?;
            Some(
                Said::new("{claim}: may be claimed twice: {why}")
                    .with_data("claim", DoubleClaim::id(number))
                    .with("why", claim.why.clone()),
            )
        });
        Said::list(titles.chain(claims), "\n")
    }
}

/// The block, and where each entry stands in it.
fn to_look_at(context: &Context<'_>, page: &mut Page) -> Option<(Block, BTreeMap<usize, u32>)> {
    let doubts = Doubts::of(context);
    let entries = doubts.entries();
    if entries.is_empty() {
        return None;
    }
    page.section("Other amounts that want a look");
    hint(
        page,
        "Settled as the sheets and the plan have it, with a doubt. Nothing has to be done. If it is right, write yes \
         under Accept, and it is not said again. Otherwise assign or exclude.",
    );
    if entries.len() > MOST {
        let text = Said::new("{count} more are in reconciliation.json, with their findings.");
        let text = text.with("count", entries.len() - MOST);
        page.row([Cell::text(text).look(Look::Attention)]);
    }
    let block = page.header(&HEADINGS);
    let mut stands = BTreeMap::new();
    for index in entries.into_iter().take(MOST) {
        let Some(settled) = context.reconciliation.entries.get(index) else { continue };
        let why = doubts.why(index, &settled);
        stands.insert(index, page.row(of_entry(context, index, &settled, why)));
    }
    let block = page.end(block);
    page.table(&block, "ToLookAt");
    Some((block, stands))
}

/// Every decision that does not stand above, carried out or not, so that none is lost on the way round.
fn decided(context: &Context<'_>, page: &mut Page) -> Option<Block> {
    let reconciliation = context.reconciliation;
    let above: BTreeSet<usize> = reconciliation
        .entries
        .iter()
        .filter(|settled| settled.outcome == Outcome::Suspense)
        .filter_map(|settled| settled.remarks.decision)
        .collect();
    if reconciliation.decisions.len() <= above.len() {
        return None;
    }
    page.section(DECIDED);
    hint(
        page,
        "Every decision so far, and under Why what became of it. It stays here from round to round \
         until its yellow cells are cleared, also where no amount fits it now.",
    );
    let block = page.header(&HEADINGS);
    for (index, made) in reconciliation.decisions.iter().enumerate() {
        if above.contains(&index) {
            continue;
        }
        let entry = match made.fits.as_slice() {
            [only] => reconciliation.entries.get(*only).map(|settled| (*only, settled)),
            _ => None,
        };
        page.row(cells(
            context,
            &Shown {
                entry,
                recognition: made.recognition(),
                why: made.state.clone(),
                decision: Some(&made.decision),
            },
        ));
    }
    let block = page.end(block);
    page.table(&block, "Decided");
    Some(block)
}

/// An entry with all that it says, and its decision where there is one.
fn of_entry(
    context: &Context<'_>,
    index: usize,
    settled: &SettledEntry<'_>,
    why: Said,
) -> Vec<Cell> {
    let made = settled.remarks.decision.and_then(|made| context.reconciliation.decisions.get(made));
    let recognition = made.and_then(|made| made.now.clone());
    let recognition =
        recognition.unwrap_or_else(|| Recognition::of(&settled.entry, settled.means.body.as_ref()));
    let decision = made.map(|made| &made.decision);
    let entry = Some((index, *settled));
    cells(context, &Shown { entry, recognition: &recognition, why, decision })
}
