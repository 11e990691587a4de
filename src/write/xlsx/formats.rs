//! How each named style is drawn: one restrained palette that also reads in a grey print. In: what a
//! cell is and how its content is shown. Out: a format, made once for each combination.

use std::collections::BTreeMap;

use arcstr::ArcStr;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::book::{Cell, Content, Look, Result, Style};

/// Headings and bars: a dark blue-grey.
pub(super) const INK: Color = Color::RGB(0x0034_495E);
/// Second series, second kind of tab.
pub(super) const PALE_INK: Color = Color::RGB(0x00A9_B7C6);
/// Third series, and what wants a look.
pub(super) const AMBER: Color = Color::RGB(0x00C9_8A1B);
/// Hairlines.
pub(super) const RULE: Color = Color::RGB(0x00D5_DAE0);
/// Text that is bad news.
pub(super) const BAD_TEXT: Color = Color::RGB(0x009C_0006);
/// The ground of what is bad news.
pub(super) const BAD_GROUND: Color = Color::RGB(0x00F9_DEDC);

const QUIET: Color = Color::RGB(0x0059_6470);
const GROUP: Color = Color::RGB(0x00D6_DDE5);
const SUBGROUP: Color = Color::RGB(0x00EC_F0F4);
const GIVEN: Color = Color::RGB(0x00F2_F3F5);
const INPUT: Color = Color::RGB(0x00FF_F9D6);
const LINK: Color = Color::RGB(0x001F_4E79);

/// The font of all cells.
pub(super) const FONT: &str = "Calibri";

const MONEY: &str = "#,##0.00\\ \"€\";[Red]-#,##0.00\\ \"€\"";
const PERCENT: &str = "0.0%;[Red]-0.0%";
const DATE: &str = "dd\\.mm\\.yyyy";
const COUNT: &str = "#,##0";
// The built-in "@" keeps a code such as 1.1.10 from becoming a date when it is typed in.
const AS_TYPED: u8 = 49;

/// What tells formats apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    look: Look,
    style: Style,
    unlocked: bool,
    ruled: bool,
    linked: bool,
    format: Option<ArcStr>,
}

/// The formats made so far.
#[derive(Default)]
pub(super) struct Formats {
    made: BTreeMap<Key, Format>,
}

impl Formats {
    /// The format of a cell; `ruled` where it stands in a table and gets a hairline below.
    pub(super) fn of(&mut self, cell: &Cell, ruled: bool) -> &Format {
        self.told_by(Key::of(cell, ruled))
    }

    /// The format of all cells that these things are true of.
    pub(super) fn told_by(&mut self, key: Key) -> &Format {
        self.made.entry(key).or_insert_with_key(make)
    }
}

impl Key {
    pub(super) fn of(cell: &Cell, ruled: bool) -> Self {
        Key {
            look: cell.look,
            style: shown_as(cell),
            unlocked: cell.unlocked,
            ruled,
            linked: cell.more.link.is_some(),
            format: cell.more.format.clone(),
        }
    }
}

/// A number in a cell that is styled as text is still shown as what it is.
fn shown_as(cell: &Cell) -> Style {
    if !matches!(cell.style, Style::Text | Style::Wrap) {
        return cell.style;
    }
    match &cell.content {
        Content::Money(_) | Content::Formula(_, Result::Money(_)) => Style::Money,
        Content::Ratio(_) | Content::Formula(_, Result::Ratio(_)) => Style::Percent,
        Content::Count(_) | Content::Formula(_, Result::Count(_)) => Style::Count,
        Content::Date(_) => Style::Date,
        Content::Number(_) | Content::Truth(_) => Style::AsSent,
        Content::Empty
        | Content::Text(_)
        | Content::Said(_)
        | Content::Formula(_, Result::Text(_) | Result::Said(_)) => cell.style,
    }
}

/// The size of a look's letters in points.
pub(super) fn points(look: Look) -> u16 {
    match look {
        Look::Title | Look::Figure => 16,
        Look::Section => 12,
        Look::Subtitle => 11,
        Look::Hint => 9,
        _ => 10,
    }
}

fn make(key: &Key) -> Format {
    let base = Format::new().set_font_name(FONT).set_font_size(points(key.look));
    let mut format = aligned(shown(drawn(base, key.look), key), key);
    let bordered = matches!(key.look, Look::Header | Look::Input | Look::Given);
    if bordered {
        format = format.set_border(FormatBorder::Thin).set_border_color(RULE);
    } else if key.ruled && key.look != Look::Total {
        format = format.set_border_bottom(FormatBorder::Thin).set_border_bottom_color(RULE);
    }
    if key.linked && key.look != Look::Header {
        format = format.set_underline(FormatUnderline::Single);
        if key.look == Look::Body {
            format = format.set_font_color(LINK);
        }
    }
    if key.unlocked {
        format = format.set_unlocked();
    }
    format
}

fn drawn(format: Format, look: Look) -> Format {
    match look {
        Look::Body => format,
        Look::Title => format.set_bold().set_font_color(INK),
        Look::Subtitle | Look::Hint => format.set_font_color(QUIET),
        Look::Section => format
            .set_bold()
            .set_font_color(INK)
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(PALE_INK),
        Look::Header => format.set_bold().set_font_color(Color::White).set_background_color(INK),
        Look::Group => format.set_bold().set_background_color(GROUP),
        Look::SubGroup => format.set_bold().set_background_color(SUBGROUP),
        Look::Total => {
            format.set_bold().set_border_top(FormatBorder::Thin).set_border_top_color(INK)
        }
        Look::Input => format.set_background_color(INPUT),
        Look::Given => format.set_background_color(GIVEN),
        Look::Good => format
            .set_font_color(Color::RGB(0x0027_5317))
            .set_background_color(Color::RGB(0x00E4_F0DE)),
        Look::Attention => format
            .set_font_color(Color::RGB(0x006B_4A00))
            .set_background_color(Color::RGB(0x00FD_F0CC)),
        Look::Bad => format.set_font_color(BAD_TEXT).set_background_color(BAD_GROUND),
        Look::Noted => format.set_font_color(LINK).set_background_color(Color::RGB(0x00DD_EBF7)),
        Look::Link => format.set_font_color(LINK).set_underline(FormatUnderline::Single),
        Look::Figure => format.set_bold().set_font_color(INK),
    }
}

fn shown(format: Format, key: &Key) -> Format {
    if let Some(code) = &key.format {
        return format.set_num_format(&**code);
    }
    match key.style {
        Style::Money => format.set_num_format(MONEY),
        Style::Percent => format.set_num_format(PERCENT),
        Style::Date => format.set_num_format(DATE),
        Style::Count => format.set_num_format(COUNT),
        Style::Text | Style::Centre if key.unlocked => format.set_num_format_index(AS_TYPED),
        Style::Text | Style::Wrap | Style::Centre | Style::AsSent => format,
    }
}

fn aligned(format: Format, key: &Key) -> Format {
    let upright = match key.look {
        Look::Header | Look::Title | Look::Subtitle | Look::Section | Look::Figure => {
            FormatAlign::VerticalCenter
        }
        _ => FormatAlign::Top,
    };
    let format = format.set_align(upright);
    let format = match key.style {
        Style::Money | Style::Percent | Style::Count => format.set_align(FormatAlign::Right),
        Style::Centre | Style::Date => format.set_align(FormatAlign::Center),
        Style::Text | Style::Wrap => format.set_align(FormatAlign::Left),
        Style::AsSent => format,
    };
    if wraps(key.look, key.style) { format.set_text_wrap() } else { format }
}

/// Whether a text breaks over several lines. Headings always do.
pub(super) fn wraps(look: Look, style: Style) -> bool {
    style == Style::Wrap || look == Look::Header
}
