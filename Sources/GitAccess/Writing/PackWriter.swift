import CLibgit2
import CZlib
import Crypto
import GitModel
import Glibc

/// Writes one pack and its index, durably: three fsyncs for any number of objects.
///
/// The pack gets its name before the index, so that a reader never sees an index alone. Whatever
/// fails, nothing stays behind.
final class PackWriter {
    private let folder: String
    private let file: TemporaryFile
    private let count: Int
    private var buffer: [UInt8] = []
    private var hash = Insecure.SHA1()
    private(set) var entries: [PackIndex.Entry] = []

    /// Starts a pack of `count` objects in `objects/pack` of the repository at `path`.
    init(in path: String, count: Int) throws(GitError) {
        folder = path + "/objects/pack"
        file = try TemporaryFile(in: folder, kind: "pack")
        self.count = count
        buffer = Array("PACK".utf8) + [0, 0, 0, 2]
        withUnsafeBytes(of: UInt32(count).bigEndian) { buffer += $0 }
    }

    /// Where the next object will start.
    var offset: Int { file.size + buffer.count }

    /// Adds an object: its head and its deflated bytes, in pieces. Returns where it starts.
    @discardableResult
    func add(_ id: ObjectID, head: [UInt8], _ pieces: [[UInt8]]) throws(GitError) -> Int {
        let start = offset
        var checksum = Self.checksum(of: head, from: 0)
        buffer += head
        for piece in pieces {
            checksum = Self.checksum(of: piece, from: checksum)
            buffer += piece
        }
        entries.append(
            PackIndex.Entry(
                id: id, checksum: UInt32(truncatingIfNeeded: checksum), offset: start))
        if buffer.count >= Limits.packBufferBytes { try flush() }
        return start
    }

    /// Makes the pack durable and visible; returns its name, without an ending.
    ///
    /// `age`: seconds since 1970 that the pack's time of change is set to; nil: now, finer than
    /// the file system's own clock, for upkeep wants to know which of two packs is newer.
    func finish(age: Double? = nil) throws(GitError) -> String {
        precondition(entries.count == count, "a pack has as many objects as its head says")
        try flush()
        let checksum = Array(hash.finalize())
        try file.write(checksum)
        try file.setTime(age ?? Self.now)
        try file.finish()
        let index = try TemporaryFile(in: folder, kind: "idx")
        try index.write(PackIndex.bytes(of: entries, pack: checksum))
        try index.finish()
        let name = "pack-" + checksum.withUnsafeBytes { ObjectID(bytes: $0) }.hex
        let (pack, list) = ("\(folder)/\(name).pack", "\(folder)/\(name).idx")
        // The same objects in the same bytes: what is there now may be in use.
        let isNew = !FileSystem.exists(list)
        do throws(GitError) {
            try file.place(at: pack)
            try index.place(at: list)
            try FileSystem.synchronize(folder: folder)
        } catch {
            if isNew { for path in [list, pack] { FileSystem.remove(path) } }
            throw error
        }
        return name
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func flush() throws(GitError) {
        buffer.withUnsafeBytes { hash.update(bufferPointer: $0) }
        try file.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private static func checksum(of bytes: [UInt8], from start: UInt) -> UInt {
        bytes.withUnsafeBytes { crc32_z(start, $0.baseAddress, $0.count) }
    }
}
