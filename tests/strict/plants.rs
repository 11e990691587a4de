//! The planted faults: for each rule at least one, made by changing the parts of a good workbook.

/// One change.
pub enum Step {
    /// In a part, one text for another.
    Swap(&'static str, &'static str, fn() -> String),
    /// Another part.
    Add(&'static str, &'static str),
    /// A part less.
    Remove(&'static str),
    /// In the bytes of the archive itself, wherever they stand.
    Raw(&'static [u8], &'static [u8]),
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Swap(part, from, to) => {
                let to: String = to().chars().take(60).collect();
                write!(f, "{part}: {from} → {to}")
            }
            Add(part, _) => write!(f, "with {part}"),
            Remove(part) => write!(f, "without {part}"),
            Raw(from, to) => {
                write!(f, "{} → {}", String::from_utf8_lossy(from), String::from_utf8_lossy(to))
            }
        }
    }
}

use Step::{Add, Raw, Remove, Swap};

const FIRST: &str = "xl/worksheets/sheet1.xml";
const SECOND: &str = "xl/worksheets/sheet2.xml";
const BOOK: &str = "xl/workbook.xml";
const BOOK_RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const RELATIONS: &str = "xl/worksheets/_rels/sheet1.xml.rels";
const TYPES: &str = "[Content_Types].xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";
const TABLE: &str = "xl/tables/table1.xml";
const NOTES: &str = "xl/comments1.xml";
const SHAPES: &str = "xl/drawings/vmlDrawing1.vml";
const DRAWING: &str = "xl/drawings/drawing1.xml";
const CHART: &str = "xl/charts/chart1.xml";
const CORE: &str = "docProps/core.xml";
const APP: &str = "docProps/app.xml";

/// A swap of one fixed text for another.
macro_rules! swap {
    ($part:expr, $from:expr, $to:expr) => {
        Swap($part, $from, || $to.to_owned())
    };
}

/// A formula in the place of the first.
macro_rules! formula {
    ($to:expr) => {
        Swap(FIRST, "<f>D5-C5</f>", || format!("<f>{}</f>", $to))
    };
}

const OTHER_TABLE: &str = r#"<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="2" name="Second" displayName="Second" ref="B5:C6" totalsRowShown="0"><autoFilter ref="B5:C6"/><tableColumns count="2"><tableColumn id="1" name="a"/><tableColumn id="2" name="b"/></tableColumns></table>"#;

pub const PLANTS: &[(&str, &[Step])] = &[
    // The archive and its parts.
    ("one part of a name", &[Raw(b"xl/worksheets/sheet2.xml", b"XL/worksheets/sheet1.xml")]),
    ("paths stay inside", &[Raw(b"docProps/app.xml", b"/ocProps/app.xml")]),
    ("paths stay inside", &[Raw(b"docProps/app.xml", b"docProps\\app.xml")]),
    ("plain compression", &[Raw(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x0c\x00")]),
    ("well-formed parts", &[swap!(FIRST, "</worksheet>", "")]),
    ("well-formed parts", &[swap!(STRINGS, "&amp;", "&")]),
    ("every part has a content type", &[Add("xl/extra.bin", "")]),
    ("content types name parts", &[Remove(APP)]),
    ("the right content type", &[swap!(TYPES, "drawingml.chart+xml", "drawing+xml")]),
    ("relations lead to parts", &[Remove("xl/theme/theme1.xml")]),
    ("ids of relations are unique", &[swap!(RELATIONS, "rId4", "rId3")]),
    (
        "ids that are used are there",
        &[swap!(FIRST, r#"<tablePart r:id="rId3"/>"#, r#"<tablePart r:id="rId9"/>"#)],
    ),
    (
        "ids that are used are there",
        &[swap!(FIRST, r#"<drawing r:id="rId1"/>"#, r#"<drawing r:id="rId3"/>"#)],
    ),
    ("no part without a reader", &[Add("xl/worksheets/sheet9.xml", "<worksheet/>")]),
    (
        "nothing leads outside",
        &[swap!(
            BOOK_RELATIONS,
            r#"Target="theme/theme1.xml""#,
            r#"Target="file:///C:/a.xlsx" TargetMode="External""#
        )],
    ),
    (
        "elements in the schema's order",
        &[swap!(FIRST, "<pageMargins", r#"<sheetProtection sheet="1"/><pageMargins"#)],
    ),
    (
        "elements in the schema's order",
        &[swap!(FIRST, "<pageMargins", "<pageMargin/><pageMargins")],
    ),
    // Texts.
    ("characters of XML", &[swap!(STRINGS, "Training of", "Training\u{7} of")]),
    ("characters of XML", &[swap!(CHART, "1.1.1", "1.1.1\u{ffff}")]),
    ("texts of 32,767 characters", &[Swap(STRINGS, "Training of", || "x".repeat(32_768))]),
    ("no hidden escapes", &[swap!(STRINGS, "Training of", "Training _x0007_")]),
    ("spaces are kept", &[swap!(STRINGS, "Training of officers", "Training of officers ")]),
    ("shared texts are counted", &[swap!(STRINGS, r#"count="28""#, r#"count="27""#)]),
    ("shared texts are counted", &[swap!(STRINGS, "</sst>", "<si><t>left over</t></si></sst>")]),
    // Names of sheets and of cells.
    (
        "sheet names of 31 characters",
        &[swap!(BOOK, r#"name="Lists""#, r#"name="Lists of what may be chosen here""#)],
    ),
    ("sheet names of 31 characters", &[swap!(BOOK, r#"name="Lists""#, r#"name="""#)]),
    ("characters of sheet names", &[swap!(BOOK, r#"name="Lists""#, r#"name="Lists/2""#)]),
    ("characters of sheet names", &[swap!(BOOK, r#"name="Lists""#, r#"name="Lists'""#)]),
    ("reserved sheet names", &[swap!(BOOK, r#"name="Lists""#, r#"name="HISTORY""#)]),
    ("sheet names differ", &[swap!(BOOK, r#"name="Lists""#, r#"name="variances""#)]),
    ("sheet ids differ", &[swap!(BOOK, r#"sheetId="3""#, r#"sheetId="2""#)]),
    ("a sheet is shown", &[swap!(BOOK, "<workbookView ", r#"<workbookView activeTab="2" "#)]),
    ("a sheet is shown", &[swap!(BOOK, r#"sheetId="1""#, r#"sheetId="1" state="hidden""#)]),
    ("one sheet is selected", &[swap!(SECOND, "<sheetView ", r#"<sheetView tabSelected="1" "#)]),
    ("syntax of names", &[swap!(BOOK, "planned_total", "planned total")]),
    ("syntax of names", &[swap!(BOOK, "planned_total", "QTR2021")]),
    ("syntax of names", &[swap!(BOOK, "planned_total", "R1C1")]),
    ("syntax of names", &[swap!(BOOK, "_xlnm.Print_Titles", "_xlnm.Print_Title")]),
    ("names differ", &[swap!(BOOK, "planned_total", "variances")]),
    ("names lead to cells", &[swap!(BOOK, "Variances!$C$7", "Variances!$C$700")]),
    ("names lead to cells", &[swap!(BOOK, "Variances!$C$7", "Gone!$C$7")]),
    ("names lead to cells", &[swap!(BOOK, "Variances!$C$7", "#REF!")]),
    ("scopes of names", &[swap!(BOOK, r#"localSheetId="0""#, r#"localSheetId="7""#)]),
    // Cells.
    ("rows ascend", &[swap!(FIRST, r#"<row r="6""#, r#"<row r="5""#)]),
    ("rows ascend", &[swap!(FIRST, r#"<row r="7""#, r#"<row r="1048577""#)]),
    ("cells ascend", &[swap!(FIRST, r#"<c r="B5""#, r#"<c r="A5""#)]),
    ("cells ascend", &[swap!(FIRST, r#"<c r="B5""#, r#"<c r="B6""#)]),
    ("the dimension holds", &[swap!(SECOND, "A1:D13", "A1:B2")]),
    ("the dimension holds", &[swap!(SECOND, "A1:D13", "A1:D1000")]),
    ("values fit their type", &[swap!(FIRST, "<v>1000</v>", "<v>much</v>")]),
    ("values fit their type", &[swap!(FIRST, "<v>0</v>", "<v>-1</v>")]),
    ("values fit their type", &[swap!(FIRST, "<v>1000</v>", "<v>NaN</v>")]),
    ("formats of cells are there", &[swap!(FIRST, r#"r="C5" s="7""#, r#"r="C5" s="700""#)]),
    (
        "no errors are stored",
        &[swap!(
            FIRST,
            r#"r="E5" s="7"><f>D5-C5</f><v>50.00</v>"#,
            r#"r="E5" t="e"><f>D5-C5</f><v>#REF!</v>"#
        )],
    ),
    ("formulas bring their result", &[swap!(FIRST, "<f>D5-C5</f><v>50.00</v>", "<f>D5-C5</f>")]),
    ("formulas bring their result", &[swap!(FIRST, "<v>50.00</v>", "<v></v>")]),
    ("numbers keep their cents", &[swap!(FIRST, "<v>1000</v>", "<v>12345678901234567.89</v>")]),
    // Formulas.
    ("formulas are formulas", &[formula!("SUM(D5")]),
    ("formulas are formulas", &[formula!("=D5")]),
    ("formulas are formulas", &[formula!("\"a")]),
    ("formulas are formulas", &[formula!("D5;C5")]),
    ("formulas are formulas", &[formula!("")]),
    ("formulas of 8,192 characters", &[formula!(format!("D5{}", "+1".repeat(4_096)))]),
    ("formulas nest 64 deep", &[formula!(format!("{}D5{}", "ABS(".repeat(65), ")".repeat(65)))]),
    (
        "texts in formulas of 255 characters",
        &[formula!(format!("IF(D5&gt;0,\"{}\",1)", "x".repeat(256)))],
    ),
    ("functions everybody has", &[formula!("XLOOKUP(D5,C5,C6)")]),
    ("functions everybody has", &[formula!("_xlfn.CONCAT(D5,C5)")]),
    ("no volatile functions", &[formula!("NOW()")]),
    ("no volatile functions", &[swap!(FIRST, "AND(ISNUMBER(E5),E5&gt;0)", "E5&gt;TODAY()")]),
    ("functions have their arguments", &[formula!("ROUND(D5)")]),
    ("functions have their arguments", &[formula!("SUM()")]),
    ("addresses lie on sheets", &[formula!("D5-Gone!C5")]),
    ("addresses lie on sheets", &[formula!("D5-XFE5")]),
    ("formulas are formulas", &[formula!("D5-It's detail!C5")]),
    (
        "addresses lie on sheets",
        &[swap!(CHART, "Variances!$D$5:$D$6", "Variances!$D$5:$D$1048577")],
    ),
    ("names in formulas are there", &[formula!("D5-spent_total")]),
    ("formulas look at cells with content", &[formula!("D5-C500")]),
    ("nothing refers to itself", &[formula!("D5-E5")]),
    ("nothing refers to itself", &[formula!("F5-C5")]),
    // Tables and filters.
    ("ids of tables differ", &[swap!(TABLE, r#" id="1" name="V"#, r#" id="0" name="V"#)]),
    ("names of tables", &[swap!(TABLE, r#"displayName="Variances""#, r#"displayName="C12""#)]),
    (
        "names of tables",
        &[swap!(TABLE, r#"displayName="Variances""#, r#"displayName="The variances""#)],
    ),
    ("tables have rows", &[swap!(TABLE, r#"ref="A4:G6""#, r#"ref="A4:G4""#)]),
    ("columns of tables are counted", &[swap!(TABLE, r#"count="7""#, r#"count="6""#)]),
    ("columns of tables are counted", &[swap!(TABLE, r#"ref="A4:G6""#, r#"ref="A4:F6""#)]),
    ("headings of tables differ", &[swap!(TABLE, r#"name="Spent""#, r#"name="planned""#)]),
    ("headings stand in their cells", &[swap!(TABLE, r#"name="Spent""#, r#"name="Paid""#)]),
    (
        "headings stand in their cells",
        &[swap!(FIRST, r#"<c r="D4" s="4" t="s"><v>5</v></c>"#, r#"<c r="D4"><v>5</v></c>"#)],
    ),
    (
        "tables keep apart",
        &[
            Add("xl/tables/table2.xml", OTHER_TABLE),
            swap!(
                RELATIONS,
                "</Relationships>",
                r#"<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/table" Target="../tables/table2.xml"/></Relationships>"#
            ),
        ],
    ),
    ("no merged cells in tables", &[swap!(FIRST, r#"ref="A2:G2""#, r#"ref="A5:B5""#)]),
    (
        "filters fit",
        &[swap!(TABLE, r#"<autoFilter ref="A4:G6"/>"#, r#"<autoFilter ref="A4:G5"/>"#)],
    ),
    (
        "filters fit",
        &[swap!(SECOND, "<dataValidations", r#"<autoFilter ref="A1:B3"/><dataValidations"#)],
    ),
    (
        "tables are listed",
        &[swap!(FIRST, r#"<tableParts count="1">"#, r#"<tableParts count="2">"#)],
    ),
    (
        "tables are listed",
        &[swap!(FIRST, r#"<tableParts count="1"><tablePart r:id="rId3"/></tableParts>"#, "")],
    ),
    // Merged cells, validations, links and conditions.
    ("merges are areas", &[swap!(FIRST, r#"ref="A1:D1""#, r#"ref="A1""#)]),
    ("merges are areas", &[swap!(FIRST, r#"mergeCells count="2""#, r#"mergeCells count="3""#)]),
    ("merges keep apart", &[swap!(FIRST, r#"ref="A2:G2""#, r#"ref="D1:G2""#)]),
    ("nothing lies below a merge", &[swap!(FIRST, r#"ref="A1:D1""#, r#"ref="A7:C7""#)]),
    (
        "validations are counted",
        &[swap!(SECOND, r#"dataValidations count="4""#, r#"dataValidations count="5""#)],
    ),
    ("validations keep apart", &[swap!(SECOND, r#"sqref="C21:C31""#, r#"sqref="B31:C31""#)]),
    ("validations keep apart", &[swap!(SECOND, r#"sqref="C21:C31""#, r#"sqref="C31:C21""#)]),
    ("lists of 255 characters", &[Swap(SECOND, "Budget,Donation", || "Budget,".repeat(40))]),
    (
        "prompts of 32 and 255 characters",
        &[swap!(
            SECOND,
            r#"promptTitle="Euros""#,
            r#"promptTitle="Euros and cents, and nothing but the two""#
        )],
    ),
    ("prompts of 32 and 255 characters", &[Swap(SECOND, "Write a number", || "Write ".repeat(50))]),
    ("validations say what they want", &[swap!(SECOND, "Lists!$A$1:$A$2", "Gone!$A$1:$A$2")]),
    ("validations say what they want", &[swap!(SECOND, "<formula2>44196</formula2>", "")]),
    (
        "65,530 links a sheet",
        &[Swap(FIRST, "<hyperlinks>", || {
            format!("<hyperlinks>{}", r#"<hyperlink ref="A5" location="Lists!A1"/>"#.repeat(65_530))
        })],
    ),
    ("links lead to cells", &[swap!(FIRST, "'It''s detail'!B3", "Gone!B3")]),
    ("links lead to cells", &[swap!(FIRST, "'It''s detail'!B3", "It's detail!B3")]),
    ("links lead to cells", &[swap!(FIRST, "'It''s detail'!B3", "'It''s detail'!B300")]),
    ("links lead to cells", &[swap!(FIRST, "'It''s detail'!B3", "Lists!A1")]),
    (
        "one link a cell",
        &[swap!(
            FIRST,
            "<hyperlinks>",
            r#"<hyperlinks><hyperlink ref="A5" location="Variances!A1"/>"#
        )],
    ),
    ("conditions have areas", &[swap!(FIRST, r#"sqref="E5:E6""#, r#"sqref="E6:E5""#)]),
    ("conditions have areas", &[swap!(FIRST, r#"dxfId="0""#, r#"dxfId="5""#)]),
    ("priorities of conditions", &[swap!(FIRST, r#"priority="2""#, r#"priority="1""#)]),
    (
        "bars have both halves",
        &[swap!(
            FIRST,
            r#"id="{DA7ABA51-AAAA-BBBB-0001-000000000001}""#,
            r#"id="{DA7ABA51-AAAA-BBBB-0001-000000000002}""#
        )],
    ),
    // Formats.
    (
        "64,000 formats of cells",
        &[Swap(STYLES, "</cellXfs>", || format!("{}</cellXfs>", "<xf/>".repeat(64_000)))],
    ),
    (
        "1,024 fonts and 250 formats of numbers",
        &[Swap(STYLES, "</fonts>", || {
            format!("{}</fonts>", r#"<font><sz val="9"/></font>"#.repeat(1_020))
        })],
    ),
    ("parts of formats are there", &[swap!(STYLES, r#"fontId="9""#, r#"fontId="99""#)]),
    (
        "parts of formats are there",
        &[swap!(STYLES, r#"<xf numFmtId="164""#, r#"<xf numFmtId="200""#)],
    ),
    ("formats of numbers", &[swap!(STYLES, r"dd\.mm\.yyyy", r"[dd\.mm\.yyyy")]),
    ("formats of numbers", &[swap!(STYLES, r"dd\.mm\.yyyy", "0;0;0;0;0")]),
    ("formats of numbers", &[Swap(STYLES, r"dd\.mm\.yyyy", || "0".repeat(256))]),
    (
        "lists of formats are counted",
        &[swap!(STYLES, r#"<fills count="10""#, r#"<fills count="9""#)],
    ),
    ("the first two fills", &[swap!(STYLES, "gray125", "solid")]),
    ("fonts are fonts", &[swap!(STYLES, r#"<sz val="16"/>"#, r#"<sz val="410"/>"#)]),
    (
        "indents and turns",
        &[swap!(
            STYLES,
            r#"<alignment horizontal="left""#,
            r#"<alignment indent="251" horizontal="left""#
        )],
    ),
    // Columns, rows and panes.
    ("columns up to 255 wide", &[swap!(FIRST, "30.7109375", "300")]),
    ("columns ascend", &[swap!(FIRST, r#"<col min="2" max="2""#, r#"<col min="1" max="2""#)]),
    ("rows up to 409 points high", &[swap!(FIRST, r#"ht="54""#, r#"ht="410""#)]),
    ("outlines seven deep", &[swap!(FIRST, r#"outlineLevelRow="1""#, r#"outlineLevelRow="2""#)]),
    ("panes are where they say", &[swap!(FIRST, r#"topLeftCell="C5""#, r#"topLeftCell="A1""#)]),
    (
        "panes are where they say",
        &[swap!(FIRST, r#"activePane="bottomRight""#, r#"activePane="topRight""#)],
    ),
    ("selections lie in panes", &[swap!(FIRST, r#"xSplit="2" ySplit="4""#, r#"ySplit="4""#)]),
    ("frozen rows leave room", &[swap!(FIRST, r#"ht="23.25""#, r#"ht="400""#)]),
    // Print set-up.
    ("A4, upright or across", &[swap!(FIRST, r#"paperSize="9""#, r#"paperSize="1""#)]),
    ("few pages wide", &[swap!(FIRST, r#"fitToPage="1""#, r#"fitToPage="0""#)]),
    ("repeated rows", &[swap!(BOOK, "Variances!$4:$4", "Variances!$4:$40")]),
    ("repeated rows", &[swap!(BOOK, "Variances!$4:$4", "Lists!$1:$1")]),
    ("feet of 255 characters", &[Swap(FIRST, "Health", || "Health".repeat(50))]),
    (
        "feet of 255 characters",
        &[swap!(FIRST, "oddFooter>", "oddFoot>"), swap!(FIRST, "</oddFooter>", "</oddFoot>")],
    ),
    (
        "codes of headers and feet",
        &[swap!(FIRST, "Health &amp;&amp; Labour", "Health &amp; Labour")],
    ),
    ("codes of headers and feet", &[swap!(FIRST, "&amp;9 Health", "&amp;9000 Health")]),
    ("margins", &[swap!(FIRST, r#"left="0.4""#, r#"left="-0.4""#)]),
    (
        "protection without a password",
        &[swap!(
            SECOND,
            r#"<sheetProtection sheet="1""#,
            r#"<sheetProtection sheet="1" password="CC1A""#
        )],
    ),
    // Notes.
    (
        "one note a cell",
        &[swap!(
            NOTES,
            "<commentList>",
            r#"<commentList><comment ref="A5" authorId="1"><text><t>a</t></text></comment>"#
        )],
    ),
    ("notes have their author", &[swap!(NOTES, r#"authorId="1""#, r#"authorId="7""#)]),
    ("texts of notes", &[swap!(NOTES, "from Q2", "")]),
    ("texts of notes", &[Swap(NOTES, "from Q2", || "x".repeat(32_768))]),
    ("notes have their shape", &[swap!(SHAPES, "<x:Row>4</x:Row>", "<x:Row>5</x:Row>")]),
    ("notes have their drawing", &[swap!(FIRST, r#"<legacyDrawing r:id="rId2"/>"#, "")]),
    (
        "ids of shapes differ",
        &[swap!(SHAPES, "</v:shape></xml>", r#"</v:shape><v:shape id="_x0000_s1025"/></xml>"#)],
    ),
    // Charts.
    (
        "anchors lie on the sheet",
        &[swap!(DRAWING, "<xdr:row>22</xdr:row>", "<xdr:row>2</xdr:row>")],
    ),
    (
        "anchors lie on the sheet",
        &[swap!(DRAWING, "<xdr:row>22</xdr:row>", "<xdr:row>1048576</xdr:row>")],
    ),
    ("ids of drawings differ", &[swap!(DRAWING, r#"<xdr:cNvPr id="2""#, r#"<xdr:cNvPr id="0""#)]),
    (
        "charts are told in words",
        &[swap!(DRAWING, "Bars of planned and spent euros for each activity", "")],
    ),
    ("charts show cells", &[swap!(CHART, "Variances!$D$5:$D$6", "Variances!$D$5:$D$600")]),
    ("charts show cells", &[swap!(CHART, "Variances!$D$5:$D$6", "Gone!$D$5:$D$6")]),
    ("charts keep what they show", &[swap!(CHART, "<c:v>1050</c:v>", "<c:v>1051</c:v>")]),
    ("series are numbered", &[swap!(CHART, r#"<c:order val="1"/>"#, r#"<c:order val="0"/>"#)]),
    (
        "axes of charts are there",
        &[swap!(CHART, r#"<c:catAx><c:axId val="50010001"/>"#, r#"<c:catAx><c:axId val="3"/>"#)],
    ),
    // Properties.
    ("days of the properties", &[swap!(CORE, "2021-02-15T", "2021-13-15T")]),
    ("days of the properties", &[swap!(CORE, "2021-02-15T00:00:00Z", "15.02.2021")]),
    ("a title and an author", &[swap!(CORE, "Reconciliation", "")]),
    ("the list of sheets in the properties", &[swap!(APP, r#"size="5""#, r#"size="6""#)]),
];
