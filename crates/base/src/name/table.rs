//! A flat table over the code points of Chinese characters: one bounds check and one load a
//! look-up. Only the pages really touched take memory.

/// First code point covered: the CJK radicals.
const FIRST: u32 = 0x2E80;
/// One past the last code point covered: the end of CJK extension H.
const END: u32 = 0x323B0;

/// One value a character; `T::default()` for those without.
pub(super) struct CharTable<T> {
    values: Vec<T>,
}

impl<T: Copy + Default> CharTable<T> {
    pub(super) fn new() -> Self {
        Self {
            values: vec![T::default(); (END - FIRST) as usize],
        }
    }

    pub(super) fn set(&mut self, c: char, value: T) {
        if let Some(slot) = self.values.get_mut((c as u32).wrapping_sub(FIRST) as usize) {
            *slot = value;
        }
    }

    pub(super) fn get(&self, c: char) -> T {
        self.values
            .get((c as u32).wrapping_sub(FIRST) as usize)
            .copied()
            .unwrap_or_default()
    }
}
