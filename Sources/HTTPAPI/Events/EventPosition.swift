import LiveData

/// Where a follower begins, and what it has to be told first.
struct EventPosition: Equatable {
    /// Why a follower cannot go on where it was.
    enum ResetReason: String {
        /// Its `Last-Event-ID` is none of a Livetree.
        case unknownID = "unknown-id"
        /// The server was started anew since.
        case restarted
        /// More swaps happened since than are kept.
        case tooOld = "too-old"
    }

    /// What is told first.
    enum Opening: Equatable {
        /// A new follower: what is served now.
        case state
        /// It goes on where it was.
        case resume
        /// It has to read everything again.
        case reset(ResetReason)
    }

    let opening: Opening
    /// It is told the swaps after this one.
    let generation: UInt64

    /// `last` is the header `Last-Event-ID`; `served` the generation served now.
    init(last: String?, start: String, served: UInt64, missed: (UInt64) -> SwapLog.Missed) {
        guard let last, !last.isEmpty else {
            (opening, generation) = (.state, served)
            return
        }
        guard let id = EventID(last) else {
            (opening, generation) = (.reset(.unknownID), served)
            return
        }
        guard id.start == start, id.generation <= served else {
            (opening, generation) = (.reset(.restarted), served)
            return
        }
        guard missed(id.generation) != .forgotten else {
            (opening, generation) = (.reset(.tooOld), served)
            return
        }
        (opening, generation) = (.resume, id.generation)
    }
}
