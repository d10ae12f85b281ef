import GitModel

/// What stands before the deflated bytes of an object in a pack.
struct PackHead {
    enum Base: Equatable {
        case none
        /// Bytes before the delta's own start.
        case distance(Int)
        case object(ObjectID)
    }

    let number: UInt8
    /// Bytes that inflating gives.
    let size: Int
    let base: Base
    /// Its own bytes.
    let count: Int

    /// Nil for bytes that no object starts with.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var at = 0
        func next() -> Int? {
            guard at < bytes.count, at < 32 else { return nil }
            defer { at += 1 }
            return Int(bytes[at])
        }
        guard var byte = next() else { return nil }
        number = UInt8(byte >> 4 & 7)
        var size = byte & 15
        var shift = 4
        while byte & 0x80 != 0 {
            guard let more = next(), shift < 56 else { return nil }
            byte = more
            size |= (byte & 0x7F) << shift
            shift += 7
        }
        self.size = size
        switch number {
        case 1...4:
            base = .none
        case PackEntry.deltaNumber:
            guard var byte = next() else { return nil }
            var distance = byte & 0x7F
            while byte & 0x80 != 0 {
                guard let more = next(), distance < 1 << 48 else { return nil }
                byte = more
                distance = (distance + 1) << 7 | (byte & 0x7F)
            }
            base = .distance(distance)
        case PackEntry.namedDeltaNumber:
            guard at + ObjectID.byteCount <= bytes.count else { return nil }
            base = .object(ObjectID(bytes: UnsafeRawBufferPointer(rebasing: bytes[at...])))
            at += ObjectID.byteCount
        default:
            return nil
        }
        count = at
    }
}
