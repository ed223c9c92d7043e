//! Tables as text (CSV), for whoever asks for that instead of JSON: one row of headings, and no cell that a sheet would take
//! for a formula. Not here: ledgers, which are written while they are sent.

use actix_web::http::header::{Accept, CONTENT_TYPE, Header as _, VARY};
use actix_web::mime::Mime;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use crate::app::error::Error;
use crate::documents::ledger;
use crate::http::fault::Fault;

/// The media type.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";
/// Programs that read CSV take it for UTF-8 by this.
const BOM: &str = "\u{feff}";

/// Whether a caller would rather have CSV than JSON (`Accept`).
pub(crate) fn is_wanted(request: &HttpRequest) -> bool {
    let Ok(accept) = Accept::parse(request) else { return false };
    let ranked = accept.ranked();
    let first = ranked.iter().map(Mime::essence_str);
    let known = ["text/csv", "application/json", "application/*", "*/*"];
    first.into_iter().find(|media| known.contains(media)) == Some("text/csv")
}

/// A table as text: the headings, then the rows.
///
/// # Errors
/// That memory is gone.
pub(crate) fn table(
    mut response: HttpResponseBuilder,
    headings: &[&str],
    rows: Vec<Vec<String>>,
) -> Result<HttpResponse, Fault> {
    let headings: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
    let written = ledger::csv_rows(std::iter::once(headings).chain(rows));
    let mut text = BOM.as_bytes().to_vec();
    text.extend(written.map_err(|error| Error::Broken(error.to_string()))?);
    Ok(response.insert_header((CONTENT_TYPE, CSV)).insert_header((VARY, "accept")).body(text))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::ACCEPT;
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn csv_is_given_to_whoever_ranks_it_first() {
        let wanted =
            |accept: &str| is_wanted(&TestRequest::get().insert_header((ACCEPT, accept)).to_http_request());
        for accept in ["text/csv", "text/csv;q=0.9, application/json;q=0.1", "image/png, text/csv, */*;q=0.1"]
        {
            assert!(wanted(accept), "{accept}");
        }
        for accept in ["", "*/*", "application/json", "text/csv;q=0.2, application/json", "text/html"] {
            assert!(!wanted(accept), "{accept}");
        }
        assert!(!is_wanted(&TestRequest::get().to_http_request()));
    }
}
