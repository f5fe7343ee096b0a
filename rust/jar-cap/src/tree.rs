//! Persistent trees: 2^bits places, most of them empty, with the hash of a binary tree over all of them.
//!
//! A node covers two levels of the binary tree, the top one may cover one: it has four children, or two. A change copies the
//! nodes on the way that somebody else has too. A hash is computed once for each node.

use std::sync::{Arc, OnceLock};

use jar_types::Hash;

/// What a tree holds.
pub(crate) trait Element: Clone {
    /// The hash of the place that holds it.
    fn leaf(&self) -> Hash;
    /// The hash of 2^bits empty places.
    fn empty(bits: u8) -> Hash;
    /// The hash of two subtrees of the same size.
    fn node(left: &Hash, right: &Hash) -> Hash;
    /// The hash of the place is not known yet, and to compute it may take many steps.
    fn is_open(&self) -> bool;
}

#[derive(Clone, Debug)]
struct Node<T> {
    hash: OnceLock<Hash>,
    children: Children<T>,
}

#[derive(Clone, Debug)]
enum Children<T> {
    Leaves([Option<T>; 4]),
    Nodes([Link<T>; 4]),
}

type Link<T> = Option<Arc<Node<T>>>;

/// 2^bits places.
#[derive(Clone, Debug)]
pub(crate) struct Tree<T> {
    bits: u8,
    root: Link<T>,
}

/// Bits of the places below a child of a node.
const fn below(bits: u8) -> u8 {
    if bits & 1 == 1 { bits.saturating_sub(1) } else { bits.saturating_sub(2) }
}

/// Child of a node, and place below it.
const fn split(index: u32, bits: u8) -> (usize, u32) {
    let below = below(bits);
    ((index >> below) as usize, index & (1u32 << below).wrapping_sub(1))
}

impl<T: Element> Tree<T> {
    /// All places empty.
    pub(crate) const fn new(bits: u8) -> Self {
        Self { bits, root: None }
    }

    pub(crate) const fn bits(&self) -> u8 {
        self.bits
    }

    /// What a place holds; nothing beyond the last one.
    pub(crate) fn get(&self, index: u32) -> Option<&T> {
        if index >> self.bits != 0 {
            return None;
        }
        let (mut link, mut index, mut bits) = (&self.root, index, self.bits);
        loop {
            match &link.as_ref()?.children {
                Children::Leaves(leaves) => return leaves.get(index as usize)?.as_ref(),
                Children::Nodes(nodes) => {
                    let (child, rest) = split(index, bits);
                    (link, index, bits) = (nodes.get(child)?, rest, below(bits));
                }
            }
        }
    }

    /// Fills or empties a place and returns what was there; beyond the last place nothing happens.
    pub(crate) fn set(&mut self, index: u32, value: Option<T>) -> Option<T> {
        if index >> self.bits != 0 {
            return None;
        }
        set(&mut self.root, self.bits, index, value)
    }

    /// More places, behind those that are there.
    pub(crate) fn grow(&mut self, bits: u8) {
        while self.bits < bits {
            if let Some(old) = self.root.take() {
                let old = if self.bits >= 2 && self.bits & 1 == 0 {
                    Node {
                        hash: OnceLock::new(),
                        children: Children::Nodes([Some(old), None, None, None]),
                    }
                } else {
                    Node { hash: OnceLock::new(), children: old.children.clone() }
                };
                self.root = Some(Arc::new(old));
            }
            self.bits = self.bits.saturating_add(1);
        }
    }

    /// The hash of all places.
    pub(crate) fn hash(&self) -> Hash {
        hash(&self.root, self.bits)
    }

    /// Visits what is there, ascending.
    pub(crate) fn for_each<'a>(&'a self, visit: &mut dyn FnMut(u32, &'a T)) {
        for_each(&self.root, self.bits, 0, visit);
    }

    /// Visits the elements whose hashes are wanted for the hash of all places and are not known.
    pub(crate) fn for_each_open<'a>(&'a self, visit: &mut dyn FnMut(&'a T)) {
        for_each_open(&self.root, visit);
    }

    /// Empties all places and appends what nobody else has.
    pub(crate) fn drain(&mut self, to: &mut Vec<T>) {
        drain(self.root.take(), to);
    }

    /// How many places are filled.
    pub(crate) fn len(&self) -> usize {
        let mut count = 0usize;
        self.for_each(&mut |_, _| count = count.saturating_add(1));
        count
    }
}

fn set<T: Element>(link: &mut Link<T>, bits: u8, index: u32, value: Option<T>) -> Option<T> {
    if link.is_none() {
        value.as_ref()?;
        let children = if bits <= 2 {
            Children::Leaves([const { None }; 4])
        } else {
            Children::Nodes([const { None }; 4])
        };
        *link = Some(Arc::new(Node { hash: OnceLock::new(), children }));
    }
    let emptied = value.is_none();
    let node = Arc::make_mut(link.as_mut()?);
    node.hash = OnceLock::new();
    let (old, is_empty) = match &mut node.children {
        Children::Leaves(leaves) => {
            let old = std::mem::replace(leaves.get_mut(index as usize)?, value);
            (old, emptied && leaves.iter().all(Option::is_none))
        }
        Children::Nodes(nodes) => {
            let (child, rest) = split(index, bits);
            let old = set(nodes.get_mut(child)?, below(bits), rest, value);
            (old, emptied && nodes.iter().all(Option::is_none))
        }
    };
    if is_empty {
        *link = None;
    }
    old
}

fn hash<T: Element>(link: &Link<T>, bits: u8) -> Hash {
    let Some(node) = link else { return T::empty(bits) };
    let compute = || {
        let below = if bits <= 2 { 0 } else { below(bits) };
        let part = |index: usize| match &node.children {
            Children::Leaves(leaves) => match leaves.get(index) {
                Some(Some(element)) => element.leaf(),
                _ => T::empty(0),
            },
            Children::Nodes(nodes) => {
                nodes.get(index).map_or_else(|| T::empty(below), |link| hash(link, below))
            }
        };
        match bits.saturating_sub(below) {
            0 => part(0),
            1 => T::node(&part(0), &part(1)),
            _ => T::node(&T::node(&part(0), &part(1)), &T::node(&part(2), &part(3))),
        }
    };
    *node.hash.get_or_init(compute)
}

fn for_each<'a, T: Element>(
    link: &'a Link<T>,
    bits: u8,
    first: u32,
    visit: &mut dyn FnMut(u32, &'a T),
) {
    let Some(node) = link else { return };
    match &node.children {
        Children::Leaves(leaves) => {
            for (place, element) in (first..).zip(leaves) {
                if let Some(element) = element {
                    visit(place, element);
                }
            }
        }
        Children::Nodes(nodes) => {
            for (child, node) in (0u32..).zip(nodes) {
                for_each(node, below(bits), first | child << below(bits), visit);
            }
        }
    }
}

fn for_each_open<'a, T: Element>(link: &'a Link<T>, visit: &mut dyn FnMut(&'a T)) {
    let Some(node) = link else { return };
    if node.hash.get().is_some() {
        return;
    }
    match &node.children {
        Children::Leaves(leaves) => {
            leaves.iter().flatten().filter(|element| element.is_open()).for_each(visit);
        }
        Children::Nodes(nodes) => nodes.iter().for_each(|node| for_each_open(node, visit)),
    }
}

fn drain<T: Element>(link: Link<T>, to: &mut Vec<T>) {
    let Some(node) = link.and_then(Arc::into_inner) else { return };
    match node.children {
        Children::Leaves(leaves) => to.extend(leaves.into_iter().flatten()),
        Children::Nodes(nodes) => nodes.into_iter().for_each(|node| drain(node, to)),
    }
}
