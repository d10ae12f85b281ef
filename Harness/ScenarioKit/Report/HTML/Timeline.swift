/// What happened in a case, as tracks over one axis of time in seconds. A value: nothing is drawn.
struct Timeline: Sendable, Equatable {
    /// Something that took a while.
    struct Span: Sendable, Equatable {
        var start: Double
        var end: Double
        var label: String
        /// The class that colours it.
        var kind: String
        /// What a pointer over it tells.
        var title: String
    }

    /// Reads that saw the same.
    struct Dots: Sendable, Equatable {
        let kind: String
        /// What they saw: `B · gen 2`.
        let label: String
        var times: [Double]
    }

    /// One track.
    struct Track: Sendable, Equatable {
        /// What belongs together is drawn together.
        enum Group: String, Sendable {
            case wrong, course, refs, served, traffic, readers
        }

        let label: String
        let group: Group
        /// Rows of spans that do not overlap within a row.
        var rows: [[Span]] = []
        var dots: [Dots] = []
        /// Offending reads.
        var violations: [Mark] = []
    }

    /// A moment with something to say about it.
    struct Mark: Sendable, Equatable {
        let at: Double
        let title: String
        /// The number of the violation in the case's list.
        let number: Int
    }

    /// Where the axis begins and ends.
    var start = 0.0
    var end = 1.0
    var tracks: [Track] = []
    /// Shaded over all tracks: faults and gates.
    var bands: [Span] = []

    /// Spans in as few rows as their overlaps allow; what fits in none of `limit` rows joins the
    /// last.
    static func rows(_ spans: [Span], limit: Int = 4) -> [[Span]] {
        var rows: [[Span]] = []
        for span in spans.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            if let row = rows.firstIndex(where: { $0.last.map { $0.end <= span.start } ?? true }) {
                rows[row].append(span)
            } else if rows.count < limit {
                rows.append([span])
            } else {
                rows[limit - 1].append(span)
            }
        }
        return rows
    }
}
