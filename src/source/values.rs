//! Files of values that chapters name: tables and charts are made of them. Decides how large they may be.

use std::collections::BTreeMap;

use super::encoding::add_text;
use super::lookup::{self, Found};
use super::store::Sources;
use crate::diag::{FileId, Files, Sink, complaint};
use crate::tree::Spanned;

/// Largest file in bytes.
const LARGEST_FILE: u64 = 2 << 20;
/// Most bytes of all, counted at each place that names one.
const MOST_BYTES: usize = 16 << 20;
/// Most files.
const MOST_FILES: usize = 1000;

/// Files of values by their paths below the project, as they are named; none where one could not be read.
#[derive(Debug, Default)]
pub struct ValueFiles(BTreeMap<String, Option<FileId>>);

impl ValueFiles {
    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<FileId> {
        self.0.get(path).copied().flatten()
    }

    /// Whether a file was looked for there; that it could not be read was told.
    pub fn was_named(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// All that could be read.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.0.values().copied().flatten()
    }

    /// None of those that are named: else each further place would make a table of a large one.
    fn refused(named: &[Spanned<String>]) -> Self {
        Self(named.iter().map(|path| (path.value.clone(), None)).collect())
    }
}

/// Reads the files at the paths that texts name, each once; `chapters` is the folder of chapters.
pub fn read(
    sources: &dyn Sources,
    chapters: &str,
    named: &[Spanned<String>],
    files: &mut Files,
    sink: &mut Sink,
) -> ValueFiles {
    let mut values = ValueFiles::default();
    let mut bytes = 0;
    for Spanned { value: path, span } in named {
        if !values.was_named(path) {
            if values.0.len() == MOST_FILES {
                sink.push(complaint::too_many_values(MOST_FILES).at(*span));
                return ValueFiles::refused(named);
            }
            let file = match lookup::find(sources, chapters, path, LARGEST_FILE) {
                Ok(Found { path: found, bytes, respelt }) => {
                    if respelt {
                        sink.push(complaint::file_spelling(path, &found).at(*span));
                    }
                    add_text(&found, bytes, files, sink)
                }
                Err(refusal) => {
                    sink.push(refusal.complaint(path, Some(*span)));
                    None
                }
            };
            values.0.insert(path.clone(), file);
        }
        bytes += values.get(path).map_or(0, |file| files.get(file).text.len());
        if bytes > MOST_BYTES {
            let most = format_args!("{} MiB", MOST_BYTES >> 20);
            sink.push(complaint::values_too_large(path, most).at(*span));
            return ValueFiles::refused(named);
        }
    }
    values
}
