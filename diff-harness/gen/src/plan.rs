//! Which combination of classes the n-th enumeration case has.
//!
//! Rows are the opcodes of the table and one more for opcodes that it lacks. For every row, all *pairs* of applicable
//! classes of two different axes are enumerated; the other axes are drawn. Case `n` belongs to row `n mod rows`, so that any
//! prefix of the enumeration spreads over all opcodes. A row whose pairs are used up continues with
//! drawn classes on every axis.

use crate::axes::{AXES, Axis, applicable};
use crate::choices::Choices;
use crate::shape::{Effect, effect};
use javm::table::{Opcode, Shape, TABLE};

/// Number of axes that a case of this lane varies.
pub(crate) const VARIED: usize = Axis::Program as usize;

/// A chosen class on every axis.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// Row of the coverage table.
    pub(crate) row: usize,
    pub(crate) opcode: u8,
    pub(crate) shape: Shape,
    pub(crate) effect: Effect,
    classes: [u8; VARIED],
    /// Axes of the enumerated pair; equal to `VARIED` for a drawn case.
    pub(crate) pair: (usize, usize),
}

impl Plan {
    /// The class chosen on an axis (0 where the axis does not apply).
    pub(crate) fn class(&self, axis: Axis) -> usize {
        self.classes.get(axis as usize).map_or(0, |&class| usize::from(class))
    }

    /// Is this axis one of the two that the case was made for?
    pub(crate) const fn asks_for(&self, axis: Axis) -> bool {
        self.pair.0 == axis as usize || self.pair.1 == axis as usize
    }
}

struct Row {
    /// Applicable classes per axis.
    classes: [Vec<u8>; VARIED],
    /// Pairs of axes with the number of the first combination that is theirs.
    pairs: Vec<(u64, usize, usize)>,
    /// How many combinations there are.
    total: u64,
    shape: Shape,
    effect: Effect,
    opcode: Option<Opcode>,
}

/// The enumeration: built once, then asked for plans.
pub struct Space {
    rows: Vec<Row>,
    unlisted: Vec<u8>,
}

impl Default for Space {
    fn default() -> Self {
        Self::new()
    }
}

impl Row {
    fn new(opcode: Option<Opcode>) -> Self {
        let shape = opcode.map_or(Shape::None, Opcode::shape);
        let effect = opcode.map_or(Effect::Unlisted, effect);
        let classes: [Vec<u8>; VARIED] = std::array::from_fn(|index| {
            let Some(info) = AXES.get(index) else { return Vec::new() };
            (0..info.classes.len())
                .filter(|&class| applicable(info.axis, class, shape, effect))
                .filter_map(|class| u8::try_from(class).ok())
                .collect()
        });
        let (mut pairs, mut total) = (Vec::new(), 0);
        for (i, first) in classes.iter().enumerate() {
            for (j, second) in classes.iter().enumerate().skip(i + 1) {
                let count = first.len() as u64 * second.len() as u64;
                if count > 0 {
                    pairs.push((total, i, j));
                    total += count;
                }
            }
        }
        Self { classes, pairs, total, shape, effect, opcode }
    }
}

impl Space {
    /// The enumeration over the implementation's opcode table.
    #[must_use]
    pub fn new() -> Self {
        let rows = TABLE.iter().map(|row| Row::new(Some(row.opcode))).chain([Row::new(None)]);
        let unlisted = (0..=u8::MAX).filter(|&octet| Opcode::from_byte(octet).is_none());
        Self { rows: rows.collect(), unlisted: unlisted.collect() }
    }

    /// Rows of the coverage table: every opcode, then the unlisted ones.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many cases the enumeration takes until the longest row is through.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.rows.iter().map(|row| row.total).max().unwrap_or(0) * self.rows.len() as u64
    }

    /// Is the cell of row and axis class one that a case can meet?
    #[must_use]
    pub fn applies(&self, row: usize, axis: Axis, class: usize) -> bool {
        self.rows.get(row).is_some_and(|row| applicable(axis, class, row.shape, row.effect))
    }

    /// The opcode of a row; `None` for the row of unlisted ones.
    #[must_use]
    pub fn opcode(&self, row: usize) -> Option<Opcode> {
        self.rows.get(row).and_then(|row| row.opcode)
    }

    /// The row of an opcode.
    #[must_use]
    pub fn row(&self, opcode: Opcode) -> Option<usize> {
        TABLE.binary_search_by_key(&opcode, |row| row.opcode).ok()
    }

    /// The plan of a case.
    pub(crate) fn plan(&self, number: u64, choices: &mut impl Choices) -> Option<Plan> {
        let count = self.rows.len() as u64;
        let index = (number % count) as usize;
        let row = self.rows.get(index)?;
        let mut classes = [0; VARIED];
        for (chosen, possible) in classes.iter_mut().zip(&row.classes) {
            *chosen = choices.pick(possible);
        }
        let combination = number / count;
        let mut pair = (VARIED, VARIED);
        if combination < row.total {
            let at = row.pairs.partition_point(|&(first, _, _)| first <= combination);
            let &(first, i, j) = row.pairs.get(at.checked_sub(1)?)?;
            pair = (i, j);
            let (of_i, of_j) = (row.classes.get(i)?, row.classes.get(j)?);
            let offset = (combination - first) as usize;
            *classes.get_mut(i)? = *of_i.get(offset % of_i.len())?;
            *classes.get_mut(j)? = *of_j.get(offset / of_i.len())?;
        }
        let drawn = choices.pick(&self.unlisted);
        let opcode = row.opcode.map_or(drawn, Opcode::byte);
        Some(Plan { row: index, opcode, shape: row.shape, effect: row.effect, classes, pair })
    }
}
