package import Webhooks

extension HookDispatcher {
    /// The signature schemes a receiver accepts.
    package func schemes(of receiver: Receiver) -> [SignatureScheme] {
        switch receiver {
        case .gitops: configuration.gitops?.schemes ?? [.github]
        case .deploy: configuration.deploy?.schemes ?? [.github]
        }
    }
}
