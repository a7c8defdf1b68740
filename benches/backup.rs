//! Hashing a folder of mixed files, against `sha256sum -c` on the same list in the same run.
//!
//! `cargo bench --bench backup`; `SONAE_BENCH_MB` says how large the folder is (1000), `SONAE_BENCH_DIR` where it is made,
//! `SONAE_BENCH_ROUNDS` how often each runs (1), of which the fastest counts. The figures stand in `docs/performance.md`; no test
//! asserts them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench may stop and prints its figures"
)]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use sonae::manifest::{Disk, make, verify};

const MEGA: u64 = 1_000_000;

/// Fills a folder: for each 100 MB one file of 60 MB, 30 of 1 MB, and 1,000 of 10 kB in folders of 100.
fn fill(folder: &Path, megabytes: u64) -> (u64, u64) {
    let mut noise = vec![0_u8; 1 << 20];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for byte in &mut noise {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        *byte = state.to_le_bytes()[0];
    }
    let (mut files, mut bytes) = (0, 0);
    let mut write = |path: &Path, len: u64| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file = File::create(path).unwrap();
        let mut left = len;
        // Each file begins with something else, so that no two are alike.
        file.write_all(&u64::to_le_bytes(files)).unwrap();
        left -= 8;
        while left > 0 {
            let part = left.min(noise.len() as u64);
            file.write_all(&noise[..usize::try_from(part).unwrap()]).unwrap();
            left -= part;
        }
        files += 1;
        bytes += len;
    };
    for block in 0..megabytes.div_ceil(100) {
        let folder = folder.join(format!("block-{block:04}"));
        write(&folder.join("image.vhd"), 60 * MEGA);
        (0..30).for_each(|at| write(&folder.join(format!("scan/{at:03}.dcm")), MEGA));
        (0..1000).for_each(|at| write(&folder.join(format!("docs/{:02}/{at:05}.xml", at / 100)), 10_000));
    }
    (files, bytes)
}

fn best(rounds: usize, mut run: impl FnMut()) -> Duration {
    let rounds = (0..rounds.max(1)).map(|_| {
        let begun = Instant::now();
        run();
        begun.elapsed()
    });
    rounds.min().unwrap()
}

fn say(what: &str, took: Duration, bytes: u64) {
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = bytes as f64 / 1e6 / took.as_secs_f64();
    println!("{what:<32} {:>8.2} s {rate:>8.0} MB/s", took.as_secs_f64());
}

/// A number out of the surroundings.
fn number<N: std::str::FromStr>(name: &str, usual: N) -> N {
    std::env::var(name).ok().and_then(|words| words.parse().ok()).unwrap_or(usual)
}

fn main() {
    let (megabytes, rounds) = (number("SONAE_BENCH_MB", 1000), number("SONAE_BENCH_ROUNDS", 1));
    let at = std::env::var_os("SONAE_BENCH_DIR").map_or_else(std::env::temp_dir, Into::into);
    let place = at.join(format!("sonae-bench-{}", std::process::id()));
    let (folder, list) = (place.join("tape"), place.join("tape.sha256"));
    fs::create_dir_all(&folder).unwrap();
    let folder = fs::canonicalize(folder).unwrap();
    let (files, bytes) = fill(&folder, megabytes);
    println!("{files} files, {bytes} bytes, best of {rounds}");

    let made = best(rounds, || fs::write(&list, make(&folder, &Disk, &mut |_| {}).unwrap().list).unwrap());
    say("sonae backup manifest", made, bytes);
    let ours = best(rounds, || assert!(verify(&folder, &list, &Disk, &mut |_| {}).unwrap().is_intact()));
    say("sonae backup verify", ours, bytes);
    let mut agree = true;
    let theirs = best(rounds, || {
        let status = Command::new("sha256sum").args(["--quiet", "-c"]).arg(&list).current_dir(&folder).status();
        agree &= status.is_ok_and(|status| status.success());
    });
    if agree {
        say("sha256sum -c", theirs, bytes);
        println!("verify / sha256sum -c: {:.2}", ours.as_secs_f64() / theirs.as_secs_f64());
    } else {
        println!("SKIPPED sha256sum -c: there is none here, or it does not agree");
    }
    fs::remove_dir_all(&place).unwrap();
}
