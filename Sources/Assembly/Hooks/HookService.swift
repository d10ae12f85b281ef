import HTTPAPI
import Hooks
import Logging
import Reconcile
import Reload
import Synchronization
import UnixSignals

/// The life of the hooks: take up what the last server left, and read the configuration again on
/// SIGHUP.
final class HookService: Sendable {
    private let configuration: Configuration
    /// Of the open repository.
    private let folder: String
    private let data: OpenData
    /// The server's, from which commands get what the configuration lists.
    private let environment: [String: String]
    /// The clock of catch-all runs and retries, and what time of day it is.
    private let effects: Effects
    private let meters: HookMeters
    private let logger: Logger
    /// As it was read last.
    private let newest: Mutex<HookConfiguration>

    init(
        _ configuration: Configuration, repositoryPath: String, data: OpenData,
        environment: [String: String], effects: Effects, meters: HookMeters, logger: Logger
    ) {
        self.configuration = configuration
        folder = repositoryPath + "/livetree/hooks"
        self.data = data
        self.environment = environment
        self.effects = effects
        self.meters = meters
        self.logger = logger
        newest = Mutex(configuration.hooks)
        warn(about: configuration.hooks)
    }

    /// Makes a dispatcher; nil: its ledger is in the folder.
    func dispatcher(ledger: (any LedgerStore)? = nil) async -> HookDispatcher {
        await HookDispatcher(
            configuration: newest.withLock { $0 }, folder: folder, ledger: ledger,
            environment: environment, logger: logger, meters: meters, clock: effects.clock,
            wall: effects.hooks.now)
    }

    private func warn(about hooks: HookConfiguration) {
        for line in hooks.advice(environment: environment) {
            logger.warning("\(line)", metadata: ["event": "hook-advice"])
        }
    }

    /// Takes a new configuration at each of `hangups`, also those that came before, until
    /// cancelled; a bad one changes nothing.
    func follow(_ hangups: UnixSignalsSequence) async {
        for await _ in hangups {
            do throws(StopReason) {
                let hooks = try HookFile(configuration.settings).configuration()
                newest.withLock { $0 = hooks }
                await data.hooks?.reconfigure(hooks)
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
