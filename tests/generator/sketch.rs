//! A table before it is painted: headings over columns, lines below. In: a sketch, as a layout makes
//! it. Out: a canvas on which the columns stand in some order, with totals, repeated headers and
//! blank rows, every amount in a hand that can be read in one way only.

use std::collections::BTreeMap;

use super::canvas::{Canvas, Expected, Ink};
use super::choices::Choices;
use super::pen::Pen;
use super::words::{Script, words};

/// The headings over one column, from the top.
#[derive(Debug, Clone)]
pub struct Head {
    pub texts: Vec<String>,
    pub kind: Kind,
    /// Columns of one group stay side by side, in their order.
    pub group: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Words,
    Amount,
    Planned,
    RowTotal,
}

/// One cell of a line.
#[derive(Debug, Clone)]
pub enum Mark {
    Blank,
    Ink(Ink),
    /// Merged with the cell above.
    Above,
    Amount(Expected),
    /// An amount that is no entry: planned, or the sum of the row.
    Aside(i64),
}

impl Mark {
    pub fn words(text: impl Into<String>) -> Mark {
        let text: String = text.into();
        if text.is_empty() { Mark::Blank } else { Mark::Ink(Ink::Words(text)) }
    }

    pub fn maybe(text: Option<impl Into<String>>) -> Mark {
        text.map_or(Mark::Blank, Mark::words)
    }
}

#[derive(Debug, Clone)]
pub struct Line {
    pub measure: String,
    pub cells: Vec<Mark>,
    /// Belongs to the line above: nothing may come between.
    pub joined: bool,
}

/// A table to be painted.
#[derive(Debug, Clone, Default)]
pub struct Sketch {
    pub heads: Vec<Head>,
    pub lines: Vec<Line>,
    /// Findings that belong to this layout.
    pub may_say: Vec<&'static str>,
}

/// Everything above the lines that is the same for each of them.
struct Frame {
    order: Vec<usize>,
    depth: usize,
    pens: BTreeMap<usize, Pen>,
    /// How a heading of fewer rows than the header stands in it.
    short_heads: ShortHeads,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ShortHeads {
    Merged,
    Top,
    Bottom,
}

impl Sketch {
    pub fn paint(mut self, choices: &mut Choices, script: Script) -> Canvas {
        let mut canvas = Canvas { may_say: self.may_say.clone(), ..Canvas::default() };
        let totals = choices.pick(5);
        let (grand, subtotals) = (totals == 2 || totals == 4, totals >= 3);
        if subtotals {
            self.sort_by_measure();
        }
        let frame = self.frame(choices, &mut canvas);
        let mut at = self.paint_header(&frame, &mut canvas, 0);
        let repeat_after = if choices.once_in(8) { 1 + choices.pick(5) } else { usize::MAX };
        let gaps = choices.once_in(6);
        let mut sums = Sums::default();
        for (number, line) in self.lines.iter().enumerate() {
            let measure_ends = number > 0 && self.lines[number - 1].measure != line.measure;
            if subtotals && measure_ends {
                let label = subtotal_label(choices, script, &self.lines[number - 1].measure);
                at = self.paint_total(choices, &frame, &mut canvas, at, &label, &sums.since);
                sums.since.clear();
            }
            if !line.joined && number > 0 {
                if number % repeat_after == 0 {
                    at = self.paint_header(&frame, &mut canvas, at);
                } else if gaps && choices.once_in(4) {
                    at += 1;
                }
            }
            self.paint_line(choices, &frame, &mut canvas, at, line, &mut sums);
            at += 1;
        }
        if subtotals && !self.lines.is_empty() {
            let label = subtotal_label(choices, script, &self.lines[self.lines.len() - 1].measure);
            at = self.paint_total(choices, &frame, &mut canvas, at, &label, &sums.since);
        }
        if grand {
            let label = grand_label(choices, script);
            self.paint_total(choices, &frame, &mut canvas, at, &label, &sums.all);
        }
        canvas
    }

    /// Lines of one measure one behind the other; what is joined stays joined.
    fn sort_by_measure(&mut self) {
        let mut blocks: Vec<Vec<Line>> = Vec::new();
        for line in self.lines.drain(..) {
            match blocks.last_mut() {
                Some(block) if line.joined => block.push(line),
                _ => blocks.push(vec![line]),
            }
        }
        blocks.sort_by(|a, b| a[0].measure.cmp(&b[0].measure));
        self.lines = blocks.into_iter().flatten().collect();
    }

    fn frame(&mut self, choices: &mut Choices, canvas: &mut Canvas) -> Frame {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (index, head) in self.heads.iter().enumerate() {
            match groups.last_mut().filter(|last| self.heads[last[0]].group == head.group) {
                Some(last) => last.push(index),
                None => groups.push(vec![index]),
            }
        }
        if choices.once_in(3) {
            choices.shuffle(&mut groups);
        }
        let depth = self.heads.iter().map(|head| head.texts.len()).max().unwrap_or(1);
        let short_heads = choices.of(&[ShortHeads::Merged, ShortHeads::Top, ShortHeads::Bottom]);
        // A unit stands behind the one heading of amounts, never behind one of several.
        let amounts = self.heads.iter().filter(|head| head.kind == Kind::Amount).count();
        let several = amounts > 1 || self.heads.iter().any(|head| head.kind == Kind::RowTotal);
        let all = self.pen(choices, |kind| kind == Kind::Amount, several);
        let own = choices.once_in(4) && !all.in_thousands;
        let mut pens = BTreeMap::new();
        for index in 0..self.heads.len() {
            if self.heads[index].kind == Kind::Words {
                continue;
            }
            let pen = match self.heads[index].kind {
                Kind::Amount if own => self.column_pen(choices, index, several),
                Kind::Amount => all.clone(),
                _ => Pen::choose(choices, &[]).plain(),
            };
            if pen.in_thousands {
                let unit = choices.of(&[" u 000 €", " (in thousands of euros)", " u hiljadama €"]);
                if let Some(text) = self.heads[index].texts.last_mut() {
                    *text += unit;
                }
                canvas.may_say.push("W0217");
            }
            if pen.is_decided_by_column() {
                canvas.may_say.push("W0205");
            }
            canvas.decimal = Some(pen.decimal());
            pens.insert(index, pen);
        }
        Frame { order: groups.concat(), depth, pens, short_heads }
    }

    /// One pen for all amounts; each column has to show what decides it.
    fn pen(&self, choices: &mut Choices, of: impl Fn(Kind) -> bool, several: bool) -> Pen {
        let columns = (0..self.heads.len()).filter(|index| of(self.heads[*index].kind));
        let fewest = columns
            .map(|index| self.cents(index))
            .min_by_key(|cents| cents.iter().filter(|cents| *cents % 100 != 0).count());
        let pen = Pen::choose(choices, &fewest.unwrap_or_default());
        if several { pen.in_euros() } else { pen }
    }

    fn column_pen(&self, choices: &mut Choices, index: usize, several: bool) -> Pen {
        let pen = Pen::choose(choices, &self.cents(index));
        if several { pen.in_euros() } else { pen }
    }

    fn cents(&self, index: usize) -> Vec<i64> {
        let cells = self.lines.iter().filter_map(|line| line.cells.get(index));
        cells
            .filter_map(|mark| match mark {
                Mark::Amount(expected) => Some(expected.cents),
                _ => None,
            })
            .collect()
    }

    fn paint_header(&self, frame: &Frame, canvas: &mut Canvas, at: u32) -> u32 {
        let depth = frame.depth;
        canvas.tables += 1;
        for (position, index) in frame.order.iter().enumerate() {
            let (column, head) = (position as u32, &self.heads[*index]);
            let missing = depth - head.texts.len();
            // Only the row directly above goes with a header that begins lower.
            let short = if depth > 2 && frame.short_heads == ShortHeads::Bottom {
                ShortHeads::Merged
            } else {
                frame.short_heads
            };
            let down = if short == ShortHeads::Bottom { missing } else { 0 } as u32;
            for (level, text) in head.texts.iter().enumerate() {
                let row = at + down + level as u32;
                let same = |other: usize| {
                    self.heads[other].group == head.group
                        && self.heads[other].texts.len() == head.texts.len()
                        && self.heads[other].texts[..=level] == head.texts[..=level]
                        && level + 1 < head.texts.len()
                };
                let before = position.checked_sub(1).map(|p| frame.order[p]);
                if before.is_some_and(same) {
                    continue;
                }
                let width =
                    frame.order[position..].iter().take_while(|other| same(**other)).count();
                canvas.words(row, column, text.clone());
                let last = (row, column + width.max(1) as u32 - 1);
                canvas.merge((row, column), last);
            }
            if short == ShortHeads::Merged && missing > 0 {
                let row = at + head.texts.len() as u32 - 1;
                canvas.merge((row, column), (at + depth as u32 - 1, column));
            }
            if head.kind == Kind::Amount {
                canvas.heads.push((at + down + head.texts.len() as u32 - 1, column));
            }
        }
        at + depth as u32
    }

    fn paint_line(
        &self,
        choices: &mut Choices,
        frame: &Frame,
        canvas: &mut Canvas,
        at: u32,
        line: &Line,
        sums: &mut Sums,
    ) {
        for (position, index) in frame.order.iter().enumerate() {
            let cell = (at, position as u32);
            match &line.cells[*index] {
                Mark::Blank => {}
                Mark::Ink(ink) => canvas.put(cell.0, cell.1, ink.clone()),
                Mark::Above => merge_up(canvas, cell),
                Mark::Amount(expected) => {
                    let ink = frame.pens[index].write(choices, expected.cents);
                    canvas.put(cell.0, cell.1, ink);
                    canvas.entries.insert(cell, expected.clone());
                    sums.add(*index, expected.cents);
                    if expected.cents < 0 {
                        canvas.may_say.push("N0213");
                    }
                }
                Mark::Aside(cents) => {
                    canvas.put(cell.0, cell.1, frame.pens[index].write(choices, *cents));
                    if self.heads[*index].kind == Kind::RowTotal {
                        canvas.totals.insert(cell, *cents);
                    } else {
                        canvas.asides.insert(cell);
                    }
                }
            }
        }
    }

    /// A total with its label in front of the amounts; none where there is no room for the label.
    fn paint_total(
        &self,
        choices: &mut Choices,
        frame: &Frame,
        canvas: &mut Canvas,
        at: u32,
        label: &str,
        sums: &BTreeMap<usize, i64>,
    ) -> u32 {
        let kind = |position: usize| self.heads[frame.order[position]].kind;
        let room = (0..frame.order.len()).take_while(|p| kind(*p) == Kind::Words).count();
        if room == 0 {
            return at;
        }
        // Not where a number would be expected, or a payment's own words.
        let column = if choices.once_in(3) { choices.pick(room) } else { 0 } as u32;
        canvas.words(at, column, label);
        if choices.once_in(4) {
            canvas.merge((at, column), (at, room as u32 - 1));
        }
        for (position, index) in frame.order.iter().enumerate() {
            if kind(position) != Kind::Amount {
                continue;
            }
            let cell = (at, position as u32);
            if let Some(sum) = sums.get(index) {
                canvas.put(cell.0, cell.1, frame.pens[index].write(choices, *sum));
                canvas.totals.insert(cell, *sum);
            }
        }
        at + 1
    }
}

/// Sums of the amount columns: of all lines, and since the last subtotal.
#[derive(Default)]
struct Sums {
    all: BTreeMap<usize, i64>,
    since: BTreeMap<usize, i64>,
}

impl Sums {
    fn add(&mut self, index: usize, cents: i64) {
        *self.all.entry(index).or_default() += cents;
        *self.since.entry(index).or_default() += cents;
    }
}

fn merge_up(canvas: &mut Canvas, (row, column): (u32, u32)) {
    let above = row - 1;
    match canvas.merged.iter_mut().find(|area| area.covers(above, column)) {
        Some(area) => area.last.row = row,
        None => canvas.merge((above, column), (row, column)),
    }
}

fn is_subtotal(word: &str) -> bool {
    let folded = earmark::model::fold(word);
    folded.starts_with("sub") || folded.starts_with("medj")
}

fn grand_label(choices: &mut Choices, script: Script) -> String {
    let mut labels = words("total");
    labels.retain(|word| !is_subtotal(word));
    let label = script.write(choices.of(&labels));
    let end = choices.of(&["", ":", " (€)", " EUR"]);
    format!("{label}{end}")
}

fn subtotal_label(choices: &mut Choices, script: Script, measure: &str) -> String {
    let mut labels = words("total");
    labels.retain(|word| is_subtotal(word));
    let label = choices.of(&labels);
    match choices.pick(4) {
        0 => script.write(label),
        1 => script.write(&format!("Total {measure}")),
        2 => script.write(&format!("Ukupno za mjeru {measure}:")),
        _ => script.write(&format!("{label} {measure}")),
    }
}
