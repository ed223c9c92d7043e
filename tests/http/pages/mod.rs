//! The workbench as a browser without script meets it. Who sees which page is in `permissions`; a real browser is driven by
//! `.ci/pages.py`.

mod acts;
mod frame;
mod rooms;
mod signing_in;
