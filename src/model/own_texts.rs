//! The texts that an entry has for itself. In: texts, each perhaps none. Out: one text that holds them
//! all, each behind its length, and any of them out of it. Most of those who go through entries ask for
//! none of them.

/// Which of them an entry has.
pub(super) const SHOWN: u8 = 1;
pub(super) const DOCUMENT: u8 = 1 << 1;
pub(super) const DESCRIPTION: u8 = 1 << 2;

/// The texts of one entry.
#[derive(Debug, Clone, Copy)]
pub struct OwnTexts<'a>(Held<'a>);

#[derive(Debug, Clone, Copy)]
enum Held<'a> {
    /// Each for itself, in the order of their signs.
    Apart([Option<&'a str>; 3]),
    /// Those with these signs, in a text that holds those of many, from where they begin.
    Together(u8, &'a str, u32),
}

impl<'a> OwnTexts<'a> {
    /// What the cell of the amount shows, where that is to be kept; the document; the description.
    #[must_use]
    pub fn new(
        shown: Option<&'a str>,
        document: Option<&'a str>,
        description: Option<&'a str>,
    ) -> Self {
        OwnTexts(Held::Apart([shown, document, description]))
    }

    /// Those with some signs, out of a text that holds those of many, from where they begin.
    pub(super) fn held(signs: u8, texts: &'a str, begin: u32) -> Self {
        OwnTexts(Held::Together(signs, texts, begin))
    }

    /// The same, each for itself.
    fn apart(&self) -> [Option<&'a str>; 3] {
        match self.0 {
            Held::Apart(texts) => texts,
            Held::Together(signs, texts, begin) => {
                let mut texts = texts.get(begin as usize..).unwrap_or_default();
                [SHOWN, DOCUMENT, DESCRIPTION]
                    .map(|sign| (signs & sign != 0).then(|| take(&mut texts)))
            }
        }
    }

    pub(super) fn shown(&self) -> Option<&'a str> {
        match self.0 {
            Held::Together(signs, ..) if signs & SHOWN == 0 => None,
            _ => self.apart()[0],
        }
    }

    pub(super) fn document(&self) -> Option<&'a str> {
        self.apart()[1]
    }

    pub(super) fn description(&self) -> Option<&'a str> {
        self.apart()[2]
    }

    /// Puts them into a text that holds those of many, and gives their signs.
    pub(super) fn put_into(&self, texts: &mut String) -> u8 {
        let mut signs = 0;
        for (sign, text) in [SHOWN, DOCUMENT, DESCRIPTION].into_iter().zip(self.apart()) {
            if let Some(text) = text {
                signs |= sign;
                put(texts, text);
            }
        }
        signs
    }
}

impl PartialEq for OwnTexts<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.apart() == other.apart()
    }
}

impl Eq for OwnTexts<'_> {}

/// A length in signs of six bits each, the lowest first: ASCII, so that what holds it stays a text.
const BITS: usize = 6;
/// Says that another sign of the length follows.
const MORE: u8 = 1 << BITS;

fn put(texts: &mut String, text: &str) {
    let mut length = text.len();
    loop {
        let sign = (length % usize::from(MORE)) as u8;
        length >>= BITS;
        texts.push(char::from(if length > 0 { sign | MORE } else { sign }));
        if length == 0 {
            break;
        }
    }
    texts.push_str(text);
}

/// Takes the text that stands first.
fn take<'a>(texts: &mut &'a str) -> &'a str {
    let mut length = 0;
    let mut signs = 0;
    for (number, sign) in texts.bytes().enumerate() {
        length |= usize::from(sign % MORE) << (BITS * number);
        signs = number + 1;
        if sign & MORE == 0 {
            break;
        }
    }
    let all = texts.get(signs..).unwrap_or_default();
    let (text, rest) = all.split_at_checked(length).unwrap_or((all, ""));
    *texts = rest;
    text
}
