import GitModel
import Glibc

/// One entry of a tree object's bytes, borrowed from them.
struct RawEntry {
    private let mode: UnsafeRawBufferPointer
    let name: UnsafeRawBufferPointer
    /// The twenty bytes of the object's name.
    let id: UnsafeRawBufferPointer
    /// Where the next entry starts.
    let end: Int

    /// Nil for bytes that are no entry: `<mode> <name>\0<twenty bytes>`.
    init?(at start: Int, in buffer: UnsafeRawBufferPointer) {
        guard let base = buffer.baseAddress, start < buffer.count,
            let space = memchr(base + start, 0x20, min(8, buffer.count - start))
        else { return nil }
        let nameStart = UnsafeRawPointer(space) - base + 1
        guard nameStart < buffer.count,
            let zero = memchr(base + nameStart, 0, buffer.count - nameStart)
        else { return nil }
        let nameEnd = UnsafeRawPointer(zero) - base
        end = nameEnd + 1 + ObjectID.byteCount
        guard end <= buffer.count, nameEnd > nameStart, nameStart - 1 > start else { return nil }
        mode = UnsafeRawBufferPointer(rebasing: buffer[start..<(nameStart - 1)])
        name = UnsafeRawBufferPointer(rebasing: buffer[nameStart..<nameEnd])
        id = UnsafeRawBufferPointer(rebasing: buffer[(nameEnd + 1)..<end])
    }

    /// Only folders have a mode of five digits.
    var isFolder: Bool { mode.count == 5 }

    /// Negative, zero or positive by git's order of tree entries.
    func order(to other: [UInt8], isFolder otherIsFolder: Bool) -> Int {
        other.withUnsafeBytes {
            TreeEntry.order(name, isFolder: isFolder, $0, isFolder: otherIsFolder)
        }
    }

    var value: TreeValue {
        TreeValue(mode: [UInt8](mode), id: ObjectID(bytes: id))
    }
}
