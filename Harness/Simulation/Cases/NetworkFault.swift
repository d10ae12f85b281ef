/// How one call of the network goes wrong.
package enum NetworkFault: String, Hashable, Sendable, CaseIterable {
    /// Nobody listens.
    case refused
    /// The connection broke before the remote had understood anything.
    case cutBefore = "cut-before"
    /// The remote did what was asked, and its answer was lost.
    case cutAfter = "cut-after"
    /// Nothing came until the deadline.
    case hung
    /// The remote wants other credentials.
    case unauthorised
    /// The remote asks to be left alone for a while.
    case busy
    /// A hook declines every branch; a fetch goes well.
    case declined
}
