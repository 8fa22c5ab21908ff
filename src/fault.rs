//! Faults of the program itself. Decides that a panic becomes a message that says what was being worked
//! on, instead of a trace.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

/// A panic that was caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What the program was working on, the innermost first: `chapters/03.md`, `edition print-shop`.
    pub at: Vec<String>,
    /// What it says.
    pub message: String,
    /// File and line of the program.
    pub place: String,
}

/// The first panic of a run, with what was being worked on. One for the whole program: a panic may happen
/// on any thread.
static FIRST: Mutex<Option<Fault>> = Mutex::new(None);

/// Does some work; a panic in it, on this thread or one that it waits for, is a [`Fault`].
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let fault = Fault { at: Vec::new(), message: message(info.payload()), place };
        first().get_or_insert(fault);
    }));
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    let _ = panic::take_hook();
    let fault = first().take();
    done.map_err(|payload| {
        fault.unwrap_or(Fault { at: Vec::new(), message: message(&*payload), place: String::new() })
    })
}

/// The panic that happened, for a thread that nobody waits for.
pub fn first_or_unknown() -> Fault {
    first().take().unwrap_or_else(|| Fault {
        at: Vec::new(),
        message: "no message".into(),
        place: String::new(),
    })
}

/// Does a part of the work on something that has a name; a panic in it will tell the name.
pub fn working_on<T>(name: impl AsRef<str>, work: impl FnOnce() -> T) -> T {
    let _told = Told(name.as_ref());
    work()
}

/// Adds its name to the fault when it is dropped by a panic.
struct Told<'a>(&'a str);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking()
            && let Some(fault) = &mut *first()
        {
            fault.at.push(self.0.to_owned());
        }
    }
}

fn first() -> std::sync::MutexGuard<'static, Option<Fault>> {
    FIRST.lock().unwrap_or_else(PoisonError::into_inner)
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or(payload.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;

    #[test]
    fn a_fault_tells_what_was_being_worked_on_on_whichever_thread() {
        let chapters = ["01.md", "02.md", "03.md"];
        let fault = catch(|| {
            working_on("edition print", || {
                chapters.par_iter().for_each(|chapter| {
                    working_on(chapter, || {
                        (0..100).into_par_iter().for_each(|line| assert!(*chapter != "02.md" || line < 50));
                    });
                });
            });
        });
        let fault = fault.expect_err("it panics");
        assert_eq!(fault.at, ["02.md", "edition print"]);
        assert!(fault.message.contains("assertion") && fault.place.contains("fault.rs"), "{fault:?}");
        assert_eq!(catch(|| 7), Ok(7));
    }
}
