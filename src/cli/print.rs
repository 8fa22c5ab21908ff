//! What is printed, and where: results to the standard output, all else to the standard error. The only file
//! that prints.

use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anstyle_query::{no_color, term_supports_color, windows};

use super::{ERRORS, FINE, speech};
use crate::diag::words::command as words;
use crate::diag::{Filling, Sentence, clean, reason};

/// Prints a result; a closed or full output is an error.
pub fn print_out(bytes: &[u8]) -> u8 {
    let mut out = std::io::stdout();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => FINE,
        Err(error) => {
            print_error(words::not_printed(reason(&error)));
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
    has_controls() && !no_color()
}

/// Whether the standard error is a terminal that obeys control sequences; a console of Windows is told to.
fn has_controls() -> bool {
    std::io::stderr().is_terminal() && term_supports_color() && windows::enable_ansi_colors() != Some(false)
}

/// Prints a line of a result.
pub fn say(sentence: Sentence) {
    let _ = writeln!(std::io::stdout(), "{}", clean(&sentence.text_in(speech::wording())));
}

/// Prints why a call cannot be obeyed.
pub fn print_error(what: impl Into<Filling>) {
    print_line(words::error(what));
}

/// Prints a line that is no result.
pub fn print_line(sentence: Sentence) {
    let _ = writeln!(std::io::stderr(), "{}", clean(&sentence.text_in(speech::wording())));
}

/// Says what takes long.
pub struct Progress {
    quiet: bool,
    began: Instant,
    /// Whether a line is shown that the next one takes the place of.
    passing: Mutex<bool>,
}

impl Progress {
    /// Work that takes longer is announced.
    const MOMENT: Duration = Duration::from_millis(800);
    /// Clears the line.
    const CLEAR: &str = "\r\x1b[K";

    /// Nothing is said where that is asked for, or nobody looks.
    pub fn new(quiet: bool) -> Self {
        Self { quiet: quiet || !has_controls(), began: Instant::now(), passing: Mutex::default() }
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
                let mut pause = Self::MOMENT;
                while waiting.recv_timeout(pause) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                    let line = words::progress(what.clone(), began.elapsed().as_secs());
                    self.show(&line.text_in(speech::wording()), true);
                    pause = Duration::from_secs(1);
                }
                self.show("", true);
            });
            let result = work();
            drop(done);
            result
        })
    }

    /// Says that a part is done, where the whole takes long.
    pub fn done(&self, part: &str, took: Duration) {
        if !self.quiet && self.began.elapsed() > Self::MOMENT {
            self.show(&words::part_done(part, seconds(took)).text_in(speech::wording()), false);
        }
    }

    fn show(&self, line: &str, passes: bool) {
        let mut passing = self.passing.lock().unwrap_or_else(PoisonError::into_inner);
        let clear = if *passing { Self::CLEAR } else { "" };
        let end = if passes { "" } else { "\n" };
        let _ = write!(std::io::stderr(), "{clear}{}{end}", clean(line));
        *passing = passes && !line.is_empty();
    }
}

/// A time as it is told.
pub fn seconds(time: Duration) -> Sentence {
    words::seconds(Filling::measure(time.as_secs_f64(), 2))
}
