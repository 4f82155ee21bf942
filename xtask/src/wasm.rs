//! `cargo xtask wasm`: the WebAssembly modules and their glue, into `pkg/wasm` and
//! `pkg/edge/wasm`.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use wasm_bindgen_cli_support::Bindgen;

use crate::npm;
use crate::stages::root;

const TARGET: &str = "wasm32-unknown-unknown";

/// The baseline of the module: every browser since 2023 and Node 16.4 have it.
const FEATURES: &str = "-Ctarget-feature=+simd128";

/// Next to nothing is inlined but what is called once: with `opt-level = "s"` that is as small
/// as `"z"` and a quarter faster.
const SIZE: &str = "-Cllvm-args=--inline-threshold=5 -Cllvm-args=--inlinehint-threshold=40";

/// The folder with the script that makes a module smaller, and the version of its Binaryen.
const SHRINK: &str = "xtask/binaryen";

/// Builds both modules and their glue.
pub(crate) fn build() -> Result<(), String> {
    add_target()?;
    npm::install(SHRINK)?;
    generate("edge", "pkg/edge/wasm", "edge")?;
    let out = generate("wasm", "pkg/wasm", "hooksieve")?;
    // What is packed must stand in the package's own folder.
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let copied = std::fs::copy(root().join(name), root().join("pkg").join(name));
        copied.map_err(|fault| format!("{name}: {fault}"))?;
    }
    let module = out.join("hooksieve_bg.wasm");
    let bytes = std::fs::read(&module).map_err(|fault| fault.to_string())?;
    let inline = format!("export default \"{}\";\n", BASE64_STANDARD.encode(&bytes));
    std::fs::write(out.join("inline.js"), inline).map_err(|fault| fault.to_string())?;
    println!("pkg/wasm/hooksieve_bg.wasm: {} bytes", bytes.len());
    Ok(())
}

/// Builds the module of a feature and its glue into a folder.
fn generate(feature: &str, folder: &str, name: &str) -> Result<PathBuf, String> {
    let module = compile(feature)?;
    let out = root().join(folder);
    if out.exists() {
        std::fs::remove_dir_all(&out).map_err(|fault| format!("{}: {fault}", out.display()))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&module).out_name(name).typescript(true);
    // The script that makes it smaller goes by the names, and takes them out.
    bindgen.remove_name_section(false).remove_producers_section(true);
    // Each entry of `pkg/` says where the module is.
    bindgen.omit_default_module_path(true);
    let web = bindgen.web(true).map_err(|fault| format!("{fault:#}"))?;
    web.generate(&out).map_err(|fault| format!("{fault:#}"))?;
    let module = out.join(format!("{name}_bg.wasm"));
    run(Command::new("node").arg(root().join(SHRINK).join("shrink.js")).arg(module))?;
    Ok(out)
}

/// The standard library for the target, where it is not there yet.
fn add_target() -> Result<(), String> {
    let asked = ["--print", "target-libdir", "--target", TARGET];
    let told = Command::new("rustc").args(asked).output().map_err(|fault| fault.to_string())?;
    let folder = String::from_utf8_lossy(&told.stdout).trim().to_owned();
    if Path::new(&folder).is_dir() {
        return Ok(());
    }
    run(Command::new("rustup").args(["target", "add", TARGET]))
}

fn compile(feature: &str) -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = [
        ["rustc", "--package", "hooksieve", "--lib", "--quiet"],
        ["--crate-type", "cdylib", "--profile", "wasm", "--jobs=2"],
        ["--features", feature, "--target", TARGET, "--target-dir=target"],
    ];
    // Messages of panics name files; no path of the building machine goes into the module.
    let own = || std::env::var("HOME").map(|home| format!("{home}/.cargo"));
    let home = std::env::var("CARGO_HOME").or_else(|_| own());
    let mapped = home.map(|home| format!(" --remap-path-prefix={home}=cargo"));
    let flags = format!("{FEATURES} {SIZE}{}", mapped.unwrap_or_default());
    run(Command::new(cargo)
        .args(arguments.concat())
        .current_dir(root())
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags))?;
    Ok(root().join("target").join(TARGET).join("wasm/hooksieve.wasm"))
}

fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|fault| format!("{command:?}: {fault}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}")) }
}
