/// Until when a lease is provably one's own, by a clock that never jumps.
///
/// etcd counts a lease from when it heard of it, which is after it was asked to. So what was asked
/// for at one moment lasts until its seconds after that moment, at least. `margin` is given away
/// for clocks that do not run alike.
package struct SessionTime: Equatable, Sendable {
    private let length: Duration
    private let margin: Duration
    /// Time on the node's own clock; nil: never granted.
    package private(set) var end: Duration?

    package init(seconds: Int64) {
        length = .seconds(seconds)
        margin = length / 5
    }

    /// etcd granted it, or kept it alive, after it was asked at that time.
    package mutating func kept(askedAt time: Duration) {
        end = max(end ?? .zero, time + length - margin)
    }

    package func isOwn(at now: Duration) -> Bool { end.map { now < $0 } ?? false }

    /// From the beginning of one call that keeps it alive to that of the next.
    package var pace: Duration { length / 4 }
}
