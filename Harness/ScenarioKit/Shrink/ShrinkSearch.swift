import Foundation

/// The search for the smallest scenario that fails in the same way.
struct ShrinkSearch {
    /// How often the result is played in the end.
    private static let proof = 10
    /// How often a candidate is played at most before it counts as one that does not fail.
    private static let mostTries = 20
    /// How many pairs are tried in one go.
    private static let mostPairs = 300

    var tree: SourceNode
    /// The id of the result; a file must be named for it.
    let name: String
    let signature: FailureSignature
    let player: CasePlayer
    /// Where candidates are written.
    let folder: String
    private(set) var tries: Int
    let end: ContinuousClock.Instant
    let progress: @Sendable (String) -> Void
    private var played = 0
    private var known: Set<String> = []

    init(
        tree: SourceNode, name: String, signature: FailureSignature, player: CasePlayer,
        folder: String,
        tries: Int, end: ContinuousClock.Instant, progress: @escaping @Sendable (String) -> Void
    ) {
        self.tree = tree
        self.name = name
        self.signature = signature
        self.player = player
        self.folder = folder
        self.tries = tries
        self.end = end
        self.progress = progress
    }

    /// Leaves out what can be left out until nothing can, and says how surely the rest fails.
    mutating func result() async throws -> ScenarioShrinker.Result {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        rename()
        try await shrink()
        var failures = try await proven()
        // What fails now and then has passed for what does not fail: all of it gets another chance.
        while let more = Self.tries(forFailures: failures), more > tries, ContinuousClock.now < end
        {
            tries = more
            known = []
            try await shrink()
            failures = try await proven()
        }
        let text = ExpandedScenario.text(of: tree)
        // What has no canonical form, such as a message that ends in a blank, is kept as it is.
        let canonical = try? CanonicalForm(file: "\(name).yaml", text: text).text
        return ScenarioShrinker.Result(
            text: canonical ?? text,
            signature: signature, failures: failures, tries: Self.proof, played: played)
    }

    /// Leaves out until nothing can be left out.
    private mutating func shrink() async throws {
        var hasShrunk = true
        while hasShrunk, ContinuousClock.now < end {
            hasShrunk = try await dropParts()
            if try await take(anyOf: { $0.withLessDrawn() }) { hasShrunk = true }
            if try await take(anyOf: { $0.withLowerNumbers() }) { hasShrunk = true }
            if !hasShrunk { hasShrunk = try await dropPair() }
        }
    }

    private mutating func proven() async throws -> Int {
        var failures = 0
        for _ in 0..<Self.proof where try await fails(tree) { failures += 1 }
        return failures
    }

    /// How often something that fails so often must be played, so that it hardly ever passes each
    /// time; nil for what always fails.
    static func tries(forFailures failures: Int) -> Int? {
        guard failures < proof else { return nil }
        // Of ten times the last few are chance: it may fail more seldom than it did.
        let rate = max(0.5, Double(failures)) / Double(proof)
        return min(mostTries, Int((log(0.01) / log(1 - rate)).rounded(.up)))
    }

    /// Two steps of one list of which neither can go alone, such as what is made and taken away.
    private mutating func dropPair() async throws -> Bool {
        var left = Self.mostPairs
        for steps in tree.groups() where steps.first?.isStep == true {
            for first in steps.indices {
                for second in steps.indices[(first + 1)...] where left > 0 {
                    left -= 1
                    if try await takes(tree.without([steps[first], steps[second]])) { return true }
                }
            }
        }
        return false
    }

    private mutating func rename() {
        var id = tree["scenario"]
        id?.content = .scalar(name, .plain)
        tree = tree.replacing([.key("scenario")], by: id) ?? tree
    }

    /// Blocks of each list and map, from half of it down to single entries.
    private mutating func dropParts() async throws -> Bool {
        var hasShrunk = false
        var number = 0
        while number < tree.groups().count {
            var size = (tree.groups()[number].count + 1) / 2
            while size > 0 {
                var start = 0
                while number < tree.groups().count, start < tree.groups()[number].count {
                    let group = tree.groups()[number]
                    let block = group[start..<min(start + size, group.count)]
                    if try await takes(tree.without(block)) {
                        hasShrunk = true
                    } else {
                        start += size
                    }
                }
                size /= 2
            }
            number += 1
        }
        return hasShrunk
    }

    /// The first candidate that fails the same way becomes the tree, again and again.
    private mutating func take(anyOf candidates: (SourceNode) -> [SourceNode]) async throws -> Bool
    {
        var hasShrunk = false
        var index = 0
        while true {
            let all = candidates(tree)
            guard index < all.count else { return hasShrunk }
            if try await takes(all[index]) { hasShrunk = true } else { index += 1 }
        }
    }

    private mutating func takes(_ candidate: SourceNode) async throws -> Bool {
        let text = ExpandedScenario.text(of: candidate)
        guard ContinuousClock.now < end, known.insert(text).inserted else { return false }
        for _ in 0..<tries where try await fails(candidate) {
            tree = candidate
            return true
        }
        return false
    }

    /// Whether a tree is a scenario that fails in the same way when it is played.
    private mutating func fails(_ candidate: SourceNode) async throws -> Bool {
        let file = "\(folder)/\(name).yaml"
        try ExpandedScenario.text(of: candidate)
            .write(toFile: file, atomically: true, encoding: .utf8)
        let read = ScenarioFile.read(file)
        guard read.isValid, let cell = read.scenario?.cells.first else { return false }
        played += 1
        progress("\(played) played, \(tree.valueCount) values left")
        return FailureSignature(await player.play(cell)) == signature
    }
}

extension SourceNode {
    /// How many values it has.
    var valueCount: Int {
        switch content {
        case .scalar: 1
        case .sequence(let items): items.map(\.valueCount).reduce(1, +)
        case .mapping(let entries): entries.map(\.value.valueCount).reduce(1, +)
        }
    }
}
