/// What the remote said about one branch of a push.
package enum PushVerdict: Sendable, Hashable {
    /// The remote has the commit, from now on or since before.
    case accepted
    /// The remote's branch is as it was. `message` holds git's words and the remote's, cleaned.
    case rejected(PushRejection, message: String)
}
