//! Work on several threads, where that is built in. In: things, or how many, and what is done to each. Out:
//! results in the same order, the same with one thread and with many.

/// A long text of fewer segments is made by one thread: whoever waits for another begins the next file
/// meanwhile, and many files begun at once would all be held.
#[cfg(feature = "parallel")]
const MANY: u32 = 32;

/// Does the same to each of many things.
pub(crate) fn map<T: Send, R: Send>(things: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        things.into_par_iter().map(work).collect()
    }
    #[cfg(not(feature = "parallel"))]
    things.into_iter().map(work).collect()
}

/// Makes a thing for each number below a count.
pub(crate) fn numbers<R: Send>(count: usize, work: impl Fn(usize) -> R + Sync + Send) -> Vec<R> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        (0..count).into_par_iter().map(work).collect()
    }
    #[cfg(not(feature = "parallel"))]
    (0..count).map(work).collect()
}

/// Does two different things that do not wait for each other.
pub(crate) fn both<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    #[cfg(feature = "parallel")]
    {
        rayon::join(one, other)
    }
    #[cfg(not(feature = "parallel"))]
    {
        (one(), other())
    }
}

/// Makes the segments of a long text by their numbers, and takes them in order; some are made while those
/// before them are taken. Never holds more than a few of them.
pub(crate) fn segments<T: Send, E: Send>(
    count: u32,
    make: impl Fn(u32) -> Result<T, E> + Sync,
    mut take: impl FnMut(T) -> Result<(), E> + Send,
) -> Result<(), E> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        let threads = u32::try_from(rayon::current_num_threads()).unwrap_or(u32::MAX).min(64);
        if threads > 1 && count >= MANY {
            let make_from = |first: u32| -> Vec<Result<T, E>> {
                let end = count.min(first.saturating_add(threads));
                (first..end).into_par_iter().map(&make).collect()
            };
            let (mut first, mut made) = (0, make_from(0));
            while first < count {
                first = first.saturating_add(threads);
                let take = || made.into_iter().try_for_each(|segment| take(segment?));
                let (taken, next) = both(take, || make_from(first));
                taken?;
                made = next;
            }
            return Ok(());
        }
    }
    (0..count).try_for_each(|segment| take(make(segment)?))
}
