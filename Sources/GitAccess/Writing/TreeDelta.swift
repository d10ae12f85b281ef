/// How one tree object is made from another, in the instructions of a pack's deltas
/// (https://git-scm.com/docs/pack-format, "Deltified representation").
///
/// Trees are compared entry by entry, which finds what changed without git's search.
struct TreeDelta {
    private(set) var bytes: [UInt8]
    /// A copy that may still grow.
    private var copied = 0..<0
    private var inserted: [UInt8] = []

    private init(from base: Int, to target: Int) {
        bytes = Self.number(base) + Self.number(target)
    }

    /// The instructions that make `target` of `base`.
    static func make(from base: ChunkedTree, to target: ChunkedTree) -> [UInt8] {
        var delta = TreeDelta(from: base.size, to: target.size)
        let (old, new) = (base.chunks, target.chunks)
        let limit = min(old.count, new.count)
        var front = 0
        while front < limit, old[front] === new[front] { front += 1 }
        var back = 0
        while back < limit - front, old[old.count - 1 - back] === new[new.count - 1 - back] {
            back += 1
        }
        let start = old[..<front].reduce(0) { $0 + $1.raw.count }
        let end = base.size - old[(old.count - back)...].reduce(0) { $0 + $1.raw.count }
        delta.copy(0..<start)
        base.bytes(front..<(old.count - back)).withUnsafeBytes { old in
            target.bytes(front..<(new.count - back)).withUnsafeBytes { new in
                delta.compare(old, new, at: start)
            }
        }
        delta.copy(end..<base.size)
        return delta.finished()
    }

    /// The same for the bytes of two tree objects.
    static func make(
        from base: UnsafeRawBufferPointer, to target: UnsafeRawBufferPointer
    ) -> [UInt8] {
        var delta = TreeDelta(from: base.count, to: target.count)
        delta.compare(base, target, at: 0)
        return delta.finished()
    }

    /// Makes `new`, given that `old` stands at `offset` of the base.
    private mutating func compare(
        _ old: UnsafeRawBufferPointer, _ new: UnsafeRawBufferPointer, at offset: Int
    ) {
        var (left, right) = (0, 0)
        while right < new.count {
            let same = Self.entriesInCommon(old, left, new, right)
            copy((offset + left)..<(offset + left + same))
            left += same
            right += same
            guard let added = RawEntry(at: right, in: new) else {
                // Behind the last entry, or bytes that are none.
                insert(new[right...])
                return
            }
            guard let there = RawEntry(at: left, in: old) else {
                insert(new[right..<added.end])
                right = added.end
                continue
            }
            let order = TreeEntry.order(
                there.name, isFolder: there.isFolder, added.name, isFolder: added.isFolder)
            if order < 0 {
                left = there.end
                continue
            }
            if order == 0, there.end - left == added.end - right {
                let head = added.end - right - added.id.count
                if old[left..<(left + head)].elementsEqual(new[right..<(right + head)]) {
                    copy((offset + left)..<(offset + left + head))
                    insert(new[(right + head)..<added.end])
                    (left, right) = (there.end, added.end)
                    continue
                }
            }
            insert(new[right..<added.end])
            right = added.end
            if order == 0 { left = there.end }
        }
    }

    /// Bytes of the entries from both positions on that are the same.
    private static func entriesInCommon(
        _ old: UnsafeRawBufferPointer, _ left: Int, _ new: UnsafeRawBufferPointer, _ right: Int
    ) -> Int {
        let limit = min(old.count - left, new.count - right)
        var same = 0
        while same + 8 <= limit,
            old.loadUnaligned(fromByteOffset: left + same, as: UInt64.self)
                == new.loadUnaligned(fromByteOffset: right + same, as: UInt64.self)
        { same += 8 }
        while same < limit, old[left + same] == new[right + same] { same += 1 }
        var end = left
        while let entry = RawEntry(at: end, in: old), entry.end <= left + same { end = entry.end }
        return end - left
    }

    // MARK: - Instructions

    private mutating func copy(_ range: Range<Int>) {
        if range.isEmpty { return }
        if inserted.isEmpty, copied.upperBound == range.lowerBound {
            copied = copied.lowerBound..<range.upperBound
            return
        }
        flush()
        copied = range
    }

    private mutating func insert(_ piece: Slice<UnsafeRawBufferPointer>) { inserted += piece }

    /// Writes the copy, then the insertion that follows it.
    private mutating func flush() {
        var start = copied.lowerBound
        while start < copied.upperBound {
            // Git itself never copies more at once.
            let count = min(copied.upperBound - start, 0x10000)
            appendCopy(start, count)
            start += count
        }
        copied = 0..<0
        var rest = inserted[...]
        while !rest.isEmpty {
            let piece = rest.prefix(127)
            bytes.append(UInt8(piece.count))
            bytes += piece
            rest = rest.dropFirst(piece.count)
        }
        inserted = []
    }

    private mutating func appendCopy(_ start: Int, _ count: Int) {
        let place = bytes.count
        var code: UInt8 = 0x80
        bytes.append(code)
        for index in 0..<4 {
            let byte = UInt8(truncatingIfNeeded: start >> (8 * index))
            if byte == 0 { continue }
            bytes.append(byte)
            code |= 1 << index
        }
        // No size at all stands for 64 KiB.
        for index in 0..<2 where count != 0x10000 {
            let byte = UInt8(truncatingIfNeeded: count >> (8 * index))
            if byte == 0 { continue }
            bytes.append(byte)
            code |= 0x10 << index
        }
        bytes[place] = code
    }

    private consuming func finished() -> [UInt8] {
        flush()
        return bytes
    }

    private static func number(_ value: Int) -> [UInt8] {
        var out: [UInt8] = []
        var rest = value
        repeat {
            out.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return out
    }
}
