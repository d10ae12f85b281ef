import Glibc

/// A point on the one clock of a run: nanoseconds of `CLOCK_MONOTONIC`.
package struct MonotonicTime: Sendable, Hashable, Comparable {
    /// Nanoseconds since an arbitrary start.
    package let nanoseconds: UInt64

    package init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// This very moment.
    package static var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(
            nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    /// Seconds from `earlier` to here; 0 when `earlier` is later.
    package func seconds(since earlier: MonotonicTime) -> Double {
        nanoseconds < earlier.nanoseconds
            ? 0 : Double(nanoseconds - earlier.nanoseconds) / 1_000_000_000
    }

    /// The moment so much later.
    package func advanced(by duration: Duration) -> MonotonicTime {
        MonotonicTime(nanoseconds: nanoseconds + UInt64(max(0, duration.nanoseconds)))
    }

    package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Duration {
    /// The duration in whole nanoseconds.
    package var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }

    /// The duration in seconds.
    package var inSeconds: Double { Double(nanoseconds) / 1_000_000_000 }
}
