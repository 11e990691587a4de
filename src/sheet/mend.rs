//! A second try at an xlsx sheet that calamine gives up as a whole: because of an error value that it
//! does not know (#SPILL!), an extension inside a cell, a type of cell it does not know, a wrong
//! dimension; or that breaks a number up by a comment or a CDATA section. In: the package. Out: the package with that sheet's part rewritten, so that such cells
//! arrive as text. Never changes a value.

use std::io::{BufRead, Cursor};

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::Stop;
use super::package::is_at;

/// The package with one part rewritten.
pub(super) fn with_mended(bytes: &[u8], path: &str) -> Result<Vec<u8>, Stop> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(Stop::technical)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(Stop::technical)?;
        let name = part.name().map_err(Stop::technical)?.into_owned();
        if !is_at(&name, path) {
            out.raw_copy_file(part).map_err(Stop::technical)?;
            continue;
        }
        drop(part);
        let part = archive.by_index(index).map_err(Stop::technical)?;
        out.start_file(name, SimpleFileOptions::default()).map_err(Stop::technical)?;
        mend(std::io::BufReader::new(part), &mut out)?;
    }
    Ok(out.finish().map_err(Stop::technical)?.into_inner())
}

fn mend(part: impl BufRead, out: impl std::io::Write) -> Result<(), Stop> {
    let mut reader = Reader::from_reader(part);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut writer = Writer::new(out);
    let mut buffer = Vec::new();
    let mut in_cell = false;
    // How deep inside an element that is left out.
    let mut left_out = 0u32;
    // How deep inside an element of a cell that is kept.
    let mut kept = 0u32;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(Stop::technical)?;
        match &event {
            Event::Eof => return Ok(()),
            Event::Start(_) if left_out > 0 => left_out += 1,
            Event::Start(e) => match e.local_name().as_ref() {
                "c" if !in_cell => {
                    in_cell = true;
                    let cell = Event::Start(as_text(e));
                    writer.write_event(cell).map_err(Stop::technical)?;
                    continue;
                }
                "dimension" if !in_cell => left_out = 1,
                "v" | "f" | "is" if in_cell && kept == 0 => kept = 1,
                _ if in_cell && kept == 0 => left_out = 1,
                _ if kept > 0 => kept += 1,
                _ => {}
            },
            Event::End(_) if left_out > 0 => {
                left_out -= 1;
                continue;
            }
            Event::End(_) if kept > 0 => kept -= 1,
            Event::End(e) if e.local_name().as_ref() == "c" => in_cell = false,
            Event::Comment(_) | Event::PI(_) => continue,
            Event::CData(text) if left_out == 0 => {
                let text = BytesText::new(text.as_ref()).into_owned();
                writer.write_event(Event::Text(text)).map_err(Stop::technical)?;
                continue;
            }
            _ => {}
        }
        if left_out == 0 {
            writer.write_event(event).map_err(Stop::technical)?;
        }
    }
}

/// A cell's element, its type turned into text unless calamine knows the type for certain.
fn as_text(cell: &BytesStart<'_>) -> BytesStart<'static> {
    let mut mended = BytesStart::new(cell.name().as_ref().to_owned());
    for attribute in cell.attributes().with_checks(false).flatten() {
        if attribute.key.as_ref() != "t" {
            mended.push_attribute(attribute);
            continue;
        }
        match attribute.value.as_ref() {
            "s" | "str" | "inlineStr" => mended.push_attribute(attribute),
            // Without a type, what is no number stays text.
            "n" => {}
            _ => mended.push_attribute(("t", "str")),
        }
    }
    mended
}
