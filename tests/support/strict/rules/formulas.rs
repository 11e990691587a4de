//! Formulas, wherever they stand: in cells, conditions, validations and charts.

use std::collections::{BTreeMap, BTreeSet};

use crate::strict::address::{self, Area};
use crate::strict::formula::{Token, calls, tokens};
use crate::strict::model::{Written, shown};
use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "formulas are formulas",
        why: "a quote or parenthesis that is not closed makes the sheet unreadable; a leading = too",
        check: readable,
    },
    Rule { name: "formulas of 8,192 characters", why: "Excel removes a longer one", check: length },
    Rule {
        name: "formulas nest 64 deep",
        why: "Excel removes one that nests deeper",
        check: nesting,
    },
    Rule {
        name: "texts in formulas of 255 characters",
        why: "Excel refuses a longer text inside a formula",
        check: texts,
    },
    Rule {
        name: "functions everybody has",
        why: "a function younger than Excel 2010 and LibreOffice 4 shows #NAME? there",
        check: functions,
    },
    Rule {
        name: "no volatile functions",
        why: "NOW, TODAY, RAND, OFFSET and INDIRECT give another result each time and ask to save on closing",
        check: volatile,
    },
    Rule {
        name: "functions have their arguments",
        why: "one with too few or too many is removed as unreadable",
        check: arguments,
    },
    Rule {
        name: "addresses lie on sheets",
        why: "an address beyond the last row or column, or on no sheet, is #REF!",
        check: addresses,
    },
    Rule {
        name: "names in formulas are there",
        why: "a name that is not defined is #NAME?",
        check: names,
    },
    Rule {
        name: "formulas look at cells with content",
        why: "one that only looks at empty cells has lost its place",
        check: filled,
    },
    Rule {
        name: "nothing refers to itself",
        why: "a circle of formulas brings up a warning and shows 0",
        check: circles,
    },
];

/// Functions that Excel 2010 and LibreOffice know alike, with the least and the most arguments.
const KNOWN: [(&str, usize, usize); 42] = [
    ("ABS", 1, 1),
    ("AND", 1, 255),
    ("AVERAGE", 1, 255),
    ("CONCATENATE", 1, 255),
    ("COUNT", 1, 255),
    ("COUNTA", 1, 255),
    ("COUNTBLANK", 1, 1),
    ("COUNTIF", 2, 2),
    ("COUNTIFS", 2, 254),
    ("DATE", 3, 3),
    ("EXACT", 2, 2),
    ("HLOOKUP", 3, 4),
    ("HYPERLINK", 1, 2),
    ("IF", 2, 3),
    ("IFERROR", 2, 2),
    ("INDEX", 2, 4),
    ("INT", 1, 1),
    ("ISBLANK", 1, 1),
    ("ISERROR", 1, 1),
    ("ISNUMBER", 1, 1),
    ("ISTEXT", 1, 1),
    ("LEFT", 1, 2),
    ("LEN", 1, 1),
    ("LOWER", 1, 1),
    ("MATCH", 2, 3),
    ("MAX", 1, 255),
    ("MID", 3, 3),
    ("MIN", 1, 255),
    ("MOD", 2, 2),
    ("N", 1, 1),
    ("NOT", 1, 1),
    ("OR", 1, 255),
    ("RIGHT", 1, 2),
    ("ROUND", 2, 2),
    ("SUBTOTAL", 2, 255),
    ("SUM", 1, 255),
    ("SUMIF", 2, 3),
    ("SUMIFS", 3, 255),
    ("SUMPRODUCT", 1, 255),
    ("TRIM", 1, 1),
    ("UPPER", 1, 1),
    ("VLOOKUP", 3, 4),
];

const VOLATILE: [&str; 9] =
    ["NOW", "TODAY", "RAND", "RANDBETWEEN", "OFFSET", "INDIRECT", "CELL", "INFO", "HYPERLINK"];

/// Each formula with its tokens; those that are none are the first rule's.
fn each(book: &Workbook, mut take: impl FnMut(&Written<'_>, &[Token])) {
    for written in book.formulas() {
        if let Ok(tokens) = tokens(written.text) {
            take(&written, &tokens);
        }
    }
}

fn readable(book: &Workbook, wrong: &mut Vec<String>) {
    for written in book.formulas() {
        let text = written.text;
        let problem = match tokens(text) {
            Ok(tokens) if tokens.is_empty() => Some("is empty".to_owned()),
            Ok(_) if text.starts_with('=') => Some("starts with =".to_owned()),
            Ok(tokens) => calls(&tokens).err(),
            Err(why) => Some(why),
        };
        wrong.extend(problem.map(|why| format!("{} {text:?}: {why}", written.at)));
    }
}

fn length(book: &Workbook, wrong: &mut Vec<String>) {
    for written in book.formulas() {
        let length = written.text.encode_utf16().count();
        // A list of words in a validation has a limit of its own.
        if length > 8_192 {
            wrong.push(format!("{}: {length}", written.at));
        }
    }
}

fn nesting(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |written, tokens| {
        if let Ok((_, depth)) = calls(tokens)
            && depth > 64
        {
            wrong.push(format!("{}: {depth}", written.at));
        }
    });
}

fn texts(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |written, tokens| {
        for token in tokens {
            if let Token::Text(text) = token
                && text.encode_utf16().count() > 255
            {
                wrong.push(format!("{}: {text:?}", written.at));
            }
        }
    });
}

fn functions(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |written, tokens| {
        for token in tokens {
            if let Token::Function(name) = token
                && KNOWN.iter().all(|(known, _, _)| known != name)
                && !VOLATILE.contains(&name.as_str())
            {
                wrong.push(format!("{} {name}", written.at));
            }
        }
    });
}

fn volatile(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |written, tokens| {
        for token in tokens {
            if let Token::Function(name) = token
                && VOLATILE.contains(&name.to_ascii_uppercase().as_str())
            {
                wrong.push(format!("{} {name}", written.at));
            }
        }
    });
}

fn arguments(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |written, tokens| {
        for (name, count) in calls(tokens).map(|(calls, _)| calls).unwrap_or_default() {
            let known = KNOWN.iter().find(|(known, _, _)| *known == name);
            if known.is_some_and(|(_, least, most)| !(*least..=*most).contains(&count)) {
                wrong.push(format!("{} {name} has {count}", written.at));
            }
        }
    });
}

/// What a word in a formula means.
enum Meaning {
    Area(usize, Area),
    Nowhere,
    Name,
}

fn meaning(book: &Workbook, own: Option<usize>, word: &str) -> Meaning {
    if matches!(word.to_ascii_uppercase().as_str(), "TRUE" | "FALSE") {
        return Meaning::Name;
    }
    if word.contains('!') {
        let found = address::on_sheet(word).and_then(|(name, area)| {
            Some((book.sheets.iter().position(|sheet| sheet.name == name)?, area))
        });
        return found.map_or(Meaning::Nowhere, |(sheet, area)| Meaning::Area(sheet, area));
    }
    match (address::area(word), own) {
        (Some(area), Some(sheet)) => Meaning::Area(sheet, area),
        (Some(_), None) => Meaning::Nowhere,
        // "$XFE$1" and "A1048577" look like addresses and are none.
        (None, _) if word.contains(['$', ':']) || looks_like_cell(word) => Meaning::Nowhere,
        (None, _) => Meaning::Name,
    }
}

fn looks_like_cell(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = &word[letters..];
    (1..=3).contains(&letters) && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn references(book: &Workbook, mut take: impl FnMut(&Written<'_>, &str, Meaning)) {
    each(book, |written, tokens| {
        for token in tokens {
            if let Token::Reference(word) = token {
                take(written, word, meaning(book, written.sheet, word));
            }
        }
    });
}

fn addresses(book: &Workbook, wrong: &mut Vec<String>) {
    references(book, |written, word, meaning| {
        if matches!(meaning, Meaning::Nowhere) {
            wrong.push(format!("{}: {word}", written.at));
        }
    });
}

fn names(book: &Workbook, wrong: &mut Vec<String>) {
    let root = book.root();
    let known: BTreeSet<String> = root
        .list("definedNames")
        .iter()
        .map(|name| name.or_empty("name").to_lowercase())
        .chain(["true".to_owned(), "false".to_owned()])
        .collect();
    references(book, |written, word, meaning| {
        if matches!(meaning, Meaning::Name) && !known.contains(&word.to_lowercase()) {
            wrong.push(format!("{}: {word}", written.at));
        }
    });
}

fn filled(book: &Workbook, wrong: &mut Vec<String>) {
    references(book, |written, word, meaning| {
        // Input cells are empty and formatted; a cell that is not in the file at all is nobody's.
        if let Meaning::Area(sheet, area) = meaning {
            let cells = &book.sheets[sheet].cells;
            let mut rows = cells.range((area.top, 0)..=(area.bottom, u32::MAX));
            if !rows.any(|(place, _)| area.holds(*place)) {
                wrong.push(format!("{}: {word}", written.at));
            }
        }
    });
}

fn circles(book: &Workbook, wrong: &mut Vec<String>) {
    type Place = (usize, (u32, u32));
    let mut formulas: BTreeSet<Place> = BTreeSet::new();
    for (index, sheet) in book.sheets.iter().enumerate() {
        let own = sheet.cells.iter().filter(|(_, cell)| cell.formula.is_some());
        formulas.extend(own.map(|(place, _)| (index, *place)));
    }
    let mut uses: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
    references(book, |written, _, meaning| {
        if let (Some(sheet), Some(cell), Meaning::Area(other, area)) =
            (written.sheet, written.cell, meaning)
        {
            let reached = formulas
                .range((other, (area.top, area.left))..=(other, (area.bottom, area.right)))
                .filter(|(_, place)| area.holds(*place));
            uses.entry((sheet, cell)).or_default().extend(reached);
        }
    });
    // Whatever uses nothing that is still open is done; what remains goes round.
    loop {
        let done: BTreeSet<Place> = uses
            .iter()
            .filter(|(_, used)| used.iter().all(|place| !uses.contains_key(place)))
            .map(|(place, _)| *place)
            .collect();
        if done.is_empty() {
            break;
        }
        uses.retain(|place, _| !done.contains(place));
    }
    for (sheet, place) in uses.keys() {
        wrong.push(format!("{}!{}", book.sheets[*sheet].name, shown(*place)));
    }
}
