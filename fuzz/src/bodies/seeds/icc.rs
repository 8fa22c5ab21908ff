//! Small ICC profiles (ICC.1:2010): each type of table and curve that is read, with two nodes a channel.

type Tag = (&'static [u8; 4], Vec<u8>);

/// Profiles of presses by type of table, and of pictures.
pub fn all() -> Vec<Vec<u8>> {
    let press = |version, lab, look, inks: fn(usize, usize) -> Vec<u8>| {
        let tags = [(b"desc", description()), (b"A2B1", look), (b"B2A0", inks(3, 4)), (b"B2A1", inks(3, 4))];
        profile(version, b"prtr", b"CMYK", lab, &tags)
    };
    let colorants = [b"rXYZ", b"gXYZ", b"bXYZ"].map(|name| (name, xyz([0.4, 0.3, 0.2])));
    let curves = [b"rTRC", b"gTRC", b"bTRC"].map(|name| (name, gamma()));
    let powers = [b"rTRC", b"gTRC", b"bTRC"].map(|name| (name, power()));
    vec![
        press(2, true, words(4, 3), words),
        press(2, false, bytes(4, 3), bytes),
        press(4, true, stages(4, 3, b"mAB "), |i, o| stages(i, o, b"mBA ")),
        profile(2, b"mntr", b"RGB ", false, &[&colorants[..], &curves].concat()),
        profile(4, b"mntr", b"RGB ", false, &[&colorants[..], &powers].concat()),
        profile(4, b"scnr", b"RGB ", true, &[(b"A2B0", stages(3, 3, b"mAB ")), (b"A2B1", words(3, 3))]),
        profile(2, b"mntr", b"GRAY", false, &[(b"kTRC", samples())]),
    ]
}

/// Header, list of tags, tags.
pub fn profile(version: u8, class: &[u8; 4], space: &[u8; 4], lab: bool, tags: &[Tag]) -> Vec<u8> {
    let mut header = vec![0; 128];
    header[8] = version;
    let connection = if lab { b"Lab " } else { b"XYZ " };
    header[12..24].copy_from_slice(&[*class, *space, *connection].concat());
    header[36..40].copy_from_slice(b"acsp");
    let (mut list, mut data) = (big(tags.len()), Vec::new());
    for (name, contents) in tags {
        list.extend([name.to_vec(), big(132 + 12 * tags.len() + data.len()), big(contents.len())].concat());
        data.extend_from_slice(contents);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut bytes = [header, list, data].concat();
    let length = big(bytes.len());
    bytes[..4].copy_from_slice(&length);
    bytes
}

fn big(number: usize) -> Vec<u8> {
    (number as u32).to_be_bytes().to_vec()
}

fn fixed(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|v| ((v * 65536.0) as i32).to_be_bytes()).collect()
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    [b"XYZ \0\0\0\0".to_vec(), fixed(&values)].concat()
}

fn gamma() -> Vec<u8> {
    b"curv\0\0\0\0\0\0\0\x01\x02\x33\0\0".to_vec()
}

fn samples() -> Vec<u8> {
    b"curv\0\0\0\0\0\0\0\x04\0\0\x20\0\x90\0\xFF\xFF".to_vec()
}

fn power() -> Vec<u8> {
    [b"para\0\0\0\0\0\x03\0\0".to_vec(), fixed(&[2.4, 0.948, 0.052, 0.077, 0.04])].concat()
}

fn description() -> Vec<u8> {
    [b"desc\0\0\0\0\0\0\0\x15ISO Coated FOGRA39 300%".as_slice(), &[0; 79]].concat()
}

/// What stands at the nodes: something that rises and falls.
fn nodes(inputs: usize, outputs: usize) -> impl Iterator<Item = u8> {
    (0..(outputs << inputs)).map(move |n| (255 - n / outputs * 255 / ((1 << inputs) - 1)) as u8)
}

fn old(kind: &[u8; 4], inputs: usize, outputs: usize) -> Vec<u8> {
    let matrix = fixed(&[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);
    [kind.to_vec(), vec![0, 0, 0, 0, inputs as u8, outputs as u8, 2, 0], matrix].concat()
}

/// `lut16Type`
fn words(inputs: usize, outputs: usize) -> Vec<u8> {
    let ends = |channels: usize| [0, 0, 0xFF, 0xFF].repeat(channels);
    let nodes = nodes(inputs, outputs).flat_map(|v| [v, v]).collect();
    [old(b"mft2", inputs, outputs), vec![0, 2, 0, 2], ends(inputs), nodes, ends(outputs)].concat()
}

/// `lut8Type`
fn bytes(inputs: usize, outputs: usize) -> Vec<u8> {
    let line = |channels: usize| (0..=255).collect::<Vec<u8>>().repeat(channels);
    [old(b"mft1", inputs, outputs), line(inputs), nodes(inputs, outputs).collect(), line(outputs)].concat()
}

/// `lutAToBType` and `lutBToAType`, with all stages.
fn stages(inputs: usize, outputs: usize, kind: &[u8; 4]) -> Vec<u8> {
    let curves = |channels: usize| [gamma(), power(), samples(), gamma()][..channels].concat();
    let matrix = fixed(&[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
    let sizes = (0..16).map(|n| if n < inputs { 2 } else { 0 });
    let mut lattice: Vec<u8> = sizes.chain([1, 0, 0, 0]).chain(nodes(inputs, outputs)).collect();
    lattice.resize(lattice.len().next_multiple_of(4), 0);
    // B, matrix and M stand on the side of the connection space, A on that of the device.
    let (near, far) = if kind == b"mAB " { (outputs, inputs) } else { (inputs, outputs) };
    let parts = [curves(near), matrix, curves(near), lattice, curves(far)];
    let mut head = [kind.to_vec(), vec![0, 0, 0, 0, inputs as u8, outputs as u8, 0, 0]].concat();
    let mut at = 32;
    for part in &parts {
        head.extend(big(at));
        at += part.len();
    }
    [vec![head], parts.into()].concat().concat()
}
