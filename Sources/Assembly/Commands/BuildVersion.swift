import CBuildInfo

/// What `livetree --version` prints.
enum BuildVersion {
    static let number = "0.1.0"

    /// Empty where the build was not told it.
    static let commit = String(cString: livetree_build_commit())

    /// The number, and the commit in brackets.
    static let text = text(commit: commit)

    static func text(commit: String) -> String {
        "\(number) (\(commit.isEmpty ? "commit unknown" : commit))"
    }
}
