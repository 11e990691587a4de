//! Dialects and encodings of csv.

use earmark::diagnostic::Catalogue;
use earmark::language::Language;
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
        ("bars", "a|b\nx|1,5\n", plain.clone()),
        ("separators at the ends", "a;b;;;\nx;1,5;;;\n", plain.clone()),
        ("quoted decimal commas", "\"a\",\"b\"\n\"x\",\"1,5\"\n", plain.clone()),
        ("marks twice", "\u{feff}\u{feff}a;b\nx;1,5\n", plain.clone()),
        ("end of file of DOS", "a;b\nx;1,5\n\u{1a}", plain.clone()),
        ("stated, old Mac", "sep=;\ra;b\rx;1,5\r", plain.clone()),
        ("stated in quotes", "\"sep=;\"\na;b\nx;1,5\n", plain.clone()),
        ("one line", "a;b", plain[..2].to_vec()),
        (
            "a bar in a text is no separator",
            "a,b | c\nd,e | f\n",
            vec![
                "A1 = text \"a\"",
                "B1 = text \"b | c\"",
                "A2 = text \"d\"",
                "B2 = text \"e | f\"",
            ],
        ),
        (
            "rows of different length",
            "a;b\nc\nd;e;f\ng;h\n",
            vec![
                "A1 = text \"a\"",
                "B1 = text \"b\"",
                "A2 = text \"c\"",
                "A3 = text \"d\"",
                "B3 = text \"e\"",
                "C3 = text \"f\"",
                "A4 = text \"g\"",
                "B4 = text \"h\"",
            ],
        ),
        (
            "blank lines of old Macs",
            "a;b\r\rc;\"d\re\"\r",
            vec!["A1 = text \"a\"", "B1 = text \"b\"", "A3 = text \"c\"", "B3 = text \"d\\ne\""],
        ),
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
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let utf16 = wide(text);
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
        ("utf-16 big", [b"\xfe\xff".to_vec(), utf16_big.clone()].concat(), expected, vec!["N0114"]),
        ("utf-16 without mark", utf16, expected, vec!["N0114"]),
        ("utf-16 big without mark", utf16_big, expected, vec!["N0114"]),
        ("utf-16 without mark, Cyrillic", wide(cyrillic), expected_cyrillic, vec!["N0114"]),
        ("zeros", text.replace(';', "\0\0;").into_bytes(), expected, vec!["W0116"]),
        ("zeros at the end", [text.as_bytes(), &[0; 9000]].concat(), expected, vec!["W0116"]),
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

#[test]
fn one_byte_of_zero_is_one() {
    for (zeros, english, montenegrin) in [
        (1, "the text holds 1 byte of zero, which", "tekst sadrži 1 bajt sa vrijednošću nula,"),
        (2, "the text holds 2 bytes of zero, which", "tekst sadrži 2 bajta sa vrijednošću nula,"),
        (
            11,
            "the text holds 11 bytes of zero, which",
            "tekst sadrži 11 bajtova sa vrijednošću nula,",
        ),
    ] {
        let (_, found) = read("a.csv", &[b"a;b\n1;2\n", &*vec![0; zeros]].concat());
        assert_eq!(codes(&found), ["W0116"]);
        for (language, wanted) in
            [(Language::English, english), (Language::Montenegrin, montenegrin)]
        {
            let title = Catalogue::of(language).expect("the texts").title(&found[0]);
            assert!(title.starts_with(wanted), "{title}");
        }
    }
}

#[test]
fn csv_named_as_a_workbook_is_read() {
    let (file, findings) = read("a.xlsx", b"a;b\nx;1,5\n");
    assert_eq!(codes(&findings), ["W0111"]);
    assert_eq!(cells(&file.expect("a file").grids[0])[3], "B2 = text \"1,5\"");
}
