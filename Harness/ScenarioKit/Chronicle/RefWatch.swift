import Dispatch
import Foundation
import Glibc
import Synchronization

/// Sees refs of repositories move the moment they do, from outside: who moves them is not slowed
/// down and needs no hook. Two moves within a few microseconds may be seen as one.
final class RefWatch: Sendable {
    /// One ref that moved.
    struct Move: Sendable, Hashable {
        let at: MonotonicTime
        let actor: String
        let ref: String
        /// Nil when it did not exist.
        let old: String?
        /// Nil when it exists no more.
        let new: String?
    }

    /// A folder that is watched.
    private struct Folder {
        let actor: String
        let path: String
        /// `refs/heads/`; nil outside of `refs`.
        let prefix: String?
        /// The repository it belongs to.
        let repository: String
    }

    private struct State {
        var folders: [Int32: Folder] = [:]
        var known: [String: [String: String]]
        /// Whether everything so far is to be the last.
        var isStopping = false
    }

    /// Milliseconds after which it looks whether anyone still wants to know.
    private static let look: Int32 = 10
    /// More folders of one case are not watched.
    private static let most = 2000
    private static let interest = UInt32(IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_CLOSE_WRITE)

    private let descriptor: Int32
    private let ended = Pending<Bool>()
    private let state: Mutex<State>
    private let repositories: [String: String]
    private let seen: @Sendable (Move) -> Void

    /// Watches at once; nil when the system allows no more watching.
    ///
    /// - Parameters:
    ///   - repositories: paths by actor; one that is not there yet is found when it comes.
    ///   - refs: what they have now.
    ///   - seen: called for each move, one after the other.
    init?(
        _ repositories: [String: String], refs: [String: [String: String]],
        seen: @escaping @Sendable (Move) -> Void
    ) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        self.repositories = repositories
        self.seen = seen
        state = Mutex(State(known: refs))
        for (actor, path) in repositories {
            let parent = (path as NSString).deletingLastPathComponent
            watch(Folder(actor: actor, path: parent, prefix: nil, repository: path))
            adopt(actor, path)
        }
        DispatchQueue(label: "scenarios.refs").async { [weak self, ended] in
            while self?.isWatching == true {
                var interest = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&interest, 1, Self.look)
                self?.drain()
            }
            close(descriptor)
            ended.resolve(true)
        }
    }

    private var isWatching: Bool { state.withLock { !$0.isStopping } }

    /// Ends watching once everything that happened so far was seen.
    func stop() async {
        state.withLock { $0.isStopping = true }
        _ = await ended.value()
    }

    /// Watches a repository that exists: its refs, and where they will come to be.
    private func adopt(_ actor: String, _ path: String) {
        for folder in [path, "\(path)/.git"] {
            watch(Folder(actor: actor, path: folder, prefix: nil, repository: path))
            descend(
                Folder(actor: actor, path: "\(folder)/refs", prefix: "refs/", repository: path))
        }
    }

    private func descend(_ folder: Folder) {
        guard watch(folder),
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        else { return }
        for name in names.sorted() { look(at: name, in: folder) }
    }

    @discardableResult
    private func watch(_ folder: Folder) -> Bool {
        state.withLock { state in
            guard state.folders.count < Self.most else { return false }
            let number = inotify_add_watch(descriptor, folder.path, Self.interest)
            guard number >= 0 else { return false }
            state.folders[number] = folder
            return true
        }
    }

    private func drain() {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return }
            var offset = 0
            let header = MemoryLayout<inotify_event>.size
            while offset + header <= count {
                let event = buffer.withUnsafeBytes {
                    $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                }
                let name = buffer[(offset + header)..<(offset + header + Int(event.len))]
                offset += header + Int(event.len)
                let text = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
                if let folder = state.withLock({ $0.folders[event.wd] }), !text.isEmpty {
                    look(at: text, in: folder)
                }
            }
        }
    }

    /// Something changed under this name: a ref, a folder of refs, or a repository that came.
    private func look(at name: String, in folder: Folder) {
        let path = "\(folder.path)/\(name)"
        guard let prefix = folder.prefix else {
            for (actor, place) in repositories
            where path == place || path == "\(place)/.git" || path.hasSuffix("/refs") {
                adopt(actor, place)
            }
            if name == "packed-refs", !folder.actor.isEmpty { unpack(folder, path) }
            return
        }
        guard !name.hasSuffix(".lock") else { return }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if exists, isFolder.boolValue {
            return descend(
                Folder(
                    actor: folder.actor, path: path, prefix: "\(prefix)\(name)/",
                    repository: folder.repository))
        }
        let ref = prefix + name
        note(ref, is: exists ? Self.id(in: path) : packed(ref, in: folder), actor: folder.actor)
    }

    private func note(_ ref: String, is new: String?, actor: String) {
        let at = MonotonicTime.now
        let move = state.withLock { state -> Move? in
            let old = state.known[actor]?[ref]
            guard old != new else { return nil }
            state.known[actor, default: [:]][ref] = new
            return Move(at: at, actor: actor, ref: ref, old: old, new: new)
        }
        if let move { seen(move) }
    }

    private static func id(in path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let text = String(decoding: data.prefix(64), as: UTF8.self).prefix { !$0.isWhitespace }
        return text.count >= 40 && text.allSatisfy(\.isHexDigit) ? String(text) : nil
    }

    /// Where a ref points that has no file of its own any more, because it was packed.
    private func packed(_ ref: String, in folder: Folder) -> String? {
        for base in [folder.repository, "\(folder.repository)/.git"] {
            if let id = Self.packed(in: "\(base)/packed-refs")[ref] { return id }
        }
        return nil
    }

    /// Refs were packed, or a packed one was deleted.
    private func unpack(_ folder: Folder, _ path: String) {
        let packed = Self.packed(in: path)
        let known = state.withLock { $0.known[folder.actor] ?? [:] }
        for ref in Set(known.keys).union(packed.keys).sorted() {
            note(
                ref, is: Self.id(in: "\(folder.path)/\(ref)") ?? packed[ref],
                actor: folder.actor)
        }
    }

    private static func packed(in path: String) -> [String: String] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [:] }
        var refs: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2, parts[0].count >= 40 { refs[String(parts[1])] = String(parts[0]) }
        }
        return refs
    }
}
