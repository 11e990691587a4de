//! Web pages and web archives that call themselves sheets.

use std::time::{Duration, Instant};

use earmark::config::Limits;
use earmark::model::CellRef;
use earmark::sheet::{Area, FileKind, Grid};

use crate::{cells, codes, read, read_within};

fn grids(page: &str) -> Vec<Grid> {
    let (file, findings) = read("a.html", page.as_bytes());
    assert_eq!(codes(&findings), [""; 0], "{page}: {findings:?}");
    let file = file.expect(page);
    assert_eq!(file.kind, FileKind::Html);
    file.grids
}

fn one(page: &str) -> Vec<String> {
    let grids = grids(page);
    assert_eq!(grids.len(), 1, "{page}");
    cells(&grids[0])
}

/// Two rows make it a table whatever the first one is.
fn row(cells: &str) -> Vec<String> {
    let mut found = one(&format!("<table><tr>{cells}</tr><tr><td>x<td>y<td>z</table>"));
    found.truncate(found.len() - 3);
    found
}

#[test]
fn cells_of_web_pages() {
    for (name, html, expected) in [
        ("plain", "<td>a</td><td>1.234,50</td>", vec!["A1 = text \"a\"", "B1 = text \"1.234,50\""]),
        ("unclosed", "<td>a<td>b", vec!["A1 = text \"a\"", "B1 = text \"b\""]),
        ("capitals", "<TD>a</TD><TH>b</TH>", vec!["A1 = text \"a\"", "B1 = text \"b\""]),
        ("line break", "<td>a<br>b<br/>c</td>", vec!["A1 = text \"a\\nb\\nc\""]),
        ("white space", "<td>\r\n  a \n b </td>", vec!["A1 = text \"a b\""]),
        (
            "entities",
            "<td>&nbsp;</td><td>&#268;&#x10d; &amp; &euro;&scaron;</td>",
            vec!["B1 = text \"Čč & €š\""],
        ),
        ("no-break space stays", "<td>4&nbsp;000</td>", vec!["A1 = text \"4\\u{a0}000\""]),
        ("paragraphs", "<td><p>a</p><p>b</p></td>", vec!["A1 = text \"a\\nb\""]),
        ("marks of text", "<td><b>1.2</b>.<i>3</i></td>", vec!["A1 = text \"1.2.3\""]),
        ("script", "<td>a<script>var x='<td>9';</script></td>", vec!["A1 = text \"a\""]),
        ("comment", "<td>a<!-- <td>9 -->b</td>", vec!["A1 = text \"ab\""]),
        ("exact number", "<td x:num=\"1234.5\">1.235</td>", vec!["A1 = number 1234.5"]),
        ("number as shown", "<td x:num>17</td>", vec!["A1 = number 17"]),
        ("shown otherwise", "<td x:num>1,5</td>", vec!["A1 = text \"1,5\""]),
        (
            "date by its format",
            "<td x:num=\"43921\" style='mso-number-format:\"Short Date\"'>31.3.2020</td>",
            vec!["A1 = date 2020-03-31 (43921)"],
        ),
        ("error", "<td x:err=\"#DIV/0!\">#DIV/0!</td>", vec!["A1 = error #DIV/0!"]),
        ("bool", "<td x:bool=\"TRUE\">TRUE</td>", vec!["A1 = true"]),
        ("never calculated", "<td x:fmla=\"=A2+B2\"></td>", vec!["A1 = not calculated"]),
        ("LibreOffice", "<td sdval=\"0.1\" sdnum=\"1033;\">0</td>", vec!["A1 = number 0.1"]),
        (
            "thousands only",
            "<td style='mso-number-format:\"\\#\\,\\#\\#0\\,\"'>12</td>",
            vec!["A1 = text \"12 (shown in thousands only)\""],
        ),
        (
            "absurd span",
            "<td colspan=100000>a</td><td rowspan=4000000000>b</td>",
            vec!["A1 = text \"a\"", "B1 = text \"b\""],
        ),
        (
            "one cell in a table of its own",
            "<td><table><tr><td>5</table></td>",
            vec!["A1 = text \"5\""],
        ),
    ] {
        assert_eq!(row(html), expected, "{name}");
    }
}

#[test]
fn spans_are_merged_areas_and_move_what_stands_beside_them() {
    let page = "<table>\
        <tr><td rowspan=2>Kod</td><td colspan=2>Utrošeno</td></tr>\
        <tr><td>Budžet</td><td>Donacije</td></tr>\
        <tr style='display:none'><td>1.1.1</td><td>5</td><td>6</td></tr></table>";
    let grids = grids(page);
    let expected = [
        "A1 = text \"Kod\"",
        "B1 = text \"Utrošeno\"",
        "B2 = text \"Budžet\"",
        "C2 = text \"Donacije\"",
        "A3 = text \"1.1.1\"",
        "B3 = text \"5\"",
        "C3 = text \"6\"",
    ];
    assert_eq!(cells(&grids[0]), expected);
    let area = |top, left, row, column| Area {
        first: CellRef { row: top, column: left },
        last: CellRef { row, column },
    };
    assert_eq!(grids[0].merged, vec![area(0, 0, 1, 0), area(0, 1, 0, 2)].into());
    let hidden: Vec<bool> = grids[0].rows.iter().map(|row| row.hidden).collect();
    assert_eq!(hidden, [false, false, true]);
}

#[test]
fn lines_above_a_table_are_kept_above_it() {
    let page = "<html><title>Izvještaj</title><h2>Ministry of Health</h2><p>Period: Q2 2020\
        <table><tr><td>a<td>b<tr><td>1<td>2</table><p>Napomena</p>";
    let grids = grids(page);
    assert_eq!(grids[0].name().as_deref(), Some("Izvještaj"));
    let expected = [
        "A1 = text \"Ministry of Health\"",
        "A2 = text \"Period: Q2 2020\"",
        "A3 = text \"a\"",
        "B3 = text \"b\"",
        "A4 = text \"1\"",
        "B4 = text \"2\"",
        "A5 = text \"Napomena\"",
    ];
    assert_eq!(cells(&grids[0]), expected);
}

#[test]
fn tables_that_only_lay_the_page_out_are_lines() {
    let inner = "<table><tr><td>a<td>b<td>c<tr><td>1<td>2<td>3</table>";
    let page = format!(
        "<table><tr><td>Logo</td><td>Treasury</td></tr><tr><td colspan=2>{inner}</td></tr></table>"
    );
    let expected = [
        "A1 = text \"Logo\"",
        "B1 = text \"Treasury\"",
        "A2 = text \"a\"",
        "B2 = text \"b\"",
        "C2 = text \"c\"",
        "A3 = text \"1\"",
        "B3 = text \"2\"",
        "C3 = text \"3\"",
    ];
    assert_eq!(one(&page), expected);
    // Institution and period in a narrow table above the wide one.
    let page =
        format!("<table><tr><td>Institution<td>MZ<tr><td>Period<td>Q1</table>{inner}{inner}");
    let grids = grids(&page);
    assert_eq!(grids.len(), 2);
    assert_eq!(grids[0].name().as_deref(), Some("Table 1"));
    for grid in &grids {
        assert_eq!(cells(grid)[..2], ["A1 = text \"Institution\"", "B1 = text \"MZ\""]);
        assert_eq!(cells(grid)[9], "C4 = text \"3\"");
    }
}

#[test]
fn sheets_of_excels_own_pages_have_their_names_formats_and_sums() {
    let page = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head>\
        <style>\r\n<!-- td {padding:0}\r\n.xl24 {mso-style-parent:style0; \
        mso-number-format:\"\\#\\,\\#\\#0\\.00\\ \\0022KM\\0022\";}--></style>\
        <!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet>\
        <x:Name>Q2 &amp; Q3</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml>\
        <![endif]--></head><body><table x:str>\
        <tr><td>a</td><td class=xl24 x:num=\"5\">5,00 KM</td></tr>\
        <tr><td>b</td><td x:num=\"5\" x:fmla=\"=SUM(B1:B1)\">5</td></tr></table>";
    let grids = grids(page);
    assert_eq!(grids[0].name().as_deref(), Some("Q2 & Q3"));
    let format = grids[0].cell(0, 1).and_then(|cell| grids[0].format(cell));
    assert_eq!(format, Some("#,##0.00 \"KM\""));
    let at = CellRef { row: 0, column: 1 };
    assert_eq!(grids[0].sum_at(1, 1), Some(&[Area { first: at, last: at }][..]));
}

#[test]
fn pages_say_how_they_are_stored() {
    let table = |word: &str| format!("<table><tr><td>{word}<td>b<tr><td>1<td>2</table>");
    let latin = "Utrošeno čćžđ";
    let cyrillic = "Утрошено ј";
    let page = |set: &str, word: &str| {
        format!(
            "<html><meta http-equiv=Content-Type content=\"text/html; charset={set}\">{}",
            table(word)
        )
    };
    let utf16 = |text: &str| -> Vec<u8> {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let coded =
        |encoding: &'static encoding_rs::Encoding, text: &str| encoding.encode(text).0.into_owned();
    for (name, bytes, word) in [
        ("utf-8", page("utf-8", latin).into_bytes(), latin),
        ("said wrongly", page("windows-1252", latin).into_bytes(), latin),
        ("windows-1250", coded(encoding_rs::WINDOWS_1250, &page("windows-1250", latin)), latin),
        (
            "windows-1251",
            coded(encoding_rs::WINDOWS_1251, &page("windows-1251", cyrillic)),
            cyrillic,
        ),
        ("utf-16", utf16(&page("unicode", latin)), latin),
    ] {
        let (file, findings) = read("a.html", &bytes);
        assert_eq!(codes(&findings), [""; 0], "{name}");
        let grid = file.expect(name).grids.remove(0);
        assert_eq!(cells(&grid)[0], format!("A1 = text {word:?}"), "{name}");
    }
    let unsaid = coded(encoding_rs::WINDOWS_1250, &table(latin));
    assert_eq!(codes(&read("a.html", &unsaid).1), ["N0114"]);
}

#[test]
fn web_archives_are_read() {
    let archive = "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\
        Content-Type: multipart/related;\r\n boundary=\"----=_NextPart_01\"\r\n\r\n\
        This document is a Single File Web Page.\r\n\r\n\
        ------=_NextPart_01\r\nContent-Location: file:///C:/1/a.htm\r\n\
        Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n\
        <html><frameset></frameset></html>\r\n\r\n\
        ------=_NextPart_01\r\nContent-Location: file:///C:/1/sheet001.htm\r\n\
        Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n\
        <table><tr><td>Utro=C5=A1eno</td><td>1.23=\r\n4,50</td></tr><tr><td>a<td>b</table>\r\n\r\n\
        ------=_NextPart_01\r\nContent-Type: image/png\r\n\r\nxx\r\n------=_NextPart_01--\r\n";
    let (file, findings) = read("a.mht", archive.as_bytes());
    assert_eq!(codes(&findings), [""; 0], "{findings:?}");
    let expected =
        ["A1 = text \"Utrošeno\"", "B1 = text \"1.234,50\"", "A2 = text \"a\"", "B2 = text \"b\""];
    assert_eq!(cells(&file.expect("a file").grids[0]), expected);
}

#[test]
fn pages_without_a_table_say_what_they_may_be() {
    let login =
        "<!DOCTYPE html><html><title>Prijava</title><form>User <input name=u></form></html>";
    let frames =
        "<html><frameset rows=\"*,39\"><frame src=\"a_files/sheet001.htm\"></frameset></html>";
    for (page, word) in [(login, "login"), (frames, "several web pages")] {
        let (file, findings) = read("a.xlsx", page.as_bytes());
        assert!(file.is_none());
        assert_eq!(codes(&findings), ["E0103"]);
        let kind = format!("{:?}", findings[0].named("kind").expect("a kind"));
        assert!(kind.contains(word), "{kind}");
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a hostile page has to end soon")]
fn hostile_pages_are_survived() {
    let rows = "<tr><td rowspan=60000>1<td rowspan=50000>2".repeat(20_000);
    for (name, page) in [
        ("tables in tables", "<table>".repeat(150_000)),
        ("tables and cells", "<table><tr><td>x".repeat(70_000)),
        ("cells", format!("<table>{}", "<td>".repeat(300_000))),
        ("long row", format!("<table>{}", "<td>a".repeat(100_000))),
        ("spans", format!("<table>{rows}")),
        ("wide spans", format!("<table>{}", "<tr><td colspan=1000 rowspan=65534>a".repeat(30_000))),
        ("rows", format!("<table>{}", "<tr>".repeat(250_000))),
        ("elements", format!("<html>{}", "<b><div>".repeat(130_000))),
        ("open tag", format!("<table><td {}", "a=\"".repeat(300_000))),
        ("entities", format!("<table><td>{}", "&amp".repeat(250_000))),
        ("unclosed comment", format!("<table><td>a<!--{}", "-".repeat(1_000_000))),
    ] {
        let started = Instant::now();
        let (file, findings) = read("a.html", page.as_bytes());
        assert!(file.is_some() || !findings.is_empty(), "{name}");
        assert!(started.elapsed() < Duration::from_secs(60), "{name}: {:?}", started.elapsed());
    }
    let few = Limits { cells: 100, ..Limits::default() };
    let page = format!("<table>{}", "<tr><td>a<td>b".repeat(1000));
    assert_eq!(codes(&read_within("a.html", page.as_bytes(), &few).1), ["E0106"]);
}
