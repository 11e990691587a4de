//! Charts. In: ranges of the book's own cells. Out: a plain chart that also reads in grey: a dark
//! series, a pale one, a third. Never holds a figure that is not in a cell.

use rust_xlsxwriter::{
    Chart as Drawn, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartSolidFill, ChartType, Color, Worksheet,
};

use super::{formats, text};
use crate::book::{Chart, ChartKind};
use crate::write::WriteError;

const SERIES: [Color; 3] = [formats::PALE_INK, formats::INK, formats::AMBER];

/// Draws a chart on the sheet.
pub(super) fn insert(chart: &Chart, worksheet: &mut Worksheet) -> Result<(), WriteError> {
    let mut drawn = Drawn::new(match chart.kind {
        ChartKind::Bars => ChartType::Bar,
        ChartKind::Columns => ChartType::Column,
    });
    let small = font(9);
    for (series, colour) in chart.series.iter().zip(SERIES.iter().cycle()) {
        let fill = ChartSolidFill::new().set_color(*colour).clone();
        drawn
            .add_series()
            .set_name(text::clean(&series.name.shown()).as_ref())
            .set_categories(series.categories.as_str())
            .set_values(series.values.as_str())
            .set_gap(60)
            .set_format(ChartFormat::new().set_solid_fill(&fill));
    }
    let mut heading = font(11);
    heading.set_bold().set_color(formats::INK);
    drawn.title().set_name(text::clean(&chart.title.shown()).as_ref()).set_font(&heading);
    if chart.series.len() > 1 {
        drawn.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
    } else {
        drawn.legend().set_hidden();
    }
    let mut hairline = ChartLine::new();
    hairline.set_color(formats::RULE);
    // In a chart of bars the upright axis has the categories. Its order is turned, so that the first
    // category of the table is the first in the picture, and the amounts stay below.
    let amounts = match chart.kind {
        ChartKind::Bars => {
            drawn.y_axis().set_font(&small).set_reverse().set_major_gridlines(false);
            drawn.x_axis().set_label_position(ChartAxisLabelPosition::High)
        }
        ChartKind::Columns => {
            drawn.x_axis().set_font(&small);
            drawn.y_axis()
        }
    };
    amounts.set_font(&small).set_num_format("#,##0").set_major_gridlines(true);
    amounts.set_major_gridlines_line(&hairline);
    if let Some(step) = chart.step {
        amounts.set_major_unit(f64::from(u32::try_from(step).unwrap_or(u32::MAX)));
    }
    drawn.set_width(chart.size.0).set_height(chart.size.1);
    drawn.set_alt_text(text::clean(&chart.description.shown()).as_ref());
    let (row, column) = chart.at;
    worksheet.insert_chart(row, column, &drawn)?;
    Ok(())
}

fn font(size: u8) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(formats::FONT).set_size(size);
    font
}
