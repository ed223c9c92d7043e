//! A body that is made while it is sent (流式应答): part by part, off the async threads, as fast as the caller takes it. When
//! a part cannot be made the connection breaks off before its end, so nobody takes a part for the whole.
//! Not here: files with a length (`download`).

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use tokio::task::{JoinHandle, spawn_blocking};

/// Makes the next part; an empty one is the end.
pub type Source = Box<dyn FnMut() -> io::Result<Vec<u8>> + Send>;

/// A body of such parts.
pub struct Streamed(Next);

/// What comes next.
enum Next {
    /// To be made.
    Waiting(Source),
    /// Being made.
    Making(JoinHandle<(io::Result<Vec<u8>>, Source)>),
    /// Nothing.
    Ended,
}

impl Streamed {
    /// The body that a source makes.
    #[must_use]
    pub fn new(source: impl FnMut() -> io::Result<Vec<u8>> + Send + 'static) -> Streamed {
        Streamed(Next::Waiting(Box::new(source)))
    }

    fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            match std::mem::replace(&mut self.0, Next::Ended) {
                Next::Ended => return Poll::Ready(None),
                Next::Waiting(mut source) => {
                    self.0 = Next::Making(spawn_blocking(move || (source(), source)));
                }
                Next::Making(mut making) => {
                    let Poll::Ready(made) = Pin::new(&mut making).poll(context) else {
                        self.0 = Next::Making(making);
                        return Poll::Pending;
                    };
                    let (part, source) = match made {
                        Ok(made) => made,
                        Err(broke) => return Poll::Ready(Some(Err(io::Error::other(broke)))),
                    };
                    return match part {
                        Err(error) => Poll::Ready(Some(Err(error))),
                        Ok(part) if part.is_empty() => Poll::Ready(None),
                        Ok(part) => {
                            self.0 = Next::Waiting(source);
                            Poll::Ready(Some(Ok(part.into())))
                        }
                    };
                }
            }
        }
    }
}

impl MessageBody for Streamed {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let part = ready!(self.get_mut().poll_part(context));
        if let Some(Err(error)) = &part {
            tracing::error!(cause = %error, "an answer broke off while it was made");
        }
        Poll::Ready(part)
    }
}
