extension ActorRef {
    /// Reads `origin:main`; nil when the actor or the ref's name is not one.
    package init?(_ text: String) {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let first = halves[0].utf8.first, (97...122).contains(first),
            halves[0].utf8.allSatisfy({
                (97...122).contains($0) || (48...57).contains($0) || $0 == 45
            }),
            !halves[1].isEmpty
        else { return nil }
        self.init(actor: String(halves[0]), name: String(halves[1]))
        if let pattern {
            guard (try? Regex(pattern)) != nil else { return nil }
        } else if name.contains(where: { " ~^:?*[\\\n\t".contains($0) }) {
            return nil
        }
    }
}
