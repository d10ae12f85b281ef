package import GitAccess

/// How the push daemon reaches the remote and the rest of the server.
package struct PushPorts: Sendable {
    /// Pushes with the configured deadline (`Transport.push`).
    package let push: @Sendable (_ orders: [PushOrder], _ atomic: Bool) async -> PushResult
    /// Fetches the branch into its tracking reference (`Transport.fetch`).
    package let look: @Sendable () async -> FetchResult
    /// A push was halted because the histories do not fit: under the policy `reconcile` a
    /// reconcile is asked for, otherwise nothing happens. Returns without waiting for it.
    package let diverged: @Sendable () async -> Void

    package init(
        push: @escaping @Sendable (_ orders: [PushOrder], _ atomic: Bool) async -> PushResult,
        look: @escaping @Sendable () async -> FetchResult,
        diverged: @escaping @Sendable () async -> Void
    ) {
        self.push = push
        self.look = look
        self.diverged = diverged
    }
}
