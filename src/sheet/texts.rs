//! Texts that stand in many cells, kept once. In: texts as they are met. Out: the same, shared with one
//! met before where that is still remembered. Never holds more than so many: sheets repeat words,
//! codes and names, and what a sheet does not repeat need not be remembered.

use arcstr::ArcStr;

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
