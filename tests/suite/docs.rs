//! What the documents say of the code and of one another: files, names and headings that they give are there.

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
        let below = [
            "",
            "src",
            "src/layout",
            "src/layout/paragraph",
            "src/layout/paginate",
            "src/document",
            "src/pdf/writer",
        ];
        let named = quoted(&text).filter(|name| name.ends_with(".rs") && !name.contains([' ', '*']));
        let missing = named.filter(|name| !below.iter().any(|folder| root.join(folder).join(name).is_file()));
        gone.extend(missing.map(|name| format!("{document}: {name}")));
    }
    assert!(gone.is_empty(), "{gone:#?}");
}

#[test]
fn what_forges_fetch_and_the_readme_names_is_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    for file in ["docs/ci/github.yml", "docs/ci/gitlab.yml", "docs/ci/forgejo.yml", "docs/ci/woodpecker.yml"]
    {
        assert!(read(file).contains(version), "{file}");
    }
    assert!(read("templates/brochure.yml").contains(&format!("default: {version}\n")));
    assert!(read("README.md").contains(&format!("brochure-{version}-windows-x86_64.zip")));
    assert!(read("CHANGELOG.md").contains(&format!("\n## {version}\n")));
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

/// Documents that people read, by their path.
const DOCUMENTS: [&str; 14] = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/MANUAL.md",
    "docs/de/HANDBUCH.md",
    "docs/de/DIAGNOSEN.md",
    "docs/PRINT.md",
    "docs/OUTPUT.md",
    "docs/PREFLIGHT.md",
    "docs/LIMITS.md",
    "docs/TYPOGRAPHY.md",
    "docs/GLOSSARY.md",
    "docs/ARCHITECTURE.md",
    "docs/DIAGNOSTICS.md",
    "docs/KEYS.md",
];

/// A document without code.
fn prose(text: &str) -> String {
    let mut fence: Option<String> = None;
    let mut prose = String::new();
    for line in text.lines() {
        let inner = line.trim_start();
        let ticks = &inner[..inner.len() - inner.trim_start_matches('`').len()];
        match &fence {
            Some(open) if inner.trim_end() == open => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 && !inner[ticks.len()..].contains('`') => fence = Some(ticks.to_owned()),
            None => {
                let outside = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
                prose.push_str(&outside);
                prose.push('\n');
            }
        }
    }
    prose
}

/// Names that forges give to the headings of a document.
fn anchors(text: &str) -> Vec<String> {
    let anchor = |line: &str| {
        let title = line.strip_prefix('#')?.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        Some(kept.map(|c| if c == ' ' { '-' } else { c }).collect())
    };
    text.lines().filter_map(anchor).collect()
}

#[test]
fn links_of_documents_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut lost, mut count) = (Vec::new(), 0);
    for document in DOCUMENTS {
        for link in prose(&read(document)).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("http") {
                continue;
            }
            count += 1;
            let (path, anchor) = link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id)));
            let folder = root.join(document).parent().expect("a folder").to_owned();
            let file = if path.is_empty() { root.join(document) } else { folder.join(path) };
            let there = file.exists()
                && anchor.is_none_or(|id| {
                    let text = std::fs::read_to_string(&file).unwrap_or_default();
                    anchors(&text).iter().any(|anchor| anchor == id)
                });
            lost.extend((!there).then(|| format!("{document}: {link}")));
        }
    }
    assert!(lost.is_empty() && count > 150, "{count} links, of which are lost: {lost:#?}");
}
