use super::*;
use proptest::prelude::*;

fn hash(number: usize) -> Hash {
    let mut hash = Hash::default();
    hash.0[..8].copy_from_slice(&(number as u64).to_le_bytes());
    hash
}

/// A tree as a list of parents, slots, seals, and whether blocks are held; block 0 is the start.
#[derive(Debug)]
struct Model {
    blocks: Vec<(usize, Slot, bool)>,
    held: Vec<bool>,
    root: usize,
}

impl Model {
    fn ancestors(&self, block: usize) -> Vec<usize> {
        let mut path = vec![block];
        while let Some(&last) = path.last()
            && last != 0
        {
            path.push(self.blocks[last].0);
        }
        path
    }

    fn height(&self, block: usize) -> u64 {
        self.ancestors(block).len() as u64 - 1
    }

    fn tickets(&self, block: usize) -> usize {
        self.ancestors(block).iter().filter(|block| self.blocks[**block].2).count()
    }

    fn all(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.blocks.len()).filter(|block| self.held[*block])
    }

    fn best(&self) -> usize {
        let rival = |block: usize| {
            self.all().any(|other| other != block && self.blocks[other].1 == self.blocks[block].1)
        };
        let acceptable = |block: &usize| {
            let path = self.ancestors(*block);
            path.into_iter().take_while(|block| *block != self.root).all(|block| !rival(block))
        };
        let rank = |block: &usize| (self.tickets(*block), self.height(*block), usize::MAX - block);
        self.all().filter(acceptable).max_by_key(rank).unwrap()
    }

    fn finalize(&mut self, block: usize) {
        self.root = block;
        for other in 0..self.blocks.len() {
            self.held[other] &= self.ancestors(other).contains(&block);
        }
    }
}

proptest! {
    #[test]
    fn trees_are_as_the_model(
        steps in prop::collection::vec((any::<prop::sample::Index>(), 1u32..4, any::<bool>(), 0u8..12), 1..60),
    ) {
        let mut tree = Tree::new(hash(0), 0, ());
        let mut model = Model { blocks: vec![(0, 0, false)], held: vec![true], root: 0 };
        for (choice, later, ticketed, action) in steps {
            let held: Vec<usize> = model.all().collect();
            let chosen = held[choice.index(held.len())];
            if action == 0 {
                let path = tree.reroot(&hash(chosen)).unwrap();
                let old = model.root;
                let between: Vec<_> = model.ancestors(chosen).into_iter().take_while(|block| *block != old).collect();
                let expected: Vec<_> = between.iter().rev().map(|block| (hash(*block), model.blocks[*block].1)).collect();
                prop_assert_eq!(path, expected);
                model.finalize(chosen);
            } else if action == 1 {
                let before = tree.len();
                let removed = tree.remove_shortest_fork(&hash(chosen));
                prop_assert_eq!(tree.len(), before - usize::from(removed));
                for block in held {
                    model.held[block] = tree.get(&hash(block)).is_some();
                }
                prop_assert!(model.held[chosen] && model.held[model.root]);
            } else {
                let block = model.blocks.len();
                let slot = model.blocks[chosen].1 + later;
                tree.insert(hash(block), hash(chosen), slot, ticketed, ());
                model.blocks.push((chosen, slot, ticketed));
                model.held.push(true);
            }
            prop_assert_eq!(tree.len(), model.all().count());
            prop_assert_eq!(tree.root(), hash(model.root));
            prop_assert_eq!(tree.best(), hash(model.best()));
            let tallest = model.all().max_by_key(|block| (model.height(*block), usize::MAX - block)).unwrap();
            prop_assert_eq!(tree.tallest(), (hash(tallest), model.height(tallest)));
            for block in model.all() {
                let path = model.ancestors(block);
                for height in 0..=model.height(block) + 1 {
                    let at = path.iter().find(|at| model.height(**at) == height && height >= model.height(model.root));
                    prop_assert_eq!(tree.ancestor_at(&hash(block), height), at.map(|at| hash(*at)));
                }
            }
            let leaves = model.all().filter(|block| !model.all().any(|other| other != *block && model.blocks[other].0 == *block));
            let leaves: BTreeSet<Hash> = leaves.map(hash).collect();
            prop_assert_eq!(tree.leaves.iter().map(|leaf| leaf.2).collect::<BTreeSet<_>>(), leaves);
        }
    }

    #[test]
    fn what_has_no_parent_or_is_there_already_is_not_added(number in 1usize..9) {
        let mut tree = Tree::new(hash(0), 0, 0);
        tree.insert(hash(1), hash(number), 1, true, 1);
        prop_assert_eq!(tree.len(), 1);
        tree.insert(hash(0), hash(0), 1, true, 2);
        prop_assert_eq!((tree.len(), tree.get(&hash(0)).map(|node| node.held)), (1, Some(0)));
    }
}
