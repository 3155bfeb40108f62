//! Wrongs.
use super::World;
use super::family::Builder;
pub(super) fn plant(_world: &mut World, _builder: &mut Builder) {}
