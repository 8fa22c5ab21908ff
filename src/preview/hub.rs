//! What all open pages are told at once. Decides nothing: whoever listens hears what is told from then on.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What reaches whoever tells a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The page is told an event of a name, with JSON.
    Told(&'static str, Arc<str>),
    /// Nothing happened for a while.
    Still,
    /// The page went away.
    Gone,
}

/// Who listens.
#[derive(Default)]
pub struct Hub(Mutex<Vec<Sender<News>>>);

impl Hub {
    /// Listens from now on. Through the first end, this listener alone is told something.
    pub fn listen(&self) -> (Sender<News>, Receiver<News>) {
        let (told, heard) = channel();
        self.lock().push(told.clone());
        (told, heard)
    }

    /// Tells all who listen.
    pub fn tell(&self, name: &'static str, data: impl Into<Arc<str>>) {
        let news = News::Told(name, data.into());
        self.lock().retain(|listener| listener.send(news.clone()).is_ok());
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Sender<News>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
