//! A file on its way to a caller (下载): its bytes as they are opened, with the length that was promised. When something is
//! wrong with them the connection breaks off before that length, so nobody takes a part for the whole.
//! Not here: opening them (`app::file_reading`).

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::app::file_reading::{Download, Rest};

/// A body that is read while it is sent.
pub struct FileBody {
    bytes: u64,
    first: Option<Bytes>,
    next: Next,
}

/// What comes next.
enum Next {
    /// To be read.
    Waiting(Rest),
    /// Being read, off the async threads.
    Reading(JoinHandle<io::Result<(Vec<u8>, Rest)>>),
    /// Nothing.
    Ended,
}

impl FileBody {
    /// The body of a file of so many bytes.
    #[must_use]
    pub fn new(bytes: u64, download: Download) -> FileBody {
        let next = download.rest.map_or(Next::Ended, Next::Waiting);
        FileBody { bytes, first: Some(download.first.into()), next }
    }

    fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        loop {
            match std::mem::replace(&mut self.next, Next::Ended) {
                Next::Ended => return Poll::Ready(None),
                Next::Waiting(mut rest) => {
                    self.next = Next::Reading(spawn_blocking(move || Ok((rest.next_part()?, rest))));
                }
                Next::Reading(mut reading) => {
                    let Poll::Ready(read) = Pin::new(&mut reading).poll(context) else {
                        self.next = Next::Reading(reading);
                        return Poll::Pending;
                    };
                    let (part, rest) = match read.unwrap_or_else(|broke| Err(io::Error::other(broke))) {
                        Ok(read) => read,
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    };
                    if part.is_empty() {
                        return Poll::Ready(None);
                    }
                    self.next = Next::Waiting(rest);
                    return Poll::Ready(Some(Ok(part.into())));
                }
            }
        }
    }
}

impl MessageBody for FileBody {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.bytes)
    }

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let part = ready!(self.get_mut().poll_part(context));
        if let Some(Err(error)) = &part {
            tracing::error!(cause = %error, "a file broke off while it was sent");
        }
        Poll::Ready(part)
    }
}
