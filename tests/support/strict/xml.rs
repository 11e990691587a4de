//! A part of a workbook as a tree of elements. In: the text of a part. Out: elements with their names as
//! written, or why it is not well formed.

use quick_xml::Reader;
use quick_xml::XmlVersion::Implicit1_0;
use quick_xml::events::{BytesStart, Event};

#[derive(Debug, Clone, Default)]
pub struct Element {
    /// With its prefix: "xdr:from".
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// The text directly inside.
    pub text: String,
}

impl Element {
    pub fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(&self.name)
    }

    /// An attribute by its name as written.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn or_empty(&self, name: &str) -> &str {
        self.get(name).unwrap_or("")
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }

    /// The first child of a local name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.local() == name)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.local() == name)
    }

    /// The children of the one child that holds a list: `list("mergeCells")`.
    pub fn list(&self, name: &str) -> &[Element] {
        self.child(name).map_or(&[], |list| list.children.as_slice())
    }

    /// The element and everything in it.
    pub fn walk(&self) -> Vec<&Element> {
        let mut found = vec![self];
        let mut next = 0;
        while let Some(element) = found.get(next) {
            let children: Vec<&Element> = element.children.iter().collect();
            found.extend(children);
            next += 1;
        }
        found
    }

    pub fn find<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        self.walk().into_iter().filter(|element| element.local() == name).collect()
    }

    /// All text in it, in order.
    pub fn deep_text(&self) -> String {
        let inner: String = self.children.iter().map(Element::deep_text).collect();
        format!("{}{inner}", self.text)
    }
}

pub fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => {
                let child = element(&start)?;
                open.last_mut().expect("a root").children.push(child);
            }
            Event::End(_) => {
                let done = open.pop().expect("an open element");
                open.last_mut().ok_or("ends too often")?.children.push(done);
            }
            Event::Text(text) => {
                open.last_mut().expect("a root").text.push_str(&text.xml10_content());
            }
            Event::CData(text) => {
                open.last_mut().expect("a root").text.push_str(&text.xml10_content());
            }
            Event::GeneralRef(entity) => {
                let name: &str = &entity;
                let text = match (entity.resolve_char_ref(), name) {
                    (Ok(Some(character)), _) => character,
                    (_, "lt") => '<',
                    (_, "gt") => '>',
                    (_, "amp") => '&',
                    (_, "quot") => '"',
                    (_, "apos") => '\'',
                    (_, other) => return Err(format!("&{other}; is not known")),
                };
                open.last_mut().expect("a root").text.push(text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let [mut root] = <[Element; 1]>::try_from(open).map_err(|_| "an element is not closed")?;
    if !root.text.trim().is_empty() || root.children.len() != 1 {
        return Err("has not one root".to_owned());
    }
    Ok(root.children.remove(0))
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element { name: start.name().0.to_owned(), ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(Implicit1_0).map_err(|error| error.to_string())?;
        let pair = (attribute.key.0.to_owned(), value.into_owned());
        element.attributes.push(pair);
    }
    Ok(element)
}
