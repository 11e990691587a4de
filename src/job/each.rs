//! One thing done to many items. In: items. Out: results in the order of the items, whatever
//! finished first. The library's threads are only those of rayon: here, and in [`crate::parallel`].

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Step, Watch};

/// Does one thing to each item, on several threads where that is built in; results keep the order.
pub(super) fn on_each<T: Sync, R: Send>(
    items: &[T],
    step: Step,
    watch: Watch<'_>,
    work: impl Fn(&T) -> R + Sync + Send,
) -> Vec<R> {
    let done = AtomicUsize::new(0);
    let one = |item: &T| {
        let result = work(item);
        watch(step, done.fetch_add(1, Ordering::Relaxed) + 1, items.len());
        result
    };
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        // Taken in their order, so that the largest, which come first, are begun first.
        let next = AtomicUsize::new(0);
        let take = |_| {
            let index = next.fetch_add(1, Ordering::Relaxed);
            Some((index, one(items.get(index)?)))
        };
        let places = (0..items.len()).into_par_iter().with_max_len(1);
        let mut results: Vec<_> = places.filter_map(take).collect();
        results.sort_unstable_by_key(|(index, _)| *index);
        results.into_iter().map(|(_, result)| result).collect()
    }
    #[cfg(not(feature = "parallel"))]
    items.iter().map(one).collect()
}
