//! A case is a list of numbers: each choice takes the next. Zero is always the plainest choice, and
//! so is a list that has ended; that is how proptest finds the smallest case that fails.

/// Numbers not yet taken.
pub struct Choices<'a> {
    rest: std::slice::Iter<'a, u32>,
}

impl<'a> Choices<'a> {
    pub fn new(numbers: &'a [u32]) -> Self {
        Choices { rest: numbers.iter() }
    }

    /// A number below `count`.
    pub fn pick(&mut self, count: usize) -> usize {
        let number = u64::from(self.rest.next().copied().unwrap_or(0));
        ((number * count as u64) >> 32) as usize
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.pick(times) + 1 == times && times > 1
    }

    /// One of a list.
    pub fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.pick(list.len())]
    }

    /// The same things in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            let other = at - self.pick(at + 1);
            list.swap(at, other);
        }
    }
}
