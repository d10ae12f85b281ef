import Alerts
import GitModel
import JSONModel
import Logging

extension ReloadJournal {
    /// All of the branch was fetched again: what was lost and is back, and what the remote does not
    /// have. A disk that loses objects is told to a human though nothing is missing any more.
    func recordRefetch(back: [ObjectID], absent: [ObjectID], took duration: Duration) {
        signals.meters.countRefetch(back.isEmpty ? .absent : .healed)
        let list = back.prefix(Alerts.Limits.listEntries).map(\.hex)
        logger.warning(
            "objects fetched again",
            metadata: [
                "event": "objects-refetched", "count": .stringConvertible(back.count),
                "objects": .array(list.map { "\($0)" }),
                "absent": .array(
                    absent.prefix(Alerts.Limits.listEntries).map { "\($0.hex)" }),
                "durationMs": .stringConvertible(duration.milliseconds),
            ])
        guard let first = list.first else { return }
        signals.alerts.tell(
            Alert(
                .localDamaged, subject: first,
                message: "the disk had lost objects of the repository; the remote gave them back",
                hint: "see to the disk of CFP_DATA_REPO_PATH: what only this machine has cannot be "
                    + "brought back",
                fields: [.init("objects", .array(list.map { .string($0) }))]))
    }

    /// The remote could not be asked for what is lost.
    func recordRefetchFailure() { signals.meters.countRefetch(.failed) }
}
