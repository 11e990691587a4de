//! Rules about the code, held as tests: the order of the layers, what the library never does, texts
//! and codes of findings that belong together, files that can be read in a sitting.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use earmark::diagnostic::{Catalogue, Code, Severity};

/// The stages in order: a module uses only those before it.
const LAYERS: [&str; 15] = [
    "parallel",
    "shared",
    "model",
    "language",
    "diagnostic",
    "config",
    "vocabulary",
    "sheet",
    "read",
    "matching",
    "reconcile",
    "book",
    "report",
    "write",
    "job",
];

const LONGEST_FILE: usize = 450;

struct Source {
    /// Below src/, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// Its stage: the first folder, or the file of that name.
    fn layer(&self) -> &str {
        self.path.split('/').next().unwrap_or("").trim_end_matches(".rs")
    }

    fn in_library(&self) -> bool {
        self.layer() != "cli" && self.path != "main.rs"
    }

    /// Lines of code with their numbers; comments are left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(index, line)| (index + 1, line))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let parts: Vec<String> = path
                    .strip_prefix(root().join("src"))
                    .unwrap()
                    .iter()
                    .map(|part| part.to_string_lossy().into_owned())
                    .collect();
                sources.push(Source {
                    path: parts.join("/"),
                    text: fs::read_to_string(&path).unwrap(),
                });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.len() > 30, "src/ was not found");
    sources
}

fn holds(broken: &[String]) {
    assert!(broken.is_empty(), "\n  {}\n", broken.join("\n  "));
}

/// The whole words of a line: names of types, modules, macros.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_'))
}

/// The modules named behind `crate::`, one by one or in braces, over line breaks too.
fn used_modules(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        if before.is_alphanumeric() || before == '_' {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => used.extend(words(rest).next().map(str::to_owned)),
            Some(list) => {
                let mut depth = 1;
                let mut item = String::new();
                for character in list.chars() {
                    match character {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 1 => {
                            used.extend(words(item.trim()).next().map(str::to_owned));
                            item.clear();
                            continue;
                        }
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                    item.push(character);
                }
                used.extend(words(item.trim()).next().map(str::to_owned));
            }
        }
    }
    used
}

#[test]
fn a_module_uses_only_the_stages_before_it() {
    let place = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| source.in_library()) {
        let Some(own) = place(source.layer()) else {
            if source.path != "lib.rs" {
                broken.push(format!("{} is in no stage", source.path));
            }
            continue;
        };
        let code: String = source.code().map(|(_, line)| format!("{line}\n")).collect();
        for used in used_modules(&code) {
            if place(&used).is_some_and(|other| other > own) {
                broken.push(format!("{} uses {used}, which comes later", source.path));
            }
        }
    }
    holds(&broken);
}

#[test]
fn the_rule_about_layers_sees_every_way_of_naming_a_module() {
    let code =
        "use crate::read;\nuse crate::{model::{Euros, Plan}, write};\nlet x = crate::job::run();";
    assert_eq!(used_modules(code), ["read", "model", "write", "job"]);
}

#[test]
fn the_library_touches_no_file_clock_thread_process_or_terminal() {
    let banned = [
        "std::fs",
        "std::time",
        "std::thread",
        "std::process",
        "std::env",
        "std::net",
        "std::io::stdin",
        "println!",
        "print!",
        "eprintln!",
        "eprint!",
        "dbg!",
        "SystemTime",
        "Instant",
    ];
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| source.in_library()) {
        for (number, line) in source.code() {
            for word in banned {
                let found = line.match_indices(word).any(|(at, _)| {
                    let before = line[..at].chars().next_back().unwrap_or(' ');
                    !(before.is_alphanumeric() || before == '_')
                });
                if found {
                    broken.push(format!("{}:{number}: {word}", source.path));
                }
            }
            if line.trim_start().starts_with("use std::{")
                && words(line).any(|w| ["fs", "time", "thread", "process", "env"].contains(&w))
            {
                broken.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    holds(&broken);
}

#[test]
fn each_library_of_a_format_is_named_in_one_place() {
    let homes = [
        ("calamine", ["sheet"].as_slice()),
        ("rust_xlsxwriter", &["write"]),
        ("rayon", &["job", "parallel"]),
        ("clap", &["cli"]),
        ("f64", &["sheet", "write"]),
        ("f32", &["sheet", "write"]),
        ("HashMap", &[]),
        ("HashSet", &[]),
    ];
    let mut broken = Vec::new();
    for source in &sources() {
        for (number, line) in source.code() {
            for (name, homes) in homes {
                if !homes.contains(&source.layer()) && words(line).any(|word| word == name) {
                    broken.push(format!("{}:{number}: {name}", source.path));
                }
            }
        }
    }
    holds(&broken);
}

#[test]
fn a_file_says_what_it_is_for_and_is_read_in_a_sitting() {
    let mut broken = Vec::new();
    for source in &sources() {
        let lines = source.text.lines().count();
        if lines > LONGEST_FILE {
            broken.push(format!("{} has {lines} lines", source.path));
        }
        if !source.text.starts_with("//! ") {
            broken.push(format!("{} does not open with //!", source.path));
        }
    }
    holds(&broken);
}

/// Every table of every file in templates/findings/, as (file, code).
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(root().join("templates/findings")).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        // The texts in other languages stand in folders of their own.
        if path.is_dir() {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let table: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        texts.extend(table.keys().map(|code| (name.clone(), code.clone())));
    }
    texts.sort();
    texts
}

#[test]
fn every_finding_has_its_texts_and_every_text_its_finding() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut broken = Vec::new();
    for code in Code::ALL {
        let Some(texts) = catalogue.explanation(*code) else {
            broken.push(format!("{code} ({code:?}) has no texts"));
            continue;
        };
        for (part, text) in [
            ("title", &texts.title),
            ("expected", &texts.expected),
            ("remedy", &texts.remedy),
            ("explain", &texts.explain),
        ] {
            // A note may have nothing that was expected otherwise.
            let may_be_empty = part == "expected" && code.severity() == Severity::Note;
            if text.trim().is_empty() && !may_be_empty {
                broken.push(format!("{code}: {part} is empty"));
            }
            if part != "explain" && text.contains('\n') {
                broken.push(format!("{code}: {part} takes more than a line"));
            }
        }
        if texts.before == texts.after && !texts.before.is_empty() {
            broken.push(format!("{code}: before and after are the same"));
        }
    }
    let mut seen = BTreeMap::new();
    for (file, code) in texts() {
        if Code::ALL.iter().all(|known| known.number() != code) {
            broken.push(format!("{file}: there is no finding {code}"));
        }
        // Our own faults (09) stand with the configuration, the last file.
        let range = if code[1..3] == *"09" { "06" } else { &code[1..3] };
        if !file.starts_with(range) {
            broken.push(format!("{code} stands in {file}"));
        }
        if let Some(other) = seen.insert(code.clone(), file.clone()) {
            broken.push(format!("{code} stands in {other} and in {file}"));
        }
    }
    holds(&broken);
}

#[test]
fn every_code_is_used_once_and_found() {
    let all = sources();
    let mut broken = Vec::new();
    let mut numbers = BTreeMap::new();
    for code in Code::ALL {
        if let Some(other) = numbers.insert(&code.number()[1..], code) {
            broken.push(format!("{other} and {code} have the same number"));
        }
        let name = format!("Code::{code:?}");
        let used = all.iter().filter(|source| source.path != "diagnostic/codes.rs").any(|source| {
            source.code().any(|(_, line)| {
                line.match_indices(&name).any(|(at, _)| {
                    let after = line[at + name.len()..].chars().next().unwrap_or(' ');
                    !(after.is_alphanumeric() || after == '_')
                })
            })
        });
        if !used {
            broken.push(format!("{code} ({name}) is found nowhere"));
        }
    }
    holds(&broken);
}

/// The `{name}`s in a text.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

#[test]
fn everything_a_text_names_is_supplied_where_the_finding_is_made() {
    let catalogue = Catalogue::built_in().unwrap();
    let code: String = sources()
        .iter()
        .flat_map(|source| {
            source.code().map(|(_, line)| format!("{}\n", line.trim())).collect::<Vec<_>>()
        })
        .collect();
    let supplied = |name: &str| {
        let quoted = format!("\"{name}\"");
        [".detail(", ".detail(\n", ".data("]
            .iter()
            .any(|call| code.contains(&format!("{call}{quoted}")))
    };
    let mut broken = Vec::new();
    for code in Code::ALL {
        let Some(texts) = catalogue.explanation(*code) else { continue };
        for text in [&texts.title, &texts.expected, &texts.remedy, &texts.effect] {
            for name in placeholders(text) {
                if name != "read" && !supplied(name) {
                    broken.push(format!("{code}: nothing supplies {{{name}}}"));
                }
            }
        }
        if placeholders(&texts.explain).next().is_some() {
            broken
                .push(format!("{code}: explain is read without a finding, so nothing fills it in"));
        }
    }
    holds(&broken);
}

#[test]
fn the_readme_names_every_setting() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let typed = fs::read_to_string(root().join("src/config/typed.rs")).unwrap();
    let mut broken = Vec::new();
    for line in typed.lines() {
        let Some((name, _)) =
            line.trim().strip_prefix("pub ").and_then(|rest| rest.split_once(':'))
        else {
            continue;
        };
        let key = name.replace('_', "-");
        if !readme.contains(&key) {
            broken.push(format!("README.md does not say what {key} is"));
        }
    }
    holds(&broken);
}
