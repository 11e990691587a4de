//! Bytes → Grid. In: the bytes of one file and limits. Out: its cells, and findings. The only place
//! that names calamine, and the only one besides `write/` where a float may occur. Never opens a file.

mod docx;
mod grid;
mod text;

pub use grid::{Area, Cell, FileKind, Grid, Row, SheetFile, Value};

use crate::NamedBytes;
use crate::config::Limits;
use crate::diagnostic::Finding;
use crate::vocabulary::Vocabulary;

/// Reads one file into grids, by its content and not by its name. None where nothing could be read;
/// the findings say why and what to do.
#[must_use]
pub fn read_file(
    input: &NamedBytes,
    limits: &Limits,
    vocabulary: &Vocabulary,
) -> (Option<SheetFile>, Vec<Finding>) {
    let file: std::sync::Arc<str> = input.name.as_str().into();
    let name = input.name.to_lowercase();
    let (kind, (grids, findings)) = if name.ends_with("docx") {
        (FileKind::Docx, docx::read(&file, &input.bytes, limits, vocabulary))
    } else if name.ends_with("txt") {
        (FileKind::Text, text::read(&file, &input.bytes, limits, vocabulary))
    } else {
        return (None, Vec::new());
    };
    let source = crate::model::SourceFile { file, sha256: String::new() };
    (Some(SheetFile { source, kind, grids }), findings)
}
