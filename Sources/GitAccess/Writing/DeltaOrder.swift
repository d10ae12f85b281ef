/// Which version of a folder an older one is a delta against.
///
/// A chain of deltas against the next newer version makes the smallest deltas, but reading an old
/// one walks the chain: git stops at 50. With the lowest set bit of its age taken away instead, a
/// version is read in as many steps as its age has bits set, and the average delta spans half
/// as many versions as the largest age has bits.
enum DeltaOrder {
    /// The age of the base of the version of age `age` (1 or more; the newest has age 0).
    static func base(of age: Int) -> Int { age & (age - 1) }
}
