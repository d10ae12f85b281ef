/// What one run of upkeep did.
package struct UpkeepReport: Sendable {
    package let before: StoreSize
    package let after: StoreSize
    /// Packs that became one.
    package let joinedPacks: Int
    /// Whether loose objects were packed.
    package let packedLoose: Bool
    /// Whether old objects that nothing reaches were removed.
    package let pruned: Bool
    /// Packs that could not be read and are left alone: something is wrong with the disk.
    package let damagedPacks: [String]
    package let duration: Duration
}
