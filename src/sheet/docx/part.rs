//! The parts of a Word package. In: a zip archive. Out: the text of a part, the title in the
//! document's properties. Never reads past a limit.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::model::tidy;
use crate::sheet::relations::push_entity;

/// A part of the package.
pub(super) enum Part {
    Text(String),
    Missing,
    Broken,
    TooLarge,
}

pub(super) fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str, most: u64) -> Part {
    let Ok(file) = archive.by_name(name) else {
        return Part::Missing;
    };
    let mut bytes = Vec::new();
    if file.take(most + 1).read_to_end(&mut bytes).is_err() {
        return Part::Broken;
    }
    if bytes.len() as u64 > most {
        return Part::TooLarge;
    }
    let (text, _, _) = encoding_rs::UTF_8.decode(&bytes);
    Part::Text(text.into_owned())
}

/// The title in the document's properties, where somebody gave it one.
pub(super) fn title_property(core: &str) -> Option<String> {
    let mut reader = Reader::from_str(core);
    let mut inside = false;
    let mut title = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) if local(&element) == "title" => inside = true,
            Event::End(element) if element.local_name().into_inner() == "title" => break,
            Event::Text(text) if inside => title.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) if inside => push_entity(&entity, &mut title),
            Event::Eof => break,
            _ => {}
        }
    }
    let title = tidy(&title);
    // Word fills in the name of the file or of the first template that it met.
    let real =
        title.split(' ').count() >= 2 && !title.ends_with(".doc") && !title.ends_with(".docx");
    real.then_some(title)
}

pub(super) fn local<'a>(element: &'a BytesStart<'_>) -> &'a str {
    element.local_name().into_inner()
}
