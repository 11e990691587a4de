//! One sheet while it is being laid out, from the top down: title, definitions, blocks of rows. In:
//! rows of cells. Out: a sheet with widths, panes and print set-up. Never a figure.

use std::borrow::Cow;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::book::{
    Cell, Chart, Column, Condition, Content, Long, Look, Mark, Print, PutRow, Result, Row, Sheet,
    Style, TabColour, Table,
};
use crate::language::{Said, Translation};

/// The widest a column gets; longer texts wrap.
const WIDEST: u16 = 70;
/// Of rows that are made when they are written, so many say how wide the columns are.
const FITTED: u32 = 1_000;

/// As wide as the longest word of a heading may make its column.
const LONGEST_WORD: u16 = 19;

/// A sheet in the making.
pub(super) struct Page<'w> {
    sheet: Sheet,
    words: &'w Translation,
    // Narrowest and widest width of each column.
    widths: Vec<(u16, u16)>,
    // Some of the rows that are made when they are written.
    samples: Vec<Row>,
}

/// Where a block of rows ended up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    /// Row of its headings.
    pub header: u32,
    /// First row below the headings.
    pub first: u32,
    /// Last row; below `first` where the block has no rows.
    pub last: u32,
    /// How many columns its headings take.
    pub columns: u16,
}

impl Block {
    /// Whether it has rows.
    pub fn is_empty(&self) -> bool {
        self.last < self.first
    }
}

impl<'w> Page<'w> {
    /// A sheet with its title and subtitle. `widest` says for each column how wide it may get.
    pub fn new(
        words: &'w Translation,
        name: impl Into<Cow<'static, str>>,
        tab: TabColour,
        title: impl Into<Said>,
        subtitle: &Said,
        widest: &[u16],
    ) -> Self {
        let name = name.into();
        let shown = match &name {
            Cow::Borrowed(name) => Said::new(name),
            // "Entries 2": the number is no word.
            Cow::Owned(name) => Said::data(words.sheet(name)),
        };
        let footer = Said::new("{subtitle} · {sheet}")
            .with("subtitle", subtitle.clone())
            .with("sheet", shown);
        let sheet = Sheet {
            name: name.into_owned(),
            tab,
            print: Print { footer, ..Print::default() },
            ..Sheet::default()
        };
        let widths = widest.iter().map(|widest| (9, (*widest).min(WIDEST))).collect();
        let mut page = Page { sheet, words, widths, samples: Vec::new() };
        page.push(Row::from_cells([Cell::text(title.into()).look(Look::Title)]).height(26));
        page.push(Row::from_cells([Cell::text(subtitle.clone()).look(Look::Subtitle)]));
        page
    }

    /// Upright on paper.
    pub fn portrait(&mut self) {
        self.sheet.print.portrait = true;
    }

    /// The next row's number.
    pub fn next(&self) -> u32 {
        self.sheet.height()
    }

    /// A row; gives its number.
    pub fn push(&mut self, row: Row) -> u32 {
        self.sheet.rows.push(row);
        self.next() - 1
    }

    /// Puts a row in the place of one that was kept free.
    /// Never one below rows that are made when they are written.
    pub fn replace(&mut self, at: u32, row: Row) {
        if let Some(free) = self.sheet.rows.get_mut(at as usize) {
            *free = row;
        }
    }

    /// A row of cells from column A; gives its number.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> u32 {
        self.push(Row::from_cells(cells))
    }

    /// Rows that are made when they are written, as many as `count`. `looks` has a cell for each look of
    /// their cells; the rows numbered in `widest` say besides the first ones how wide columns are.
    pub fn long(&mut self, count: u32, looks: Arc<[Cell]>, widest: &[u32], put: PutRow) {
        if count == 0 {
            return;
        }
        let fitted = (0..count.min(FITTED)).chain(widest.iter().copied());
        let long = Long { first: self.next(), count, looks, put, words: None };
        self.samples = fitted.map(|index| long.row(index)).collect();
        self.sheet.long = Some(long);
    }

    /// A row without content.
    pub fn blank(&mut self) {
        self.push(Row::default());
    }

    /// A link to another sheet's top.
    pub fn link(&mut self, text: impl Into<Said>, sheet: &str) {
        self.row([Cell::text(text.into()).look(Look::Link).link(sheet, 0, 0)]);
    }

    /// A definition or an instruction over the whole width.
    pub fn hint(&mut self, text: impl Into<Said>) {
        let columns = self.widths.len() as u16;
        self.row([Cell::wrap(text.into()).look(Look::Hint).span(columns)]);
    }

    /// A sentence over the whole width, louder than a hint.
    pub fn sentence(&mut self, text: impl Into<Said>, look: Look) {
        let columns = self.widths.len() as u16;
        self.row([Cell::wrap(text.into()).look(look).span(columns)]);
    }

    /// A heading within the sheet, with a free row above.
    pub fn section(&mut self, text: impl Into<Said>) {
        self.blank();
        let rest = self.widths.iter().skip(1).map(|_| Cell::default());
        let cells: Vec<Cell> = std::iter::once(Cell::text(text.into())).chain(rest).collect();
        self.row(super::formula::looking(cells, Look::Section));
    }

    /// A row of column headings; gives the block that starts with it. A heading spans the columns
    /// of the empty ones behind it.
    pub fn header(&mut self, headings: &[&'static str]) -> Block {
        let mut cells: Vec<(u16, Cell)> = Vec::new();
        for (column, heading) in headings.iter().enumerate() {
            match cells.last_mut() {
                Some((_, cell)) if heading.is_empty() => {
                    let more = cell.more.room();
                    more.span = more.span.max(1) + 1;
                }
                _ => cells.push((column as u16, Cell::wrap(*heading).look(Look::Header))),
            }
        }
        let header = self.push(Row { cells, ..Row::default() });
        Block { header, first: header + 1, last: header, columns: headings.len() as u16 }
    }

    /// Ends a block at the last row so far.
    pub fn end(&self, mut block: Block) -> Block {
        block.last = self.next() - 1;
        block
    }

    /// Keeps a block's headings and some columns in sight, and repeats the headings on paper.
    /// Headings that lie far down would leave nothing to scroll on a small screen: then only the title
    /// stays.
    pub fn freeze(&mut self, block: &Block, columns: u16) {
        const FAR_DOWN: u32 = 14;
        let rows = if block.header < FAR_DOWN { block.header + 1 } else { 2 };
        self.sheet.freeze = (rows, columns);
        self.sheet.print.repeat = Some((block.header, block.header));
    }

    /// Keeps the title in sight.
    pub fn freeze_title(&mut self) {
        self.freeze_title_and(0);
    }

    /// Keeps the title and some columns in sight.
    pub fn freeze_title_and(&mut self, columns: u16) {
        self.sheet.freeze = (2, columns);
        self.sheet.print.repeat = Some((0, 1));
    }

    /// Makes a block a table of the spreadsheet program; a block without rows stays as it is.
    pub fn table(&mut self, block: &Block, name: &str) {
        self.filter(block, name, false);
    }

    /// Filter buttons only: for blocks with rows that group others.
    pub fn filter_only(&mut self, block: &Block, name: &str) {
        self.filter(block, name, true);
    }

    fn filter(&mut self, block: &Block, name: &str, filter_only: bool) {
        if block.is_empty() || block.columns == 0 {
            return;
        }
        self.sheet.tables.push(Table {
            name: name.to_owned(),
            first: (block.header, 0),
            last: (block.last, block.columns - 1),
            filter_only,
        });
    }

    /// A mark over one column of a block.
    pub fn mark(&mut self, block: &Block, column: u16, mark: Mark) {
        if !block.is_empty() {
            let (first, last) = ((block.first, column), (block.last, column));
            self.sheet.conditions.push(Condition { first, last, mark });
        }
    }

    /// A chart; leaves free rows for it.
    pub fn charts(&mut self, charts: Vec<Chart>) {
        // Rows are 20 pixels high where nothing else is said.
        let rows = charts.iter().map(|chart| chart.size.1.div_ceil(20) + 1).max().unwrap_or(0);
        for _ in 0..rows {
            self.blank();
        }
        self.sheet.charts.extend(charts);
    }

    /// A chart beside rows that stand already; leaves free rows below them where it is higher.
    pub fn beside(&mut self, chart: Chart) {
        let below = chart.at.0 + chart.size.1.div_ceil(20);
        while self.next() < below {
            self.blank();
        }
        self.sheet.charts.push(chart);
    }

    /// The sheet in the language of its reader, with widths that fit its content.
    pub fn finish(mut self) -> Sheet {
        self.sheet = self.sheet.spoken(self.words);
        // The samples take part in what is fitted to the rows, and go again.
        let at = self.sheet.long.as_ref().map_or(0, |long| long.first as usize);
        let samples = std::mem::take(&mut self.samples);
        let behind = at + samples.len();
        let samples = samples.into_iter().map(|row| row.spoken(self.words));
        self.sheet.rows.splice(at..at, samples);
        let widths = self.fitting_widths();
        self.align_headings();
        self.sheet.rows.drain(at..behind);
        self.keep_in_sight(&widths);
        self.sheet.columns = widths.into_iter().map(Column::width).collect();
        self.sheet
    }

    /// A text over the whole width of a wide sheet would run out of the window and, on paper, onto the
    /// next page; it spans only the columns that both show.
    fn keep_in_sight(&mut self, widths: &[u16]) {
        /// As many characters as an office screen shows side by side.
        const SIGHT: u32 = 150;
        let mut sum = 0;
        let within = |width: &&u16| {
            sum += u32::from(**width);
            sum <= SIGHT
        };
        let columns = widths.iter().take_while(within).count().max(1) as u16;
        let cells = self.sheet.rows.iter_mut().flat_map(|row| &mut row.cells);
        for (column, cell) in cells {
            if *column == 0
                && cell.style == Style::Wrap
                && usize::from(cell.more.span) >= widths.len()
            {
                cell.more.room().span = columns.min(cell.more.span);
            }
        }
    }

    /// A heading stands above its numbers as they do: at the right, or in the middle. The first cell
    /// below that has a style of its own says which.
    fn align_headings(&mut self) {
        /// Further down than this nothing is looked for.
        const DEPTH: usize = 200;
        let rows = &mut self.sheet.rows;
        for index in 0..rows.len() {
            let (above, below) = rows.split_at_mut(index + 1);
            let Some(row) = above.last_mut() else { continue };
            let headings = row.cells.iter_mut().filter(|(_, cell)| cell.look == Look::Header);
            for (column, heading) in headings {
                let own = below
                    .iter()
                    .take(DEPTH)
                    .take_while(|row| row.cells.iter().all(|(_, cell)| cell.look != Look::Header))
                    .filter_map(|row| row.cells.iter().find(|(at, _)| at == column))
                    .map(|(_, cell)| cell.style)
                    .find(|style| !matches!(style, Style::Text | Style::Wrap));
                if let (Some(style), true) = (own, heading.more.span <= 1) {
                    heading.style = style;
                }
            }
        }
    }

    fn fitting_widths(&self) -> Vec<u16> {
        let mut widths: Vec<u16> = self.widths.iter().map(|(narrowest, _)| *narrowest).collect();
        for row in &self.sheet.rows {
            for (column, cell) in &row.cells {
                // Titles and group headings run over into the free cells beside them.
                let runs_over = matches!(
                    cell.look,
                    Look::Title | Look::Subtitle | Look::Section | Look::Group | Look::SubGroup
                ) && matches!(cell.content, Content::Text(_));
                let column = usize::from(*column);
                if cell.more.span > 1 || runs_over || cell.look == Look::Link && column == 0 {
                    continue;
                }
                let (Some(width), Some((_, widest))) =
                    (widths.get_mut(column), self.widths.get(column))
                else {
                    continue;
                };
                let wanted = match cell.look {
                    // Headings wrap between words; a filter button takes room too.
                    Look::Header => longest_word(&cell.content) + 4,
                    _ => shown_length(&cell.content, cell.style) + 2,
                };
                // A number that does not fit is shown as ####, so it may pass the limit.
                // Neither is a heading broken within a word.
                let limit = match cell.look {
                    _ if is_number(&cell.content) => WIDEST,
                    Look::Header => (*widest).max(LONGEST_WORD),
                    _ => *widest,
                };
                *width = (*width).max(u16::try_from(wanted).unwrap_or(WIDEST).min(limit));
            }
        }
        widths
    }
}

fn longest_word(content: &Content) -> usize {
    match content {
        Content::Text(text) => {
            text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0)
        }
        _ => 0,
    }
}

fn is_number(content: &Content) -> bool {
    !matches!(
        content,
        Content::Empty
            | Content::Text(_)
            | Content::Said(_)
            | Content::Formula(_, Result::Text(_) | Result::Said(_))
    )
}

/// How many characters a cell shows.
fn shown_length(content: &Content, style: Style) -> usize {
    match content {
        // Texts of the program are spoken by now.
        Content::Empty | Content::Said(_) | Content::Formula(_, Result::Said(_)) => 0,
        Content::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or(0),
        Content::Money(amount) | Content::Formula(_, Result::Money(amount)) => {
            let digits = (amount.abs().cents() / 100).to_string().len();
            // Signs of thousands, the cents, the currency, a sign, and room for bold figures.
            digits + (digits - 1) / 3 + 3 + 2 + 2
        }
        Content::Ratio(ratio) | Content::Formula(_, Result::Ratio(ratio)) => {
            (**ratio * Decimal::ONE_HUNDRED).trunc().to_string().len() + 4
        }
        Content::Count(count) | Content::Formula(_, Result::Count(count)) => {
            count.to_string().len() + count.to_string().len() / 3
        }
        Content::Date(_) => 10,
        Content::Number(number) => number.normalize().to_string().len(),
        Content::Truth(_) => 5,
        Content::Formula(_, Result::Text(text)) => match style {
            Style::Percent => 6,
            _ => text.chars().count(),
        },
    }
}
