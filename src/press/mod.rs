//! Stand-in.
#![allow(missing_docs)]
pub mod profile {
    pub struct Profile(Vec<u8>);
    impl Profile {
        pub fn fogra39() -> Self {
            Self(include_bytes!("../../assets/icc/FOGRA39L_coated.icc").to_vec())
        }
        pub fn read(b: Vec<u8>) -> Result<Self, String> {
            Ok(Self(b))
        }
        pub fn bytes(&self) -> &[u8] {
            &self.0
        }
        pub fn description(&self) -> &str {
            "FOGRA39L coated"
        }
        pub fn condition(&self) -> &str {
            "FOGRA39"
        }
    }
}
pub mod separate {
    #[derive(Clone, Copy)]
    pub enum Intent {
        Relative,
        Perceptual,
    }
    pub struct Separator;
    impl Separator {
        pub fn new(_: &super::Profile, _: Intent) -> Self {
            Self
        }
        pub fn colour(&self, rgb: [u8; 3]) -> [f64; 4] {
            let [r, g, b] = rgb.map(|c| f64::from(c) / 2.55);
            let k = 100.0 - r.max(g).max(b);
            [100.0 - r - k, 100.0 - g - k, 100.0 - b - k, k]
        }
        pub fn black(&self, g: u8) -> f64 {
            100.0 - f64::from(g) / 2.55
        }
        pub fn pixels(&self, rgb: &[u8]) -> Vec<u8> {
            rgb.chunks_exact(3)
                .flat_map(|c| self.colour([c[0], c[1], c[2]]).map(|p| (p * 2.55) as u8))
                .collect()
        }
    }
}
pub use profile::Profile;
pub use separate::{Intent, Separator};
