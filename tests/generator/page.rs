//! The sheet around the tables, and the file around the sheets: titles, labels and a period above,
//! notes and signatures below, several tables, several sheets, and the form of the file.

use arcstr::ArcStr;
use earmark::NamedBytes;
use earmark::config::Limits;
use earmark::diagnostic::Finding;
use earmark::model::{CellRef, Date, Quarter, SourceFile};
use earmark::sheet::{FileKind, SheetFile, read_file};

use super::canvas::{Canvas, Ink};
use super::choices::Choices;
use super::facts::facts;
use super::layout::ALL;
use super::office::{ods, ooxml, xls, xlsb};
use super::vocabulary;
use super::words::{Script, headings};

/// In what form the sheets reach the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Grid,
    Xlsx,
    Csv(char),
    Xls,
    Xlsb,
    Ods,
}

/// A dressed file.
#[derive(Debug, Clone)]
pub struct Dressed {
    pub file: String,
    pub form: Form,
    pub sheets: Vec<Canvas>,
    /// Names of the layouts, for messages.
    pub layouts: Vec<&'static str>,
}

/// Where the period stands, if anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PeriodAt {
    Nowhere,
    Above,
    SheetName,
    FileName,
}

/// Dresses random payments.
pub fn dress(choices: &mut Choices) -> Dressed {
    let script = Script::choose(choices);
    let form = choices.of(&[
        Form::Grid,
        Form::Grid,
        Form::Grid,
        Form::Grid,
        Form::Grid,
        Form::Grid,
        Form::Csv(';'),
        Form::Csv(','),
        Form::Csv('\t'),
        Form::Xlsx,
        Form::Xlsx,
        Form::Xls,
        Form::Xlsb,
        Form::Ods,
    ]);
    let of_text = matches!(form, Form::Csv(_));
    let quarter = choices.of(&Quarter::ALL);
    let period = choices.of(&[
        PeriodAt::Nowhere,
        PeriodAt::Above,
        if of_text { PeriodAt::FileName } else { PeriodAt::SheetName },
        PeriodAt::FileName,
    ]);
    let ending = match form {
        Form::Grid | Form::Xlsx => "xlsx",
        Form::Csv('\t') => "tsv",
        Form::Csv(_) => "csv",
        Form::Xls => "xls",
        Form::Xlsb => "xlsb",
        Form::Ods => "ods",
    };
    let stem = match period {
        PeriodAt::FileName => format!("izvjestaj-q{}-2020", quarter.number()),
        _ => choices.of(&["sheet", "troskovi 2020", "Tabela (1)"]).to_owned(),
    };
    let mut dressed =
        Dressed { file: format!("{stem}.{ending}"), form, sheets: Vec::new(), layouts: Vec::new() };
    let sheets = if of_text { 1 } else { 1 + choices.pick(5) / 4 };
    for number in 1..=sheets {
        let mut page = Page { choices, script, of_text, layouts: &mut dressed.layouts };
        let mut canvas = page.draw((period == PeriodAt::Above).then_some(quarter));
        canvas.name = match period {
            PeriodAt::SheetName => format!("Q{} list{}", quarter.number(), "+".repeat(number)),
            _ => format!("{}{number}", choices.of(&["Sheet", "List", "Табела "])),
        };
        if period != PeriodAt::Nowhere {
            for entry in canvas.entries.values_mut() {
                entry.quarter = entry.quarter.or(Some(quarter));
            }
        }
        dressed.sheets.push(canvas);
    }
    dressed
}

/// One sheet being drawn.
struct Page<'a, 'b, 'c> {
    choices: &'a mut Choices<'b>,
    script: Script,
    of_text: bool,
    layouts: &'c mut Vec<&'static str>,
}

impl Page<'_, '_, '_> {
    fn draw(&mut self, period: Option<Quarter>) -> Canvas {
        let mut canvas = Canvas::default();
        let left = self.choices.pick(9).saturating_sub(5) as u32;
        let mut at = self.choices.pick(6).saturating_sub(3) as u32;
        at = self.above(&mut canvas, at, left, period);
        let tables = 1 + self.choices.pick(5) / 4;
        for number in 0..tables {
            let table = self.table();
            let aside = if number > 0 { self.choices.pick(4) / 3 } else { 0 };
            canvas.paste(table, at, left + aside as u32);
            at = canvas.end() + 1 + self.choices.pick(2) as u32;
            if number + 1 < tables && self.choices.once_in(3) {
                canvas.words(at, left, "Nastavak tabele");
                at += 1;
            }
        }
        self.below(&mut canvas, left);
        canvas
    }

    /// A table that the form of the file can hold.
    fn table(&mut self) -> Canvas {
        for _ in 0..3 {
            let facts = facts(self.choices);
            let (name, layout) = self.choices.of(&ALL);
            let canvas = layout(self.choices, self.script, &facts);
            // Text knows no merged cells, and rounds nothing.
            let fits = canvas.merged.is_empty() && !canvas.may_say.contains(&"W0217");
            if fits || !self.of_text {
                self.layouts.push(name);
                return canvas;
            }
        }
        let facts = facts(&mut Choices::new(&[]));
        ALL[0].1(&mut Choices::new(&[]), self.script, &facts)
    }

    /// Crest, title, who and when.
    fn above(
        &mut self,
        canvas: &mut Canvas,
        mut at: u32,
        left: u32,
        period: Option<Quarter>,
    ) -> u32 {
        if self.choices.once_in(3) {
            canvas.words(at, left, "CRNA GORA");
            canvas.words(at + 1, left, self.script.write("Izvještaj o utrošku sredstava"));
            at += 2;
        }
        match self.choices.pick(4) {
            1 => {
                let label = self.script.write(self.choices.of(&headings("body")));
                canvas.words(at, left, format!("{label}: Ministry of Health"));
                canvas.body = Some("Ministry of Health".to_owned());
                at += 1;
            }
            2 => {
                let label = self.script.write(self.choices.of(&headings("body")));
                canvas.words(at, left, label);
                canvas.words(at, left + 1, "Uprava policije");
                canvas.body = Some("Uprava policije".to_owned());
                at += 1;
            }
            3 => {
                canvas.words(at, left, "Ministarstvo zdravlja");
                canvas.body = Some("Ministarstvo zdravlja".to_owned());
                at += 1;
            }
            _ => {}
        }
        if let Some(quarter) = period {
            let label = self.script.write(self.choices.of(&headings("period")));
            let (number, roman) = (quarter.number(), quarter.roman());
            match self.choices.pick(4) {
                0 => canvas.words(at, left, format!("{label}: Q{number} 2020")),
                1 => {
                    canvas.words(at, left, label);
                    canvas.words(at, left + 1, format!("{roman} kvartal 2020"));
                }
                2 => canvas.words(at, left, format!("Izvještaj, {roman} kvartal 2020")),
                _ => canvas.words(at, left, format!("{number}. квартал 2020.")),
            }
            at += 1;
        }
        at + self.choices.pick(3) as u32
    }

    /// Notes and signatures.
    fn below(&mut self, canvas: &mut Canvas, left: u32) {
        let width = canvas.cells.keys().map(|(_, column)| *column).max().unwrap_or(left);
        let mut at = canvas.end() + 1;
        if self.choices.once_in(4) {
            let note = self.choices.of(&[
                "Napomena: sredstva su uplaćena u cjelosti.",
                "* Paid in the following month",
                "Broj zaposlenih na projektu: dva",
            ]);
            canvas.words(at, left, note);
            at += 1 + self.choices.pick(2) as u32;
        }
        if self.choices.once_in(3) {
            let right = self.choices.of(&[left + 2, width, left + 1]).max(left + 1);
            canvas.words(at, left, self.choices.of(&["Prepared by:", "Sastavio:", "Обрадио:"]));
            canvas.words(at, right, self.choices.of(&["Approved by:", "Odobrio:", "M.P."]));
            let date = Date::constant(2020, 10, 15);
            match self.choices.pick(4) {
                0 => {}
                1 => canvas.words(at + 1, right, "15.10.2020."),
                2 => {
                    canvas.words(at + 1, left, "Datum:");
                    canvas.put(at + 1, right, Ink::Day(date));
                }
                _ => canvas.words(at + 1, right, "Podgorica, 15.10.2020."),
            }
        }
    }
}

impl Dressed {
    /// The file as the reader gets it, and what was said on the way.
    pub fn file(&self) -> (SheetFile, Vec<Finding>) {
        let sheets = || self.sheets.iter().map(Canvas::test_sheet).collect::<Vec<_>>();
        let bytes = match self.form {
            Form::Grid => {
                let name: ArcStr = ArcStr::from(self.file.as_str());
                let source = SourceFile { file: ArcStr::clone(&name), sha256: "0".to_owned() };
                let grids = self.sheets.iter().map(|sheet| sheet.grid(&name)).collect();
                return (SheetFile { source, kind: FileKind::Xlsx, grids }, Vec::new());
            }
            Form::Xlsx => ooxml::xlsx(&sheets()),
            Form::Xls => xls::xls(&sheets()),
            Form::Xlsb => xlsb::xlsb(&sheets()),
            Form::Ods => ods::ods(&sheets()),
            Form::Csv(separator) => self.sheets[0].csv(separator).into_bytes(),
        };
        let input = NamedBytes { name: self.file.clone(), bytes };
        let (file, findings) = read_file(&input, &Limits::default(), vocabulary());
        (file.unwrap_or_else(|| panic!("{}: {findings:?}", self.file)), findings)
    }

    /// The file as a fixture for `tests/fixtures/sheets/`: its sheets, and what must be read.
    pub fn picture(&self) -> String {
        let layouts = self.layouts.join(", ");
        let mut picture = format!("# As {:?}: {layouts}\nfile: {}\n", self.form, self.file);
        for sheet in &self.sheets {
            picture += &format!("== sheet {}\n{}\n", sheet.name, sheet.picture());
        }
        picture += "== entries\n";
        for (number, sheet) in self.sheets.iter().enumerate() {
            let name = if number > 0 { format!("{}!", sheet.name) } else { String::new() };
            for ((row, column), entry) in &sheet.entries {
                let cell = CellRef { row: *row, column: *column };
                picture += &format!("{name}{cell} {entry}\n");
            }
        }
        picture
    }
}
