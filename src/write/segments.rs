//! A long text in segments. In: how many, and how each is made. Out: all of them in order, several made
//! at once where threads are built in. Never holds more than a few of them; the bytes are the same with
//! one thread and with many.

use super::WriteError;

/// A text of fewer segments is made by one thread: whoever waits for another begins the next file meanwhile,
/// and many files begun at once would all be held.
#[cfg(feature = "parallel")]
const MANY: u32 = 32;

/// Makes segments by their numbers, and takes them in order.
pub(super) fn in_order<T: Send>(
    count: u32,
    make: impl Fn(u32) -> Result<T, WriteError> + Sync,
    mut take: impl FnMut(T) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        let threads = u32::try_from(rayon::current_num_threads()).unwrap_or(u32::MAX).min(64);
        if threads > 1 && count >= MANY {
            let mut first = 0;
            while first < count {
                let end = count.min(first.saturating_add(threads * 2));
                let made: Vec<_> = (first..end).into_par_iter().map(&make).collect();
                made.into_iter().try_for_each(|segment| take(segment?))?;
                first = end;
            }
            return Ok(());
        }
    }
    (0..count).try_for_each(|segment| take(make(segment)?))
}
