//! What is printed, and where: results to the standard output, all else to the standard error. The only file
//! that prints.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use super::{ERRORS, FINE};
use crate::diag::words::command as words;
use crate::diag::{Filling, Sentence, clean};

/// Prints a result; a closed or full output is an error.
pub fn print_out(bytes: &[u8]) -> u8 {
    let mut out = std::io::stdout();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => FINE,
        Err(error) => {
            print_error(words::not_printed(error));
            ERRORS
        }
    }
}

/// Prints what was said of a run, lines that are clean already.
pub fn tell(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Whether what is told may have colours.
pub fn has_colours() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Prints a line of a result.
pub fn say(sentence: Sentence) {
    let _ = writeln!(std::io::stdout(), "{}", clean(&sentence.text()));
}

/// Prints why a call cannot be obeyed.
pub fn print_error(what: impl Into<Filling>) {
    print_line(words::error(what));
}

/// Prints a line that is no result.
pub fn print_line(sentence: Sentence) {
    let _ = writeln!(std::io::stderr(), "{}", clean(&sentence.text()));
}

/// Says what takes long.
pub struct Progress {
    quiet: bool,
}

impl Progress {
    /// Work that takes longer is announced.
    const MOMENT: Duration = Duration::from_millis(800);

    /// Nothing is said where that is asked for, or nobody looks.
    pub fn new(quiet: bool) -> Self {
        Self { quiet: quiet || !std::io::stderr().is_terminal() }
    }

    /// Does some work, and says how long it takes.
    pub fn watch<T>(&self, what: Sentence, work: impl FnOnce() -> T) -> T {
        if self.quiet {
            return work();
        }
        let (done, waiting) = std::sync::mpsc::channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let began = Instant::now();
                let mut shown = false;
                while waiting
                    .recv_timeout(if shown { Duration::from_secs(1) } else { Self::MOMENT })
                    .is_err_and(|e| e == std::sync::mpsc::RecvTimeoutError::Timeout)
                {
                    let line = words::progress(what.clone(), began.elapsed().as_secs());
                    let _ = write!(std::io::stderr(), "\r{}", line.text());
                    shown = true;
                }
                if shown {
                    let _ = write!(std::io::stderr(), "\r\x1b[K");
                }
            });
            let result = work();
            drop(done);
            result
        })
    }
}
