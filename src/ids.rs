//! Ids of nodes, links and anchors. Decides that they are counted in each part of the brochure by itself.

use std::marker::PhantomData;

/// A part of the brochure: ids are counted in each by itself, so that a chapter keeps its own when
/// another one changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Part(pub u32);

impl Part {
    /// The document around all others; its one node is the root.
    pub const DOCUMENT: Self = Self(0);
    /// The front cover.
    pub const COVER: Self = Self(1);
    /// The imprint.
    pub const IMPRINT: Self = Self(2);
    /// The contents.
    pub const CONTENTS: Self = Self(3);
    /// The back cover.
    pub const BACK: Self = Self(4);

    /// Pages that fill the number of pages.
    pub const FILLERS: Self = Self(5);

    /// The chapter with that index.
    pub fn chapter(index: usize) -> Self {
        Self(Self::FILLERS.0 + 1 + index as u32)
    }

    /// The index of a chapter.
    pub fn index(self) -> Option<usize> {
        self.0.checked_sub(Self::FILLERS.0 + 1).map(|index| index as usize)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name {
            /// Where it belongs.
            pub part: Part,
            /// Its number there.
            pub n: u32,
        }

        impl From<(Part, u32)> for $name {
            fn from((part, n): (Part, u32)) -> Self {
                Self { part, n }
            }
        }

        impl From<$name> for (Part, u32) {
            fn from(id: $name) -> Self {
                (id.part, id.n)
            }
        }
    )*};
}

ids! {
    /// A node of the structure.
    NodeId,
    /// A link.
    LinkId,
    /// A place that can be linked to.
    AnchorId
}

impl NodeId {
    /// The document; also the owner of what is drawn as furniture.
    pub const ROOT: Self = Self { part: Part::DOCUMENT, n: 0 };
}

/// Gives the nodes of a part their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ids {
    part: Part,
    next: u32,
}

impl Ids {
    /// Of a part, from 0.
    pub fn of(part: Part) -> Self {
        Self { part, next: 0 }
    }

    /// The part.
    pub fn part(&self) -> Part {
        self.part
    }

    /// How many were given.
    pub fn given(&self) -> u32 {
        self.next
    }

    /// The next id.
    pub fn node(&mut self) -> NodeId {
        self.take(1)
    }

    /// The first of the next `count` ids.
    pub fn take(&mut self, count: u32) -> NodeId {
        let n = self.next;
        self.next += count;
        NodeId { part: self.part, n }
    }
}

/// Values by part and by number there.
#[derive(Debug, Clone)]
pub struct ByPart<K, V> {
    parts: Vec<Vec<V>>,
    key: PhantomData<K>,
}

impl<K, V> Default for ByPart<K, V> {
    fn default() -> Self {
        Self { parts: Vec::new(), key: PhantomData }
    }
}

impl<K: From<(Part, u32)> + Into<(Part, u32)>, V> ByPart<K, V> {
    /// Adds a value to a part.
    pub fn push(&mut self, part: Part, value: V) -> K {
        let n = part.0 as usize;
        self.parts.resize_with(self.parts.len().max(n + 1), Vec::new);
        self.parts[n].push(value);
        K::from((part, self.parts[n].len() as u32 - 1))
    }

    /// Adds values to a part.
    pub fn extend(&mut self, part: Part, values: Vec<V>) {
        let n = part.0 as usize;
        self.parts.resize_with(self.parts.len().max(n + 1), Vec::new);
        self.parts[n].extend(values);
    }

    /// The value, if there is one.
    pub fn get(&self, id: K) -> Option<&V> {
        let (part, n) = id.into();
        self.parts.get(part.0 as usize)?.get(n as usize)
    }

    /// Values of a part.
    pub fn of(&self, part: Part) -> &[V] {
        self.parts.get(part.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// All values in order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.parts.iter().flatten()
    }

    /// Another value for each.
    pub fn map<W>(&self, mut other: impl FnMut(&V) -> W) -> ByPart<K, W> {
        let parts = self.parts.iter().map(|values| values.iter().map(&mut other).collect());
        ByPart { parts: parts.collect(), key: PhantomData }
    }
}

impl<K: Into<(Part, u32)>, V> std::ops::Index<K> for ByPart<K, V> {
    type Output = V;

    fn index(&self, id: K) -> &V {
        let (part, n) = id.into();
        &self.parts[part.0 as usize][n as usize]
    }
}

impl<K: Into<(Part, u32)>, V> std::ops::IndexMut<K> for ByPart<K, V> {
    fn index_mut(&mut self, id: K) -> &mut V {
        let (part, n) = id.into();
        &mut self.parts[part.0 as usize][n as usize]
    }
}
