import CJemalloc

/// The memory of this process. Its allocator is jemalloc, for which it is enough to be linked.
package enum ProcessMemory {
    /// Gives pages that nothing uses back to the system at once, not within seconds.
    package static func giveBackUnused() async {
        await Blocking.run { _ = livetree_purge() }
    }
}
