import CLibgit2
import Glibc

/// The file of one loose object: a zlib stream of `TYPE SIZE`, a zero byte and the content.
enum LooseFile {
    struct Object {
        let type: git_object_t
        let size: Int
        /// The content, with a zero byte behind it; nil where only the head was asked for.
        let data: UnsafeMutableRawPointer?
    }

    /// The head has at most this many bytes.
    private static let headBytes = 64

    /// Reads the object and closes the file; nil when it is damaged in any way. `allocate` makes
    /// room that libgit2 will free.
    static func read(
        _ file: Int32, whole: Bool, allocate: (Int) -> UnsafeMutableRawPointer?
    ) -> Object? {
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_size > 0, status.st_size < Int(UInt32.max)
        else { return nil }
        let length = status.st_size
        guard let map = mmap(nil, length, PROT_READ, MAP_PRIVATE, file, 0), map != MAP_FAILED
        else { return nil }
        defer { munmap(map, length) }
        guard let stream = InflateStream(map, count: length) else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: headBytes) { head in
            guard let start = head.baseAddress else { return nil }
            let bytes = UnsafeBufferPointer(
                start: start, count: stream.fill(start, upTo: headBytes))
            guard let end = bytes.firstIndex(of: 0), let (type, size) = parse(bytes[..<end])
            else { return nil }
            guard whole else { return Object(type: type, size: size, data: nil) }
            let begun = UnsafeBufferPointer(rebasing: bytes[(end + 1)...])
            guard begun.count <= size, let data = allocate(size + 1) else { return nil }
            guard complete(data, of: size, begun, stream) else {
                free(data)
                return nil
            }
            return Object(type: type, size: size, data: data)
        }
    }

    /// Fills in the content; false when it is shorter or longer than said, or its sum is wrong.
    private static func complete(
        _ data: UnsafeMutableRawPointer, of size: Int, _ begun: UnsafeBufferPointer<UInt8>,
        _ stream: InflateStream
    ) -> Bool {
        let bytes = data.assumingMemoryBound(to: UInt8.self)
        if let start = begun.baseAddress { bytes.update(from: start, count: begun.count) }
        let rest = stream.fill(bytes + begun.count, upTo: size - begun.count)
        // The sum is behind the last byte.
        let surplus = stream.fill(bytes + size, upTo: 1)
        bytes[size] = 0
        return begun.count + rest == size && surplus == 0 && stream.isAtEnd
    }

    /// `TYPE SIZE`, in decimal.
    private static func parse(
        _ head: Slice<UnsafeBufferPointer<UInt8>>
    ) -> (git_object_t, Int)? {
        let words = String(decoding: head, as: UTF8.self).split(separator: " ")
        guard words.count == 2, let size = Int(words[1]), (0..<Int(Int32.max)).contains(size)
        else { return nil }
        switch words[0] {
        case "commit": return (GIT_OBJECT_COMMIT, size)
        case "tree": return (GIT_OBJECT_TREE, size)
        case "blob": return (GIT_OBJECT_BLOB, size)
        case "tag": return (GIT_OBJECT_TAG, size)
        default: return nil
        }
    }
}
