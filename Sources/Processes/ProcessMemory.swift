import CMalloc

/// The memory of this process.
package enum ProcessMemory {
    /// Gives pages that nothing uses back to the system, which the allocator would keep.
    package static func giveBackUnused() async {
        await Blocking.run { _ = malloc_trim(0) }
    }
}
