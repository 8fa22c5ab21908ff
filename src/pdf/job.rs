//! What a PDF says of itself besides its pages.

use crate::source::config::Date;

/// What a PDF is to be besides its pages.
pub struct PdfJob {
    /// Title, shown in the window bar.
    pub title: String,
    /// Subject.
    pub description: Option<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Authors: the publishers.
    pub authors: Vec<String>,
    /// Language (BCP 47).
    pub language: String,
    /// The only date.
    pub date: Option<Date>,
}
