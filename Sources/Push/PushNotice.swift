package import GitModel

/// What the push daemon is told; only the newest matters.
package enum PushNotice: Sendable, Hashable {
    /// This commit of the branch is served now: only what is served is pushed. Nil: nothing is.
    case tip(CommitID?)
    /// As `tip`, after a look at the remote found nothing in the way: a halt or a pause ends and
    /// the push is tried at once.
    case reconciled(CommitID?)
    /// A look at the remote was refused for what it found: pushing waits until one is not.
    case refused(PushReason)
}
