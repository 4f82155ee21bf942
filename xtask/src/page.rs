//! The preview page, built into `www/dist` and served on this machine, and its custom element,
//! built into `pkg/preview`.

use crate::{npm, wasm};

/// Builds the static folder `www/dist`, which any host serves under any path, and the custom
/// element for the npm package.
pub(crate) fn site() -> Result<(), String> {
    // Always, so that the page is never of an older engine; cargo knows what is up to date.
    wasm::build()?;
    npm::install("www")?;
    npm::run("www", &["run", "build"])?;
    println!("www/dist: publish this folder under any path");
    Ok(())
}

/// Builds the page and serves it on localhost until it is stopped; prints the address.
pub(crate) fn preview() -> Result<(), String> {
    site()?;
    npm::run("www", &["run", "preview"])
}
