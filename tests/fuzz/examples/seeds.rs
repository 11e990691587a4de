//! Writes the first inputs of the targets `parts` and `bytes` below `corpus/`: right parts of every
//! container, and the files named as arguments behind the byte that chooses their ending.
#![allow(clippy::unwrap_used, reason = "stops where it cannot write")]

use std::fs;
use std::path::Path;

fn main() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for folder in ["parts", "bytes"] {
        fs::create_dir_all(corpus.join(folder)).unwrap();
    }
    for (name, seed) in earmark_fuzz::parts::seeds() {
        fs::write(corpus.join("parts").join(name), seed).unwrap();
    }
    for path in std::env::args_os().skip(1) {
        let path = Path::new(&path);
        let name = path.file_name().unwrap();
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if let Some(choice) = earmark_fuzz::bytes::choice(&ending) {
            let seed = [vec![choice], fs::read(path).unwrap()].concat();
            fs::write(corpus.join("bytes").join(name), seed).unwrap();
        }
    }
}
