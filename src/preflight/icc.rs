//! The header of an ICC profile (ICC.1, clause 7.2).

/// What the header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// What it is a profile of: `prtr` for a press.
    pub class: [u8; 4],
    /// Its colours: `CMYK`, `RGB `, `GRAY`.
    pub space: [u8; 4],
    /// Whether it has the tables A2B0 and B2A0 that both ways of a conversion need.
    pub both_ways: bool,
}

impl Profile {
    /// Reads the header; `None` if it is no ICC profile.
    pub fn read(data: &[u8]) -> Option<Self> {
        if data.get(36..40)? != b"acsp" {
            return None;
        }
        let count = u32::from_be_bytes(four(data, 128)?) as usize;
        let table = data.get(132..count.checked_mul(12)?.checked_add(132)?)?;
        let has = |tag: &[u8]| table.chunks_exact(12).any(|entry| entry.starts_with(tag));
        let both_ways = has(b"A2B0") && has(b"B2A0");
        Some(Self { class: four(data, 12)?, space: four(data, 16)?, both_ways })
    }

    /// Number of channels; `None` for kinds that have no place in PDF.
    pub fn channels(&self) -> Option<usize> {
        match &self.space {
            b"GRAY" => Some(1),
            b"RGB " | b"Lab " => Some(3),
            b"CMYK" => Some(4),
            _ => None,
        }
    }

    /// The name of its colours, without spaces.
    pub fn space_name(&self) -> String {
        String::from_utf8_lossy(&self.space).trim().to_owned()
    }
}

fn four(data: &[u8], at: usize) -> Option<[u8; 4]> {
    data.get(at..at + 4)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_profile_is_refused() {
        assert_eq!(Profile::read(b""), None);
        assert_eq!(Profile::read(&[0; 200]), None);
        let mut endless = vec![0; 200];
        endless[36..40].copy_from_slice(b"acsp");
        endless[128..132].fill(0xff);
        assert_eq!(Profile::read(&endless), None);
    }
}
