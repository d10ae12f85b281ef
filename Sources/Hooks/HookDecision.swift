/// What is answered to a delivery.
package enum HookDecision: Equatable, Sendable {
    /// 202: it is noted durably, and a run starts after this moment.
    case accepted(job: String, state: JobState)
    /// 200: this very delivery has succeeded before.
    case duplicate
    /// 200: nothing is to be done for it.
    case ignored(why: String)
    /// 401: no secret that its repository admits verified it.
    case unauthorized
    /// 429: too many repositories wait already.
    case busy
    /// 507: it could not be noted durably; `message` says why.
    case failed(String)

    var isAccepted: Bool { if case .accepted = self { true } else { false } }
}
