//! A database that cannot be used: where lines go now is said on every screen.

use std::fs;

use super::stage::Stage;
use crate::text::width::Ambiguous;

fn with_database(change: impl FnOnce(&std::path::Path)) -> Stage {
    Stage::on((80, 24), Ambiguous::Narrow, |dir| {
        fs::create_dir_all(dir.join("record")).unwrap();
        change(&dir.join("record/real.db"));
    })
}

#[track_caller]
fn says_so_everywhere(stage: &mut Stage, says: &str) {
    for keys in ["", "Enter 1", "'様子' Enter", "Enter", "F5", "Esc F6", "Esc F7", "Esc F8", "Esc Tab", "F9", "Esc F1"]
    {
        stage.press(keys);
        let screen = stage.screen();
        // The header stays where it was.
        let rows: Vec<&str> = screen.lines().collect();
        assert!(!rows[0].starts_with('!') && rows[2].starts_with("! "), "{keys}\n{screen}");
        stage.shows(says);
    }
    stage.press("Esc");
    stage.size = (40, 12);
    stage.shows("! ");
    assert_eq!(stage.lines()[0], "様子");
    assert!(fs::read_dir(stage.dir.path().join("record/spool")).unwrap().count() > 0);
}

#[test]
fn a_damaged_database() {
    let mut stage = with_database(|path| fs::write(path, "no database at all ".repeat(500)).unwrap());
    says_so_everywhere(&mut stage, "記録のファイルが壊れています");
}

#[test]
fn a_newer_database() {
    let mut stage = with_database(|path| {
        let connection = rusqlite::Connection::open(path).unwrap();
        connection.execute_batch("PRAGMA application_id = 0x534f4e41; CREATE TABLE x (y);").unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
    });
    says_so_everywhere(&mut stage, "新しい版のものです");
}

#[cfg(target_os = "linux")]
fn mounted(options: &str, at: &std::path::Path) -> bool {
    let mount = std::process::Command::new("mount").args(["-t", "tmpfs", "-o", options, "sonae-test"]).arg(at).output();
    mount.is_ok_and(|output| output.status.success())
}

/// Only who may mount can make a folder that nobody can write to, root included.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_database() {
    struct Mounts(Vec<std::path::PathBuf>);
    impl Drop for Mounts {
        fn drop(&mut self) {
            for at in self.0.iter().rev() {
                drop(std::process::Command::new("umount").arg(at).output());
            }
        }
    }
    let mut mounts = Mounts(Vec::new());
    let mut stage = with_database(|path| {
        let (record, spool) = (path.parent().unwrap(), path.with_file_name("spool"));
        if mounted("size=1m", record) {
            mounts.0.push(record.to_owned());
            fs::create_dir(&spool).unwrap();
            if mounted("size=1m", &spool) {
                mounts.0.push(spool);
            }
            mounted("remount,ro", record);
        }
    });
    if mounts.0.len() == 2 {
        says_so_everywhere(&mut stage, "書き込めません");
    }
    drop(stage);
}

#[test]
fn all_is_well() {
    let stage = Stage::begun();
    assert!(stage.session.model.standing().is_empty());
}
