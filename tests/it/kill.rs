//! `kill -9` at any moment: what was acknowledged is there afterwards, and the record is whole. (That the disk has it after a power
//! cut is shown elsewhere: killing a process shows nothing about that.)

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::program::TestSite;

const ROUNDS: u32 = 40;

/// A moment of the round that looks random and is the same in every run.
fn moment(round: u32) -> Duration {
    let mixed = round.wrapping_mul(2_654_435_761).rotate_left(13) ^ 0x9e37_79b9;
    Duration::from_millis(u64::from(mixed % 260) + 5)
}

/// Runs `sonae` with the real clock and real dice: two that run at once must not throw the same.
fn freed(site: &TestSite, program: &str, args: &[&str]) -> Command {
    let template = site.command(&[]);
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).env_clear();
    let kept = template.get_envs().filter_map(|(name, value)| value.map(|value| (name, value)));
    command.envs(kept).env_remove("SONAE_TEST_NOW").env_remove("SONAE_TEST_SEED");
    command
}

fn wait_for_a_line(file: &Path) {
    let has_one = || fs::read(file).is_ok_and(|bytes| bytes.contains(&b'\n'));
    let patience = (0..1000).take_while(|_| !has_one());
    patience.for_each(|_| std::thread::sleep(Duration::from_millis(10)));
}

#[test]
fn every_acknowledged_line_survives_kill_9() {
    let sonae = env!("CARGO_BIN_EXE_sonae");
    let site = TestSite::new();
    let started = freed(&site, sonae, &["start", "英文の印字", "--by", "yamada"]).output().unwrap();
    assert!(started.status.success(), "{started:?}");
    let said = site.home().join("said");
    for round in 0..ROUNDS {
        // Even rounds: one writer in a loop. Odd rounds: two at once, as from two computers.
        let loops = "i=0; while :; do i=$((i+1)); \"$0\" note \"$1-$i\" --by yamada >> \"$2\" 2>> \"$2.err\"; done";
        let children: Vec<_> = (0..=round % 2)
            .map(|writer| {
                let name = format!("key-{round}-{writer}");
                let file = said.with_extension(format!("{round}-{writer}"));
                freed(&site, "sh", &["-c", loops, sonae, &name, file.to_str().unwrap()])
                    .process_group(0)
                    .spawn()
                    .unwrap()
            })
            .collect();
        // Mostly while the writers are in full swing, however slow the machine is; now and then while they are starting.
        if round % 4 != 0 {
            wait_for_a_line(&said.with_extension(format!("{round}-0")));
        }
        std::thread::sleep(moment(round));
        for mut child in children {
            // The whole group: the shell and the program under it.
            let group = format!("-{}", child.id());
            assert!(Command::new("kill").args(["-9", "--", &group]).status().unwrap().success());
            child.wait().unwrap();
        }
    }
    let mut acknowledged = Vec::new();
    for entry in fs::read_dir(site.home()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = || String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        if path.extension().is_some_and(|end| end == "err") {
            assert_eq!(text(), "", "no writer met anything but its end");
        } else if name.starts_with("said.") {
            // Only a whole line is an acknowledgement.
            let text = text();
            let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
            acknowledged.extend(whole.map(|line| line.rsplit(' ').next().unwrap().trim().to_owned()));
        }
    }
    assert!(acknowledged.len() >= 40, "too few lines to show anything: {}", acknowledged.len());
    let timeline: serde_json::Value =
        serde_json::from_slice(&freed(&site, sonae, &["timeline", "--json"]).output().unwrap().stdout).unwrap();
    let mut there: Vec<&str> =
        timeline["rows"].as_array().unwrap().iter().map(|row| row["text"].as_str().unwrap()).collect();
    for text in &acknowledged {
        assert!(there.contains(&text.as_str()), "{text} was acknowledged and is gone");
    }
    let all = there.len();
    there.sort_unstable();
    there.dedup();
    assert_eq!(there.len(), all, "nothing is there twice");
    let verified = freed(&site, sonae, &["verify"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
}
