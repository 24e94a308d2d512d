//! A release holds the page that is in `ui/dist` at that moment, so it is built anew when the page is.

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script by variables")]
fn main() {
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    println!("cargo:rerun-if-changed={}", if release { "../../ui/dist" } else { "build.rs" });
}
