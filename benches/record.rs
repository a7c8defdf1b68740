//! What recording costs, against what the disk and the hash cost by themselves, in the same run.
//!
//! `cargo bench` prints the figures that `docs/performance.md` quotes. Nothing is asserted: another machine has another disk.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs,
    clippy::indexing_slicing,
    reason = "a program that prints figures"
)]

use std::fs::OpenOptions;
use std::hint::black_box;
use std::io::Write as _;
use std::time::{Duration, Instant};

use sonae::app::world::SystemWorld;
use sonae::domain::event::{Event, Nothing, Opened};
use sonae::domain::fold::fold;
use sonae::domain::hash::Hash;
use sonae::domain::id::Id;
use sonae::domain::line::{Draft, Line};
use sonae::domain::lines::Lines;
use sonae::domain::when::When;
use sonae::domain::who::Who;
use sonae::domain::world::World as _;
use sonae::record::{Book, Record};
use support::Silent;

mod support;

fn draft(event: Event, text: &str) -> Draft {
    let by = Some(Who::stranger("山田 花子"));
    let occurred = When::now(SystemWorld.now());
    Draft { occurred, by, for_: None, via: None, from: None, to: None, event, text: text.to_owned() }
}

fn note() -> Draft {
    draft(Event::NoteWritten(Nothing {}), "3階病棟のプリンタが英文を印字し続けている。紙を抜いた。")
}

/// Median and 95th percentile of runs of `what`.
fn time(runs: usize, mut what: impl FnMut()) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let begin = Instant::now();
            what();
            begin.elapsed()
        })
        .collect();
    times.sort();
    (times[runs / 2], times[runs * 95 / 100])
}

fn row(name: &str, (median, high): (Duration, Duration)) {
    println!("{name:<44} median {:>9.3} ms   p95 {:>9.3} ms", ms(median), ms(high));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn main() {
    let dir = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap();
    let mut raw = OpenOptions::new().create(true).append(true).open(dir.path().join("raw")).unwrap();
    let block = [b'x'; 4096];
    let limit = time(500, || {
        raw.write_all(&block).unwrap();
        raw.sync_all().unwrap();
    });
    row("limit: append 4 KiB and fsync", limit);

    let world = SystemWorld;
    let mut record = Record::open(dir.path(), Book::Real, &world).unwrap();
    let incident = Id::new("20261122-k3f7w2xx").unwrap();
    let facility = Id::new("bench").unwrap();
    let opened = draft(Event::Opened(Opened { drill: false, signs: Vec::new() }), "begin");
    record.append(&incident, &facility, &world, &Silent, |_| Ok::<_, ()>(vec![opened.clone()])).unwrap();
    let append = time(500, || {
        record.append(&incident, &facility, &world, &Silent, |_| Ok::<_, ()>(vec![note()])).unwrap();
    });
    row("append one line (decide, seal, commit)", append);
    println!("{:<44} {:.2}", "  ratio to the limit", ms(append.0) / ms(limit.0));

    for _ in 0..95 {
        let drafts = (0..100).map(|_| note()).collect();
        record.append(&incident, &facility, &world, &Silent, |_| Ok::<_, ()>(drafts)).unwrap();
    }
    let lines: Lines = record.lines(&incident).unwrap().clone();
    println!("lines: {}", lines.len());

    let bytes: Vec<Vec<u8>> = lines.iter().map(|line| line.bytes().to_vec()).collect();
    let hash = time(20, || {
        for line in &bytes {
            black_box(Hash::of(line));
        }
    });
    row("limit: hash all lines", hash);
    let read = time(20, || {
        for line in &bytes {
            black_box(Line::read(line).unwrap());
        }
    });
    row("read all lines (canonical check, hash)", read);
    row("check all chains", time(20, || drop(black_box(lines.check()))));
    row("fold all lines", time(20, || drop(black_box(fold(&lines)))));
    let append = time(100, || {
        let decide = |lines: &Lines| {
            black_box(fold(lines));
            Ok::<_, ()>(vec![note()])
        };
        record.append(&incident, &facility, &world, &Silent, decide).unwrap();
    });
    row("append one line behind all (with fold)", append);
}
