//! Objects to a file. Decides how objects are numbered, packed and listed: in object streams and a cross-reference
//! stream, as PDF 1.5 and later has them.

use pdf_writer::{Chunk, Filter, Name, Ref, Settings};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::deflate::deflated;

/// Most objects of an object stream: readers unpack a whole one for each object that they want.
const MOST_PACKED: usize = 100;

/// The objects of a file, by number.
#[derive(Default)]
pub struct Objects(Vec<Option<Body>>);

enum Body {
    /// No stream: can stand in an object stream.
    Plain(Vec<u8>),
    /// With its stream.
    Stream(Vec<u8>),
}

/// Entry of the cross-reference stream: kind and two fields (ISO 32000-1, table 18).
type Entry = (u8, u32, u16);

/// What a file says of itself at its end.
pub struct Trailer {
    /// Version of PDF.
    pub version: &'static str,
    /// The catalogue.
    pub root: Ref,
    /// The information dictionary.
    pub info: Option<Ref>,
    /// The file's identifier.
    pub id: [u8; 16],
}

impl Objects {
    /// A number for an object that is added later.
    pub fn number(&mut self) -> Ref {
        self.0.push(None);
        Ref::new(self.0.len() as i32)
    }

    /// Adds an object without a stream.
    pub fn add(&mut self, write: impl FnOnce(&mut Chunk, Ref)) -> Ref {
        let id = self.number();
        self.add_as(id, write);
        id
    }

    /// Adds an object without a stream under its number.
    pub fn add_as(&mut self, id: Ref, write: impl FnOnce(&mut Chunk, Ref)) {
        self.set(id, Body::Plain, write);
    }

    /// Adds a stream of bytes that are packed already, as its dictionary says.
    pub fn stream(&mut self, write: impl FnOnce(&mut Chunk, Ref)) -> Ref {
        let id = self.number();
        self.set(id, Body::Stream, write);
        id
    }

    /// Adds a stream that is packed and needs no words about it.
    pub fn packed(&mut self, bytes: &[u8]) -> Ref {
        self.stream(|chunk, id| {
            chunk.stream(id, bytes).filter(Filter::FlateDecode);
        })
    }

    /// Adds the profile of so many colours.
    pub fn profile(&mut self, icc: &[u8], colours: u8) -> Ref {
        let packed = deflated(icc);
        self.stream(|chunk, id| {
            let mut stream = chunk.stream(id, &packed);
            stream.filter(Filter::FlateDecode);
            stream.pair(Name(b"N"), i32::from(colours));
        })
    }

    fn set(&mut self, id: Ref, kind: fn(Vec<u8>) -> Body, write: impl FnOnce(&mut Chunk, Ref)) {
        let mut chunk = Chunk::with_settings(Settings { pretty: false });
        write(&mut chunk, id);
        let bytes = chunk.as_bytes();
        let head = format!("{} 0 obj", id.get());
        let body = bytes.strip_prefix(head.as_bytes()).expect("the object that was asked for");
        let body = body.trim_ascii_end().strip_suffix(b"endobj").expect("one object");
        self.0[id.get() as usize - 1] = Some(kind(body.trim_ascii().to_vec()));
    }

    /// A name for all that was added so far: the same objects have the same.
    pub fn digest(&self) -> [u8; 16] {
        let mut sum = Sha256::new();
        for body in self.0.iter().flatten() {
            let (Body::Plain(bytes) | Body::Stream(bytes)) = body;
            sum.update(bytes);
        }
        sum.finalize()[..16].try_into().expect("a longer sum")
    }

    /// The file.
    pub fn finish(self, trailer: &Trailer) -> Vec<u8> {
        let mut out = format!("%PDF-{}\n%\u{e4}\u{f6}\u{fc}\u{df}\n", trailer.version).into_bytes();
        let mut entries: Vec<Entry> = vec![(0, 0, u16::MAX); self.0.len() + 1];
        let mut packed = Vec::new();
        for (at, body) in self.0.into_iter().enumerate() {
            match body {
                Some(Body::Plain(bytes)) => packed.push((at + 1, bytes)),
                Some(Body::Stream(bytes)) => {
                    entries[at + 1] = (1, out.len() as u32, 0);
                    push_object(&mut out, at + 1, &bytes);
                }
                None => {}
            }
        }
        let streams: Vec<Vec<u8>> = packed.par_chunks(MOST_PACKED).map(object_stream).collect();
        for (pack, stream) in packed.chunks(MOST_PACKED).zip(&streams) {
            let number = entries.len();
            for (index, (object, _)) in pack.iter().enumerate() {
                entries[*object] = (2, number as u32, index as u16);
            }
            entries.push((1, out.len() as u32, 0));
            push_object(&mut out, number, stream);
        }
        let start = out.len();
        entries.push((1, start as u32, 0));
        let number = entries.len() - 1;
        push_object(&mut out, number, &cross_references(&entries, trailer));
        out.extend(format!("startxref\n{start}\n%%EOF\n").into_bytes());
        out
    }
}

fn push_object(out: &mut Vec<u8>, number: usize, body: &[u8]) {
    out.extend(format!("{number} 0 obj\n").into_bytes());
    out.extend_from_slice(body);
    out.extend_from_slice(b"\nendobj\n");
}

/// Numbers and places of objects, then the objects (ISO 32000-1, 7.5.7).
fn object_stream(pack: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let (mut places, mut bodies) = (String::new(), Vec::new());
    for (number, body) in pack {
        places += &format!("{number} {} ", bodies.len());
        bodies.extend_from_slice(body);
        bodies.push(b'\n');
    }
    let first = places.len();
    let data = deflated(&[places.into_bytes(), bodies].concat());
    let head = format!(
        "<</Type/ObjStm/N {}/First {first}/Length {}/Filter/FlateDecode>>stream\n",
        pack.len(),
        data.len()
    );
    [head.as_bytes(), &data, b"\nendstream"].concat()
}

/// The list of all objects, which is the trailer, too (ISO 32000-1, 7.5.8).
fn cross_references(entries: &[Entry], trailer: &Trailer) -> Vec<u8> {
    const ROW: usize = 7;
    let (mut rows, mut above) = (Vec::with_capacity(entries.len() * (ROW + 1)), [0; ROW]);
    for (kind, field, last) in entries {
        let mut row = [*kind; ROW];
        row[1..5].copy_from_slice(&field.to_be_bytes());
        row[5..].copy_from_slice(&last.to_be_bytes());
        // As differences to the row above: they pack to a third.
        rows.push(2);
        rows.extend(row.iter().zip(above).map(|(new, old): (&u8, u8)| new.wrapping_sub(old)));
        above = row;
    }
    let data = deflated(&rows);
    let id: String = trailer.id.iter().map(|byte| format!("{byte:02x}")).collect();
    let info = trailer.info.map(|info| format!("/Info {} 0 R", info.get())).unwrap_or_default();
    let head = format!(
        "<</Type/XRef/Size {}/W[1 4 2]/Root {} 0 R{info}/ID[<{id}><{id}>]/Length {}/Filter/FlateDecode\
         /DecodeParms<</Predictor 12/Columns {ROW}>>>>stream\n",
        entries.len(),
        trailer.root.get(),
        data.len()
    );
    [head.as_bytes(), &data, b"\nendstream"].concat()
}
