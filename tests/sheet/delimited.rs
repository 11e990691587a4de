//! Dialects and encodings of csv.

use earmark::sheet::FileKind;

use crate::{cells, codes, read};

fn grid_of_csv(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<&'static str>) {
    let (file, findings) = read(name, bytes);
    let file = file.expect("a file");
    assert_eq!(file.kind, FileKind::Csv);
    (cells(&file.grids[0]), codes(&findings))
}

#[test]
fn dialects_of_csv() {
    let plain = vec!["A1 = text \"a\"", "B1 = text \"b\"", "A2 = text \"x\"", "B2 = text \"1,5\""];
    for (name, csv, expected) in [
        ("semicolons with decimal commas", "a;b\nx;1,5\n", plain.clone()),
        ("carriage returns", "a;b\r\nx;1,5\r\n", plain.clone()),
        ("no line break at the end", "a;b\nx;1,5", plain.clone()),
        ("old Mac line ends", "a;b\rx;1,5\r", plain.clone()),
        ("tabs", "a\tb\nx\t1,5\n", plain.clone()),
        ("commas with quotes", "a,b\nx,\"1,5\"\n", plain.clone()),
        ("stated", "sep=;\na;b\nx;1,5\n", plain.clone()),
        ("stated bar", "sep=|\r\na|b\r\nx|1,5\r\n", plain.clone()),
        ("one column", "a\nb\n", vec!["A1 = text \"a\"", "A2 = text \"b\""]),
        (
            "line break inside a value",
            "a;\"b\nc\"\nd;e\n",
            vec!["A1 = text \"a\"", "B1 = text \"b\\nc\"", "A2 = text \"d\"", "B2 = text \"e\""],
        ),
        (
            "blank lines count",
            "\n\na;b\n\nc;d\n",
            vec!["A3 = text \"a\"", "B3 = text \"b\"", "A5 = text \"c\"", "B5 = text \"d\""],
        ),
        (
            "blank lines after a quoted break",
            "a;\"b\nc\"\r\n\r\n\r\nd;e\r\n",
            vec!["A1 = text \"a\"", "B1 = text \"b\\nc\"", "A4 = text \"d\"", "B4 = text \"e\""],
        ),
        ("lines of separators", ";;\na;b\n", vec!["A2 = text \"a\"", "B2 = text \"b\""]),
        (
            "doubled quotes",
            "\"a \"\"b\"\"\";c\n",
            vec!["A1 = text \"a \\\"b\\\"\"", "B1 = text \"c\""],
        ),
        (
            "title above the table",
            "Report, 2020\n\na;b\nc;d\ne;f,g\n",
            vec![
                "A1 = text \"Report, 2020\"",
                "A3 = text \"a\"",
                "B3 = text \"b\"",
                "A4 = text \"c\"",
                "B4 = text \"d\"",
                "A5 = text \"e\"",
                "B5 = text \"f,g\"",
            ],
        ),
    ] {
        let (found, findings) = grid_of_csv("a.csv", csv.as_bytes());
        assert_eq!(found, expected, "{name}");
        assert_eq!(findings, [""; 0], "{name}");
    }
}

#[test]
fn an_unclosed_quote_swallows_nothing() {
    let (found, findings) = grid_of_csv("a.csv", b"a;b\n\"x;1\ny;2\n");
    assert_eq!(findings, ["E0112"]);
    assert_eq!(found.len(), 6, "{found:?}");
    assert_eq!(found[5], "B3 = text \"2\"");
}

#[test]
fn encodings_of_csv() {
    let text = "Institucija;Utrošeno\nTužilaštvo čćđ;12\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16_big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let cyrillic = "Институција;Утрошено\nТужилаштво ј;12\n";
    let (latin_bytes, ..) = encoding_rs::WINDOWS_1250.encode(text);
    let (cyrillic_bytes, ..) = encoding_rs::WINDOWS_1251.encode(cyrillic);
    let expected = ["Institucija", "Utrošeno", "Tužilaštvo čćđ", "12"];
    let expected_cyrillic = ["Институција", "Утрошено", "Тужилаштво ј", "12"];
    for (name, bytes, expected, findings) in [
        ("utf-8", text.as_bytes().to_vec(), expected, vec![]),
        ("utf-8 with mark", [b"\xef\xbb\xbf", text.as_bytes()].concat(), expected, vec![]),
        ("utf-16", [b"\xff\xfe".to_vec(), utf16.clone()].concat(), expected, vec!["N0114"]),
        ("utf-16 big", [b"\xfe\xff".to_vec(), utf16_big].concat(), expected, vec!["N0114"]),
        ("utf-16 without mark", utf16, expected, vec!["N0114"]),
        ("windows-1250", latin_bytes.into_owned(), expected, vec!["N0114"]),
        ("windows-1251", cyrillic_bytes.into_owned(), expected_cyrillic, vec!["N0114"]),
    ] {
        let (file, found) = read("a.csv", &bytes);
        let grid = file.expect(name).grids.remove(0);
        let texts: Vec<String> = grid
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| cell.text().into_owned())
            .collect();
        assert_eq!(texts, expected, "{name}");
        assert_eq!(codes(&found), findings, "{name}");
    }
}
