//! Reasons of the system. Decides that the usual ones are told in words of the program, without the system's numbers;
//! the others as the system tells them.

use std::io::{Error, ErrorKind};

use super::{Filling, words};

/// Why the system refused something.
pub fn reason(error: &Error) -> Filling {
    let told = match error.kind() {
        ErrorKind::PermissionDenied => words::not_allowed(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => words::disk_full(),
        ErrorKind::ReadOnlyFilesystem => words::write_protected(),
        ErrorKind::NotFound => words::nothing_there(),
        ErrorKind::AlreadyExists => words::already_there(),
        ErrorKind::IsADirectory => words::is_a_folder(),
        ErrorKind::NotADirectory => words::no_folder_above(),
        ErrorKind::FileTooLarge => words::file_beyond_limit(),
        ErrorKind::BrokenPipe => words::nobody_reads(),
        _ => {
            let told = error.to_string();
            return told.split(" (os error").next().unwrap_or(&told).into();
        }
    };
    told.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_come_without_numbers() {
        assert_eq!(reason(&ErrorKind::PermissionDenied.into()), words::not_allowed().into());
        for number in [5, 40] {
            let Filling::Text(told) = reason(&Error::from_raw_os_error(number)) else { continue };
            assert!(!told.contains("os error") && !told.is_empty(), "{told}");
        }
    }
}
