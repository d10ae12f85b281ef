/// The bounds of a reload.
package enum Limits {
    /// How often a branch that moves under us is looked at again before we give up.
    static let referenceRaces = 3
    /// Requests that may wait for one run.
    static let waitingRequests = 10_000
    /// Reloads and reconciles that status and the operator's page tell of.
    static let rememberedRuns = 20
    /// Pauses between looks at a remote that lags behind its webhook.
    static let lagPauses: [Duration] = [.milliseconds(100), .milliseconds(300), .milliseconds(900)]
    /// Names of requests in one log line.
    static let loggedRequests = 20
}
