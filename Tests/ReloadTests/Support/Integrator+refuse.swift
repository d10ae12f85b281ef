import Reconcile
import Reload

extension Integrator {
    /// As a plain reload does by default: a divergence is refused.
    func integrate(_ sighting: RemoteSighting) async -> ReloadResult {
        await integrate(sighting, .refuse)
    }
}
