package import Webhooks

/// The `hooks:` part of a configuration file: which repositories, branches and commands are
/// allowed.
package struct HookConfiguration: Equatable, Sendable {
    /// Nil: nothing is managed.
    package var gitops: GitOps?
    /// Nil: this deployment is not redeployed.
    package var deploy: Deploy?

    package init(gitops: GitOps? = nil, deploy: Deploy? = nil) {
        self.gitops = gitops
        self.deploy = deploy
    }

    /// One endpoint for many repositories.
    package struct GitOps: Equatable, Sendable {
        package var schemes: [SignatureScheme]
        /// Between catch-all runs of a repository; zero: none.
        package var interval: Duration
        /// Commands side by side, over all repositories.
        package var concurrency: Int
        /// The first whose name matches counts.
        package var rules: [HookRule]

        package init(
            schemes: [SignatureScheme] = [.github], interval: Duration = .seconds(86_400),
            concurrency: Int = 4, rules: [HookRule]
        ) {
            self.schemes = schemes
            self.interval = interval
            self.concurrency = concurrency
            self.rules = rules
        }
    }

    /// The redeployment of this very deployment.
    package struct Deploy: Equatable, Sendable {
        package var schemes: [SignatureScheme]
        /// Its name is exact; it has no retries and no secret of its own.
        package var rule: HookRule

        package init(schemes: [SignatureScheme] = [.github], rule: HookRule) {
            self.schemes = schemes
            self.rule = rule
        }
    }

    /// The rule for a repository; nil: it is not managed.
    package func rule(for repository: String, at receiver: Receiver) -> HookRule? {
        switch receiver {
        case .gitops: gitops?.rules.first { $0.name.matches(repository) }
        case .deploy: deploy.flatMap { $0.rule.name.matches(repository) ? $0.rule : nil }
        }
    }
}
