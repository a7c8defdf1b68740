//! Lists of hashes, on real folders and on files that fail while they are read.

#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::cell::Cell;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use tempfile::TempDir;

use super::list::{self, List, ListFault, Listed};
use super::*;
use crate::domain::hash::Hash;

/// A folder with a few files.
fn tree(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn made(folder: &Path) -> Made {
    make(folder, &Disk, &mut |_| {}).unwrap()
}

/// Compares a folder with a list that lies elsewhere.
fn checked_by(folder: &Path, list: &[u8], source: &dyn Source) -> Result<Checked, VerifyFault> {
    let beside = tempfile::tempdir().unwrap();
    let path = beside.path().join("list");
    fs::write(&path, list).unwrap();
    verify(folder, &path, source, &mut |_| {})
}

fn checked(folder: &Path, list: &[u8]) -> Checked {
    checked_by(folder, list, &Disk).unwrap()
}

fn found(findings: &[Finding]) -> Vec<(String, Kind)> {
    findings.iter().map(|finding| (finding.name.to_string(), finding.kind.clone())).collect()
}

fn one(name: &str, kind: Kind) -> (String, Kind) {
    (name.to_owned(), kind)
}

fn read_list(bytes: &[u8]) -> Result<List, ListFault> {
    list::read(bytes)
}

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[test]
fn a_list_is_what_it_is_documented_to_be() {
    let folder = tree(&[("b/two", b"abc"), ("a", b"")]);
    let made = made(folder.path());
    let empty = Hash::of(b"");
    let expected = format!("# sonae-manifest 1\n# size 0\n{empty}  ./a\n# size 3\n{ABC}  ./b/two\n# end 2 3\n");
    assert_eq!(String::from_utf8(made.list.clone()).unwrap(), expected);
    assert_eq!((made.files, made.bytes, made.sha256), (2, 3, Hash::of(&made.list)));
    let whole = checked(folder.path(), &made.list);
    assert!(whole.is_intact(), "{:?}", whole.findings);
    assert_eq!((whole.files, whole.bytes, whole.sha256), (2, 3, made.sha256));
}

#[test]
fn every_damage_is_called_by_its_name() {
    let files: [(&str, &[u8]); 6] =
        [("flip", b"abcdef"), ("cut", b"abcdef"), ("grow", b"abc"), ("gone", b"x"), ("dir", b"file"), ("same", b"s")];
    let folder = tree(&files);
    let list = made(folder.path()).list;
    let path = |name: &str| folder.path().join(name);
    fs::write(path("flip"), b"abcdeF").unwrap();
    fs::write(path("cut"), b"abc").unwrap();
    fs::write(path("grow"), b"abcd").unwrap();
    fs::remove_file(path("gone")).unwrap();
    fs::remove_file(path("dir")).unwrap();
    fs::create_dir(path("dir")).unwrap();
    fs::write(path("new"), b"").unwrap();
    let result = checked(folder.path(), &list);
    assert_eq!(
        found(&result.findings),
        [
            one("cut", Kind::Truncated { was: 6, is: 3 }),
            one("dir", Kind::OtherKind),
            one("flip", Kind::Flipped),
            one("gone", Kind::Missing),
            one("grow", Kind::Grown { was: 3, is: 4 }),
            one("new", Kind::Extra),
        ]
    );
    assert_eq!(result.files, 1, "the one that agrees");
    assert_eq!(result.counts()["flipped"], 1);
}

#[test]
fn a_list_of_sha256sum_is_read_and_what_differs_is_only_known_to_differ() {
    let folder = tree(&[("a b", b"abc"), ("c", b"abd")]);
    let list = format!("{}  a b\r\n{ABC} *./c\r\n", ABC.to_uppercase());
    assert_eq!(found(&checked(folder.path(), list.as_bytes()).findings), [one("c", Kind::Changed)]);
}

#[test]
fn names_that_lead_out_of_the_folder_are_named_and_not_looked_at() {
    let outside = tree(&[("in/a", b"abc"), ("secret", b"abc")]);
    let names = ["../secret", "/etc/passwd", "a/../../secret", "C:\\x", "\\\\\\\\host\\\\x"];
    let mut list = format!("{ABC}  ./a\n");
    for name in names {
        let escaped = if name.starts_with("\\\\") { "\\" } else { "" };
        list.push_str(&format!("{escaped}{ABC}  {name}\n"));
    }
    let result = checked(&outside.path().join("in"), list.as_bytes());
    assert_eq!(result.files, 1);
    let mut lines: Vec<u64> = result
        .findings
        .iter()
        .map(|finding| match finding.kind {
            Kind::UnsafePath { line } => line,
            ref other => panic!("{other:?}"),
        })
        .collect();
    lines.sort_unstable();
    assert_eq!(lines, [2, 3, 4, 5, 6]);
}

#[test]
fn lines_that_are_none_are_counted_and_the_rest_goes_on() {
    let folder = tree(&[("a", b"abc")]);
    let long = "x".repeat(600 * 1024);
    let list = format!("not a line\n{ABC}  {long}\n\\{ABC}  bad\\escape\n{ABC}  dir/\n{ABC}  ./a\n{ABC}  .//a\n{ABC}");
    let result = checked(folder.path(), list.as_bytes());
    let bad = |line, fault| one("", Kind::BadLine { line, fault });
    assert_eq!(
        found(&result.findings),
        [
            bad(1, LineFault::NoHash),
            bad(2, LineFault::TooLong),
            bad(3, LineFault::NoName),
            bad(4, LineFault::NoName),
            bad(7, LineFault::NoHash),
            one("a", Kind::Duplicate { line: 6 }),
        ]
    );
    assert_eq!(result.files, 1);
}

#[test]
fn what_is_no_list_at_all_is_said_to_be_none() {
    let folder = tree(&[("a", b"abc")]);
    let mut noise = b"PK\x03\x04".to_vec();
    noise.extend((0..100_000_u32).flat_map(u32::to_le_bytes));
    for list in [b"".as_slice(), b"# a comment\n", b"hello\nworld\n", &noise, &b"\n".repeat(5000)] {
        assert!(matches!(checked_by(folder.path(), list, &Disk), Err(VerifyFault::NotAManifest)));
    }
    let gone = verify(folder.path(), Path::new("/nowhere/list"), &Disk, &mut |_| {});
    assert!(matches!(gone, Err(VerifyFault::List(_))));
    let empty = tree(&[]);
    let list = made(empty.path()).list;
    assert!(checked(empty.path(), &list).is_intact(), "an empty folder has a list, too");
    let no_folder = checked_by(&empty.path().join("none"), &list, &Disk);
    assert!(matches!(no_folder, Err(VerifyFault::Folder(_))));
}

#[test]
fn a_list_that_was_cut_off_is_found_out_wherever_it_was_cut() {
    let folder = tree(&[("a", b"abc"), ("b", b"abc")]);
    let list = made(folder.path()).list;
    for end in "# sonae-manifest 1\n".len()..list.len() - 1 {
        let result = checked(folder.path(), &list[..end]);
        let is_cut = result.findings.iter().any(|finding| finding.kind == Kind::CutShort);
        assert!(is_cut, "{end}: {:?}", result.findings);
    }
    assert!(checked(folder.path(), &list[..list.len() - 1]).is_intact(), "but for the last line end");
}

#[test]
fn a_flipped_byte_of_a_list_is_never_taken_for_a_whole_folder() {
    let folder = tree(&[("a", b"abc"), ("b", b"")]);
    let list = made(folder.path()).list;
    let sha256 = Hash::of(&list);
    for at in 0..list.len() {
        let mut other = list.clone();
        other[at] ^= 1;
        match checked_by(folder.path(), &other, &Disk) {
            // Whatever it says: by its own hash it is another list.
            Ok(result) => assert_ne!(result.sha256, sha256),
            Err(fault) => assert!(matches!(fault, VerifyFault::NotAManifest), "{fault:?}"),
        }
    }
}

#[test]
fn a_list_in_the_folder_itself_is_not_one_of_its_files() {
    let folder = tree(&[("a", b"abc")]);
    let root = fs::canonicalize(folder.path()).unwrap();
    let path = root.join("SHA256SUMS");
    fs::write(&path, made(&root).list).unwrap();
    assert!(verify(&root, &path, &Disk, &mut |_| {}).unwrap().is_intact());
}

/// What a file does while it is read.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    ErrorAfter(u64),
    EndsAfter(u64),
    GrowsForEver,
    Touched,
    Interrupted,
    Gone,
}

/// The disk, with one file that fails.
struct Faulty {
    name: &'static str,
    fault: Fault,
}

struct FaultyStream {
    inner: Box<dyn Stream>,
    fault: Fault,
    read: u64,
    stamped: Cell<u32>,
}

impl Source for Faulty {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Stream>> {
        let inner = Disk.open(path)?;
        if !path.ends_with(self.name) {
            return Ok(inner);
        }
        if self.fault == Fault::Gone {
            return Err(io::Error::from(io::ErrorKind::NotFound));
        }
        Ok(Box::new(FaultyStream { inner, fault: self.fault, read: 0, stamped: Cell::new(0) }))
    }
}

impl Read for FaultyStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.fault {
            Fault::ErrorAfter(limit) if self.read >= limit => Err(io::Error::other("medium error")),
            Fault::EndsAfter(limit) if self.read >= limit => Ok(0),
            Fault::GrowsForEver => {
                self.read += buffer.len() as u64;
                Ok(buffer.len())
            }
            Fault::Interrupted if self.read == 0 => {
                self.read = 1;
                Err(io::Error::from(io::ErrorKind::Interrupted))
            }
            _ => {
                let room = buffer.len().min(1000);
                let count = self.inner.read(&mut buffer[..room])?;
                self.read += count as u64;
                Ok(count)
            }
        }
    }
}

impl Stream for FaultyStream {
    fn stamp(&self) -> io::Result<Stamp> {
        let stamp = self.inner.stamp()?;
        self.stamped.set(self.stamped.get() + 1);
        let later = self.fault == Fault::Touched && self.stamped.get() > 1;
        let modified =
            if later { stamp.modified.map(|at| at + std::time::Duration::from_secs(1)) } else { stamp.modified };
        Ok(Stamp { modified, ..stamp })
    }
}

#[test]
fn a_file_that_fails_while_it_is_read_is_named_and_the_others_are_read() {
    let large = vec![7; 3_000_000];
    let folder = tree(&[("a", b"abc"), ("large", &large), ("z", b"abc")]);
    let list = made(folder.path()).list;
    let unreadable = Kind::Unreadable { after: Some(1_500_000), error: "medium error".into() };
    for (fault, kind) in [
        (Fault::ErrorAfter(1_500_000), unreadable),
        (Fault::EndsAfter(1000), Kind::Unsteady),
        (Fault::GrowsForEver, Kind::Unsteady),
        (Fault::Touched, Kind::Unsteady),
        (Fault::Gone, Kind::Vanished),
    ] {
        let source = Faulty { name: "large", fault };
        let result = checked_by(folder.path(), &list, &source).unwrap();
        assert_eq!(found(&result.findings), [one("large", kind.clone())]);
        assert_eq!(result.files, 2);
        // The list vouches only for what was read.
        let made = make(folder.path(), &source, &mut |_| {}).unwrap();
        assert_eq!((made.files, found(&made.findings)), (2, vec![one("large", kind)]));
        assert!(!String::from_utf8(made.list).unwrap().contains("large"));
    }
    let source = Faulty { name: "large", fault: Fault::Interrupted };
    assert!(checked_by(folder.path(), &list, &source).unwrap().is_intact(), "an interrupted call is made again");
}

#[test]
fn progress_ends_with_everything() {
    let large = vec![7; 3_000_000];
    let folder = tree(&[("large", &large)]);
    let mut last = None;
    make(folder.path(), &Disk, &mut |progress| last = Some(progress)).unwrap();
    assert!(last.is_none_or(|progress: Progress| progress.bytes <= 3_000_000 && progress.of_bytes == 3_000_000));
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn names_are_bytes_and_are_escaped_as_sha256sum_does() {
        let folder = tree(&[]);
        for name in
            [b"\xe3\x81".as_slice(), b"line\nbreak", b"back\\slash", b"cr\r", b" # lead", "\u{202e}x".as_bytes()]
        {
            fs::write(folder.path().join(OsStr::from_bytes(name)), b"abc").unwrap();
        }
        let list = made(folder.path()).list;
        let has = |line: &[u8]| list.split(|byte| *byte == b'\n').any(|known| known == line);
        assert!(has(&[ABC.as_bytes(), b"  ./\xe3\x81"].concat()));
        assert!(has(format!("\\{ABC}  ./line\\nbreak").as_bytes()));
        assert!(has(format!("\\{ABC}  ./back\\\\slash").as_bytes()));
        assert!(has(format!("\\{ABC}  ./cr\\r").as_bytes()));
        assert!(checked(folder.path(), &list).is_intact());
        fs::remove_file(folder.path().join(OsStr::from_bytes(b"\xe3\x81"))).unwrap();
        let result = checked(folder.path(), &list);
        assert_eq!(found(&result.findings), [one("%E3%81", Kind::Missing)]);
        assert_eq!(result.findings[0].name.hex().as_deref(), Some("e381"));
    }

    #[test]
    fn links_are_listed_and_never_followed() {
        let outside = tree(&[("secret/file", b"abc")]);
        let folder = tree(&[("in", b"abc"), ("sub/x", b"")]);
        let link = |to: &Path, name: &str| symlink(to, folder.path().join(name)).unwrap();
        link(&outside.path().join("secret"), "out");
        link(Path::new("../.."), "sub/up");
        link(Path::new("../in"), "sub/inner");
        link(Path::new("."), "round");
        link(Path::new("nowhere"), "broken");
        let made = made(folder.path());
        assert_eq!(made.files, 2);
        assert_eq!(found(&made.findings), [one("out", Kind::LinkOut), one("sub/up", Kind::LinkOut)]);
        assert!(checked(folder.path(), &made.list).is_intact(), "what was a link is the same link");

        fs::remove_file(folder.path().join("broken")).unwrap();
        link(Path::new("elsewhere"), "broken");
        fs::remove_file(folder.path().join("in")).unwrap();
        link(&outside.path().join("secret/file"), "in");
        // A whole folder behind a link: nothing is read through it, though the content is the same.
        let list = [&made.list[..made.list.len() - "# end 2 3\n".len()], ABC.as_bytes(), b"  ./out/file\n# end 3 3\n"]
            .concat();
        assert_eq!(
            found(&checked(folder.path(), &list).findings),
            [one("broken", Kind::LinkChanged), one("in", Kind::OtherKind), one("out/file", Kind::Missing)]
        );
    }

    #[test]
    fn a_pipe_is_named_and_never_waited_for() {
        let folder = tree(&[("a", b"abc")]);
        let pipe = folder.path().join("pipe");
        let Ok(status) = std::process::Command::new("mkfifo").arg(&pipe).status() else {
            eprintln!("SKIPPED a_pipe_is_named_and_never_waited_for: there is no mkfifo here");
            return;
        };
        assert!(status.success());
        let made = made(folder.path());
        assert_eq!(found(&made.findings), [one("pipe", Kind::Special)]);
        assert!(checked(folder.path(), &made.list).is_intact());
        let plain = format!("{ABC}  a\n{ABC}  pipe\n");
        assert_eq!(found(&checked(folder.path(), plain.as_bytes()).findings), [one("pipe", Kind::OtherKind)]);
        // What became a pipe after the folder was listed.
        assert!(Disk.open(&pipe).is_err());
        symlink("a", folder.path().join("link")).unwrap();
        assert!(Disk.open(&folder.path().join("link")).is_err());
    }

    #[test]
    fn a_folder_that_cannot_be_listed_says_nothing_about_what_is_in_it() {
        let folder = tree(&[("a", b"abc"), ("shut/b", b"abc"), ("shut/deep/c", b"abc")]);
        let list = made(folder.path()).list;
        let shut = folder.path().join("shut");
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o0)).unwrap();
        let may_all_the_same = fs::read_dir(&shut).is_ok();
        let result = checked(folder.path(), &list);
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
        if may_all_the_same {
            eprintln!(
                "SKIPPED a_folder_that_cannot_be_listed_says_nothing_about_what_is_in_it: root may read everything"
            );
            return;
        }
        let kinds: Vec<(String, &str)> =
            result.findings.iter().map(|found| (found.name.to_string(), found.kind.word())).collect();
        let expected = [("shut", "unreadable"), ("shut/b", "not-seen"), ("shut/deep/c", "not-seen")];
        assert_eq!(kinds, expected.map(|(name, word)| (name.to_owned(), word)));
    }

    #[test]
    fn nothing_is_written_into_what_is_looked_at() {
        let folder = tree(&[("a", b"abc"), ("b/c", b"abc")]);
        let times = || {
            let known = ["", "a", "b", "b/c"].map(|name| fs::metadata(folder.path().join(name)).unwrap());
            known.map(|known| (known.modified().unwrap(), known.len()))
        };
        let before = times();
        let list = made(folder.path()).list;
        checked(folder.path(), &list);
        assert_eq!(times(), before);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}

#[test]
fn a_list_is_kept_by_its_names() {
    let list = read_list(format!("{ABC}  ./b\n{ABC}  a\n").as_bytes()).unwrap();
    let names: Vec<String> = list.entries.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["a", "b"]);
    assert!(list.entries.values().all(|listed| matches!(listed, Listed::File { len: None, .. })));
}
