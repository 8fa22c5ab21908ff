//! What the documents say of the code: files and names that they give are there.

use std::path::Path;

/// A file of the repository.
fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a document")
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with("```")).flat_map(|line| line.split('`').skip(1).step_by(2))
}

#[test]
fn files_that_documents_name_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut gone = Vec::new();
    for document in [
        "docs/ARCHITECTURE.md",
        "docs/GLOSSARY.md",
        "docs/TYPOGRAPHY.md",
        "docs/LIMITS.md",
        "CONTRIBUTING.md",
    ] {
        let text = read(document);
        // Inside of a list of one folder's files, names stand without it.
        let below = ["", "src", "src/layout", "src/layout/paragraph", "src/layout/paginate", "src/document"];
        let named = quoted(&text).filter(|name| name.ends_with(".rs") && !name.contains([' ', '*']));
        let missing = named.filter(|name| !below.iter().any(|folder| root.join(folder).join(name).is_file()));
        gone.extend(missing.map(|name| format!("{document}: {name}")));
    }
    assert!(gone.is_empty(), "{gone:#?}");
}

#[test]
fn terms_of_the_glossary_stand_in_the_code() {
    let mut gone = Vec::new();
    for line in read("docs/GLOSSARY.md").lines().filter(|line| line.starts_with("| ")).skip(1) {
        let place = line.trim_end_matches(['|', ' ']).rsplit(" | ").next().unwrap_or("");
        for path in quoted(place).filter(|name| name.contains("::")) {
            let parts: Vec<&str> = path.split("::").collect();
            let modules: Vec<&str> =
                parts.iter().copied().take_while(|p| p.starts_with(char::is_lowercase)).collect();
            let name = parts[parts.len() - 1];
            let known = code_of(&modules).is_none_or(|code| code.contains(name));
            gone.extend((!known).then(|| format!("{path}: no {name} there")));
        }
    }
    assert!(gone.is_empty(), "{gone:#?}");
}

/// The code of a module and of all below it; none where the path begins inside of a folder of layout.
fn code_of(modules: &[&str]) -> Option<String> {
    fn add(path: &Path, code: &mut String) {
        if path.is_file() {
            code.push_str(&std::fs::read_to_string(path).expect("a source"));
        } else {
            let entries = std::fs::read_dir(path).into_iter().flatten();
            entries.for_each(|entry| add(&entry.expect("an entry").path(), code));
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folder = modules.iter().take(2).fold(root, |path, module| path.join(module));
    let mut code = String::new();
    for path in [folder.with_extension("rs"), folder.clone(), folder.parent()?.to_owned()] {
        add(&path, &mut code);
        if !code.is_empty() {
            return Some(code);
        }
    }
    None
}
