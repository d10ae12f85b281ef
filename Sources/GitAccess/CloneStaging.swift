import Glibc

/// The place a clone is made in before it becomes the target, so that a killed one is never taken
/// for a repository. All methods block.
struct CloneStaging: Sendable {
    /// The bare repository being made.
    let path: String
    private let target: String
    /// An existing folder may be a mount point, which nothing can be renamed over: the clone is
    /// then made inside of it and moved up, HEAD last.
    private let isInside: Bool

    /// Chooses the place and removes what dead clones of the same target left.
    init(target given: String) throws(GitError) {
        var target = given
        while target.count > 1 && target.hasSuffix("/") { target.removeLast() }
        self.target = target
        let kind = RepositoryFolder.kind(at: target)
        switch kind {
        case .missing: isInside = false
        case .empty: isInside = true
        default: throw kind.refusal(of: target)
        }
        let prefix = Self.prefix(target, isInside)
        let folder = isInside ? target : FileSystem.parent(of: target)
        Self.sweep(folder, prefix: prefix, isInside: isInside)
        path = "\(folder)/\(prefix)\(getpid())"
    }

    /// Makes the finished clone the target.
    func publish() throws(GitError) {
        guard isInside else { return try FileSystem.move(path, to: target) }
        let names = RepositoryFolder.entries(of: path) ?? []
        for name in names.sorted() where name != "HEAD" {
            try FileSystem.move("\(path)/\(name)", to: "\(target)/\(name)")
        }
        try FileSystem.move("\(path)/HEAD", to: "\(target)/HEAD")
        FileSystem.remove(path)
    }

    /// Removes what was made so far.
    func discard() {
        if isInside {
            Self.sweep(target, prefix: Self.prefix(target, isInside), isInside: true)
        } else {
            FileSystem.remove(path)
        }
    }

    private static func prefix(_ target: String, _ isInside: Bool) -> String {
        isInside
            ? RepositoryFolder.unfinishedPrefix : ".\(FileSystem.name(of: target)).clone-"
    }

    private static func sweep(_ folder: String, prefix: String, isInside: Bool) {
        let names = RepositoryFolder.entries(of: folder) ?? []
        let leftovers = names.filter { $0.hasPrefix(prefix) && isDead($0.dropFirst(prefix.count)) }
        guard !leftovers.isEmpty else { return }
        // Moved up by a clone that was killed before HEAD: nobody else's, the folder was empty.
        if isInside && !names.contains("HEAD") {
            for name in names where movedNames.contains(name) {
                FileSystem.remove("\(folder)/\(name)")
            }
        }
        for name in leftovers { FileSystem.remove("\(folder)/\(name)") }
    }

    private static let movedNames: Set<String> = [
        "config", "description", "hooks", "info", "logs", "objects", "packed-refs", "refs",
    ]

    /// Whether the process that made a leftover is gone. One with our own number is: in a
    /// container every start has the same.
    private static func isDead(_ number: Substring) -> Bool {
        guard let process = pid_t(number), process > 0 else { return true }
        return process == getpid() || (kill(process, 0) != 0 && errno == ESRCH)
    }
}
