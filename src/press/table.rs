//! The tables of a profile that lead to the connection space and back: `lut8Type`, `lut16Type`,
//! `lutAToBType`, `lutBToAType`. Decides how a value between nodes is found: linearly in each channel.

use super::curve::{Curve, cell, words};
use super::icc::{Bytes, Icc, Signature};
use super::pcs::{Encoding, Xyz};
use crate::diag::{self, Sentence};

/// Most channels on either side.
const CHANNELS: usize = 4;

/// Values of all channels; unused ones are 0.
type Values = [f64; CHANNELS];

/// A tag of a profile, ready to compute.
#[derive(Debug, Clone)]
pub struct Table {
    stages: Vec<Stage>,
    encoding: Encoding,
}

#[derive(Debug, Clone)]
enum Stage {
    Curves(Vec<Curve>),
    Matrix { rows: [[f64; 3]; 3], plus: [f64; 3] },
    Nodes(Nodes),
}

/// Values at the nodes of a lattice.
#[derive(Debug, Clone)]
struct Nodes {
    /// Nodes along each input channel; the last varies fastest.
    sizes: Vec<usize>,
    outputs: usize,
    values: Vec<u16>,
}

/// Which way a table leads, with the number of channels of the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the device to the connection space (`A2B`).
    In(usize),
    /// From the connection space to the device (`B2A`).
    Out(usize),
}

impl Table {
    /// Reads the tag if there is one. `Err` where it cannot be used.
    pub fn read(icc: &Icc<'_>, name: &Signature, way: Way) -> Result<Option<Self>, Sentence> {
        let Some(bytes) = icc.tag(name) else { return Ok(None) };
        let broken = || diag::words::table_damaged(String::from_utf8_lossy(name));
        Self::decode(bytes, icc.lab, way).map(Some).ok_or_else(broken)
    }

    fn decode(bytes: Bytes<'_>, lab: bool, way: Way) -> Option<Self> {
        let (inputs, outputs) = (bytes.u8(8)?, bytes.u8(9)?);
        let expected = match way {
            Way::In(device) => (device, 3),
            Way::Out(device) => (3, device),
        };
        if (inputs, outputs) != expected || inputs.max(outputs) > CHANNELS {
            return None;
        }
        let (stages, old) = match (&bytes.signature(0)?, way) {
            (b"mft1", _) => (old_stages(bytes, inputs, outputs, 1)?, false),
            (b"mft2", _) => (old_stages(bytes, inputs, outputs, 2)?, true),
            (b"mAB ", Way::In(_)) => {
                let [b, matrix, m, nodes, a] =
                    new_stages(bytes, [outputs, outputs, inputs], inputs, outputs)?;
                ([a, nodes, m, matrix, b], false)
            }
            (b"mBA ", Way::Out(_)) => (new_stages(bytes, [inputs, inputs, outputs], inputs, outputs)?, false),
            _ => return None,
        };
        let encoding = match (lab, old) {
            (false, _) => Encoding::Xyz,
            (true, false) => Encoding::Lab,
            (true, true) => Encoding::OldLab,
        };
        Some(Self { stages: stages.into_iter().flatten().collect(), encoding })
    }

    /// The colour of a device's values, each from 0 to 1.
    pub fn colour(&self, device: &[f64]) -> Xyz {
        let [a, b, c, _] = self.through(device);
        self.encoding.decode([a, b, c])
    }

    /// The device's values, each from 0 to 1, for a colour.
    pub fn device(&self, colour: Xyz) -> [f64; CHANNELS] {
        self.through(&self.encoding.encode(colour))
    }

    fn through(&self, start: &[f64]) -> Values {
        let mut values = [0.0; CHANNELS];
        values[..start.len()].copy_from_slice(start);
        self.stages.iter().fold(values, |values, stage| stage.at(values))
    }
}

impl Stage {
    fn at(&self, v: Values) -> Values {
        let mut out = [0.0; CHANNELS];
        match self {
            Self::Curves(curves) => {
                for (n, curve) in curves.iter().enumerate() {
                    out[n] = curve.at(v[n]);
                }
            }
            Self::Matrix { rows, plus } => {
                for n in 0..3 {
                    let row = rows[n];
                    out[n] = row[0] * v[0] + row[1] * v[1] + row[2] * v[2] + plus[n];
                }
            }
            Self::Nodes(nodes) => nodes.add_up(&v, 0, 0, 1.0, &mut out),
        }
        out
    }
}

impl Nodes {
    fn new(sizes: Vec<usize>, outputs: usize, values: Vec<u16>) -> Option<Self> {
        let sound = sizes.iter().all(|s| *s >= 2) && count(&sizes, outputs) == Some(values.len());
        sound.then_some(Self { sizes, outputs, values })
    }

    /// Adds the nodes around `v`, from channel `depth` on, each with its weight.
    fn add_up(&self, v: &Values, depth: usize, node: usize, weight: f64, out: &mut Values) {
        let Some(size) = self.sizes.get(depth) else {
            let at = node * self.outputs;
            for (sum, value) in out.iter_mut().zip(&self.values[at..at + self.outputs]) {
                *sum += weight * f64::from(*value) / 65535.0;
            }
            return;
        };
        let (cell, part) = cell(v[depth].clamp(0.0, 1.0), *size);
        for (step, share) in [(0, 1.0 - part), (1, part)] {
            if share > 0.0 {
                self.add_up(v, depth + 1, node * size + cell + step, weight * share, out);
            }
        }
    }
}

fn count(sizes: &[usize], outputs: usize) -> Option<usize> {
    sizes.iter().try_fold(outputs, |all, size| all.checked_mul(*size))
}

/// Numbers of one or two bytes, as 16 bits.
fn numbers(bytes: Bytes<'_>, width: usize) -> Vec<u16> {
    if width == 2 { words(bytes) } else { bytes.0.iter().map(|b| u16::from(*b) * 257).collect() }
}

type Stages = [Option<Stage>; 5];

/// `lut8Type` and `lut16Type` (ICC.1:2010, 10.8 and 10.9): matrix, curves, nodes, curves.
fn old_stages(bytes: Bytes<'_>, inputs: usize, outputs: usize, width: usize) -> Option<Stages> {
    let (entries, mut at) = match width {
        1 => ([256, 256], 48),
        _ => ([bytes.u16(48)?, bytes.u16(50)?].map(usize::from), 52),
    };
    if entries.iter().any(|e| *e < 2) {
        return None;
    }
    let mut take = |count: usize| {
        let part = bytes.part(at, count.checked_mul(width)?)?;
        at += part.0.len();
        Some(numbers(part, width))
    };
    let curves = |values: Vec<u16>, entries: usize| {
        Stage::Curves(values.chunks_exact(entries).map(|c| Curve::Samples(c.to_vec())).collect())
    };
    let sizes = vec![bytes.u8(10)?; inputs];
    let before = curves(take(inputs * entries[0])?, entries[0]);
    let nodes = Nodes::new(sizes.clone(), outputs, take(count(&sizes, outputs)?)?)?;
    let after = curves(take(outputs * entries[1])?, entries[1]);
    let matrix = if inputs == 3 { Some(matrix(bytes.from(12)?, [0.0; 3])?) } else { None };
    Some([matrix, Some(before), Some(Stage::Nodes(nodes)), Some(after), None])
}

/// `lutBToAType` (ICC.1:2010, 10.11) in its order: B curves, matrix, M curves, nodes, A curves. All but
/// the first may be missing. `curves` are the numbers of B, M and A curves.
fn new_stages(bytes: Bytes<'_>, curves: [usize; 3], inputs: usize, outputs: usize) -> Option<Stages> {
    let stage = |at: usize, read: &dyn Fn(Bytes<'_>) -> Option<Stage>| match bytes.u32(at)? {
        0 => Some(None),
        start => read(bytes.from(start)?).map(Some),
    };
    let b = stage(12, &|part| curve_row(part, curves[0]))?;
    let matrix = stage(16, &|part| matrix(part, [part.fixed(36)?, part.fixed(40)?, part.fixed(44)?]))?;
    let m = stage(20, &|part| curve_row(part, curves[1]))?;
    let nodes = stage(24, &|part| lattice(part, inputs, outputs).map(Stage::Nodes))?;
    let a = stage(28, &|part| curve_row(part, curves[2]))?;
    let complete = b.is_some() && (nodes.is_some() || inputs == outputs);
    complete.then_some([b, matrix, m, nodes, a])
}

/// Curves one after the other, each filled up to four bytes.
fn curve_row(mut bytes: Bytes<'_>, count: usize) -> Option<Stage> {
    let mut row = Vec::new();
    for _ in 0..count {
        let (curve, length) = Curve::read(bytes)?;
        row.push(curve);
        bytes = bytes.from(length.next_multiple_of(4).min(bytes.0.len()))?;
    }
    Some(Stage::Curves(row))
}

fn matrix(bytes: Bytes<'_>, plus: [f64; 3]) -> Option<Stage> {
    let row = |n: usize| Some([bytes.fixed(12 * n)?, bytes.fixed(12 * n + 4)?, bytes.fixed(12 * n + 8)?]);
    Some(Stage::Matrix { rows: [row(0)?, row(1)?, row(2)?], plus })
}

fn lattice(bytes: Bytes<'_>, inputs: usize, outputs: usize) -> Option<Nodes> {
    let sizes = (0..inputs).map(|n| bytes.u8(n)).collect::<Option<Vec<_>>>()?;
    let width = bytes.u8(16).filter(|w| matches!(w, 1 | 2))?;
    let values = numbers(bytes.part(20, count(&sizes, outputs)?.checked_mul(width)?)?, width);
    Nodes::new(sizes, outputs, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn be(values: &[u16]) -> Vec<u8> {
        values.iter().flat_map(|v| v.to_be_bytes()).collect()
    }

    fn fixed(values: &[f64]) -> Vec<u8> {
        values.iter().flat_map(|v| ((v * 65536.0) as i32).to_be_bytes()).collect()
    }

    const IDENTITY: [f64; 9] = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0];

    /// Nodes of 3 inputs and 3 outputs, 2 a side, that give the inputs back in another order.
    fn nodes() -> Vec<u16> {
        let bit = |n: u16, place: u16| if n >> place & 1 == 1 { u16::MAX } else { 0 };
        (0..8).flat_map(|n| [bit(n, 0), bit(n, 2), bit(n, 1)]).collect()
    }

    fn old(width: usize) -> Vec<u8> {
        let kind = if width == 1 { b"mft1" } else { b"mft2" };
        let mut bytes = [kind.as_slice(), &[0, 0, 0, 0, 3, 3, 2, 0], &fixed(&IDENTITY)].concat();
        if width == 1 {
            let ramp: Vec<u8> = (0..=255).collect();
            let small: Vec<u8> = nodes().iter().map(|n| (n / 257) as u8).collect();
            bytes.extend([ramp.repeat(3), small, ramp.repeat(3)].concat());
        } else {
            let ramp = be(&[0, u16::MAX]).repeat(3);
            bytes.extend([be(&[2, 2]), ramp.clone(), be(&nodes()), ramp].concat());
        }
        bytes
    }

    /// B curves squared, a matrix that halves and lifts, no curves between, nodes, A curves.
    fn new(kind: &[u8; 4]) -> Vec<u8> {
        let square = [b"curv".as_slice(), &[0; 4], &[0, 0, 0, 1, 2, 0, 0, 0]].concat().repeat(3);
        let plain = [b"curv".as_slice(), &[0; 8]].concat().repeat(3);
        let matrix = fixed(&[IDENTITY.map(|v| v / 2.0).as_slice(), &[0.25; 3]].concat());
        let grid = [[2, 2, 2].as_slice(), &[0; 13], &[2, 0, 0, 0], &be(&nodes())].concat();
        let (b, m) = (32, 32 + square.len());
        let n = m + matrix.len();
        let a = n + grid.len();
        let places: Vec<u8> = [b, m, 0, n, a].iter().flat_map(|p| (*p as u32).to_be_bytes()).collect();
        [kind.as_slice(), &[0, 0, 0, 0, 3, 3, 0, 0], &places, &square, &matrix, &grid, &plain].concat()
    }

    fn close(found: Values, expected: [f64; 3]) {
        assert!((0..3).all(|n| (found[n] - expected[n]).abs() < 1e-4), "{found:?}, not {expected:?}");
    }

    #[test]
    fn tables_of_one_and_two_bytes() {
        for (width, encoding) in [(1, Encoding::Lab), (2, Encoding::OldLab)] {
            let table = Table::decode(Bytes(&old(width)), true, Way::In(3)).expect("a table");
            assert_eq!(table.encoding, encoding);
            close(table.through(&[0.2, 0.5, 0.9]), [0.9, 0.2, 0.5]);
            close(table.through(&[-1.0, 2.0, 1.0]), [1.0, 0.0, 1.0]);
        }
    }

    #[test]
    fn tables_of_version_4_compute_in_the_order_of_their_way() {
        let out = Table::decode(Bytes(&new(b"mBA ")), true, Way::Out(3)).expect("a table");
        // Squares, then the half and a quarter, then nodes that exchange the channels.
        close(out.through(&[0.2, 0.5, 1.0]), [0.75, 0.27, 0.375]);
        let inward = Table::decode(Bytes(&new(b"mAB ")), true, Way::In(3)).expect("a table");
        close(inward.through(&[0.2, 0.5, 1.0]), [0.5625, 0.1225, 0.25]);
        assert!(Table::decode(Bytes(&new(b"mAB ")), true, Way::Out(3)).is_none());
    }

    #[test]
    fn cut_or_spoilt_tables_are_refused_or_give_numbers() {
        for whole in [old(1), old(2), new(b"mAB ")] {
            for length in 0..whole.len() {
                assert!(Table::decode(Bytes(&whole[..length]), true, Way::In(3)).is_none(), "{length}");
            }
            for at in 0..whole.len().min(200) {
                let mut bytes = whole.clone();
                bytes[at] = 0xFF;
                if let Some(table) = Table::decode(Bytes(&bytes), true, Way::In(3)) {
                    assert!(table.through(&[0.1, 0.6, 0.9]).iter().all(|v| v.is_finite()), "{at}");
                }
            }
        }
    }
}
