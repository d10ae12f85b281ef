import CZlib
import GitModel
import Glibc

/// A pack with its index (version 2), opened to be copied from. All methods block.
final class PackFile {
    /// One object as it stands in the pack.
    struct Object {
        let id: ObjectID
        /// Where it starts and ends.
        let range: Range<Int>
        /// As `PackEntry` numbers them; 1 to 4 are whole objects.
        let number: UInt8
        /// Bytes that inflating it gives.
        let size: Int
        /// Where its deflated bytes start.
        let body: Int
        /// The position in `objects` of what it is a delta against.
        let base: Int?
    }

    /// Without an ending.
    let name: String
    /// When the objects in it were last written, in seconds since 1970.
    let age: Double
    /// In the order of the pack.
    let objects: [Object]
    private let pack: MappedFile

    /// Opens `<folder>/<name>.pack`; a pack that is not as its index says is an error.
    init(_ name: String, in folder: String, age: Double) throws(GitError) {
        self.name = name
        self.age = age
        pack = try MappedFile("\(folder)/\(name).pack")
        let index = try MappedFile("\(folder)/\(name).idx")
        let entries = try Self.entries(of: index, name)
        objects = try Self.objects(entries, in: pack, name)
    }

    /// The deflated bytes of an object.
    func body(of object: Object) -> [UInt8] {
        [UInt8](pack.bytes[object.body..<object.range.upperBound])
    }

    /// What an object is, all deltas applied.
    func content(of object: Object) throws(GitError) -> [UInt8] {
        var deltas: [[UInt8]] = []
        var next = object
        while let base = next.base {
            deltas.append(try inflated(next))
            next = objects[base]
        }
        var content = try inflated(next)
        for delta in deltas.reversed() {
            guard let made = DeltaReader.apply(delta, to: content) else {
                throw Self.damaged(name, "a delta cannot be applied")
            }
            content = made
        }
        return content
    }

    private func inflated(_ object: Object) throws(GitError) -> [UInt8] {
        var size = UInt(object.size)
        var code = Z_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: object.size) { buffer, count in
            // An address is wanted for nothing, too.
            var nothing: UInt8 = 0
            code = withUnsafeMutablePointer(to: &nothing) { spare in
                uncompress(
                    buffer.baseAddress ?? spare, &size,
                    pack.bytes.baseAddress?.advanced(by: object.body)
                        .assumingMemoryBound(to: UInt8.self),
                    UInt(object.range.upperBound - object.body))
            }
            count = code == Z_OK ? Int(size) : 0
        }
        guard code == Z_OK, bytes.count == object.size else {
            throw Self.damaged(name, "an object cannot be inflated")
        }
        return bytes
    }

    // MARK: - Reading the index

    private struct Entry {
        let id: ObjectID
        let checksum: UInt32
        let offset: Int
    }

    private static func entries(of index: MappedFile, _ name: String) throws(GitError) -> [Entry] {
        let size = index.bytes.count
        guard size >= 1072, index.word(at: 0) == 0xFF74_4F63, index.word(at: 4) == 2 else {
            throw damaged(name, "its index is of another version")
        }
        let count = Int(index.word(at: 1028))
        let names = 1032
        let (checksums, offsets) = (names + count * 20, names + count * 24)
        let large = names + count * 28
        guard large + 40 <= size else { throw damaged(name, "its index is too short") }
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        for position in 0..<count {
            var offset = Int(index.word(at: offsets + position * 4))
            if offset & 1 << 31 != 0 {
                let place = large + (offset & 0x7FFF_FFFF) * 8
                guard place + 48 <= size else { throw damaged(name, "its index is too short") }
                offset = Int(index.word(at: place)) << 32 | Int(index.word(at: place + 4))
            }
            let id = UnsafeRawBufferPointer(rebasing: index.bytes[(names + position * 20)...])
            entries.append(
                Entry(
                    id: ObjectID(bytes: id), checksum: index.word(at: checksums + position * 4),
                    offset: offset))
        }
        return entries.sorted { $0.offset < $1.offset }
    }

    // MARK: - Reading the pack

    private static func objects(
        _ entries: [Entry], in pack: MappedFile, _ name: String
    ) throws(GitError) -> [Object] {
        let end = pack.bytes.count - ObjectID.byteCount
        guard end >= 12, pack.word(at: 0) == 0x5041_434B, pack.word(at: 4) == 2,
            pack.word(at: 8) == UInt32(entries.count)
        else { throw damaged(name, "it does not start as its index says") }
        var positions: [Int: Int] = [:]
        var named: [ObjectID: Int] = [:]
        positions.reserveCapacity(entries.count)
        for (position, entry) in entries.enumerated() {
            positions[entry.offset] = position
            named[entry.id] = position
        }
        var objects: [Object] = []
        objects.reserveCapacity(entries.count)
        for (position, entry) in entries.enumerated() {
            let next = position + 1 < entries.count ? entries[position + 1].offset : end
            guard entry.offset >= 12, next <= end, entry.offset < next else {
                throw damaged(name, "its index points outside")
            }
            let raw = UnsafeRawBufferPointer(rebasing: pack.bytes[entry.offset..<next])
            let checksum = crc32_z(0, raw.baseAddress, raw.count)
            guard UInt32(truncatingIfNeeded: checksum) == entry.checksum,
                let head = PackHead(raw)
            else { throw damaged(name, "object \(entry.id) does not have its checksum") }
            var base: Int?
            switch head.base {
            case .none: break
            case .distance(let distance): base = positions[entry.offset - distance]
            case .object(let id): base = named[id]
            }
            guard (head.base == .none) == (base == nil) else {
                throw damaged(name, "the base of object \(entry.id) is not in it")
            }
            objects.append(
                Object(
                    id: entry.id, range: entry.offset..<next, number: head.number,
                    size: head.size, body: entry.offset + head.count, base: base))
        }
        return objects
    }

    static func damaged(_ name: String, _ what: String) -> GitError {
        GitError(
            code: .mismatch, category: .objectStore, operation: "pack",
            message: "\(name) cannot be read: \(what)")
    }
}
