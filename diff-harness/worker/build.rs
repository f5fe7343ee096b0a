//! Tells the binary and the tests of this package where Lean's library lies.

fn main() {
    println!("cargo::rerun-if-env-changed=DEP_JAR_LEAN_LIB_DIR");
    if let Ok(folder) = std::env::var("DEP_JAR_LEAN_LIB_DIR") {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
