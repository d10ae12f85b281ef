package import Foundation
package import Logging
package import Webhooks

/// x
package actor HookDispatcher {
    package init(
        configuration: HookConfiguration, folder: String, environment: [String: String],
        logger: Logger, clock: any Clock<Duration> = ContinuousClock(),
        wall: @escaping @Sendable () -> Date = { Date() }
    ) async {}
    package func accept(_ push: HookPush, to receiver: Receiver, verifiedBy sets: Set<Int>) async -> HookDecision { .busy }
    package func secretVariables(of receiver: Receiver) -> [String?] { [nil] }
    package func runNow(_ repository: String) async -> HookDecision { .busy }
    package func reconfigure(_ configuration: HookConfiguration) async {}
    package var jobs: [JobReport] { [] }
    package func run() async {}
}
