//! A release holds the page that is in `ui/dist` at that moment, so it is built anew when the page is.

fn main() {
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    println!("cargo:rerun-if-changed={}", if release { "../../ui/dist" } else { "build.rs" });
}
