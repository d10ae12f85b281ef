import CMalloc

/// The memory of this process.
package enum ProcessMemory {
    /// Lets every large block be a mapping of its own, whose end gives it back at once.
    ///
    /// Otherwise the allocator takes them from its heap after the first was freed, between blocks
    /// that stay (mallopt(3), `M_MMAP_THRESHOLD`).
    package static func keepLargeBlocksApart() {
        _ = mallopt(M_MMAP_THRESHOLD, 512 * 1024)
    }

    /// Gives pages that nothing uses back to the system, which the allocator would keep.
    package static func giveBackUnused() async {
        await Blocking.run { _ = malloc_trim(0) }
    }
}
