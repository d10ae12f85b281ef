import TestSupport

/// A seeded source of random numbers and trees (splitmix64).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// Few names, so that files and folders of one name and equal subtrees come up often.
    mutating func files() -> [String: TestFile] {
        let names = ["a", "a.b", "a0", "b", "c"]
        var taken: Set<String> = []
        var files: [String: TestFile] = [:]
        for _ in 0..<25 {
            let depth = Int.random(in: 1...3, using: &self)
            let parts = (0..<depth).map { _ in names.randomElement(using: &self) ?? "a" }
            let path = parts.joined(separator: "/")
            let parents = (1..<depth).map { parts.prefix($0).joined(separator: "/") }
            let isFree =
                parents.allSatisfy { files[$0] == nil }
                && !taken.contains(path)
            guard isFree else { continue }
            taken.formUnion(parents)
            let text = "\(Int.random(in: 0...2, using: &self))"
            files[path] = Bool.random(using: &self) ? .text(text) : .executable(text)
        }
        return files
    }
}
