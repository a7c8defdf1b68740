//! What a line about backups carries: work done, approved, tested; lists of hashes made and compared. Standing series only.

use serde::{Deserialize, Serialize};

use crate::domain::hash::Hash;
use crate::domain::id::Id;

/// How taking a backup ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BackupResult {
    /// 取れた
    Ok,
    /// 取れなかった
    Failed,
}

/// `backup.taken`: the work of taking a backup, also where it failed; its time is when it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupTaken {
    /// Which, as `facility.toml` has it.
    pub backup: Id,
    /// Its title at the time.
    pub title: String,
    /// How it ended.
    pub result: BackupResult,
    /// Which generation, tape or folder, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<String>,
    /// What else was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `backup.approved`: who answers for it has seen the work (規定の文例 14: 作業の記録を残し、責任者の承認を得る).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupApproved {
    /// The line of the work: a `backup.taken` or `backup.tested`.
    pub work: Hash,
}

/// `backup.tested`: restoring it was tried; its time is when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupTested {
    /// Which, as `facility.toml` has it.
    pub backup: Id,
    /// Its title at the time.
    pub title: String,
    /// Whether what was restored could be used.
    pub worked: bool,
    /// What was tried and seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `manifest.made`: a list of the hashes of a folder's files was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestMade {
    /// The folder, as typed.
    pub folder: String,
    /// How many files the list has.
    pub files: u64,
    /// Their bytes together.
    pub bytes: u64,
    /// SHA-256 of the list itself.
    pub sha256: Hash,
}

/// How often something was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFinding {
    /// What: `flipped`, `missing`, …
    pub what: String,
    /// How often.
    pub count: u64,
}

/// `manifest.checked`: a folder was compared with such a list. Names of files are not written down: they may name patients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestChecked {
    /// The folder, as typed.
    pub folder: String,
    /// SHA-256 of the list.
    pub sha256: Hash,
    /// How many files agreed with it.
    pub files: u64,
    /// Whether nothing was found.
    pub intact: bool,
    /// What was found, each kind once.
    pub findings: Vec<ManifestFinding>,
}
