//! The measures of a plan. In: headings as they stand, with the activities below them. Out: measures
//! under the code that their activities carry. Where a heading and the codes disagree, the codes decide.

use std::collections::BTreeMap;

use super::code;
use super::draft::{Block, Draft, RawActivity};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{Measure, Place};

/// The measures, and which one each block is.
pub(super) struct Measures {
    pub all: Vec<Measure>,
    /// Where each of them stands.
    pub places: Vec<Place>,
    pub of_block: Vec<Measure>,
}

pub(super) fn measures(draft: &mut Draft, findings: &mut Vec<Finding>) -> Measures {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); draft.blocks.len()];
    for (index, activity) in draft.activities.iter().enumerate() {
        if let Some(rows) = activity.block.and_then(|block| below.get_mut(block)) {
            rows.push(index);
        }
    }
    let mut measures = Measures { all: Vec::new(), places: Vec::new(), of_block: Vec::new() };
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (block, rows) in draft.blocks.iter().zip(&below) {
        let rows: Vec<&RawActivity> =
            rows.iter().filter_map(|row| draft.activities.get(*row)).collect();
        let code = settled_code(block, &rows, findings);
        let measure = Measure { area: area(block, &rows), title: block.title.clone(), code };
        measures.of_block.push(measure.clone());
        let parts = measure.code.split(['.', '/']).count();
        // Prose that only looks like the heading of a measure has nothing below it.
        if rows.is_empty() && (!block.worded || (parts < 2 && !block.typed)) {
            continue;
        }
        if !block.worded {
            findings.push(
                Finding::new(Code::HeadingOutOfLine, block.place.clone())
                    .read(format!("{} {}", block.code, block.title))
                    .detail(
                        "heading",
                        Said::new("key measure {code}").with_data("code", &block.code),
                    ),
            );
        }
        match known.get(&measure.code).and_then(|at| measures.all.get_mut(*at)) {
            Some(first) if first.title.is_empty() => first.title = measure.title,
            Some(_) => {}
            None => {
                known.insert(measure.code.clone(), measures.all.len());
                measures.all.push(measure);
                measures.places.push(block.place.clone());
            }
        }
    }
    measures
}

fn settled_code(block: &Block, rows: &[&RawActivity], findings: &mut Vec<Finding>) -> String {
    let outside: Vec<&&RawActivity> =
        rows.iter().filter(|row| !code::lies_under(row.code, &block.code)).collect();
    let Some(first) = outside.first() else {
        return block.code.clone();
    };
    let own = code::measure_of(first.code);
    let all =
        outside.len() == rows.len() && rows.iter().all(|row| code::measure_of(row.code) == own);
    if all {
        findings.push(
            Finding::new(Code::MeasureDiffersFromCode, block.place.clone())
                .read(format!("{} {}", block.code, block.title))
                .data("measure", &block.code)
                .data("codes", &own),
        );
        return own;
    }
    for row in outside {
        findings.push(
            Finding::new(Code::MeasureDiffersFromCode, row.place.clone())
                .read(format!("{} {}", row.code, row.title))
                .data("measure", &block.code)
                .data("codes", code::measure_of(row.code)),
        );
    }
    block.code.clone()
}

fn area(block: &Block, rows: &[&RawActivity]) -> u16 {
    let typed = rows.first().and_then(|row| row.area);
    let of_codes = rows.first().and_then(|row| row.code.parts().first().copied());
    let of_heading = block.code.split(['.', '/']).next().and_then(|part| part.parse().ok());
    typed
        .or(if block.typed { block.area } else { None })
        .or(of_codes)
        .or(block.area)
        .or(of_heading)
        .unwrap_or(0)
}
