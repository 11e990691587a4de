//! Fixed layouts: what the configuration says about the columns of certain files, what is wrong in
//! it, and that the lines `earmark inspect` prints read a file exactly as it was recognised.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/fixture.rs"]
mod fixture;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::diagnostic::{Catalogue, Code, Finding};
use earmark::model::{Entry, Submission};
use earmark::read::{
    inspect, layout_draft, layout_stub, read_submissions, unused_layouts, words_stub,
};
use earmark::sheet::{SheetFile, read_file};
use earmark::vocabulary::Vocabulary;

fn vocabulary(config: &str) -> Vocabulary {
    let (settings, wrong) = Settings::read("earmark.toml", config);
    assert_eq!(wrong, [], "{config}");
    Vocabulary::new(&settings.words).unwrap()
}

fn read(config: &str, file: &SheetFile) -> (Vec<String>, Vec<String>, Vec<Submission>) {
    let (submissions, findings) = read_submissions(file, &vocabulary(config), None);
    let entries = submissions
        .iter()
        .flat_map(|sent| sent.entries.iter())
        .map(|entry| short(&entry))
        .collect();
    (entries, findings.iter().map(code_and_cell).collect(), submissions)
}

fn short(entry: &Entry<'_>) -> String {
    let code = entry.words.activity_code.map_or("-".to_owned(), |code| code.to_string());
    let source = entry.words.column_source.map_or("-".to_owned(), |source| source.to_string());
    let quarter = entry.quarter.map_or("-".to_owned(), |quarter| quarter.to_string());
    format!("{} {} {code} {source} {quarter}", entry.spot.cell().unwrap(), entry.amount)
}

fn code_and_cell(finding: &Finding) -> String {
    match finding.place.cell() {
        Some(cell) => format!("{} {cell}", finding.code),
        None => finding.code.to_string(),
    }
}

const NO_HEADINGS: &str = "
MUP
x     | y | za drugi kvartal
1.1.7 | Obuka | 1.250,50 | 300
1.1.8 | Letak | 1.000    |
1.1.9 | Plakat | #20     | #5 | #7
";

#[test]
fn columns_without_headings_are_read_as_the_layout_says() {
    let file = fixture::sheet("q2/MUP-2020.xlsx", "Q2", NO_HEADINGS);
    let config = r#"
[[layout]]
files = "mup-*.xlsx"
sheets = "q?"
first-row = 3
decimal = ","
body = "Ministry of the Interior"
period = "Q2 2020"
[layout.columns]
A = "code"
B = "activity"
C = "spent_budget"
d = { is = "spent", source = "donation", quarter = 1 }
"#;
    let (entries, findings, submissions) = read(config, &file);
    assert_eq!(
        entries,
        [
            "C3 1250.50 1.1.7 budget Q2",
            "D3 300.00 1.1.7 donation Q1",
            "C4 1000.00 1.1.8 budget Q2",
            "C5 20.00 1.1.9 budget Q2",
            "D5 5.00 1.1.9 donation Q1",
        ]
    );
    assert_eq!(findings, ["N0310", "N0305 E3", "W0205 C4"]);
    assert_eq!(&*submissions[0].body.as_ref().unwrap().value, "Ministry of the Interior");
    assert_eq!(submissions[0].period.unwrap().to_string(), "Q2 2020");

    let (entries, findings, _) = read("", &file);
    assert_eq!((entries, findings), (vec![], vec!["E0301 C3".to_owned()]), "without it nothing is");
    let other = fixture::sheet("mz.xlsx", "Q2", NO_HEADINGS);
    assert_eq!(read(config, &other).0, Vec::<String>::new(), "another file");
    let other = fixture::sheet("mup-1.xlsx", "Recap", NO_HEADINGS);
    assert_eq!(read(config, &other).0, Vec::<String>::new(), "another sheet");
}

#[test]
fn a_sheet_is_left_out_where_the_configuration_says_so() {
    let file = fixture::workbook(
        "mup.xlsx",
        &[("Instructions", "Code | Spent\n1.1.1 | #5"), ("Q2", "Code | Spent\n1.1.1 | #7")],
    );
    let config = "[[layout]]\nfiles = \"mup.xlsx\"\nignore-sheets = [\"Instr*\"]\n";
    let (entries, findings, _) = read(config, &file);
    assert_eq!(entries, ["B2 7.00 1.1.1 - Q2"], "the other sheet is read by its headings");
    assert_eq!(findings, ["N0310"]);
}

#[test]
fn no_cell_is_counted_by_two_layouts() {
    let file =
        fixture::sheet("a.xlsx", "S", "1.1.1 | #5 | #50\n1.1.2 | #6 | #60\n1.1.3 | #7 | #70");
    let two = |second: &str| {
        format!(
            "[[layout]]\nfiles = \"a.xlsx\"\nlast-row = 2\ncolumns = {{ A = \"code\", B = \"spent\" }}\n\
             [[layout]]\nfiles = \"*\"\n{second}\n"
        )
    };
    let same = two("columns = { A = \"code\", B = \"spent\" }");
    let (entries, ..) = read(&same, &file);
    assert_eq!(entries, ["B1 5.00 1.1.1 - -", "B2 6.00 1.1.2 - -", "B3 7.00 1.1.3 - -"]);
    let beside = two("columns = { A = \"code\", C = \"spent_donation\" }");
    let (entries, ..) = read(&beside, &file);
    assert_eq!(entries.len(), 5, "{entries:?}");
}

#[test]
fn each_mistake_in_a_layout_is_said_with_what_is_wanted() {
    let catalogue = Catalogue::built_in().unwrap();
    let good = "files = \"a.xlsx\"\n";
    for (lines, wanted) in [
        ("files = \"a.xlsx\"\n", "what the columns hold"),
        ("columns = { A = \"spent\" }", "the name of the files"),
        (&format!("{good}columns = {{ A = \"spnt\" }}"), "\"spent\""),
        (&format!("{good}columns = {{ A = \"amounts\" }}"), "\"amount\""),
        (&format!("{good}columns = {{ A = \"zzzzz\" }}"), "lists all"),
        (&format!("{good}columns = {{ A = \"code\" }}"), "a column of amounts too"),
        (&format!("{good}columns = {{ 1 = \"spent\" }}"), "letters of a column"),
        (&format!("{good}columns = {{ XFE = \"spent\" }}"), "A to XFD"),
        (&format!("{good}columns = {{ A = \"spent\", a = \"code\" }}"), "each column once"),
        (&format!("{good}header-row = 0\ncolumns = {{ A = \"spent\" }}"), "from 1"),
        (&format!("{good}first-row = -3\ncolumns = {{ A = \"spent\" }}"), "from 1"),
        (
            &format!("{good}header-row = 5\nfirst-row = 5\ncolumns = {{ A = \"spent\" }}"),
            "below the header-row",
        ),
        (
            &format!("{good}first-row = 5\nlast-row = 4\ncolumns = {{ A = \"spent\" }}"),
            "below the first row",
        ),
        (&format!("{good}period = \"spring\"\ncolumns = {{ A = \"spent\" }}"), "\"Q2 2020\""),
        (&format!("{good}period = \"Q3-Q1 2020\"\ncolumns = {{ A = \"spent\" }}"), "\"Q2 2020\""),
        (&format!("{good}decimal = \";\"\ncolumns = {{ A = \"spent\" }}"), "\",\" or \".\""),
        (&format!("{good}columns = {{ A = {{ is = \"spent\", quarter = 5 }} }}"), "1, 2, 3 or 4"),
        (&format!("{good}columns = {{ A = {{ is = \"spent\", month = 13 }} }}"), "from 1 to 12"),
        (
            &format!("{good}columns = {{ A = {{ is = \"spent\", source = \"loan\" }} }}"),
            "\"budget\" or \"donation\"",
        ),
        (
            &format!("{good}columns = {{ A = {{ is = \"code\", quarter = 1 }}, B = \"spent\" }}"),
            "\"spent\" where",
        ),
    ] {
        let (_, findings) = Settings::read("earmark.toml", &format!("[[layout]]\n{lines}\n"));
        assert!(findings.iter().all(|f| f.code == Code::ConfigValue), "{lines}: {findings:?}");
        let said: Vec<String> =
            findings.iter().map(|finding| catalogue.expected(finding)).collect();
        assert!(said.iter().any(|said| said.contains(wanted)), "{lines}: {said:?}");
        assert!(catalogue.remedy(&findings[0]).contains("[[layout]] number 1"), "{lines}");
    }
    for (lines, problem) in [
        ("files = \"a\"\ncolums = {}", "unknown field `colums`"),
        ("files = \"a\"\ncolumns = { A = 5 }", "a column is a meaning such as \"spent\""),
        ("files = \"a\"\ncolumns = { A = { was = \"spent\" } }", "a column is a meaning"),
    ] {
        let (_, findings) = Settings::read("earmark.toml", &format!("[[layout]]\n{lines}\n"));
        let said = catalogue.remedy(&findings[0]);
        assert!(findings[0].code == Code::ConfigUnreadable && said.contains(problem), "{said}");
    }
    let (_, findings) = Settings::read("earmark.toml", "[words.headings]\nspnt = [\"Plaćeno\"]\n");
    assert!(catalogue.expected(&findings[0]).contains("\"spent\""));
}

#[test]
fn a_layout_that_fits_no_file_is_said() {
    let vocabulary = vocabulary(
        "[[layout]]\nfiles = \"mup-*.xlsx\"\ncolumns = { A = \"spent\" }\n\
         [[layout]]\nfiles = \"MZ.xlsx\"\ncolumns = { A = \"spent\" }\n",
    );
    let findings = unused_layouts(&vocabulary, ["plan.docx", "2020/mz.xlsx"].into_iter());
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (findings[0].code, findings[0].read.clone()),
        (Code::LayoutUnused, Some(earmark::language::Said::data("mup-*.xlsx")))
    );
    assert_eq!(unused_layouts(&vocabulary, ["mz.xlsx", "mup-.xlsx"].into_iter()), []);
}

/// Reads a file by its headings, and again by the lines that `inspect` prints.
fn feed_back(file: &SheetFile) -> bool {
    let plain = vocabulary("");
    let tables = inspect(file, plain.bodies(), &plain);
    let Some(stub) = layout_stub(&file.source.file, &tables) else { return false };
    let (wanted, _) = read_submissions(file, &plain, None);
    let (found, findings) = read_submissions(file, &vocabulary(&stub), None);
    assert!(findings.iter().any(|finding| finding.code == Code::FixedLayout), "{stub}");
    fn entries(sent: &[Submission]) -> Vec<Entry<'_>> {
        sent.iter().flat_map(|sent| sent.entries.iter()).collect()
    }
    assert_eq!(entries(&found), entries(&wanted), "{}\n{stub}", file.source.file);
    for (found, wanted) in found.iter().zip(&wanted) {
        assert_eq!(found.control_totals, wanted.control_totals, "{stub}");
        assert_eq!((found.period, &found.body), (wanted.period, &wanted.body), "{stub}");
    }
    true
}

#[test]
fn the_lines_that_inspect_prints_read_each_sample_as_it_was_recognised() {
    let mut fed = 0;
    for entry in std::fs::read_dir("samples/action-plan-2020/expenditure").unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let plain = vocabulary("");
        let limits = Settings::default().limits;
        if let (Some(file), _) = read_file(&NamedBytes { name, bytes }, &limits, &plain) {
            fed += usize::from(feed_back(&file));
        }
    }
    assert!(fed >= 12, "only {fed} files were fed back");
}

#[test]
fn the_lines_that_inspect_prints_read_odd_sheets_as_they_were_recognised() {
    for (sheets, what) in [
        (
            vec![(
                "S",
                "Code | Q1 | Q2 | Ukupno\n1.1.7 | #10 | #20 | #30\nTotal | #10 | #20 | #30",
            )],
            "quarters across and totals",
        ),
        (
            vec![("S", "Code | Spent | <\n^ | Budget | Donation\n1.1.7 | #10 | #20")],
            "a header of two rows",
        ),
        (
            vec![(
                "S",
                "Code | Iznos u 000 €\n1.1.7 | #10\n\nCode | Amount | Iznos (RSD)\n1.1.8 | #3 | #9",
            )],
            "two tables in a sheet",
        ),
        (
            vec![
                ("Q1", "MUP\nCode | Januar | Februar\n1.1.7 | #1 | #2"),
                ("Q2 \"x\"", "Code | Spent\n1.1.8 | 4,5"),
            ],
            "two sheets and months",
        ),
        (
            vec![("S", "Code | Planned | Spent | Remaining | Obligo\n1.1.7 | #9 | #5 | #4 | #100")],
            "columns that are not counted",
        ),
    ] {
        assert!(feed_back(&fixture::workbook("odd.xlsx", &sheets)), "{what}");
    }
}

#[test]
fn inspect_says_what_unknown_columns_look_like() {
    let file = fixture::sheet(
        "a.xlsx",
        "S",
        "
Code  | Spent | Obligo | Kada | Ko | Sta je uradjeno | Xyz | Rb1
1.1.1 | #5    | #7.5   | @2020-01-05 | MUP | Printing of two thousand leaflets | a | #1
1.1.2 | #6    | #8     | @2020-02-05 | MUP | Training of thirty inspectors | b | #2
",
    );
    let plain = vocabulary("");
    let tables = inspect(&file, plain.bodies(), &plain);
    let lines = words_stub(&tables);
    for wanted in [
        "spent = [\"Obligo\"]",
        "date = [\"Kada\"]",
        "body = [\"Ko\"]",
        "description = [\"Sta je uradjeno\"]",
        "ordinal = [\"Rb1\"]",
        "MEANING = [\"Xyz\"]",
    ] {
        assert!(lines.iter().any(|line| line == wanted), "{wanted} in {lines:?}");
    }
}

#[test]
fn a_sheet_without_headings_gets_a_layout_to_start_from() {
    let file = fixture::sheet("mup-2020.xlsx", "Q2", NO_HEADINGS);
    let plain = vocabulary("");
    let draft = layout_draft(&file.source.file, &file.grids[0], &plain).unwrap();
    let (entries, ..) = read(&draft, &file);
    assert_eq!(entries.len(), 6, "{draft}\n{entries:?}");
    let words = fixture::sheet("words.xlsx", "S", "Dear colleagues\nnothing was spent");
    assert_eq!(layout_draft("words.xlsx", &words.grids[0], &plain), None);
}
