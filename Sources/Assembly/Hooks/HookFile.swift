import Foundation
import Hooks

/// The `hooks:` part of the `--config` file.
struct HookFile: Sendable {
    private let path: String?

    init(_ settings: Settings) { path = settings.configFile }

    /// What it says now; nothing is managed without a file. Throws every problem with its place.
    func configuration() throws(StopReason) -> HookConfiguration {
        guard let path else { return HookConfiguration() }
        let text = try Settings.contents(of: path, "--config", keepingEnd: true)
        do throws(HookConfigurationError) {
            return try HookConfiguration.read(yaml: text, path: path)
        } catch {
            throw StopReason(.badConfiguration, error.description)
        }
    }
}
