import GitAccess
import GitModel
import LiveData
import Logging

/// Keeps the repository small beside the writes: packs are joined after every few of them, git's
/// part of the upkeep is asked for on a timer.
struct UpkeepTask: Sendable {
    let upkeep: RepositoryUpkeep
    let live: LiveSnapshot
    let lock: DataLock
    let signals: UpkeepSignals
    let logger: Logger

    /// Runs until cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await joinPacks() }
            group.addTask { await tidy() }
            group.addTask { await measure() }
        }
    }

    /// Looks after each new generation, which is when packs may have come.
    private func joinPacks() async {
        while !Task.isCancelled {
            let generation = live.current?.generation
            await perform { () throws(GitError) in
                try await upkeep.run { body in try await lock.withLock { await body() } }
            }
            await live.waitForSwap(after: generation)
            // A look costs about as much as a write: not one for each.
            try? await Task.sleep(for: Limits.upkeepPause)
        }
    }

    private func tidy() async {
        repeat {
            await perform { () throws(GitError) in try await upkeep.tidy() }
        } while (try? await Task.sleep(for: Limits.upkeepInterval)) != nil
    }

    private func measure() async {
        repeat {
            if let size = await upkeep.measure() { signals.record(size) }
        } while (try? await Task.sleep(for: Limits.measureInterval)) != nil
    }

    private func perform(
        _ body: () async throws(GitError) -> UpkeepReport?
    ) async {
        do throws(GitError) {
            guard let report = try await body() else { return }
            signals.record(report)
            tell(report)
        } catch {
            // Cancelled by the end of the server: the next start goes on.
            guard !Task.isCancelled else { return }
            signals.record(error)
            logger.warning(
                "repository upkeep failed",
                metadata: [
                    "event": "upkeep-failed", "err": "\(error)",
                    "hint":
                        "see the free space and health of CFP_DATA_REPO_PATH; it is tried again",
                ])
            try? await Task.sleep(for: Limits.upkeepRetry)
        }
    }

    private func tell(_ report: UpkeepReport) {
        logger.debug(
            "repository upkeep",
            metadata: [
                "event": "upkeep", "joinedPacks": .stringConvertible(report.joinedPacks),
                "packsBefore": .stringConvertible(report.before.packs),
                "packsAfter": .stringConvertible(report.after.packs),
                "bytesBefore": .stringConvertible(report.before.bytes),
                "bytesAfter": .stringConvertible(report.after.bytes),
                "durationMs": .stringConvertible(report.duration.milliseconds),
            ])
    }
}
