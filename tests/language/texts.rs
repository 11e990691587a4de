//! The files of texts hold together, with each other and with the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use earmark::language::{Language, Translation};
use toml::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder with an ending.
fn below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(below(&path, ending));
        } else if path.extension().is_some_and(|known| known == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The texts of a file: English words → the text, or its forms.
fn texts(path: &Path) -> BTreeMap<String, Value> {
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The one text, or all forms of it.
fn forms(text: &Value) -> Vec<(&str, &str)> {
    match text {
        Value::String(text) => vec![("", text)],
        Value::Table(forms) => {
            forms.iter().map(|(form, text)| (form.as_str(), text.as_str().unwrap())).collect()
        }
        other => panic!("{other}"),
    }
}

fn montenegrin() -> Vec<(PathBuf, BTreeMap<String, Value>)> {
    let files = below(&root().join("templates/language/cnr"), "toml");
    files.into_iter().map(|path| (path.clone(), texts(&path))).collect()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).collect()
}

/// What is left of a text without the names of what fills it.
pub fn outside(text: &str) -> String {
    let parts = text.split('{').enumerate();
    parts
        .map(|(at, part)| if at == 0 { part } else { part.split_once('}').map_or(part, |p| p.1) })
        .collect()
}

/// The texts in quotes of a file of the program, with what stands before each; those of its tests are left
/// out.
fn literals(code: &str) -> Vec<(&str, String)> {
    let code = code.split("#[cfg(test)]").next().unwrap();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(next) = code[at..].find(['"', '\'', '/']) {
        let start = at + next;
        let rest = &code[start..];
        at = match rest.as_bytes()[0] {
            b'/' if rest.starts_with("//") => start + rest.find('\n').unwrap_or(rest.len()),
            b'\'' => {
                // A sign in quotes; a lifetime has no second quote.
                let escaped = usize::from(rest.starts_with("'\\")) + 1;
                let sign = rest[escaped..].chars().next().map_or(0, char::len_utf8);
                let closed = rest[escaped + sign..].starts_with('\'');
                start + if closed { escaped + sign + 1 } else { 1 }
            }
            b'"' => {
                let (text, length) = unescaped(&rest[1..]);
                found.push((code[..start].trim_end(), text));
                start + 1 + length
            }
            _ => start + 1,
        };
    }
    found
}

/// A text up to its closing quote, and how many bytes it takes.
fn unescaped(code: &str) -> (String, usize) {
    let mut text = String::new();
    let mut signs = code.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return (text, at + 1),
            '\\' => match signs.next().unwrap().1 {
                '\n' => while signs.next_if(|(_, sign)| sign.is_whitespace()).is_some() {},
                'n' => text.push('\n'),
                't' => text.push('\t'),
                other => text.push(other),
            },
            sign => text.push(sign),
        }
    }
    panic!("a text does not end");
}

#[test]
fn a_text_that_stands_in_two_files_is_the_same_in_both() {
    let mut known: BTreeMap<String, (PathBuf, Value)> = BTreeMap::new();
    for (path, texts) in montenegrin() {
        for (english, text) in texts {
            if let Some((other, before)) =
                known.insert(english.clone(), (path.clone(), text.clone()))
            {
                assert_eq!(
                    before,
                    text,
                    "{english:?} in {} and {}",
                    other.display(),
                    path.display()
                );
            }
        }
    }
    // Every file is built into the program.
    let words = Translation::of(Language::Montenegrin).unwrap();
    let built_in: BTreeSet<&str> = words.keys().collect();
    assert_eq!(built_in, known.keys().map(String::as_str).collect());
}

#[test]
fn every_text_is_filled_with_the_same_parts_in_every_language() {
    let english = texts(&root().join("templates/language/en.toml"));
    let all = montenegrin().into_iter().flat_map(|(_, texts)| texts).chain(english);
    let mut wrong = Vec::new();
    for (key, text) in all {
        let wanted = placeholders(&key);
        for (form, text) in forms(&text) {
            let mut found = placeholders(text);
            // "1 line" may be said without its number.
            if form == "one" && wanted.contains("count") {
                found.insert("count");
            }
            if found != wanted {
                wrong.push(format!("{key:?} has {wanted:?}, and {text:?} has {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_text_with_a_number_has_a_form_for_one_for_few_and_for_many() {
    for (path, texts) in montenegrin() {
        for (english, text) in texts {
            let forms: Vec<&str> = forms(&text).iter().map(|(form, _)| *form).collect();
            match placeholders(&english).contains("count") {
                true => {
                    assert_eq!(forms, ["few", "many", "one"], "{english:?} in {}", path.display())
                }
                false => assert_eq!(forms, [""], "{english:?} in {}", path.display()),
            }
        }
    }
}

#[test]
fn no_text_is_kept_that_the_program_does_not_say() {
    let said: BTreeSet<String> = below(&root().join("src"), "rs")
        .iter()
        .flat_map(|path| {
            literals(&fs::read_to_string(path).unwrap())
                .into_iter()
                .map(|(_, text)| text)
                .collect::<Vec<_>>()
        })
        .collect();
    let english = texts(&root().join("templates/language/en.toml"));
    let keys = montenegrin().into_iter().flat_map(|(_, texts)| texts).chain(english);
    let unsaid: Vec<String> = keys.map(|(key, _)| key).filter(|key| !said.contains(key)).collect();
    assert!(unsaid.is_empty(), "\n{}", unsaid.join("\n"));
}

#[test]
fn every_text_of_the_coordination_bodys_workbook_is_in_every_language() {
    /// Names of tables and of sums, which nobody reads.
    const NAMES: [&str; 8] = [
        "ToLookAt",
        "UnplannedSpending",
        "ChangedLines",
        "ChangedEntries",
        "read",
        "planned",
        "Area ",
        "Measures",
    ];
    let report = root().join("src/report");
    let shared = ["labels", "page", "formula", "entry_table", "finding_table", "to_date"];
    let files = shared.iter().map(|name| report.join(format!("{name}.rs")));
    let files: Vec<PathBuf> = files.chain(below(&report.join("coordination"), "rs")).collect();
    assert!(files.len() > 30, "{}", files.len());
    let words = Translation::of(Language::Montenegrin).unwrap();
    let known: BTreeSet<&str> = words.keys().collect();
    let mut missing = Vec::new();
    for path in &files {
        let code = fs::read_to_string(path).unwrap();
        for (before, text) in literals(&code) {
            let is_formula = ["ROUND(", "SUM(", "ABS(", "IF(", "!{", "!$", "*{", "{}"]
                .iter()
                .any(|sign| text.contains(sign));
            let is_name = before.ends_with("with(")
                || before.ends_with("with_data(")
                || text.contains('_') && !text.contains(' ')
                || NAMES.contains(&text.as_str());
            let is_text = outside(&text).contains(char::is_alphabetic);
            if is_text && !is_formula && !is_name && !known.contains(text.as_str()) {
                missing.push(format!("{}: {text:?}", path.file_name().unwrap().to_string_lossy()));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}
