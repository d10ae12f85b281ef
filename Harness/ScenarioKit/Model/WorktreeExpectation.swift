/// What `git status` must say.
package enum WorktreeExpectation: String, Sendable, Hashable, CaseIterable {
    case clean
}
