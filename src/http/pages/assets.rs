//! What pages load (静态资源): the style sheet, the mark, and what makes the schedule quicker, from the binary. The address of each holds the digest of what is
//! in it, so that it may be kept for ever, and a new version has another address.

use std::sync::OnceLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest as _, Sha256};

use crate::app::error::Error;
use crate::app::ids::hex;
use crate::http::fault::Answer;

/// How many bytes of the digest stand in an address.
const DIGEST_BYTES: usize = 8;
/// What has its digest in its address never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A file of the pages.
#[derive(Debug, Clone, Copy)]
struct Asset {
    name: &'static str,
    media: &'static str,
    bytes: &'static [u8],
}

/// Every file.
const ASSETS: &[Asset] = &[
    Asset {
        name: "workbench.css",
        media: "text/css; charset=utf-8",
        bytes: include_bytes!("../../../static/workbench.css"),
    },
    Asset {
        name: "schedule.js",
        media: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../static/schedule.js"),
    },
    Asset { name: "mark.svg", media: "image/svg+xml", bytes: include_bytes!("../../../static/mark.svg") },
];

/// The addresses, in the order of [`ASSETS`].
fn addresses() -> &'static [String] {
    static ADDRESSES: OnceLock<Vec<String>> = OnceLock::new();
    ADDRESSES.get_or_init(|| {
        let address = |asset: &Asset| {
            let digest = Sha256::digest(asset.bytes);
            let short = digest.get(..DIGEST_BYTES).unwrap_or_default();
            format!("/assets/{}-{}", hex(short), asset.name)
        };
        ASSETS.iter().map(address).collect()
    })
}

/// Where a file of this name is served; empty for one that is not there.
#[must_use]
pub fn address(name: &str) -> &'static str {
    let mut named = ASSETS.iter().zip(addresses());
    named.find(|(asset, _)| asset.name == name).map_or("", |(_, address)| address.as_str())
}

/// A file, to be kept for ever.
///
/// # Errors
/// No such file, or not in this version.
pub async fn serve(request: HttpRequest) -> Answer {
    let mut known = ASSETS.iter().zip(addresses());
    let (asset, _) = known.find(|(_, address)| address.as_str() == request.path()).ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, asset.media))
        .insert_header((CACHE_CONTROL, FOR_EVER))
        .body(asset.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_the_digest_of_its_file() {
        // sha256sum static/workbench.css
        let digest = hex(&Sha256::digest(include_bytes!("../../../static/workbench.css")));
        assert_eq!(address("workbench.css"), format!("/assets/{}-workbench.css", &digest[..16]));
        assert_eq!(address("nothing.css"), "");
    }
}
