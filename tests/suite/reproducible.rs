//! The same project gives the same bytes: in another folder, language, time zone, number of threads.

use std::collections::BTreeMap;
use std::process::{Command, Output, Stdio};

use crate::common::Project;
use crate::common::author::{random, torture};

/// Builds a project in its own folder and in its own surroundings; all files of dist/ by name.
fn built(project: &Project, surroundings: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let Output { status, stderr, .. } = Command::new(env!("CARGO_BIN_EXE_brochure"))
        .args(["build", "--quiet"])
        .arg(project.folder.path())
        .envs(surroundings.iter().copied())
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    let files = std::fs::read_dir(project.path("dist")).expect("artefacts");
    files
        .map(|entry| {
            let entry = entry.expect("an entry");
            let name = entry.file_name().into_string().expect("a name in UTF-8");
            (name, std::fs::read(entry.path()).expect("a file"))
        })
        .collect()
}

#[test]
fn artefacts_do_not_depend_on_folder_language_zone_and_threads() {
    let here =
        [("LC_ALL", "C"), ("LANG", "C"), ("TZ", "UTC"), ("RAYON_NUM_THREADS", "1"), ("HOME", "/nowhere")];
    let there = [
        ("LC_ALL", "tr_TR.UTF-8"),
        ("LANG", "de_DE.UTF-8"),
        ("TZ", "Pacific/Auckland"),
        ("RAYON_NUM_THREADS", "4"),
        ("HOME", "/tmp"),
    ];
    for make in [|| torture("ortsplan").0, || torture("kanzlei").0, || random(7, "ortsplan").0] {
        let (one, two) = (make(), make());
        assert_ne!(one.folder.path(), two.folder.path());
        let (first, second) = (built(&one, &here), built(&two, &there));
        assert!(first.len() >= 3, "{:?}", first.keys());
        assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
        for (name, bytes) in &first {
            assert!(*bytes == second[name], "{name} differs");
        }
    }
}
