//! Why a library did not read a picture. Decides that it is told in plain words, with the library's own in brackets.

use std::io::ErrorKind;

use image::ImageError;

use crate::diag::{Filling, Sentence, words};

/// Why pixels were not read.
pub fn pixels(error: &ImageError) -> Filling {
    plain(error).into()
}

fn plain(error: &ImageError) -> Sentence {
    match error {
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => words::ends_early(),
        ImageError::Limits(_) => words::too_much_memory(),
        ImageError::Unsupported(_) => words::kind_not_read(error),
        _ => words::data_damaged(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_early_is_told_as_that() {
        let error = ImageError::IoError(ErrorKind::UnexpectedEof.into());
        assert_eq!(plain(&error), words::ends_early());
        let error = ImageError::IoError(std::io::Error::other("x"));
        assert_eq!(plain(&error).text(), "its data are damaged (x)");
    }
}
