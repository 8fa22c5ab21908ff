//! Numbers that look random (SplitMix64).

/// Numbers that are the same on every machine.
pub struct Random(pub u64);

impl Random {
    /// A number below one.
    pub fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) % below as u64) as usize
    }

    /// A number between two, which count.
    pub fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.next(to - from + 1)
    }
}
