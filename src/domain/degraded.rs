//! 縮退運用: how each department works at each level, as `departments/*.toml` say.
//!
//! Owns these shapes and what a cell means that is like another level's. Practitioners draw it as a table of levels and departments.
//! Must not know what an incident made of it: that is [`super::board`]'s.

use super::id::Id;
use super::step_key::StepKey;

/// How one department works without its systems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentSheet {
    /// The department.
    pub department: Id,
    /// The sheet's title.
    pub title: String,
    /// Steps of runbooks that are this department's, besides those that every department does.
    pub steps: Vec<StepKey>,
    /// 今日の患者一覧
    pub patients: Option<PatientList>,
    /// 後入力: what has to go back into the system at least.
    pub back_entry: Option<BackEntry>,
    /// One cell a level.
    pub cells: Vec<Cell>,
}

/// 今日の患者一覧: where it lies, and how it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientList {
    /// 場所
    pub place: String,
    /// How and when it is made.
    pub how: Option<String>,
    /// It is made anew after so many minutes; `None`: nobody promised how often.
    pub every: Option<u32>,
}

/// What has to go back into the system at least, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackEntry {
    /// The least.
    pub least: Vec<String>,
    /// The role that does it.
    pub by: Option<Id>,
}

/// How a department works at one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The level.
    pub level: u8,
    /// 「レベルNと同じ」: the level whose cell this is; then nothing else is written here.
    pub same_as: Option<u8>,
    /// How it works; empty where nobody has written it.
    pub way: Way,
}

/// How a department works without its systems.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way {
    /// What stops.
    pub stops: String,
    /// How orders come in.
    pub orders: String,
    /// How results go back.
    pub results: String,
    /// The role that decides.
    pub decides: Option<Id>,
    /// How to come back.
    pub back: String,
    /// Which paper.
    pub paper: Vec<Paper>,
}

/// Paper that is held ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What it is called.
    pub name: String,
    /// Where it lies.
    pub place: String,
    /// How many sheets.
    pub sheets: u32,
    /// For how many hours they last.
    pub hours: u16,
}

impl DepartmentSheet {
    /// The cell of a level as it is written.
    pub fn cell(&self, level: u8) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.level == level)
    }

    /// How the department works at a level, and the level whose cell says so; `None` where nobody has written it. Cells that are like
    /// one another in a circle say nothing.
    pub fn way(&self, level: u8) -> Option<(u8, &Way)> {
        let mut seen = Vec::new();
        let mut at = level;
        loop {
            if seen.contains(&at) {
                return None;
            }
            seen.push(at);
            let cell = self.cell(at)?;
            match cell.same_as {
                Some(other) => at = other,
                None => return Some((at, &cell.way)),
            }
        }
    }
}

impl Way {
    /// Its texts, by their names in the file.
    pub fn texts(&self) -> [(&'static str, &str); 4] {
        [("stops", &self.stops), ("orders", &self.orders), ("results", &self.results), ("back", &self.back)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(cells: &[(u8, Option<u8>)]) -> DepartmentSheet {
        let cells = cells.iter().map(|(level, same_as)| {
            let way = Way { stops: format!("{level}で止まる"), ..Way::default() };
            Cell { level: *level, same_as: *same_as, way }
        });
        DepartmentSheet {
            department: Id::new("ward").unwrap(),
            title: "病棟".into(),
            steps: Vec::new(),
            patients: None,
            back_entry: None,
            cells: cells.collect(),
        }
    }

    #[test]
    fn a_cell_that_is_like_another_ones_is_that_one() {
        let sheet = sheet(&[(1, None), (2, Some(3)), (3, Some(1))]);
        assert_eq!(sheet.way(2).map(|(level, way)| (level, way.stops.as_str())), Some((1, "1で止まる")));
        assert_eq!(sheet.way(4), None);
    }

    #[test]
    fn a_circle_says_nothing() {
        let sheet = sheet(&[(1, Some(2)), (2, Some(1)), (3, Some(3))]);
        assert!(sheet.way(1).is_none() && sheet.way(3).is_none());
    }
}
