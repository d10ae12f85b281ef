/// The one order of paths: by their UTF-8 bytes, as git orders names.
///
/// Swift's own string comparison treats canonically equivalent texts as equal; git does not, so
/// two paths that differ only in their normal form must stay two entries.
package enum PathOrder {
    /// Negative when `left` comes first, zero when the bytes are the same, positive otherwise.
    package static func compare(_ left: String, _ right: String) -> Int {
        let fast = left.utf8.withContiguousStorageIfAvailable { first in
            right.utf8.withContiguousStorageIfAvailable { second in
                compare(UnsafeRawBufferPointer(first), UnsafeRawBufferPointer(second))
            }
        }
        if let fast, let result = fast { return result }
        return Array(left.utf8).withUnsafeBytes { first in
            Array(right.utf8).withUnsafeBytes { second in compare(first, second) }
        }
    }

    /// True when `left` comes strictly before `right`.
    package static func precedes(_ left: String, _ right: String) -> Bool {
        compare(left, right) < 0
    }

    /// Compares bytes as unsigned numbers; a prefix comes before what it starts.
    package static func compare(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
    ) -> Int {
        let shared = min(left.count, right.count)
        for index in 0..<shared where left[index] != right[index] {
            return left[index] < right[index] ? -1 : 1
        }
        return left.count - right.count
    }
}
