//! Sheets in their usual form are looked through in a quicker way than others. In: parts of a sheet in any
//! order, sound and broken. Out: the same cells and findings whichever way is taken: a comment before the
//! cells, which says nothing, sends every sheet the other way.

use std::path::Path;
use std::sync::LazyLock;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::sheet::read_file;
use earmark::vocabulary::Vocabulary;
use proptest::prelude::*;

use super::silent::{with_part, with_parts};
use super::support::office::{package, parts};

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::new(&ExtraWords::default()).expect("a vocabulary"));

const ROWS: [&str; 9] = [
    "<row r=\"1\">",
    "<row r=\"2\" spans=\"1:8\" x:dy=\"0.25\" ht=\"15\">",
    "<row r=\"3\" hidden=\"1\">",
    "<row hidden=\"true\" r=\"4\" >",
    "<row r=\"12\" hidden=\"0\">\n",
    "<row>",
    "<row r=\"x\" hidden=\"1\">",
    "<row x:r=\"7\" r=\"8\" hidden=\"1\">",
    "<row r='9' hidden='1'>",
];

/// The first of them are in their usual form.
const CELLS: [&str; 65] = [
    "<c r=\"A1\"><v>1.5</v></c>",
    "<c r=\"A2\" s=\"1\"><v>415.03</v></c>",
    "<c r=\"A3\" s=\"0\" t=\"n\"><v>1E3</v></c>",
    "<c r=\"B1\" t=\"s\"><v>0</v></c>",
    "<c r=\"B2\" t=\"s\"><v>1</v></c>\n ",
    "<c r=\"C1\" t=\"e\"><v>#REF!</v></c>",
    "<c r=\"C3\" t=\"b\"><v>1</v></c>",
    "<c r=\"D1\"><f>SUM(A1:A3)</f></c>",
    "<c r=\"D2\"><f>SUM(A1:A3)</f><v>4</v></c>",
    "<c r=\"D3\"><f t=\"shared\" ref=\"D3:D5\" si=\"0\">SUM(A1:A2)</f><v>4</v></c>",
    "<c r=\"D4\"><f t=\"shared\" si=\"0\"/><v>4</v></c>",
    "<c r=\"D5\"><f t=\"shared\" si=\"0\"></f></c>",
    "<c r=\"D6\" t=\"str\"><f>A1&amp;\"x\"</f><v></v></c>",
    "<c r=\"D7\" t=\"str\"><f>IF(A1&lt;3;\"a\";\"b\")</f><v>a</v></c>",
    "<c r=\"D8\"><f>A1 + A2</f><v/></c>",
    "<c r=\"E1\" t=\"inlineStr\"><is><t>a &amp; b</t></is></c>",
    "<c r=\"E2\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> č </t></is></c>",
    "<c r=\"F1\"/>",
    "<c r=\"F2\" s=\"1\"></c>",
    "<c r=\"G5\"> <f>A1+A2</f> <v>7</v></c>",
    "<c r=\"H1\" t=\"str\"><v>text of a formula</v></c>",
    "<c r=\"H2\" t=\"inlineStr\"><is><t> a </t></is></c>",
    "<c r=\"H3\" t=\"b\"><v>0</v></c>",
    "<c r=\"H4\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>",
    "<c r=\"H5\" t=\"s\"/>",
    "<c r=\"H6\" t=\"s\"><v></v></c>",
    "<c r=\"H7\" t=\"e\"/>",
    "<c r=\"H8\" s=\"1\" t=\"str\"><f>A1</f></c>",
    "<c r=\"B3\" t=\"s\"><v>-1</v></c>",
    "<c r=\"B4\" t=\"s\"><v>99999</v></c>",
    "<c r=\"C2\" t=\"e\"><v>#CALC!</v></c>",
    "<c r=\"C4\" t=\"d\"><v>2020-03-15</v></c>",
    "<c r=\"D9\"><v>3</v><f>A1+A2</f></c>",
    "<c r=\"D10\"><f>A1&nbsp;</f></c>",
    "<c r=\"E3\" t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t></r></is></c>",
    "<c r=\"E4\" t=\"str\"><v>&lt;</v></c>",
    "<c r=\"E5\"><v>1&#48;</v></c>",
    "<c r=\"E6\"><v>12<!-- -->34</v></c>",
    "<c r=\"E7\"><v><![CDATA[1234]]></v></c>",
    "<c r=\"F3\" ><v>1</v><v>2</v></c>",
    "<c r=\"F4\" r=\"F5\"><v>1</v></c>",
    "<c x:r=\"F6\"><v>1</v></c>",
    "<c><v>3</v></c>",
    "<c t=\"e\"><v>#N/A</v></c>",
    "<c r='G1'><v>3</v></c>",
    "<c r=\"ZZZZ1\"><f>A1</f></c>",
    "<c r=\"G2\" t=\"a&amp;b\"><v>3</v></c>",
    "<x:c r=\"G3\"><x:v>1</x:v></x:c>",
    "<c r=\"G4\"><v> 7 </v> </c>",
    "<c r=\"G6\"><v xml:space=\"preserve\">7</v></c>",
    "<c r=\"G7\"><extLst><ext><v>9</v></ext></extLst></c>",
    "<c r=\"G8\"><v>1</v></c ><!-- -->",
    "<c r=\"I1\" t=\"xyz\"/>",
    "<c r=\"I2\" t=\"xyz\"><v></v></c>",
    "<c r=\"I3\" t=\"xyz\"><v>1</v></c>",
    "<c r=\"I4\" t=\"s\"><is><t>x</t></is></c>",
    "<c r=\"I5\" t=\"d\"><v></v></c>",
    "<c r=\"I6\" t=\"b\"><is><t>x</t></is></c>",
    "<c r=\"I7\"><is><t>x</t></is></c>",
    "<c r=\"I8\" t=\"inlineStr\"><v>1</v></c>",
    "<c r=\"I9\" t=\"e\"><is><t>#REF!</t></is></c>",
    "<c r=\"J1\" t=\"b\"><v>2</v></c>",
    "<c r=\"J2\" t=\"b\"><v>true</v></c>",
    "<c r=\"J3\" t=\"n\"><v>x</v></c>",
    "<c r=\"j4\"><v>5</v></c>",
];

const USUAL_CELLS: usize = 28;

/// What stands in no sound sheet.
const BROKEN: [&str; 12] = [
    "<c r=\"A1\">",
    "</c>",
    "<v>",
    "</row>",
    "<row r=\"5\">",
    "text",
    " &amp; ",
    " & ",
    "<f>",
    "</sheetData>",
    "<sheetData>",
    "<c r=\"A1",
];

const HEADS: [&str; 11] = [
    "",
    "<dimension ref=\"A1:H9\"/><cols><col min=\"1\" max=\"2\"/></cols>",
    "<!-- <sheetData> -->",
    "<x a=\"<sheetData>\"/>",
    "<x a=\"1>2\" b='\"'/>",
    "<c r=\"A1\">",
    "<dimension ref=\"A1:?\"/>",
    "<dimension ref=\"A\"/>",
    "<dimension/>",
    "<x:dimension ref=\"B\"/>",
    "<sheetData/>",
];

const TAILS: [&str; 7] = [
    "</worksheet>",
    "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>",
    "<mergeCells><mergeCell ref=\"A1:B2\"/>",
    "",
    "<row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>1</v></c></row></worksheet>",
    "<a>&</a></worksheet>",
    "<!DOCTYPE a></worksheet>",
];

fn one_of(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::sample::select(pieces).prop_map(str::to_owned)
}

/// A row: mostly sound.
fn row() -> impl Strategy<Value = String> {
    let cells = proptest::collection::vec(one_of(&CELLS), 0..5);
    let broken = proptest::option::weighted(0.08, one_of(&BROKEN));
    (one_of(&ROWS[..5]), one_of(&ROWS), any::<u8>(), cells, broken).prop_map(
        |(usual, any, which, cells, broken)| {
            let start = if which < 200 { usual } else { any };
            format!("{start}{}{}</row>", cells.concat(), broken.unwrap_or_default())
        },
    )
}

/// Rows and cells in their order, nearly all in their usual form, so that many sheets are usual throughout.
fn usual_rows() -> impl Strategy<Value = String> {
    let (usual, other) = (one_of(&CELLS[..USUAL_CELLS]), one_of(&CELLS));
    let cell = prop_oneof![15 => usual, 1 => other];
    let row = (0..4_usize, any::<bool>(), proptest::collection::vec(cell, 0..5));
    proptest::collection::vec(row, 0..6).prop_map(|rows| {
        let mut number = 0;
        let rows = rows.into_iter().map(|(gap, hidden, cells)| {
            number += gap + 1;
            let cells: String = ('A'..)
                .zip(&cells)
                .map(|(column, cell)| {
                    match cell.strip_prefix("<c r=\"").and_then(|c| c.split_once('"')) {
                        Some((_, rest)) => format!("<c r=\"{column}{number}\"{rest}"),
                        None => cell.clone(),
                    }
                })
                .collect();
            let hidden = if hidden { "hidden=\"1\" " } else { "" };
            format!("<row r=\"{number}\" {hidden}spans=\"1:8\">{cells}</row>")
        });
        rows.collect()
    })
}

fn rows() -> impl Strategy<Value = String> {
    prop_oneof![usual_rows(), proptest::collection::vec(row(), 0..6).prop_map(|rows| rows.concat()),]
}

/// What is read of a sheet, and what is said.
fn said(head: &str, cells: &str, tail: &str) -> String {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let part = format!("<worksheet xmlns=\"{main}\">{head}<sheetData>{cells}</sheetData>{tail}");
    let bytes = with_part("sheet1.xml", part.as_bytes());
    let input = NamedBytes { name: "a.xlsx".to_owned(), bytes };
    let (file, findings) = read_file(&input, &Limits::default(), &VOCABULARY);
    format!("{:?} {findings:?}", file.map(|file| file.grids))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn a_sheet_is_read_the_same_in_either_way(
        cells in rows(),
        head in prop_oneof![3 => one_of(&HEADS[..2]), 1 => one_of(&HEADS)],
        tail in prop_oneof![6 => one_of(&TAILS[..3]), 1 => one_of(&TAILS)],
    ) {
        prop_assert_eq!(said(&head, &cells, &tail), said(&head, &format!("<!-- -->{cells}"), &tail));
    }
}

#[test]
fn a_sheet_larger_than_what_is_looked_at_together_is_read_the_same_in_either_way() {
    let text = "ž".repeat(100_000);
    let long = format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>");
    let usual: String = CELLS[..USUAL_CELLS].concat();
    let mut many = String::new();
    for number in 1..2_000 {
        many.push_str(&format!("<row r=\"{number}\" hidden=\"{}\">{usual}</row>\n", number % 3));
    }
    for cells in [&long, &many] {
        let one = said(HEADS[1], cells, TAILS[1]);
        assert!(one == said(HEADS[1], &format!("<!-- -->{cells}"), TAILS[1]), "not the same");
    }
}

/// Items of a table of texts: plain ones, ones that say it in more than letters, and ones that are none.
const ITEMS: [&str; 26] = [
    "<si><t>plain</t></si>",
    "<si><t>čćž šđ €</t></si>\n",
    "<si><t> around </t></si>",
    "<si><t xml:space=\"preserve\"> around </t></si>",
    "<si><t xml:space=\"default\"> around </t></si>",
    "<si><t>\ttab\nline</t></si>",
    "<si><t>two\r\nlines</t></si>",
    "<si><t>a &amp; b &lt;c&gt; &quot;d&quot; &apos;</t></si>",
    "<si><t>&#65;&#x10D;</t></si>",
    "<si><t>a_x000D_b</t></si>",
    "<si><t>_x0026_amp;</t></si>",
    "<si><t>&amp;amp; _x</t></si>",
    "<si/>",
    "<si></si>",
    "<si><t/></si>",
    "<si><t></t></si>",
    "<si><r><rPr><b/></rPr><t>two </t></r><r><t xml:space=\"preserve\"> runs</t></r></si>",
    "<si><t>kanji</t><rPh sb=\"0\" eb=\"1\"><t>reading</t></rPh></si>",
    "<si><t><![CDATA[<data>]]></t></si>",
    "<!-- <si> --><si><t>behind</t></si>",
    "<si><t>one</t><t>two</t></si>",
    "<x:si><x:t>prefixed</x:t></x:si>",
    "<si ><t >spaced</t ></si >",
    "<si><t>open</si>",
    "<t>stray</t>",
    "<si><t>&nbsp;</t></si>",
];

fn items() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![
        3 => proptest::collection::vec(one_of(&ITEMS[..19]), 6..12),
        1 => proptest::collection::vec(one_of(&ITEMS), 6..12),
    ]
}

/// What opens the table, and what is said before.
const OPENINGS: [&str; 8] = [
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><sst count=\"9\" uniqueCount=\"9\">",
    "<sst>",
    "\u{feff}<?xml version='1.0' encoding='utf-8'?>\r\n<sst uniqueCount=\"100000\">",
    "<?xml version=\"1.0\" encoding=\"windows-1250\"?><sst>",
    "<sst a=\"><si><t>other</t></si></sst>\">",
    "<sst count=9>",
    "<sst count>",
    "<!DOCTYPE a [<!ENTITY nbsp \"x\">]><sst>",
];

/// Formats of numbers, by their numbers: plain ones, dates, times, and some of the workbook's own.
const FORMATS: [u32; 9] = [0, 2, 4, 14, 22, 46, 164, 165, 166];

fn styles(formats: &[u32]) -> String {
    let xfs: String = formats.iter().map(|id| format!("<xf numFmtId=\"{id}\"/>")).collect();
    format!(
        "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd.mm.yyyy\"/><numFmt numFmtId=\"165\" \
         formatCode=\"#,##0.00\\ &quot;€&quot;\"/><numFmt numFmtId=\"166\" formatCode=\"[h]:mm\"/></numFmts>\
         <cellStyleXfs><xf numFmtId=\"0\"/></cellStyleXfs><cellXfs>{xfs}</cellXfs></styleSheet>"
    )
}

/// Numbers as somebody may write them.
const NUMBERS: [&str; 33] = [
    "0",
    "-0",
    "1e3",
    "1E-7",
    "4.0000000000000002E-2",
    "415.03000000000003",
    "0.1",
    "00012.50",
    "99999999999999999999",
    "43921",
    "60",
    "2958466",
    "0.999999",
    "123456789012.34",
    "1234567890123.45",
    "9007199254740993",
    "-12.5",
    "1e999",
    "-1e999",
    "1e-400",
    ".5",
    "5.",
    "+5",
    "inf",
    "NaN",
    "1,5",
    "0x10",
    "1 2",
    " 7",
    "--1",
    "1e",
    "-",
    "1.e5",
];

/// So many of them are written in the usual way.
const USUAL: usize = 20;

fn written(usual: bool) -> impl Strategy<Value = String> {
    prop_oneof![
        1 => one_of(if usual { &NUMBERS[..USUAL] } else { &NUMBERS }),
        1 => any::<f64>().prop_map(|number| if number.is_finite() { number } else { 0.5 }.to_string()),
        1 => any::<f64>().prop_map(|number| format!("{:e}", if number.is_finite() { number } else { 0.5 })),
        2 => (-9..70_000, 0..4).prop_map(|(day, part)| format!("{day}.{}", part * 25)),
        2 => (any::<i32>(), 0..1000_u32).prop_map(|(whole, part)| format!("{whole}.{part}")),
        2 => any::<i64>().prop_map(|cents| format!("{}.{:02}", cents / 100, (cents % 100).abs())),
    ]
}

/// Content of a cell: a number in some format, or a text of the table.
fn content(usual: bool) -> impl Strategy<Value = String> {
    const ODD: [&str; 4] = [
        " s=\"x\"><v>1</v>",
        " s=\"+1\"><v>1</v>",
        " s=\"99999999999\"><v>1</v>",
        " s=\" 4\"><v>1</v>",
    ];
    let style = proptest::option::of(0..FORMATS.len() + 2);
    let style = style.prop_map(|style| style.map_or_else(String::new, |at| format!(" s=\"{at}\"")));
    let number = (style, proptest::option::of(Just(" t=\"n\"")), written(usual)).prop_map(
        |(style, kind, number)| format!("{style}{}><v>{number}</v>", kind.unwrap_or_default()),
    );
    let texts = if usual { 6 } else { 12 };
    let text = (0..texts).prop_map(|number| format!(" t=\"s\"><v>{number}</v>"));
    prop_oneof![5 => number, 5 => text, u32::from(!usual) => one_of(&ODD)]
}

fn contents() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![
        3 => proptest::collection::vec(content(true), 1..24),
        1 => proptest::collection::vec(content(false), 1..24),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_500) })]

    /// Texts of a table in any form, and numbers in any form and format, are what calamine says they are.
    #[test]
    fn texts_numbers_and_formats_are_read_the_same_in_either_way(
        opening in prop_oneof![3 => one_of(&OPENINGS[..3]), 1 => one_of(&OPENINGS)],
        items in items(),
        formats in proptest::sample::subsequence(FORMATS.as_slice(), 1..FORMATS.len()).prop_shuffle(),
        from_1904 in any::<bool>(),
        contents in contents(),
    ) {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let table = format!("{opening}{}</sst>", items.concat());
        let calendar = format!("<workbookPr date1904=\"{}\"/>", u8::from(from_1904));
        let workbook = format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
             {calendar}<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        );
        let said = |before: &str| {
            let cells: String = contents.iter().enumerate().map(|(at, content)| {
                format!("<row r=\"{0}\"><c r=\"B{0}\"{content}</c></row>", at + 1)
            }).collect();
            let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{before}{cells}</sheetData></worksheet>");
            let bytes = with_parts(&[
                ("xl/workbook.xml", workbook.as_bytes()),
                ("styles.xml", styles(&formats).as_bytes()),
                ("sharedStrings.xml", table.as_bytes()),
                ("sheet1.xml", sheet.as_bytes()),
            ]);
            let input = NamedBytes { name: "a.xlsx".to_owned(), bytes };
            let (file, findings) = read_file(&input, &Limits::default(), &VOCABULARY);
            format!("{:?} {findings:?}", file.map(|file| file.grids))
        };
        prop_assert_eq!(said(""), said("<!-- -->"));
    }
}

/// Workbooks as programs write them: most of them are read the quick way.
#[test]
fn workbooks_of_many_programs_are_read_the_same_in_either_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut compared, mut rest) = (0, vec![root.join("samples"), root.join("tests")]);
    while let Some(folder) = rest.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let is_book =
                ["xlsx", "xlsm"].iter().any(|end| path.extension().is_some_and(|is| is == *end));
            if path.is_dir() {
                rest.push(path);
                continue;
            }
            let bytes = if is_book { std::fs::read(&path).expect("a file") } else { continue };
            let Some(other) = the_other_way(&bytes) else { continue };
            let said = |bytes: Vec<u8>| {
                let input = NamedBytes { name: "a.xlsx".to_owned(), bytes };
                let (file, findings) = read_file(&input, &Limits::default(), &VOCABULARY);
                format!("{:?} {findings:?}", file.map(|file| file.grids))
            };
            assert!(said(bytes) == said(other), "{}", path.display());
            compared += 1;
        }
    }
    assert!(compared > 5, "{compared}");
}

/// The same workbook with a comment before the cells of each sheet; none where no sheet has cells.
fn the_other_way(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut any = false;
    let mut parts = parts(bytes);
    for (name, part) in &mut parts {
        let text = String::from_utf8_lossy(part);
        if name.contains("sheets/") && text.contains("<sheetData>") {
            any = true;
            *part = text.replace("<sheetData>", "<sheetData><!-- -->").into_bytes();
        }
    }
    let parts: Vec<_> = parts.iter().map(|(name, part)| (name.as_str(), part.clone())).collect();
    any.then(|| package(&parts))
}
