//! Addresses of blobs (文件内容的存放名): what the content is, and which key it is sealed with. So one sequence of bytes alone can
//! ever lie under a name, and whoever writes it twice, or late, changes nothing. Not here: what lies there (`blobs`), and
//! the keys (`app::file_sealing`).

use std::io;

/// The folders of the blobs are called by so many characters of their addresses.
pub(super) const FOLDER_CHARS: usize = 2;

/// Whether a name is that of a folder of blobs: the first digits of an address.
pub(super) fn is_folder(name: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    name.len() == FOLDER_CHARS && name.bytes().all(is_digit)
}

/// Where a content lies: by its SHA-256, and by the seal of its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    sha256: String,
    seal: String,
}

impl Address {
    /// The address of a content by its SHA-256 and the seal of its key, both in hexadecimal digits.
    ///
    /// # Errors
    /// Something else.
    pub fn new(sha256: &str, seal: &str) -> io::Result<Address> {
        let is_hex =
            |text: &str| text.len() > FOLDER_CHARS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_hex(sha256) && is_hex(seal) {
            Ok(Address { sha256: sha256.to_owned(), seal: seal.to_owned() })
        } else {
            Err(io::Error::other("this is no address of a blob"))
        }
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.sha256.get(..FOLDER_CHARS).unwrap_or_default()
    }

    /// Under which names the content may lie in its folder: the one under which it is brought now, and that of the time when
    /// its key did not stand in it.
    #[must_use]
    pub fn names(&self) -> [String; 2] {
        [format!("{}.{}", self.sha256, self.seal), self.sha256.clone()]
    }

    /// Those names, with the folder.
    pub(super) fn paths(&self) -> [String; 2] {
        self.names().map(|name| format!("{}/{name}", self.folder()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_no_way_out_of_the_directory() {
        let digits = "0123456789abcdef";
        for (sha256, seal) in [("../../etc/passwd", digits), (digits, "../x"), ("", digits), (digits, "")] {
            assert!(Address::new(sha256, seal).is_err(), "{sha256} {seal}");
        }
    }
}
