import HTTPAPI
import Hooks
import Logging
import Reconcile
import Reload
import UnixSignals

/// The life of the hooks: take up what the last server left, run commands, and read the
/// configuration again on SIGHUP.
struct HookService: Sendable {
    let configuration: Configuration
    /// Of the open repository.
    let repositoryPath: String
    /// The server's, from which commands get what the configuration lists.
    let environment: [String: String]
    /// The clock of catch-all runs and retries, and what time of day it is.
    let effects: Effects
    let meters: HookMeters
    let logger: Logger

    /// Makes the dispatcher; deliveries can be accepted from then on.
    func open(in data: OpenData) async -> HookDispatcher {
        let dispatcher = await HookDispatcher(
            configuration: configuration.hooks, folder: repositoryPath + "/livetree/hooks",
            environment: environment, logger: logger, meters: meters, clock: effects.clock,
            wall: effects.hooks.now)
        data.open(dispatcher)
        warn(about: configuration.hooks)
        return dispatcher
    }

    private func warn(about hooks: HookConfiguration) {
        for line in hooks.advice(environment: environment) {
            logger.warning("\(line)", metadata: ["event": "hook-advice"])
        }
    }

    /// Takes a new configuration at each of `hangups`, also those that came before, until
    /// cancelled; a bad one changes nothing.
    func follow(_ hangups: UnixSignalsSequence, _ dispatcher: HookDispatcher) async {
        for await _ in hangups {
            do throws(StopReason) {
                let hooks = try HookFile(configuration.settings).configuration()
                await dispatcher.reconfigure(hooks)
                warn(about: hooks)
                logger.info("hooks configured anew", metadata: ["event": "hooks-configured"])
            } catch {
                logger.error(
                    "the new configuration is bad, the old one stays",
                    metadata: [
                        "event": "hooks-configured", "err": "\(error.message)",
                        "hint": "correct it, try it with livetree check-config, send SIGHUP again",
                    ])
            }
        }
    }
}
