//! Texts that stand in many cells, kept once. In: texts as they are met. Out: the same, shared with one
//! met before where that is still remembered. Never holds more than so many: sheets repeat words,
//! codes and names, and what a sheet does not repeat need not be remembered.

use arcstr::ArcStr;

use super::builder::Reading;
use super::cell::Value;

/// As many texts are remembered; each has one place, and a later one of the same place takes it.
const PLACES: usize = 1 << 14;

/// The texts met last.
pub struct Texts(Vec<Option<ArcStr>>);

impl Default for Texts {
    fn default() -> Self {
        Texts(vec![None; PLACES])
    }
}

impl Texts {
    /// Makes a text the same in memory as an equal one that was met before.
    pub fn share(&mut self, text: &mut ArcStr) {
        let Some(place) = self.0.get_mut(place(text)) else { return };
        match place {
            Some(known) if **known == **text => *text = ArcStr::clone(known),
            _ => *place = Some(ArcStr::clone(text)),
        }
    }

    /// A text as it is kept in memory: one that was met before is the same.
    pub(super) fn known(&mut self, text: &str) -> ArcStr {
        let Some(place) = self.0.get_mut(place(text)) else { return text.into() };
        match place {
            Some(known) if **known == *text => ArcStr::clone(known),
            _ => ArcStr::clone(place.insert(text.into())),
        }
    }
}

/// The place of a text: the hash of Fowler, Noll and Vo.
fn place(text: &str) -> usize {
    let hash = text
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)) as usize % PLACES
}

/// The texts of a workbook's table that were met last in a sheet, by where they lie in memory: a cell
/// that repeats one needs not even look at it.
pub(super) struct MetTexts<'t>(Vec<Option<(&'t str, ArcStr)>>);

impl Default for MetTexts<'_> {
    fn default() -> Self {
        const PLACES: usize = 1 << 12;
        MetTexts(vec![None; PLACES])
    }
}

impl<'t> MetTexts<'t> {
    /// The value of a cell with one of these texts; none where it is empty.
    pub(super) fn value(&mut self, text: &'t str, reading: &mut Reading<'_>) -> Option<Value> {
        if text.is_empty() {
            return None;
        }
        // What lies side by side has addresses that differ in their middle.
        let address = text.as_ptr().addr();
        let place = ((address >> 4) ^ (address >> 16)) % self.0.len();
        let place = self.0.get_mut(place)?;
        match place {
            Some((same, known)) if std::ptr::eq(*same, text) => {
                Some(Value::Text(ArcStr::clone(known)))
            }
            _ if !reading.is_kept(text) => Some(Value::Text(text.into())),
            _ => {
                let known = reading.known_text(text);
                *place = Some((text, ArcStr::clone(&known)));
                Some(Value::Text(known))
            }
        }
    }
}
