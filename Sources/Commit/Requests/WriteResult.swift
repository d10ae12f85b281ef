package import GitModel
package import LiveData

/// How one write ended.
package enum WriteResult: Sendable {
    case done(WriteReport)
    case refused(WriteRefusal)
}

/// A write that is durable and served.
package struct WriteReport: Sendable {
    /// What became of one operation.
    package struct Operation: Sendable {
        package let action: String
        package let sheet: String
        package let path: String
        /// Nothing was there before.
        package let isNew: Bool
        /// The entity tag of the content now; nil when it is gone.
        package let blob: BlobID?
    }

    /// The commit of this write, or, when nothing changed, the one that is served.
    package var commit: CommitID?
    /// Whether another snapshot is served because of it.
    package var swapped: Bool
    /// In the request's order.
    package var operations: [Operation]
    /// A snapshot that contains the write.
    package var snapshot: Snapshot
}
