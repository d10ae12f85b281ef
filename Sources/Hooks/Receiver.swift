/// The two endpoints that take deliveries.
package enum Receiver: String, CaseIterable, Sendable {
    /// `/api/webhook/gitops`: one endpoint for every managed repository.
    case gitops
    /// `/webhook/deploy`: redeploys this deployment itself.
    case deploy
}
