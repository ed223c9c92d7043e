//! Sealing the contents of files (文件加密): in pieces, so that none is ever whole in memory, by the STREAM construction,
//! so that no piece can be left out, swapped, repeated or cut off unseen. Each content has a random key of its own.
//! Not here: where the key is (`files`) and where the bytes are (`storage::blobs`).

use std::io::{self, Read, Write};

use aead_stream::{DecryptorBE32, EncryptorBE32, NewStream as _, Nonce, StreamBE32, StreamPrimitive as _};
use chacha20poly1305::ChaCha20Poly1305;
use sha2::{Digest as _, Sha256};

use crate::app::ids::{hex, random, unhex};
use crate::storage::blob_address::Address;

/// How much is sealed at a time. A blob is a row of such pieces, each longer by its tag.
const PIECE_BYTES: usize = 64 << 10;
const TAG_BYTES: usize = 16;
const KEY_BYTES: usize = 32;
/// What is digested before a key, so that its seal is no digest of anything else.
const SEAL_CONTEXT: &[u8] = b"sikuai seal of a file key\0";
/// So much of the digest is the seal: keys of one content must differ in it, and those are few.
const SEAL_BYTES: usize = 8;

/// The key of one content. It is never used for another, so the nonce begins with nothing. Not printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct FileKey([u8; KEY_BYTES]);

impl FileKey {
    pub(crate) fn new() -> FileKey {
        FileKey(random())
    }

    pub(crate) fn hex(&self) -> String {
        hex(&self.0)
    }

    pub(crate) fn unhex(text: &str) -> Option<FileKey> {
        unhex(text)?.try_into().ok().map(FileKey)
    }

    /// Where a content lies that is sealed with this key. It says which key that is, and nothing of it.
    pub(crate) fn address(&self, sha256: &str) -> io::Result<Address> {
        let digest = Sha256::new().chain_update(SEAL_CONTEXT).chain_update(self.0).finalize();
        Address::new(sha256, &hex(digest.get(..SEAL_BYTES).unwrap_or_default()))
    }

    fn stream(&self) -> StreamBE32<ChaCha20Poly1305> {
        StreamBE32::new(&self.0.into(), &Nonce::<ChaCha20Poly1305, StreamBE32<_>>::default())
    }
}

/// How long the blob of a content of so many bytes is.
pub(crate) fn sealed_bytes(bytes: u64) -> u64 {
    let (piece, tag) = (in_u64(PIECE_BYTES), in_u64(TAG_BYTES));
    bytes.saturating_add(bytes.div_ceil(piece).max(1).saturating_mul(tag))
}

/// Seals what is pushed through it.
pub(crate) struct Sealer {
    stream: EncryptorBE32<ChaCha20Poly1305>,
    /// What is not sealed yet. A full piece waits here too: it may be the last one.
    held: Vec<u8>,
}

impl Sealer {
    pub(crate) fn new(key: &FileKey) -> Sealer {
        Sealer { stream: key.stream().encryptor(), held: Vec::with_capacity(PIECE_BYTES + TAG_BYTES) }
    }

    pub(crate) fn push(&mut self, mut bytes: &[u8], to: &mut impl Write) -> io::Result<()> {
        while !bytes.is_empty() {
            if self.held.len() == PIECE_BYTES {
                self.stream.encrypt_next_in_place(b"", &mut self.held).map_err(|_| too_long())?;
                to.write_all(&self.held)?;
                self.held.clear();
            }
            let (now, later) = bytes.split_at(bytes.len().min(PIECE_BYTES - self.held.len()));
            self.held.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self, to: &mut impl Write) -> io::Result<()> {
        self.stream.encrypt_last_in_place(b"", &mut self.held).map_err(|_| too_long())?;
        to.write_all(&self.held)
    }
}

/// Opens a blob piece by piece. The last piece is given only when the whole has the digest that it should have.
pub(crate) struct Opener<R> {
    from: R,
    stream: Option<DecryptorBE32<ChaCha20Poly1305>>,
    left: u64,
    hasher: Sha256,
    sha256: String,
}

impl<R: Read> Opener<R> {
    /// For a content of so many bytes and this digest.
    pub(crate) fn new(key: &FileKey, from: R, (bytes, sha256): (u64, &str)) -> Opener<R> {
        let stream = Some(key.stream().decryptor());
        Opener { from, stream, left: bytes, hasher: Sha256::new(), sha256: sha256.to_owned() }
    }

    /// The next piece; none after the last.
    ///
    /// # Errors
    /// Bytes that were altered, cut off, or are another content's; that they cannot be read.
    pub(crate) fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.left == 0 {
            return Ok(None);
        }
        let bytes = usize::try_from(self.left).unwrap_or(usize::MAX).min(PIECE_BYTES);
        self.left -= in_u64(bytes);
        let mut piece = vec![0; bytes + TAG_BYTES];
        self.from.read_exact(&mut piece)?;
        let opened = match (self.left, &mut self.stream) {
            (0, stream) => stream.take().map(|stream| stream.decrypt_last_in_place(b"", &mut piece)),
            (_, stream) => stream.as_mut().map(|stream| stream.decrypt_next_in_place(b"", &mut piece)),
        };
        opened.and_then(Result::ok).ok_or_else(altered)?;
        self.hasher.update(&piece);
        if self.left == 0 && hex(&std::mem::take(&mut self.hasher).finalize()) != self.sha256 {
            return Err(altered());
        }
        Ok(Some(piece))
    }

    /// How much is left to be read.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    /// Reads everything, and keeps nothing.
    ///
    /// # Errors
    /// As [`Opener::next`].
    pub(crate) fn verify(mut self) -> io::Result<()> {
        while self.next()?.is_some() {}
        Ok(())
    }
}

fn altered() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the content is not what was sealed")
}

fn too_long() -> io::Error {
    io::Error::other("too long to be sealed")
}

fn in_u64(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(bytes: usize) -> Vec<u8> {
        (0..bytes).map(|n| u8::try_from(n % 251).unwrap()).collect()
    }

    fn sealed(key: &FileKey, content: &[u8], pushed: usize) -> Vec<u8> {
        let (mut sealer, mut blob) = (Sealer::new(key), Vec::new());
        for part in content.chunks(pushed) {
            sealer.push(part, &mut blob).unwrap();
        }
        sealer.finish(&mut blob).unwrap();
        blob
    }

    fn opened(key: &FileKey, blob: &[u8], content: &[u8]) -> io::Result<Vec<u8>> {
        let sha256 = hex(&Sha256::digest(content));
        let mut opener = Opener::new(key, blob, (in_u64(content.len()), &sha256));
        let mut all = Vec::new();
        while let Some(piece) = opener.next()? {
            all.extend(piece);
        }
        Ok(all)
    }

    #[test]
    fn every_length_comes_back_and_is_as_long_as_foretold() {
        let key = FileKey::new();
        for bytes in [1, 65_535, 65_536, 65_537, 131_072, 200_000] {
            let content = content(bytes);
            let blob = sealed(&key, &content, 1000);
            assert_eq!(blob, sealed(&key, &content, 70_000), "however it came");
            assert_eq!(in_u64(blob.len()), sealed_bytes(in_u64(bytes)), "{bytes}");
            assert_eq!(opened(&key, &blob, &content).unwrap(), content, "{bytes}");
        }
        // 200,000 bytes are three whole pieces and one of 3,392.
        assert_eq!(sealed_bytes(200_000), 200_064);
    }

    #[test]
    fn the_address_of_a_content_says_which_key_seals_it() {
        let (key, sha256) = (FileKey([7; KEY_BYTES]), hex(&Sha256::digest(b"content")));
        let [name, _] = key.address(&sha256).unwrap().names();
        // printf 'sikuai seal of a file key\0\a\a…' | sha256sum
        assert_eq!(name, format!("{sha256}.1559ffff47814d12"));
        assert_ne!(FileKey::new().address(&sha256).unwrap(), key.address(&sha256).unwrap());
    }

    #[test]
    fn altered_swapped_cut_or_foreign_bytes_do_not_open() {
        let key = FileKey::new();
        let content = content(200_000);
        let blob = sealed(&key, &content, 65_536);
        let piece = PIECE_BYTES + TAG_BYTES;
        let mut flipped = blob.clone();
        flipped[199_999] ^= 1;
        let mut swapped = blob.clone();
        swapped.rotate_left(piece);
        let repeated = [&blob[..piece], &blob[..piece], &blob[2 * piece..]].concat();
        for wrong in [&flipped, &swapped, &repeated, &blob[..piece].to_vec(), &blob[..199_000].to_vec()] {
            assert!(opened(&key, wrong, &content).is_err());
        }
        assert!(opened(&FileKey::new(), &blob, &content).is_err());
        // Cut where a piece ends, and said to be as short: the last piece was not sealed as the last.
        assert!(opened(&key, &blob[..piece], &content[..PIECE_BYTES]).is_err());
        // Sealed well, and another content than the row says.
        let sha256 = hex(&Sha256::digest(b"other"));
        assert!(Opener::new(&key, &*blob, (200_000, &sha256)).verify().is_err());
    }
}
