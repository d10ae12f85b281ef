/// A number of bytes, written with its unit: `512KiB`.
package struct ByteSize: Sendable, Hashable, Comparable {
    /// The number of bytes.
    package let bytes: Int

    /// Makes a size from a count of bytes.
    package init(bytes: Int) { self.bytes = bytes }

    package static func < (left: ByteSize, right: ByteSize) -> Bool { left.bytes < right.bytes }
}
