//! A workbook as LibreOffice saves it in flat XML. In: its text. Out: the same with cells filled as a
//! person fills them; a cell that the form locks is refused. Never a cell's format.

use std::fmt::Write as _;

use quick_xml::events::{BytesStart, Event};

/// What is typed into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    Text(String),
    /// With a decimal point.
    Number(String),
    /// Year, month and day with dashes.
    Date(String),
}

#[derive(Debug, Clone)]
enum Node {
    Element(Element),
    /// As it stands in the file, escaped.
    Text(String),
}

#[derive(Debug, Clone, Default)]
struct Element {
    name: String,
    /// Values as they stand in the file, escaped.
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

/// What says the value of a cell.
const VALUE: [&str; 5] = [
    "office:value-type",
    "office:value",
    "office:date-value",
    "office:string-value",
    "calcext:value-type",
];

/// The document with cells filled: sheet, row and column counted from zero, what is typed.
pub fn fill(document: &str, cells: &[(&str, (usize, usize), Typed)]) -> String {
    let mut root = parse(document);
    for (sheet, (row, column), typed) in cells {
        let table = root.find(&|element| {
            element.name == "table:table" && element.attribute("table:name") == Some(sheet)
        });
        let table = table.unwrap_or_else(|| panic!("no sheet {sheet}"));
        let cell = table.nth("table:table-row", "table:number-rows-repeated", *row);
        let cell = cell.nth("table:table-cell", "table:number-columns-repeated", *column);
        cell.type_in(typed);
    }
    root.forget_results();
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    root.write(&mut text);
    text
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn elements(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    fn find(&mut self, wanted: &dyn Fn(&Element) -> bool) -> Option<&mut Element> {
        if wanted(self) {
            return Some(self);
        }
        self.elements().find_map(|element| element.find(wanted))
    }

    /// The one at a place among rows or cells, which may lie in groups and stand for several at once.
    fn nth(&mut self, name: &str, repeated: &str, index: usize) -> &mut Element {
        self.unroll(name, repeated, index + 1);
        let mut left = index;
        self.count_down(name, &mut left).unwrap_or_else(|| panic!("no {name} number {index}"))
    }

    /// Those that stand for several become as many as are needed.
    fn unroll(&mut self, name: &str, repeated: &str, most: usize) {
        let mut children = Vec::new();
        for child in std::mem::take(&mut self.children) {
            match child {
                Node::Element(mut element) if is_one(&element.name, name) => {
                    let times = element.attribute(repeated).and_then(|n| n.parse().ok());
                    let times: usize = times.unwrap_or(1);
                    let single = times.min(most);
                    element.attributes.retain(|(known, _)| known != repeated);
                    children.extend(std::iter::repeat_n(Node::Element(element.clone()), single));
                    if times > single {
                        element
                            .attributes
                            .push((repeated.to_owned(), (times - single).to_string()));
                        children.push(Node::Element(element));
                    }
                }
                Node::Element(mut group) => {
                    group.unroll(name, repeated, most);
                    children.push(Node::Element(group));
                }
                text @ Node::Text(_) => children.push(text),
            }
        }
        self.children = children;
    }

    fn count_down(&mut self, name: &str, left: &mut usize) -> Option<&mut Element> {
        for element in self.elements() {
            if is_one(&element.name, name) {
                if *left == 0 {
                    return Some(element);
                }
                *left -= 1;
            } else if let Some(found) = element.count_down(name, left) {
                return Some(found);
            }
        }
        None
    }

    /// Formulas without results are calculated when the file is opened, as they are when a person types.
    fn forget_results(&mut self) {
        if self.attribute("table:formula").is_some() {
            self.attributes.retain(|(name, _)| !VALUE.contains(&name.as_str()));
            self.children.clear();
        }
        self.elements().for_each(Element::forget_results);
    }

    fn type_in(&mut self, typed: &Typed) {
        self.attributes
            .retain(|(name, _)| name != "table:formula" && !VALUE.contains(&name.as_str()));
        let (kind, attribute, value) = match typed {
            Typed::Text(text) => ("string", None, text),
            Typed::Number(number) => ("float", Some("office:value"), number),
            Typed::Date(day) => ("date", Some("office:date-value"), day),
        };
        let value = quick_xml::escape::escape(value.as_str()).into_owned();
        self.attributes.push(("office:value-type".to_owned(), kind.to_owned()));
        if let Some(attribute) = attribute {
            self.attributes.push((attribute.to_owned(), value.clone()));
        }
        self.children = vec![Node::Element(Element {
            name: "text:p".to_owned(),
            children: vec![Node::Text(value)],
            ..Element::default()
        })];
    }

    fn write(&self, text: &mut String) {
        write!(text, "<{}", self.name).unwrap();
        for (name, value) in &self.attributes {
            write!(text, " {name}=\"{value}\"").unwrap();
        }
        text.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(text),
                Node::Text(words) => text.push_str(words),
            }
        }
        write!(text, "</{}>", self.name).unwrap();
    }
}

/// A row or a cell; one that lies under a merged one counts as a cell.
fn is_one(name: &str, wanted: &str) -> bool {
    name == wanted || wanted == "table:table-cell" && name == "table:covered-table-cell"
}

fn parse(document: &str) -> Element {
    let mut reader = quick_xml::Reader::from_str(document);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => {
                let element = element(&start);
                open.last_mut().unwrap().children.push(Node::Element(element));
            }
            Event::End(_) => {
                let closed = open.pop().unwrap();
                open.last_mut().unwrap().children.push(Node::Element(closed));
            }
            Event::Text(text) => {
                open.last_mut().unwrap().children.push(Node::Text((*text).to_owned()));
            }
            Event::GeneralRef(name) => {
                let name = format!("&{};", &*name);
                open.last_mut().unwrap().children.push(Node::Text(name));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let mut outer = open.pop().unwrap();
    let root = outer.elements().next().expect("a document");
    std::mem::take(root)
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
    });
    Element {
        name: start.name().as_ref().to_owned(),
        attributes: attributes.collect(),
        children: Vec::new(),
    }
}
