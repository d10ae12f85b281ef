import ServiceLifecycle

/// A service that cannot listen, and says which it is.
struct NamedFailure<Base: Service>: Service {
    let base: Base
    /// What cannot be served, and where.
    let what: String

    func run() async throws {
        do {
            try await base.run()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw StopReason(
                .inputOutput, "cannot serve \(what): \(error); see CFP_INTERNAL_PORT")
        }
    }
}
