//! `brochure translate`. Decides which files for translators are written, and when none is.

use super::print::print_error;
use super::report::Verbosity;
use super::run::report;
use super::{ERRORS, MISUSE, Translate};
use crate::brochure::Workspace;
use crate::diag::words::command as words;
use crate::diag::{Files, Filling, Sink, has_errors};
use crate::edition::output::Output;
use crate::edition::{Published, names};
use crate::production::Run;
use crate::source::Project;
use crate::source::remnants::Completeness;
use crate::source::store::Disk;
use crate::translation::merge::{self, About};
use crate::translation::{self, po};

/// The code of what is translated wrongly.
const WRONG: &str = "translation-mark";

/// A file with its path below the project.
type File = (String, Vec<u8>);

/// Writes the template and brings the files of all languages up to date.
pub fn translate(call: &Translate) -> u8 {
    let form = call.format.form(Verbosity::Usual);
    let mut run = Run::new(&call.folder);
    let published = match made(call, &mut run) {
        Ok(published) => published,
        Err(code) => return code,
    };
    let bad = has_errors(&run.sink);
    let printed = report(&mut run, "translate", form, &published);
    if bad { ERRORS } else { printed }
}

/// Writes what was asked for, unless something stands against it. An exit code where there is no such language.
fn made(call: &Translate, run: &mut Run) -> Result<Published, u8> {
    let mut published = Published::default();
    let workspace = match Workspace::on_disk(&call.folder) {
        Ok(workspace) => workspace,
        Err(refused) => {
            run.sink.push(refused);
            return Ok(published);
        }
    };
    let Some(project) = workspace.project(&mut run.files, &mut run.sink) else { return Ok(published) };
    run.allow(&project);
    let known: Vec<&str> = project.config.translation.names().collect();
    if let Some(unknown) = call.translation.iter().find(|tag| !known.contains(&tag.as_str())) {
        print_error(words::no_translation(unknown, Filling::list(known)));
        return Err(MISUSE);
    }
    let is_wanted =
        |tag: &str| call.translation.is_empty() || call.translation.iter().any(|wanted| wanted == tag);
    let files = catalogues(&project, &workspace, &is_wanted, (&mut run.files, &mut run.sink));
    let output = Output::at(call.folder.clone());
    if let Some(files) = files.filter(|files| output.publish(files, &mut run.sink)) {
        published.catalogues = files.iter().map(|(path, _)| output.path(path)).collect();
        let tags: Vec<String> = known.into_iter().filter(|tag| is_wanted(tag)).map(str::to_owned).collect();
        published.translations = looked_at(&workspace, &tags, run);
    }
    Ok(published)
}

/// How far the languages are, read anew; what is translated wrongly is told. What is not translated yet is the result
/// here, and no fault.
fn looked_at(workspace: &Workspace<Disk>, tags: &[String], run: &mut Run) -> Vec<(String, Completeness)> {
    let mut complaints = Sink::new();
    let Some(project) = workspace.project(&mut run.files, &mut Sink::new()) else { return Vec::new() };
    let translated = workspace.translations(&project, (tags, false), &mut run.files, &mut complaints);
    run.sink.extend(complaints.into_iter().filter(|told| told.code == WRONG));
    translated.iter().map(|each| (each.tag.clone(), each.project.remnants.completeness)).collect()
}

/// The template, and the file of each language; none where something stands against one of them.
fn catalogues(
    project: &Project,
    workspace: &Workspace<Disk>,
    wanted: &dyn Fn(&str) -> bool,
    (files, sink): (&mut Files, &mut Sink),
) -> Option<Vec<File>> {
    let brochure = &project.config.brochure;
    let title = brochure.title.value.replace(" | ", " ");
    let date = brochure.date.as_ref().map(|date| date.value);
    let date = date.map(|day| format!("{:04}-{:02}-{:02}", day.year, day.month, day.day));
    let about = About { title: &title, date, language: None };
    let messages = translation::template(project, files);
    let template = merge::template(&messages, &about);
    let name = format!("{}/{}.pot", translation::FOLDER, names::of_title(&project.config));
    let mut made = vec![(name, po::write(&template).into_bytes())];
    for (tag, span, language) in project.config.translation.0.iter().filter(|(tag, ..)| wanted(tag)) {
        let before = sink.len();
        let old = translation::old_catalogue((tag, language), &workspace.sources, files, sink);
        let path = translation::path_to_write((tag, language), *span, sink);
        if has_errors(&sink[before..]) {
            continue;
        }
        let about = About { language: Some(tag), ..about.clone() };
        // Chapters in a folder of their own need no file, but one that is there is kept up to date.
        if old.is_none() && language.chapters.is_some() {
            continue;
        }
        let merged = merge::merged(old.unwrap_or_default(), &messages, &about);
        made.extend(path.map(|path| (path, po::write(&merged).into_bytes())));
    }
    (!has_errors(sink)).then_some(made)
}
