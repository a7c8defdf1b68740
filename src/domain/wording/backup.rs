//! What lines about backups say: work done, approved, tested; lists of hashes made and compared.

use super::{pick, quoted, with_remark};
use crate::domain::event::{BackupResult, BackupTaken, BackupTested, ManifestChecked, ManifestMade};
use crate::domain::facility::Lang;
use crate::domain::plan::Plan;

/// What taking a backup says: 「バックアップを取った: 電子カルテ 毎日の控え 世代: テープ3」.
pub fn taken(plan: &Plan, made: &BackupTaken) -> String {
    let lang = plan.facility.lang;
    let head = match made.result {
        BackupResult::Ok => pick(lang, "バックアップを取った", "Backup taken"),
        BackupResult::Failed => pick(lang, "バックアップが取れなかった", "Backup failed"),
    };
    let generation = made.generation.as_deref();
    let generation =
        generation.map(|said| format!("{}{said}", pick(lang, " 世代: ", ", generation "))).unwrap_or_default();
    with_remark(&format!("{head}: {}{generation}", made.title), made.note.as_deref())
}

/// What an approval says, with the words of the work.
pub fn approved(plan: &Plan, work: &str) -> String {
    let head = pick(plan.facility.lang, "バックアップの作業を承認した", "Backup work approved");
    format!("{head}: {}", quoted(work))
}

/// What a restore test says.
pub fn tested(plan: &Plan, made: &BackupTested) -> String {
    let lang = plan.facility.lang;
    let head = if made.worked {
        pick(lang, "戻せることを確かめた", "Restoring tried, and it worked")
    } else {
        pick(lang, "戻すのを試したが、使えなかった", "Restoring tried, and it did not work")
    };
    with_remark(&format!("{head}: {}", made.title), made.note.as_deref())
}

/// What a list of hashes that was made says.
pub fn manifest_made(plan: &Plan, made: &ManifestMade) -> String {
    let ManifestMade { folder, files, bytes, sha256 } = made;
    let folder = quoted(folder);
    match plan.facility.lang {
        Lang::Ja => format!("照合表を作った: {folder} {files}ファイル {bytes}バイト 照合表のSHA-256: {sha256}"),
        Lang::En => format!("Manifest made: {folder}, {files} files, {bytes} bytes, SHA-256 of the manifest {sha256}"),
    }
}

/// How comparing a folder with one ended.
pub fn manifest_checked(plan: &Plan, made: &ManifestChecked) -> String {
    let lang = plan.facility.lang;
    let ManifestChecked { folder, files, sha256, .. } = made;
    let folder = quoted(folder);
    let found = made.findings.iter().map(|found| match lang {
        Lang::Ja => format!("{} {}件", finding(&found.what, lang), found.count),
        Lang::En => format!("{} {}", found.count, finding(&found.what, lang)),
    });
    let found = found.collect::<Vec<_>>().join(pick(lang, "、", ", "));
    let ended = match (made.intact, lang) {
        (true, Lang::Ja) => format!("{files}ファイルすべて一致"),
        (true, Lang::En) => format!("all {files} files agree"),
        (false, Lang::Ja) => format!("一致 {files}ファイル、違い: {found}"),
        (false, Lang::En) => format!("{files} files agree; found: {found}"),
    };
    let head = pick(lang, "照合した", "Compared with manifest");
    format!("{head}: {folder} {ended} {}{sha256}", pick(lang, "照合表のSHA-256: ", "SHA-256 of the manifest "))
}

/// What was found, in a word. A word of another version is said as it is.
pub fn finding(what: &str, lang: Lang) -> &str {
    let (ja, en) = match what {
        "flipped" => ("中身が違う(大きさは同じ)", "flipped (same size, other content)"),
        "changed" => ("中身が違う", "changed"),
        "truncated" => ("短くなった", "truncated"),
        "grown" => ("長くなった", "grown"),
        "missing" => ("無い", "missing"),
        "extra" => ("照合表に無い", "extra"),
        "other-kind" => ("ファイルでないものになった", "another kind of thing"),
        "link-changed" => ("リンクの先が違う", "link leads elsewhere"),
        "link-out" => ("フォルダの外へ出るリンク", "link out of the folder"),
        "special" => ("読めない種類のもの", "special file"),
        "unreadable" => ("読めない", "unreadable"),
        "not-seen" => ("フォルダが読めず、見ていない", "not seen: its folder cannot be listed"),
        "vanished" => ("途中で消えた", "vanished"),
        "unsteady" => ("読む間に変わった", "changed while read"),
        "bad-line" => ("照合表の読めない行", "bad line of the manifest"),
        "unsafe-path" => ("照合表の外を指す名前", "path out of the folder in the manifest"),
        "duplicate" => ("照合表に2度ある", "twice in the manifest"),
        "cut-short" => ("照合表が途中で切れている", "manifest cut short"),
        other => (other, other),
    };
    pick(lang, ja, en)
}
