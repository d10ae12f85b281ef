/// What a scenario needs from the machine; unmet means it is skipped.
package struct Requirements: Sendable, Hashable {
    /// A capability the runner probes for.
    package enum Capability: String, Sendable, Hashable, CaseIterable {
        case root, tmpfs, netns, strace
        case caseInsensitiveFileSystem = "case-insensitive-fs"
        case symlink, sha256, reftable, failpoints, ssh, etcd, old
    }

    /// A bound on the git program's version.
    package struct GitVersion: Sendable, Hashable {
        /// `atLeast`, `less` or `equal`.
        package let operation: Comparison.Operator
        /// Major, minor and patch; patch 0 when it was not given.
        package let version: [Int]
        /// As written.
        package let text: String
    }

    /// The git versions it is meant for; nil is any.
    package var git: GitVersion?
    /// Capabilities that must all be there.
    package var capabilities: [Capability] = []
}
