//! Changes inputs as strangers do: words of the language at wrong places, numbers at their ends, parts
//! missing, doubled and moved. Decides nothing by chance: the same seed gives the same changes.

/// Numbers at which code ends.
const NUMBERS: [&str; 16] = [
    "0",
    "-1",
    "1",
    "0.01",
    "-0.5",
    "255",
    "256",
    "65535",
    "65536",
    "2147483648",
    "4294967295",
    "-1e308",
    "1e308",
    "1e-320",
    "99999999999999999999",
    "nan",
];

/// A source of changes.
pub struct Mutator {
    state: u64,
    words: Vec<Vec<u8>>,
}

impl Mutator {
    /// With the words of a dictionary; the same `seed` makes the same changes.
    pub fn new(seed: u64, dictionary: &str) -> Self {
        Self { state: seed, words: dictionary.lines().filter_map(word).collect() }
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    /// The input with one to four changes, at most `longest` bytes.
    pub fn mutate(&mut self, input: &[u8], longest: usize) -> Vec<u8> {
        let mut bytes = input.to_vec();
        for _ in 0..=self.below(4) {
            self.change(&mut bytes);
        }
        bytes.truncate(longest);
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        match self.below(10) {
            0 => self.flip(bytes),
            1 => self.number(bytes),
            2 | 3 => self.overwrite(bytes),
            4 | 5 => {
                let (at, word) = (self.below(bytes.len() + 1), self.word());
                bytes.splice(at..at, word);
            }
            6 => {
                let part = self.part(bytes);
                bytes.drain(part);
            }
            7 => {
                let part = bytes[self.part(bytes)].to_vec();
                let (at, times) = (self.below(bytes.len() + 1), 1 + self.below(8));
                bytes.splice(at..at, part.repeat(times));
            }
            8 => {
                let (from, to) = (self.line(bytes), self.line(bytes));
                let line = bytes[from].to_vec();
                bytes.splice(to, line);
            }
            _ => {
                let part = self.line(bytes);
                bytes.drain(part);
            }
        }
    }

    fn flip(&mut self, bytes: &mut [u8]) {
        let (at, bit) = (self.below(bytes.len()), self.below(8));
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << bit;
        }
    }

    /// One of the numbers that are written out becomes another.
    fn number(&mut self, bytes: &mut Vec<u8>) {
        let digit = |byte: &u8| byte.is_ascii_digit();
        let from = self.below(bytes.len());
        let Some(start) = bytes[from..].iter().position(digit).map(|n| from + n) else { return };
        let length = bytes[start..].iter().take_while(|byte| digit(byte) || **byte == b'.').count();
        let number = NUMBERS[self.below(NUMBERS.len())];
        bytes.splice(start..start + length, number.bytes());
    }

    /// A word in the place of others, so that nothing behind it moves: tables of places stay right.
    fn overwrite(&mut self, bytes: &mut [u8]) {
        let word = self.word();
        let at = self.below(bytes.len());
        bytes.iter_mut().skip(at).zip(word).for_each(|(byte, new)| *byte = new);
    }

    fn word(&mut self) -> Vec<u8> {
        match self.below(self.words.len() + 4) {
            n if n < self.words.len() => self.words[n].clone(),
            n if n % 2 == 0 => NUMBERS[self.below(NUMBERS.len())].as_bytes().to_vec(),
            _ => self.next().to_be_bytes()[..1 + self.below(4)].to_vec(),
        }
    }

    /// Some bytes, mostly few.
    fn part(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len());
        let longest = if self.below(4) == 0 { bytes.len() } else { 32 };
        start..(start + self.below(longest)).min(bytes.len())
    }

    /// A line with its end.
    fn line(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let at = self.below(bytes.len());
        let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |n| n + 1);
        let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |n| at + n + 1);
        start..end
    }
}

/// The word of a dictionary's line: `name="word"`, with `\"`, `\\` and `\xAB` in it.
fn word(line: &str) -> Option<Vec<u8>> {
    let quoted = line.trim().strip_suffix('"')?.split_once('"')?.1;
    let mut word = Vec::new();
    let mut rest = quoted.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16);
                word.push((digit(high)? * 16 + digit(low)?) as u8);
                rest = after;
            }
            (b'\\', [byte, after @ ..]) => {
                word.push(*byte);
                rest = after;
            }
            _ => word.push(*first),
        }
    }
    (!line.starts_with('#')).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_dictionaries() {
        assert_eq!(word(r#"name="a\"b\\\x0A""#).as_deref(), Some(b"a\"b\\\n".as_slice()));
        assert_eq!(word("\"plain\"").as_deref(), Some(b"plain".as_slice()));
        assert_eq!(word("# \"comment\""), None);
        assert_eq!(word(""), None);
    }

    #[test]
    fn the_same_seed_makes_the_same_changes() {
        let changes = |seed| {
            let mut mutator = Mutator::new(seed, "\"word\"");
            (0..50).map(|_| mutator.mutate(b"one 12\ntwo 3.5\n", 64)).collect::<Vec<_>>()
        };
        assert_eq!(changes(7), changes(7));
        assert_ne!(changes(7), changes(8));
        assert!(changes(7).iter().all(|bytes| bytes.len() <= 64));
        assert!(Mutator::new(1, "").mutate(b"", 9).len() <= 9);
    }
}
