//! A sheet on its way to its reader: as it was handed in, perhaps by its name alone, or taken out of an
//! archive. In: what was sent. Out: it with its bytes, for as long as they are needed.

use std::borrow::Cow;

use super::{Means, Refusal};
use crate::NamedBytes;

/// A file as it was sent.
pub(super) enum Sent<'a> {
    /// By itself, perhaps without its bytes.
    Alone(&'a NamedBytes),
    /// It came in an archive.
    Unpacked(NamedBytes),
}

impl Sent<'_> {
    /// It, perhaps without its bytes.
    pub(super) fn named(&self) -> &NamedBytes {
        match self {
            Sent::Alone(input) => input,
            Sent::Unpacked(input) => input,
        }
    }

    /// It with its bytes.
    pub(super) fn whole(&self, means: &Means<'_>) -> Result<Cow<'_, NamedBytes>, Refusal> {
        match self {
            Sent::Alone(input) if input.bytes.is_empty() => (means.fetch)(input).map_err(|error| {
                Refusal::NotFetched(input.name.clone(), error.kind(), error.to_string())
            }),
            _ => Ok(Cow::Borrowed(self.named())),
        }
    }
}
