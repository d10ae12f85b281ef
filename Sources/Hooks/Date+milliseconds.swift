import Foundation

extension Date {
    /// Whole milliseconds since 1970; a time beyond 64 bits is the nearest they hold.
    var milliseconds: Int64 {
        Int64(exactly: (timeIntervalSince1970 * 1000).rounded()) ?? .max
    }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
