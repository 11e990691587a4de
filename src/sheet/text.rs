//! Text exported from a document. Written elsewhere; reads nothing yet.

use std::sync::Arc;

use super::Grid;
use crate::config::Limits;
use crate::diagnostic::Finding;
use crate::vocabulary::Vocabulary;

pub(super) fn read(
    file: &Arc<str>,
    bytes: &[u8],
    limits: &Limits,
    vocabulary: &Vocabulary,
) -> (Vec<Grid>, Vec<Finding>) {
    let _ = (file, bytes, limits, vocabulary);
    (Vec::new(), Vec::new())
}
