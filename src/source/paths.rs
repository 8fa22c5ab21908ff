//! Paths that authors write. Decides that none of them leaves the project folder.

use std::path::{Component, Path, PathBuf};

use crate::diag::{Diagnostic, Sink, Span};

/// Joins `written` to the folder `base` (both below the project, with `/`) and folds `.` and `..`.
/// `None` if it would leave the project folder.
pub fn join(base: &str, written: &str) -> Option<String> {
    if written.starts_with(['/', '\\']) || written.contains(['\\', '\0']) || written.get(1..2) == Some(":") {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').filter(|p| !p.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The file that `written` names, seen from the folder `base`. Reports paths that leave the
/// project, symbolic links among them. The file need not exist.
pub fn resolve(root: &Path, base: &str, written: &str, span: Span, sink: &mut Sink) -> Option<PathBuf> {
    let outside = || {
        Diagnostic::error("path-outside", format!("\"{written}\" leads out of the project folder"))
            .at((span != Span::default()).then_some(span))
            .label("only files of the project are read")
            .hint("copy the file into the project and name it from there")
    };
    let Some(inside) = join(base, written) else {
        sink.push(outside());
        return None;
    };
    let path = root.join(&inside);
    debug_assert!(Path::new(&inside).components().all(|c| matches!(c, Component::Normal(_))));
    match path.canonicalize() {
        Ok(real) if !real.starts_with(root) => {
            sink.push(outside());
            None
        }
        Ok(real) => Some(real),
        Err(_) => {
            // What does not exist must not lie in a folder outside either.
            let known = path.ancestors().skip(1).find_map(|folder| folder.canonicalize().ok());
            if known.is_some_and(|folder| folder.starts_with(root)) {
                return Some(path);
            }
            sink.push(outside());
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(join("chapters", "../assets/a.svg").as_deref(), Some("assets/a.svg"));
        assert_eq!(join("chapters", "./b.md").as_deref(), Some("chapters/b.md"));
        for bad in ["../../etc/passwd", "/etc/passwd", "C:/x", "\\\\host\\x", "a/../../../b"] {
            assert_eq!(join("chapters", bad), None, "{bad}");
        }
    }
}
