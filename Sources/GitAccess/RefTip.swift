package import GitModel

/// A reference and the commit it names.
package struct RefTip: Hashable, Sendable {
    package let name: RefName
    package let commit: CommitID

    package init(name: RefName, commit: CommitID) {
        self.name = name
        self.commit = commit
    }
}
