//! Shared pools: a part of the sheet Sources. Who drew how much on each, which responsible body drew
//! nothing or has not reported, and what remains.

use super::Context;
use crate::book::{Cell, Look, Style};
use crate::report::page::Page;
use crate::report::{formula, labels};

/// The block, where the plan has such lines.
pub(super) fn block(context: &Context<'_>, page: &mut Page) {
    let pools = &context.reconciliation.pools;
    if pools.is_empty() {
        return;
    }
    page.section("Shared pools: who drew what");
    page.hint(
        "A line of “the budget of all implementers” is one pool. Any body that is responsible for \
         the activity may draw on it; it is never split by itself. Remaining = planned − drawn; share of \
         the pool = drawn ÷ planned. An empty amount: the body has not reported. Draws by bodies that \
         are not responsible are counted too, and each is a finding W0405 at its cell.",
    );
    page.header(&[
        "Activity",
        "Drawn by",
        "Planned",
        "Drawn",
        "Remaining",
        "Share of the pool",
        "Share of what was drawn",
        "Responsible",
    ]);
    for pool in pools {
        let activity = context.reconciliation.plan.activities.get(&pool.activity);
        let row = page.next();
        let last = row + pool.draws.len() as u32;
        let (planned, drawn) = (formula::at(row, 2), formula::at(row, 3));
        let share = pool.drawn.and_then(|drawn| drawn.percent_of(pool.planned?));
        let cells = [
            Cell::text(pool.activity.to_string()),
            Cell::wrap(labels::title(activity)),
            Cell::money(pool.planned),
            formula::sum(row + 1, last, 3, pool.drawn),
            formula::difference(&planned, &drawn, pool.remaining),
            formula::percent(&drawn, &planned, share),
            Cell::default(),
            Cell::default(),
        ];
        page.row(formula::looking(cells, Look::SubGroup));
        for draw in &pool.draws {
            let own = formula::at(page.next(), 3);
            let responsible = if draw.responsible {
                Cell::new("yes", Style::Centre)
            } else {
                Cell::new("no", Style::Centre).look(Look::Attention)
            };
            page.row([
                Cell::default(),
                Cell::wrap(labels::body(draw.body.as_ref())),
                Cell::default(),
                Cell::money(draw.drawn),
                Cell::default(),
                formula::percent(&own, &planned, draw.share_of_planned),
                formula::percent(&own, &drawn, draw.share_of_drawn),
                responsible,
            ]);
        }
        if pool.overdrawn {
            page.row([
                Cell::default(),
                Cell::text("More was drawn than the plan has.").look(Look::Bad),
            ]);
        } else if pool.drawn.is_none() {
            page.row([Cell::default(), Cell::text("Nobody has drawn on it.").look(Look::Hint)]);
        }
    }
}
