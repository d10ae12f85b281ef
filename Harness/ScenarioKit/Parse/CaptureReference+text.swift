extension CaptureReference {
    /// Reads `$w1.commit`; nil for anything else.
    package init?(_ text: String) {
        guard text.hasPrefix("$") else { return nil }
        let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        let isLetter: (UInt8) -> Bool = { (97...122).contains($0) || (65...90).contains($0) }
        guard let name = parts.first, let first = name.utf8.first, (97...122).contains(first),
            name.utf8.allSatisfy({
                (97...122).contains($0) || (48...57).contains($0) || $0 == 45
            }),
            parts.dropFirst().allSatisfy({ part in
                !part.isEmpty && part.utf8.allSatisfy { isLetter($0) || $0 == 45 }
            })
        else { return nil }
        self.init(name: String(name), path: parts.dropFirst().map(String.init))
    }
}
